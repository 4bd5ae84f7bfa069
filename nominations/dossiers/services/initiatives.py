"""The recognised initiatives a nomination relies on, and permission for a possible duplicate."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nominations import citations
from nominations.dossiers.duplicates.campaign_rules import rules_of
from nominations.dossiers.duplicates.findings import ENDED_STATES, DuplicateKind
from nominations.dossiers.models import (
    Correction,
    EligibilityOverride,
    InitiativeUse,
    Nomination,
)
from nominations.dossiers.models.reviews import EVIDENCE_ITEM
from nominations.dossiers.permissions import require_secretary, require_writer
from nominations.dossiers.services import standards
from nominations.law.duplicates import AchievementUse, reuse_sentence, reused_achievement
from nominations.people.models import User
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import Initiative, Recognition
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from workflow import audit, clock
from workflow.actors import Actor

OPENED_BY = frozenset({EVIDENCE_ITEM, "initiative"})
"""Items of a correction that open the choice of initiatives."""


def choosable_initiatives(nomination: Nomination) -> QuerySet[Initiative]:
    """Recognised initiatives of the nominee, or of the nominated collective; the newest first."""
    recognitions = Recognition.objects.not_cancelled().filter(initiative=OuterRef("pk"))
    found = Initiative.objects.filter(Exists(recognitions), state=InitiativeState.RECOGNISED)
    if nomination.person_id is not None:
        found = found.filter(authors__person_id=nomination.person_id)
    elif nomination.collective_id is not None:
        found = found.filter(unit_id=nomination.collective_id)
    return found.order_by("-year", "-pk")


def uses_elsewhere(
    nomination: Nomination, initiatives: Iterable[Initiative]
) -> list[InitiativeUse]:
    """Other live nominations of the same subject that rely on these initiatives."""
    subject = (
        {"nomination__person_id": nomination.person_id}
        if nomination.person_id is not None
        else {"nomination__collective_id": nomination.collective_id}
    )
    linked = [pk for pk in (nomination.pk, nomination.arrived_from_id) if pk is not None]
    return list(
        InitiativeUse.objects.filter(initiative__in=list(initiatives), **subject)
        .exclude(nomination_id__in=linked)
        .exclude(nomination__arrived_from_id=nomination.pk)
        .exclude(nomination__state__in=sorted(ENDED_STATES))
        .select_related("initiative", "nomination__award_type")
    )


def _lock(actor: Actor, nomination: Nomination) -> Nomination:
    locked = (
        Nomination.objects.select_for_update(no_key=True, of=("self",))
        .select_related("campaign", "award_type")
        .get(pk=nomination.pk)
    )
    require_writer(actor, locked)
    correction = Correction.objects.filter(nomination=locked, resolved_at__isnull=True).first()
    if correction is not None and not OPENED_BY & set(correction.items):
        raise ValidationError(
            _("The initiatives were not marked for correction, so they can not be changed now."),
            code="locked",
        )
    return locked


def _refuse_reuse(nomination: Nomination, chosen: Iterable[Initiative]) -> None:
    rules, problems = rules_of(nomination.campaign), []
    waived = nomination.overrides.filter(rule=DuplicateKind.INITIATIVE_REUSE).exists()
    for use in uses_elsewhere(nomination, chosen):
        forms = frozenset({nomination.award_type.form, use.nomination.award_type.form})
        rule = reused_achievement(forms, rules)
        if rule is None or rule.effect != "blocking":
            continue
        if waived and rule.key == DuplicateKind.INITIATIVE_REUSE:
            continue
        sentence = reuse_sentence(use.initiative.name, AchievementUse(use.nomination.title))
        problems.append(
            _("%(sentence)s %(rule)s (%(source)s). The council secretary may allow it.")
            % {
                "sentence": sentence,
                "rule": rule.says,
                "source": citations.plain(rule.source) or "–",
            }
        )
    if problems:
        raise ValidationError(problems, code="initiative_reuse")


@transaction.atomic
def choose_initiatives(
    *, actor: Actor, nomination: Nomination, initiatives: Iterable[Initiative]
) -> list[Initiative]:
    """Replace the initiatives the nomination relies on.

    Refuses (NotAllowed) an actor who may not write the dossier, (ValidationError) an initiative
    that is not a recognised one of the subject, one that already backs another award where the
    rules forbid it and nobody allowed it, and a dossier whose correction does not open this part.
    """
    wanted = {one.pk for one in initiatives}
    locked = _lock(actor, nomination)
    allowed = {one.pk for one in choosable_initiatives(locked)}
    if not wanted <= allowed:
        raise ValidationError(
            _("Only recognised initiatives of the nominee can back the nomination."), "not_yours"
        )
    # Serialises nominations that choose the same initiative.
    chosen = list(Initiative.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    _refuse_reuse(locked, chosen)
    before = set(locked.initiative_uses.values_list("initiative_id", flat=True))
    if before == wanted:
        return chosen
    locked.initiative_uses.exclude(initiative_id__in=wanted).delete()
    InitiativeUse.objects.bulk_create(
        InitiativeUse(nomination=locked, initiative=one) for one in chosen if one.pk not in before
    )
    audit.record_on(
        locked,
        "initiatives.chosen",
        actor=actor,
        payload={"initiatives": sorted(wanted), "before": sorted(before)},
    )
    standards.refresh_obstacles([locked.pk])
    return chosen


@transaction.atomic
def allow_double(
    *, actor: User, nomination: Nomination, rule: str, reason: str
) -> EligibilityOverride:
    """Allow a possible duplicate for this nomination, with a written reason.

    `rule` is a `DuplicateKind`. Refuses (NotAllowed) whoever is not the council secretary, or is
    the nominee; (ValidationError) an empty reason and an unknown rule. A second reason replaces the
    first, which remains in the history.
    """
    locked = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
    require_secretary(actor, locked.organization_id)
    if locked.person_id is not None and locked.person_id == actor.person_id:
        raise not_allowed("own_nomination", _("Nobody sets a rule aside for their own nomination."))
    text = clean_text(reason)
    if not text:
        raise ValidationError(_("Write the reason for the exception."), "no_reason")
    if rule not in DuplicateKind.values:
        raise ValidationError(_("There is no such rule against doubles."), "unknown_rule")
    override, _made = EligibilityOverride.objects.update_or_create(
        nomination=locked,
        rule=rule,
        defaults={"reason": text, "granted_by": actor, "granted_at": clock.now()},
    )
    payload = {"rule": rule, "reason": text}
    audit.record_on(locked, "double.allowed", actor=actor, payload=payload)
    standards.refresh_obstacles([locked.pk])
    return override
