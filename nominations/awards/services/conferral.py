"""Conferring, revoking and striking awards. Figures count what stands in these rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services.award_counts import recount_awards
from nominations.law.models import AwardType, RecipientKind
from nominations.vietnamese import sort_key
from workflow import audit, clock
from workflow.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAward:
    """The data of an award when it is conferred; names are as of that time."""

    organization_id: int
    award_type_id: int
    kind: str
    commendation_type: str
    year: int
    recipient_name: str
    person_id: int | None = None
    collective_id: int | None = None
    achievement_from: date | None = None
    achievement_to: date | None = None
    decision_number: str = ""
    decision_date: date | None = None
    issuer: str = ""
    position_name: str = ""
    unit_name: str = ""
    achievement: str = ""
    origin: str = AwardOrigin.DECISION


def _check(rows: Sequence[NewAward]) -> None:
    """Refuse an award given to the wrong kind of recipient."""
    types = AwardType.objects.in_bulk({row.award_type_id for row in rows})
    for row in rows:
        recipient = row.person_id if row.kind == RecipientKind.INDIVIDUAL else row.collective_id
        if recipient is None or not types[row.award_type_id].is_for(row.kind):
            raise ValidationError(
                _("%(award)s cannot be given to %(recipient)s."),
                "wrong_kind",
                {"award": types[row.award_type_id].name, "recipient": row.recipient_name},
            )


AfterRevocation = Callable[[Sequence[Award], Actor], None]
_after_revocation: list[AfterRevocation] = []


def after_revocation(act: AfterRevocation) -> None:
    """Register a function called with revoked awards, in the same transaction; for use in
    `apps.py`."""
    if act not in _after_revocation:
        _after_revocation.append(act)


@transaction.atomic
def record_awards(*, rows: Sequence[NewAward], actor: Actor) -> list[Award]:
    """Record conferred awards, in the order given; one entry in each agency's history.

    Refuses all of them with ValidationError when one has the wrong kind of recipient, or already
    stands under the same decision.
    """
    if not rows:
        return []
    _check(rows)
    now = clock.now()
    awards = [
        Award(**asdict(row), sort_key=sort_key(row.recipient_name), recorded_at=now) for row in rows
    ]
    try:
        Award.objects.bulk_create(awards, batch_size=500)
    except IntegrityError:
        raise ValidationError(
            _("One of these awards is already recorded under the same decision number."),
            "duplicate",
        ) from None
    recount_awards(awards)
    _record("awards.conferred", awards, actor=actor)
    return awards


@transaction.atomic
def revoke(*, awards: Iterable[Award], on: date, ground: str, actor: Actor) -> list[Award]:
    """Mark awards as revoked from the day on; figures change accordingly, the rows stay.

    Refuses with ValidationError an empty ground, an award revoked before, and a day before the
    award was given.
    """
    ids = [award.pk for award in awards]
    locked = list(Award.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if not ground.strip():
        raise ValidationError(_("Write the legal ground of the revocation."), "no_ground")
    for award in locked:
        if award.revoked_on is not None:
            raise ValidationError(
                _("The award of %(recipient)s was already revoked on %(day)s."),
                "already_revoked",
                {"recipient": award.recipient_name, "day": f"{award.revoked_on:%d/%m/%Y}"},
            )
        if award.decision_date is not None and on < award.decision_date:
            raise ValidationError(
                _("The award of %(recipient)s was given on %(day)s; it cannot be revoked earlier."),
                "revoked_too_early",
                {"recipient": award.recipient_name, "day": f"{award.decision_date:%d/%m/%Y}"},
            )
        award.revoked_on, award.revocation_ground = on, ground.strip()
    Award.objects.bulk_update(locked, ["revoked_on", "revocation_ground"], batch_size=500)
    recount_awards(locked)
    _record("awards.revoked", locked, actor=actor, ground=ground.strip(), on=on)
    for after in _after_revocation:
        after(locked, actor)
    return locked


@transaction.atomic
def mark_struck(*, awards: Iterable[Award], reason: str, actor: Actor) -> list[Award]:
    """Mark awards that were never given as struck: no figure of any day counts them, the rows stay.

    A revoked award was given once and is not struck: it is refused with ValidationError.
    """
    ids = [award.pk for award in awards]
    locked = list(Award.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for award in locked:
        if award.revoked_on is not None:
            raise ValidationError(
                _("The award of %(recipient)s was already revoked on %(day)s."),
                "already_revoked",
                {"recipient": award.recipient_name, "day": f"{award.revoked_on:%d/%m/%Y}"},
            )
        award.revoked_on = award.decision_date or localdate(award.recorded_at)
        award.revocation_ground, award.struck = reason.strip(), True
    columns = ["revoked_on", "revocation_ground", "struck"]
    Award.objects.bulk_update(locked, columns, batch_size=500)
    recount_awards(locked)
    _record("awards.struck", locked, actor=actor, reason=reason.strip())
    return locked


def _record(action: str, awards: Iterable[Award], *, actor: Actor, **more: object) -> None:
    by_agency = attrgetter("organization_id")
    for organization_id, group in groupby(sorted(awards, key=by_agency), by_agency):
        rows = list(group)
        audit.record(
            f"organization:{organization_id}",
            action,
            actor=actor,
            payload={
                "awards": [award.pk for award in rows],
                "papers": sorted({award.decision_number for award in rows}),
                **more,
            },
        )
