"""The choices of a new nomination: subject, campaign, award."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.dossiers.recipients import barred_recipients, rules_with_recipients
from nominations.dossiers.services.late_nominations import is_late
from nominations.law.models import AwardType, RecipientKind, kind_of_subject
from nominations.law.rulesets import from_frozen
from nominations.people.authorization import roles_today
from nominations.people.models import Person, Unit, UnitMembership, User
from nominations.people.models.dated import holds_on
from nominations.people.queries import households_of
from workflow import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChoice:
    """A person, a collective or a household that can be chosen, with the unit that reviews it."""

    value: str
    label: str
    unit: Unit
    person: Person | None = None
    collective: Unit | None = None

    @property
    def kind(self) -> str:
        return kind_of_subject(self.collective)

    @property
    def key(self) -> int:
        """The primary key of the person or the collective."""
        return (self.person or self.collective).pk  # type: ignore[union-attr]  # one of the two is set


def _agencies(user: User) -> set[int]:
    """Agencies where the user works, or registers for a unit, or heads one."""
    today = clock.today()
    held = roles_today(user)
    units = held.units_with("register_nominations") | held.units_with("review_nominations")
    found = set(Unit.objects.filter(pk__in=units).values_list("organization_id", flat=True))
    if user.person_id is not None:
        found |= set(
            UnitMembership.objects.filter(holds_on(today), person_id=user.person_id).values_list(
                "unit__organization_id", flat=True
            )
        )
    return found


def open_campaigns(user: User) -> list[Campaign]:
    """Campaigns of the user's agencies that take nominations now: those whose registration is open
    first, then those that take one without registration until reports are due."""
    now = clock.now()
    return list(
        Campaign.objects.filter(
            organization_id__in=_agencies(user),
            state=CampaignState.OPEN,
            registration_opens_at__lte=now,
        )
        .filter(Q(registration_closes_at__gte=now) | Q(submission_closes_at__gte=now))
        .annotate(closed=Case(When(registration_closes_at__lt=now, then=1), default=0))
        .order_by("closed", "-year", "code")
    )


def next_window(user: User) -> Campaign | None:
    """The campaign whose registration opens next, or else closed last."""
    campaigns = Campaign.objects.filter(
        organization_id__in=_agencies(user), state=CampaignState.OPEN
    )
    coming = campaigns.filter(registration_opens_at__gt=clock.now())
    return (
        coming.order_by("registration_opens_at").first()
        or campaigns.order_by("-registration_closes_at").first()
    )


def titles_for(user: User, campaign: Campaign) -> list[CampaignTitle]:
    """Awards of the campaign for which the user has somebody to nominate.

    Once the registration has closed, without those that need it: see `titles_closed`.
    """
    late = is_late(campaign)
    return [
        title for title in _titles_of(user, campaign) if not (late and title.needs_registration)
    ]


def titles_closed(user: User, campaign: Campaign) -> list[CampaignTitle]:
    """Awards that the user could have registered and that now need a registration in time."""
    if not is_late(campaign):
        return []
    return [title for title in _titles_of(user, campaign) if title.needs_registration]


def _titles_of(user: User, campaign: Campaign) -> list[CampaignTitle]:
    titles = campaign.titles.select_related("award_type").order_by("award_type__rank")
    units = _units(user, campaign)
    has_person = user.person_id is not None or bool(units["clerk"])
    has_collective = bool(units["clerk"] | units["head"])
    offered = [
        title
        for title in titles
        if (title.award_type.for_individuals and has_person)
        or (title.award_type.for_collectives and has_collective)
    ]
    named = rules_with_recipients(campaign, [one.award_type.code for one in offered])
    if named is None:
        return offered
    return [
        title
        for title in offered
        if not (named.reach or title.award_type.code in named.recipients)
        or subjects_for(user, campaign, title.award_type)
    ]


def _units(user: User, campaign: Campaign) -> dict[str, set[int]]:
    own = set(
        Unit.objects.filter(organization_id=campaign.organization_id)
        .filter(holds_on(clock.today()))
        .values_list("pk", flat=True)
    )
    held = roles_today(user)
    return {
        "clerk": own & held.units_with("register_nominations"),
        "head": own & held.units_with("review_nominations"),
    }


def subjects_for(user: User, campaign: Campaign, award_type: AwardType) -> list[SubjectChoice]:
    """Whom the user may nominate: oneself first, then colleagues, collectives, households."""
    units = _units(user, campaign)
    found: list[SubjectChoice] = []
    if award_type.for_individuals:
        found += _persons(user, campaign, units["clerk"])
    if award_type.for_collectives:
        rows = Unit.objects.filter(pk__in=units["clerk"] | units["head"])
        found += [
            SubjectChoice(value=f"tap-the-{unit.pk}", label=unit.name, unit=unit, collective=unit)
            for unit in rows
        ]
    if is_for_households(campaign, award_type):
        found += _households(campaign, units["clerk"])
    return _only_recipients(campaign, award_type.code, found)


def is_for_households(campaign: Campaign, award_type: AwardType) -> bool:
    """Whether the award, as the rules of the campaign give it, is for households too."""
    if not award_type.for_households or "content" not in campaign.rules:
        return award_type.for_households
    given = from_frozen(campaign.rules).catalogue.get(award_type.code)
    return given is None or RecipientKind.HOUSEHOLD in given.targets


def _households(campaign: Campaign, clerk_units: set[int]) -> list[SubjectChoice]:
    """Each household of the agency, once for each unit of the clerk that may propose it."""
    households = list(households_of(campaign.organization, clock.today())) if clerk_units else []
    units = list(Unit.objects.filter(pk__in=clerk_units)) if households else []
    words = _("%(household)s, %(address)s (proposed by %(unit)s)")
    return [
        SubjectChoice(
            value=f"ho-{one.pk}-{unit.pk}",
            label=words % {"household": one.name, "address": one.address, "unit": unit.name},
            unit=unit,
            collective=one,
        )
        for one in households
        for unit in units
    ]


def _only_recipients(
    campaign: Campaign, code: str, found: list[SubjectChoice]
) -> list[SubjectChoice]:
    """The choices without subjects of a kind that the award excludes."""
    persons = [one.person.pk for one in found if one.person is not None]
    units = [one.collective.pk for one in found if one.collective is not None]
    barred = barred_recipients(campaign, [code], persons=persons, units=units)
    if not barred:
        return found
    return [one for one in found if (code, one.kind, one.key) not in barred]


def _persons(user: User, campaign: Campaign, clerk_units: set[int]) -> list[SubjectChoice]:
    places = (
        UnitMembership.objects.filter(
            holds_on(clock.today()), unit__organization_id=campaign.organization_id
        )
        .select_related("person", "unit", "position")
        .order_by("-is_primary", "unit__rank", "position__rank", "person__sort_key")
    )
    own, others = [], []
    for place in places.filter(person_id=user.person_id)[:1] if user.person_id else []:
        label = _("Myself: %(name)s") % {"name": place.person.full_name}
        own.append(
            SubjectChoice(
                value=f"nguoi-{place.person_id}", label=label, unit=place.unit, person=place.person
            )
        )
    seen = {user.person_id}
    for place in places.filter(unit_id__in=clerk_units):
        if place.person_id not in seen:
            seen.add(place.person_id)
            label = f"{place.person.full_name}, {place.position.name}, {place.unit.name}"
            others.append(
                SubjectChoice(
                    value=f"nguoi-{place.person_id}",
                    label=label,
                    unit=place.unit,
                    person=place.person,
                )
            )
    return own + others
