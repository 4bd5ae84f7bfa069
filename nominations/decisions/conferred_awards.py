"""The award that a paper confers: the one that was proposed, or another one instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.awards.services import NewAward
from nominations.dossiers.models import Nomination
from nominations.law.models import AwardType
from workflow import clock


def new_award(
    nomination: Nomination,
    *,
    number: str,
    day: date,
    issuer: str,
    origin: str,
    award_type_id: int | None = None,
) -> NewAward:
    """The award that the nomination applied for, or another one, conferred by this paper."""
    campaign = nomination.campaign
    return NewAward(
        organization_id=nomination.organization_id,
        award_type_id=award_type_id or nomination.award_type_id,
        kind=nomination.kind,
        person_id=nomination.person_id,
        collective_id=nomination.collective_id,
        commendation_type=campaign.commendation_type,
        year=campaign.year,
        achievement_from=campaign.achievement_from,
        achievement_to=campaign.achievement_to,
        decision_number=number,
        decision_date=day,
        issuer=issuer,
        recipient_name=nomination.subject_name,
        position_name=nomination.position_name,
        unit_name=nomination.unit_name,
        achievement=nomination.achievement,
        origin=origin,
    )


def other_award_of(code: str, day: date, nomination: Nomination) -> AwardType | None:
    """The other award in the catalogue of the day; None for the proposed one.

    Refuses (ValidationError) a code that the catalogue of the day does not have.
    """
    if not code or code == nomination.award_type.code:
        return None
    rows = AwardType.objects.on(day).filter(code=code).order_by("valid_from")
    found: AwardType | None = rows.last()
    if found is None:
        raise ValidationError(
            _("The catalogue of %(day)s has no award “%(code)s”."),
            "unknown_award",
            {"day": f"{day:%d/%m/%Y}", "code": code},
        )
    return found


def other_awards(
    outcomes: Mapping[int, tuple[Mapping[str, Any], date]],
) -> dict[int, AwardType | None]:
    """By nomination the award given instead of the proposed one, for outcomes that name one.

    `outcomes` has by nomination the data of its outcome and the day of the paper.
    """
    codes = {pk: str(data.get("other_award") or "") for pk, (data, _day) in outcomes.items()}
    pks = [pk for pk, code in codes.items() if code]
    rows = Nomination.objects.select_related("award_type").in_bulk(pks)
    return {pk: other_award_of(codes[pk], outcomes[pk][1], rows[pk]) for pk in pks}


def award_choices(nomination: Nomination) -> list[tuple[str, str]]:
    """(code, name) of the awards that can be given on a dossier: the proposed one first, then every
    other for this kind of recipient."""
    return award_choices_of([nomination])[nomination.pk]


def award_choices_of(nominations: Iterable[Nomination]) -> dict[int, list[tuple[str, str]]]:
    """The same for each of many dossiers, by its id: one query."""
    catalogue = list(AwardType.objects.on(clock.today()).order_by("rank", "code"))
    found = {}
    for nomination in nominations:
        asked = nomination.award_type
        others = [
            (one.code, one.name)
            for one in catalogue
            if one.is_for(nomination.kind) and one.code != asked.code
        ]
        proposed = ("", _("%(award)s, as proposed") % {"award": asked.name})
        found[nomination.pk] = [proposed, *others]
    return found
