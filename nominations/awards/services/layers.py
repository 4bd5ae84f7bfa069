"""Regulations of an agency on top of the law: proposed by one person, approved by another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.awards import reviewing, rulesets
from nominations.awards.datafile import DataFileError
from nominations.awards.models import LayerStatus, RuleLayer
from nominations.awards.rulesets import AgencyRules, Layer
from nominations.people.authorization import holds
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.vietnamese import nfc
from nominations.web.refusals import not_allowed
from workflow import audit, clock

LONGEST = 200_000
FILE = "quy-che.toml"
PROPOSERS = (Role.SECRETARY,)
APPROVERS = (Role.SECRETARY, Role.DIRECTOR)


def may_propose(actor: Any, organization: Organization) -> bool:
    """Whether the actor is the agency's council secretary today."""
    return holds(actor, *PROPOSERS, organization=organization.pk)


def may_approve(actor: Any, layer: RuleLayer) -> bool:
    """Whether the actor is director or council secretary of the agency, and not who proposed it."""
    return not _proposed(actor, layer) and holds(
        actor, *APPROVERS, organization=layer.organization_id
    )


def may_end(actor: Any, layer: RuleLayer) -> bool:
    """Whether the layer is in force and the actor is director or secretary of the agency."""
    return layer.status == LayerStatus.APPROVED and holds(
        actor, *APPROVERS, organization=layer.organization_id
    )


def may_approve_end(actor: Any, layer: RuleLayer) -> bool:
    """Whether the actor may settle the end that somebody else proposed."""
    other = layer.ending_proposed_by
    return other is not None and not _is_same(actor, other) and may_end(actor, layer)


def _proposed(actor: Any, layer: RuleLayer) -> bool:
    """Whether the layer is the actor's own proposal."""
    return _is_same(actor, layer.proposed_by)


def _is_same(actor: Any, account: Any) -> bool:
    """Whether two accounts are one person; one person may have two accounts."""
    person_id = account.person_id
    same_person = person_id is not None and person_id == getattr(actor, "person_id", None)
    return bool(account.pk == getattr(actor, "pk", None) or same_person)


def check_layer(text: str, *, organization: Organization, file: str = FILE) -> Layer:
    """The layer of a text, fitting the law and the approved layers on all its days.

    Refuses with DataFileError what cannot be read, and what the file above neither leaves silent
    nor opens nor finds stricter; the error names line and key.
    """
    if len(text) > LONGEST:
        raise DataFileError(file, "", _("the file is too long"))
    layer = rulesets.read_layer_text(text, file)
    for finding in reviewing.review_layer(layer, rulesets.shipped()):
        raise DataFileError(finding.file, finding.key, finding.problem, finding.line)
    agency = AgencyRules(organization)
    for day in _days(layer, agency.rows):
        kept = [
            rulesets.read_layer_text(row.content, row.code)
            for row in agency.rows_on(day)
            if row.code != layer.code
        ]
        rulesets.layered(rulesets.regime_on(day), [*kept, layer])
    return layer


def _days(layer: Layer, rows: Iterable[RuleLayer]) -> list[date]:
    """The days of the layer on which something below or beside it begins."""
    begins = [one.valid_from for one in rulesets.shipped()] + [row.valid_from for row in rows]
    days = {day for day in [layer.valid_from, *begins] if layer.holds_on(day)}
    first = rulesets.shipped()[0].valid_from
    return sorted(day for day in days if day >= first)


