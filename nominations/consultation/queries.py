"""What is visible of a consultation: an allow-list for the public, opinions for the secretary."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from nominations.consultation.models import Comment, Objection, PostedItem, Posting
from nominations.consultation.posting_workflow import PostingState
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.people.authorization import (
    holder_exists,
    person_id_of,
    persons_holding,
    roles_today,
)
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.states import State
from workflow import clock
from workflow.actors import Actor

SHOWN_AFTER_CLOSING = timedelta(days=30)
READING_ROLES = (Role.SECRETARY, Role.DIRECTOR, Role.AUDITOR)


def visible_to(user: Actor) -> QuerySet[Posting]:
    """Postings of the agencies where the person is secretary, director or inspector today."""
    agencies = roles_today(user).organizations(*READING_ROLES)
    return Posting.objects.filter(organization_id__in=agencies).select_related(
        "organization", "campaign"
    )


def conducted_ids(user: Actor) -> frozenset[int]:
    """Agencies whose consultations the person conducts today: the council secretary."""
    return roles_today(user).organizations(Role.SECRETARY)


def conducts(user: Actor, posting: Posting) -> bool:
    """Whether the person conducts the consultations of the posting's agency today."""
    return posting.organization_id in conducted_ids(user)


def postable_nominations(
    organization: Organization, campaign: Campaign | None = None
) -> QuerySet[Nomination]:
    """Nominations that the agency may post now."""
    found = postable_in([organization.pk])
    return found.filter(campaign=campaign) if campaign else found


def postable_in(organizations: Collection[int]) -> QuerySet[Nomination]:
    """Nominations that the agencies may post."""
    return Nomination.objects.filter(may_be_posted(), organization_id__in=organizations)


def may_be_posted() -> Q:
    """Condition on a nomination: it passed the council, needs a consultation and is not posted
    now."""
    title = CampaignTitle.objects.filter(
        campaign_id=OuterRef("campaign_id"),
        award_type_id=OuterRef("award_type_id"),
        needs_consultation=True,
    )
    posted = PostedItem.objects.filter(nomination_id=OuterRef("pk"), ended_at=None)
    return Q(Exists(title), ~Exists(posted), state=State.COUNCIL_VOTED)


# --- opinions ------------------------------------------------------------------------------------


def opinions_visible_to(user: Actor, posting: Posting) -> QuerySet[Comment]:
    """Opinions of a posting the reader may read; nobody reads those on their own nomination."""
    found = Comment.objects.filter(item__posting=posting).select_related(
        "item__nomination__award_type", "author__person", "objection"
    )
    return without_own(found, user)


def without_own(found: QuerySet[Any], user: Actor) -> QuerySet[Any]:
    """Leave out rows about the reader's own nomination, in any role."""
    person_id = person_id_of(user)
    return found.exclude(item__nomination__person_id=person_id) if person_id else found.none()


def handled_by(user: Actor) -> Q:
    """Condition on an opinion or a case: the person handles it.

    The council secretary does; if it is about a secretary, the director and the delegate too.
    """
    directed = roles_today(user).organizations(Role.DIRECTOR, Role.DIRECTOR_DELEGATE)
    about_secretary = holder_exists(
        Role.SECRETARY,
        organization="item__posting__organization_id",
        person="item__nomination__person_id",
    )
    mine = Q(item__posting__organization_id__in=conducted_ids(user))
    if directed:
        mine |= Q(about_secretary, item__posting__organization_id__in=directed)
    return mine


def handles(user: Actor, item: PostedItem) -> bool:
    """Whether the person handles opinions about this item; nobody handles those about
    themselves."""
    person_id, nominee_id = person_id_of(user), item.nomination.person_id
    if person_id is None or person_id == nominee_id:
        return False
    agency = item.posting.organization_id
    if agency in conducted_ids(user):
        return True
    stands_in = agency in roles_today(user).organizations(Role.DIRECTOR, Role.DIRECTOR_DELEGATE)
    return stands_in and nominee_id in persons_holding(Role.SECRETARY, agency)


def handled_opinions(user: Actor) -> QuerySet[Comment]:
    """Opinions the person handles."""
    found = Comment.objects.filter(handled_by(user))
    return without_own(found, user).select_related(
        "item__nomination", "item__posting", "author__person", "objection"
    )


def objections_visible_to(user: Actor) -> QuerySet[Objection]:
    """Cases the person handles or examines."""
    found = Objection.objects.filter(handled_by(user) | Q(assigned_to_id=user.pk))
    return without_own(found, user).select_related(
        "item__nomination__award_type",
        "item__posting",
        "comment__author__person",
        "assigned_to__person",
        "closed_by__person",
    )


# --- the public side -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItem:
    """Everything that the public sees of a nomination. Adding a field here is a decision about
    privacy."""

    id: int
    name: str
    position: str
    unit: str
    award: str
    summary: str
    is_open: bool


def closing_day(posting: Posting) -> date:
    """The day on which opinions ended or will end."""
    return localtime(posting.closed_at).date() if posting.closed_at else posting.due_on


def is_public(posting: Posting) -> bool:
    """Whether the posting is still shown: until 30 days after it closed."""
    return clock.today() <= closing_day(posting) + SHOWN_AFTER_CLOSING


def is_taking_opinions(posting: Posting) -> bool:
    """Whether opinions are taken: through the end of the last day, in the working time zone."""
    return posting.is_open and clock.today() <= posting.due_on


def public_postings() -> list[Posting]:
    """Postings the public may open now, the running ones first."""
    earliest = clock.today() - SHOWN_AFTER_CLOSING
    recent = Posting.objects.filter(
        Q(state=PostingState.OPEN, due_on__gte=earliest)
        | Q(state=PostingState.CLOSED, state_entered_at__date__gte=earliest)
    ).select_related("organization")
    shown = [posting for posting in recent if is_public(posting)]
    return sorted(shown, key=lambda one: (not is_taking_opinions(one), -one.posted_at.timestamp()))


def public_items(posting: Posting) -> list[PublicItem]:
    """The list as the public sees it: the allow-list and nothing else is read."""
    open_now = is_taking_opinions(posting)
    rows = posting.items.order_by(
        "nomination__award_type__rank", "nomination__kind", "id"
    ).values_list(
        "id",
        "nomination__subject_name",
        "nomination__position_name",
        "nomination__unit_name",
        "nomination__award_type__name",
        "summary",
        "ended_at",
        "nomination__state",
    )
    return [
        PublicItem(
            id=pk,
            name=name,
            position=position,
            unit=unit,
            award=award,
            summary=summary,
            is_open=open_now and ended_at is None and state == State.COUNCIL_VOTED,
        )
        for pk, name, position, unit, award, summary, ended_at, state in rows
    ]
