"""Figures are counts of valid awards, nothing else; every figure leads down to its award lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from nominations.awards.models import Award, AwardQuerySet
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids, subtree_ids, with_predecessors
from nominations.vietnamese import fold

TYPE_ORDER = {
    value: place
    for place, value in enumerate(
        sorted(CommendationType.values, key=lambda one: one == CommendationType.SUDDEN)
    )
}
"""Order of the types of commendation on lists: as in the law, sudden achievements last."""
PUBLIC_FIELDS = (
    "year",
    "recipient_name",
    "unit_name",
    "kind",
    "award_type__name",
    "organization__name",
)
"""All that the public may see of an award."""


@dataclass(frozen=True, slots=True)
class GiverCount:
    """How many of the awards of a figure somebody gave; "" where nobody wrote who."""

    issuer: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyCell:
    """One figure: how many awards of a kind in a year, and who gave them."""

    year: int
    award_code: str
    commendation_type: str
    kind: str
    count: int
    givers: tuple[GiverCount, ...] = ()


def awards_of(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
) -> AwardQuerySet:
    """The awards that figures count: valid ones, or those as known on a day.

    What an agency's predecessors gave counts as its own.
    """
    ids = with_predecessors(subtree_ids({organization.pk}) if subtree else {organization.pk})
    awards = Award.objects.known_on(known_on) if known_on else Award.objects.valid()
    return awards.filter(organization_id__in=sorted(ids), year__gte=year_from, year__lte=year_to)


def tally(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
) -> list[TallyCell]:
    """Figures by year, award, type of commendation and kind, in the order of lists.

    Cells of zero are left out: what nobody recorded is not zero. `known_on` counts as known on that
    day: decided by then, not yet revoked then.
    """
    counted = (
        awards_of(
            organization, year_from=year_from, year_to=year_to, known_on=known_on, subtree=subtree
        )
        .order_by()
        .values_list("year", "award_type_id", "commendation_type", "kind", "issuer")
        .annotate(number=Count("id"))
    )
    types = {one.pk: one for one in AwardType.objects.all()}
    sums: dict[tuple[int, int, str, str, str], dict[str, int]] = {}
    for year, type_id, commendation_type, kind, issuer, number in counted:
        award = types[type_id]
        given = sums.setdefault((year, award.rank, award.code, commendation_type, kind), {})
        given[issuer] = given.get(issuer, 0) + number
    ordered = sorted(
        sums,
        key=lambda key: (
            key[0],
            TYPE_ORDER[key[3]],
            key[1],
            key[2],
            key[4] != RecipientKind.INDIVIDUAL,
        ),
    )
    return [
        TallyCell(
            year=key[0],
            award_code=key[2],
            commendation_type=key[3],
            kind=key[4],
            count=sum(sums[key].values()),
            givers=tuple(GiverCount(*one) for one in sorted(sums[key].items())),
        )
        for key in ordered
    ]


def lines(
    awards: AwardQuerySet,
    *,
    award_code: str = "",
    commendation_type: str = "",
    kind: str = "",
    year: int | None = None,
) -> AwardQuerySet:
    """The award lines behind a figure: what is not named is not narrowed."""
    if award_code:
        awards = awards.filter(award_type__code=award_code)
    if commendation_type:
        awards = awards.filter(commendation_type=commendation_type)
    if kind:
        awards = awards.filter(kind=kind)
    if year is not None:
        awards = awards.filter(year=year)
    return awards.select_related("award_type", "organization").order_by(
        "year",
        "award_type__rank",
        "commendation_type",
        "-kind",
        "person__sort_key",
        "recipient_name",
        "id",
    )


def readable_agencies(user: User) -> list[Organization]:
    """Agencies whose figures the account may read: its own, and those below where it has a role."""
    ids = agency_ids(user) | subtree_ids(roles_today(user).organizations_with("view_nominations"))
    return list(Organization.objects.filter(pk__in=ids).order_by("rank", "code"))


def years_of(organization_ids: Iterable[int]) -> list[int]:
    """The years in which the agencies or their predecessors have awards, the latest first."""
    agencies = with_predecessors(organization_ids)
    awards = Award.objects.valid().filter(organization_id__in=agencies)
    return list(awards.order_by("-year").values_list("year", flat=True).distinct())


def honour_roll(
    *, year: int | None = None, organization: Organization | None = None, text: str = ""
) -> QuerySet[Award, dict[str, Any]]:
    """Valid awards for the public, allowed fields only; `text` is searched without marks."""
    awards = Award.objects.valid()
    if year is not None:
        awards = awards.filter(year=year)
    if organization is not None:
        awards = awards.filter(organization_id__in=with_predecessors({organization.pk}))
    for word in fold(text).split():
        awards = awards.filter(
            Q(person__search_key__contains=word) | Q(collective__search_key__contains=word)
        )
    rows: QuerySet[Award, dict[str, Any]] = awards.order_by(
        "-year", "award_type__rank", "-kind", "person__sort_key", "recipient_name", "id"
    ).values(*PUBLIC_FIELDS)
    return rows
