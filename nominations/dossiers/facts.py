"""Facts that the dossiers contribute to an eligibility question: live nominations of the year,
registrations, and initiatives used by other nominations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.duplicates.findings import DuplicateSearch
from nominations.dossiers.models import Campaign, InitiativeUse, Nomination
from nominations.eligibility.collect_facts import DossierFacts
from nominations.law.models import RecipientKind
from nominations.people.models import UnitMembership
from nominations.records.models import InitiativeAuthor
from nominations.states import LIVE, State

_FIELDS = ("kind", "person_id", "collective_id", "award_type__code", "state", "late_reason")
STATES_FREEING_INITIATIVES = (State.WITHDRAWN, State.DECLINED)
"""States in which the initiatives of a nomination are free for others."""
COUNTED_STATES = LIVE - {State.DRAFT}
"""States of a nomination that counts for the year: in progress, or successful."""


def dossier_facts(
    organization_id: int,
    year: int,
    *,
    but: Iterable[int] = (),
    persons: Collection[int] | None = None,
    units: Collection[int] | None = None,
    campaign_held: bool = False,
) -> DossierFacts:
    """Facts of the year from the agency's dossiers; the nominations `but` do not count as uses of
    an initiative.

    `persons` and `units` limit the reading to these subjects and to the members of the units; None
    reads everybody of the agency. `campaign_held` says that the agency opened a campaign in the
    year.

    A subject is registered if it has a nomination registered in time; without any nomination it is
    not registered if the agency ran a campaign in the year, and unknown otherwise.
    """
    rows = Nomination.objects.filter(
        campaign__organization_id=organization_id, campaign__year=year
    ).exclude(state=State.DRAFT)
    if persons is not None and units is not None:
        rows = rows.filter(_of_subjects(persons, units))
    held = Campaign.objects.filter(organization_id=organization_id, year=year, state__in=HELD)
    return _facts_of(
        rows.order_by().values_list(*_FIELDS),
        used=_used(organization_id, frozenset(but), persons),
        campaign_held=campaign_held or held.exists(),
    )


def dossier_facts_of(nomination: Nomination, search: DuplicateSearch) -> DossierFacts:
    """The same for the subject of one nomination, from the rows of its duplicate search (for a
    collective with `members`)."""
    campaign = nomination.campaign
    rows = [
        (
            one.kind,
            one.person_id,
            one.collective_id,
            one.award_type.code,
            one.state,
            one.late_reason,
        )
        for one in search.nominations
        if nomination.person_id in (None, one.person_id)
        and one.state != State.DRAFT
        and one.campaign.organization_id == campaign.organization_id
        and one.campaign.year == campaign.year
    ]
    used = {
        use.initiative_id: use.nomination.award_type.name
        for use in sorted(search.uses, key=lambda use: use.pk)
        if use.initiative.organization_id == campaign.organization_id
        and use.nomination_id != nomination.pk
        and use.nomination.state not in STATES_FREEING_INITIATIVES
    }
    return _facts_of(rows, used=used, campaign_held=campaign.state in HELD)


def _facts_of(
    rows: Iterable[tuple[Any, ...]], *, used: dict[int, str], campaign_held: bool
) -> DossierFacts:
    persons, units = RecipientKind.INDIVIDUAL, RecipientKind.COLLECTIVE
    nominated: dict[str, dict[int, set[str]]] = {
        persons: defaultdict(set),
        units: defaultdict(set),
    }
    registered: dict[str, dict[int, bool]] = {persons: {}, units: {}}
    for of_kind, person, collective, code, state, late in rows:
        kind = persons if of_kind == persons else units  # a household is a row of the units
        key = person if kind == persons else collective
        if state in COUNTED_STATES:
            nominated[kind][key].add(code)
        registered[kind][key] = registered[kind].get(key, False) or not late
    return DossierFacts(
        nominated={key: frozenset(codes) for key, codes in nominated[persons].items()},
        registered=registered[persons],
        nominated_units={key: frozenset(codes) for key, codes in nominated[units].items()},
        registered_units=registered[units],
        used=used,
        campaign_held=campaign_held,
    )


def _of_subjects(persons: Collection[int], units: Collection[int]) -> Q:
    """Nominations of the persons, of the units, and of people who ever worked in one of the
    units."""
    condition = Q(person_id__in=persons)
    if units:
        members = UnitMembership.objects.filter(unit_id__in=units).order_by()
        condition |= Q(collective_id__in=units) | Q(person_id__in=members.values("person_id"))
    return condition


def _used(
    organization_id: int, but: frozenset[int], persons: Collection[int] | None
) -> dict[int, str]:
    """The award of another nomination that uses an initiative of the persons (None: of all), by
    initiative."""
    uses = InitiativeUse.objects.filter(initiative__organization_id=organization_id)
    if persons is not None:
        if not persons:
            return {}
        authored = InitiativeAuthor.objects.filter(person_id__in=persons).order_by()
        uses = uses.filter(initiative_id__in=authored.values("initiative_id"))
    rows = (
        uses.exclude(nomination__state__in=STATES_FREEING_INITIATIVES)
        .order_by("pk")
        .values_list("initiative_id", "nomination_id", "nomination__award_type__name")
    )
    return {initiative: award for initiative, nomination, award in rows if nomination not in but}