def propose_layer(
    *, actor: Any, organization: Organization, text: str, file: str = FILE
) -> RuleLayer:
    """Keep a regulation for another person to approve; nothing holds before.

    Refuses anybody but the council secretary (NotAllowed), a wrong text (DataFileError) and a code
    the agency used before (ValidationError).
    """
    if not may_propose(actor, organization):
        raise not_allowed(
            "not_secretary", _("Only the council secretary of the agency may do this.")
        )
    layer = check_layer(unicodedata.normalize("NFC", text), organization=organization, file=file)
    row = RuleLayer(
        organization=organization,
        level=layer.level,
        code=layer.code,
        name=layer.name[:250],
        source=layer.source,
        valid_from=layer.valid_from,
        valid_to=layer.valid_to,
        content=layer.text,
        digest=layer.digest,
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save()
            _note(row, "awards.layer_proposed", actor, digest=row.digest)
    except IntegrityError:
        raise ValidationError(
            _("The agency already has a regulation with the code %(code)s; use another code."),
            "code_taken",
            {"code": layer.code},
        ) from None
    return row


def _locked(layer: RuleLayer, status: str) -> RuleLayer:
    row = (
        RuleLayer.objects.select_for_update(of=("self",))
        .select_related("organization", "proposed_by", "ending_proposed_by")
        .get(pk=layer.pk)
    )
    if row.status != status:
        words = {"status": str(LayerStatus(row.status).label).lower()}
        raise ValidationError(
            _("This regulation is already: %(status)s.") % words, code="wrong_status"
        )
    return row


def _require_second_person(actor: Any, row: RuleLayer) -> None:
    if _proposed(actor, row):
        raise not_allowed(
            "own_proposal", _("Whoever proposed a regulation cannot settle it; ask another person.")
        )
    _require_approver(actor, row)


def _require_approver(actor: Any, row: RuleLayer) -> None:
    if not holds(actor, *APPROVERS, organization=row.organization_id):
        raise not_allowed(
            "not_approver", _("Only the director or a council secretary of the agency may do this.")
        )


@transaction.atomic
def approve_layer(*, actor: Any, layer: RuleLayer) -> RuleLayer:
    """Put a proposed regulation in force on its days.

    Refuses (NotAllowed) whoever proposed it and whoever is neither director nor secretary; a
    regulation settled before (ValidationError); one that fits the law no more (DataFileError).
    """
    row = _locked(layer, LayerStatus.PROPOSED)
    _require_second_person(actor, row)
    check_layer(row.content, organization=row.organization, file=row.code)
    row.status, row.approved_by, row.approved_at = LayerStatus.APPROVED, actor, clock.now()
    row.save(update_fields=["status", "approved_by", "approved_at"])
    _note(row, "awards.layer_approved", actor, digest=row.digest)
    return row


@transaction.atomic
def reject_layer(*, actor: Any, layer: RuleLayer, reason: str) -> RuleLayer:
    """Turn a proposed regulation down with a reason.

    Refuses like `approve_layer`, and without a reason (ValidationError).
    """
    row = _locked(layer, LayerStatus.PROPOSED)
    _require_second_person(actor, row)
    row.status = LayerStatus.REJECTED
    row.save(update_fields=["status"])
    _note(row, "awards.layer_rejected", actor, reason=_reason(reason))
    return row


@transaction.atomic
def propose_end(*, actor: Any, layer: RuleLayer, last_day: date, reason: str) -> RuleLayer:
    """Propose that an approved regulation holds until a day; it holds on until another agrees.

    Refuses whoever is neither director nor secretary (NotAllowed); no reason, a regulation that is
    not in force or whose end is proposed already, and a day before it began or after it ends anyway
    (ValidationError).
    """
    row = _locked(layer, LayerStatus.APPROVED)
    _require_approver(actor, row)
    if row.ending_on is not None:
        raise ValidationError(
            _("The end of this regulation is proposed already; it has to be settled first."),
            code="end_proposed",
        )
    _require_within(row, last_day)
    row.ending_on, row.ending_reason, row.ending_proposed_by = last_day, _reason(reason), actor
    row.save(update_fields=["ending_on", "ending_reason", "ending_proposed_by"])
    _note(row, "awards.layer_end_proposed", actor, reason=row.ending_reason, last_day=last_day)
    return row


@transaction.atomic
def approve_end(*, actor: Any, layer: RuleLayer) -> RuleLayer:
    """Let a regulation hold until the proposed day; campaigns opened before keep theirs.

    Refuses (NotAllowed) whoever proposed the end and whoever is neither director nor secretary, and
    (ValidationError) a regulation whose end nobody proposed.
    """
    row, last_day = _with_proposed_end(layer)
    if _is_same(actor, row.ending_proposed_by):
        raise not_allowed(
            "own_proposal", _("Whoever proposed the end cannot approve it; ask another person.")
        )
    _require_approver(actor, row)
    _require_within(row, last_day)
    row.status, row.valid_to, row.ended_by = LayerStatus.ENDED, last_day, actor
    row.save(update_fields=["status", "valid_to", "ended_by"])
    _note(row, "awards.layer_ended", actor, reason=row.ending_reason, last_day=last_day)
    return row


@transaction.atomic
def drop_end(*, actor: Any, layer: RuleLayer, reason: str) -> RuleLayer:
    """Turn down, or take back, the proposed end of a regulation; it holds on.

    Refuses whoever is neither director nor secretary (NotAllowed), and without a proposed end or a
    reason (ValidationError).
    """
    row, last_day = _with_proposed_end(layer)
    _require_approver(actor, row)
    _note(row, "awards.layer_end_dropped", actor, reason=_reason(reason), last_day=last_day)
    row.ending_on, row.ending_reason, row.ending_proposed_by = None, "", None
    row.save(update_fields=["ending_on", "ending_reason", "ending_proposed_by"])
    return row


def _with_proposed_end(layer: RuleLayer) -> tuple[RuleLayer, date]:
    row = _locked(layer, LayerStatus.APPROVED)
    if row.ending_on is None:
        raise ValidationError(
            _("Nobody has proposed to end this regulation."), code="no_end_proposed"
        )
    return row, row.ending_on


def _require_within(row: RuleLayer, last_day: date) -> None:
    if last_day < row.valid_from or (row.valid_to is not None and last_day > row.valid_to):
        raise ValidationError(
            _("The last day must lie within the days on which the regulation holds."),
            code="wrong_day",
        )


def _reason(text: str) -> str:
    reason = nfc(text)
    if not reason:
        raise ValidationError(_("Write the reason."), code="no_reason")
    return reason


def _note(row: RuleLayer, action: str, actor: Any, **more: object) -> None:
    payload = {"code": row.code, "name": row.name, "organization": row.organization_id, **more}
    audit.record(f"rule_layer:{row.pk}", action, actor=actor, payload=payload)
