"""Relations of a person to sessions, visible sessions, and data of their pages.

Votes of a session that is not counted are never summed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from nominations.council.models import (
    BallotItem,
    Council,
    CouncilMember,
    NamedVote,
    Recusal,
    RosterEntry,
    Scrutineer,
    SeatRole,
    VotingSession,
)
from nominations.council.session_workflow import SessionState
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination, VoteBase
from nominations.fractions import BodyFraction
from nominations.people.authorization import person_id_of, roles_today
from nominations.people.models import User
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.states import State
from workflow import clock
from workflow.actors import Actor

ROOM = "council"
ENDED = (SessionState.CERTIFIED, SessionState.VOID)
READING_ROLES = (Role.SECRETARY, Role.DIRECTOR, Role.AUDITOR)
CONDUCTING = {SeatRole.CHAIR, SeatRole.VICE_CHAIR, SeatRole.SECRETARY}


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionRights:
    """Relations of an account to a session or council today, for pages and services.

    Transitions are authorized by `session_workflow` alone.
    """

    conducts: bool = False
    votes: bool = False
    scrutinises: bool = False
    reads: bool = False
    person_id: int | None = None

    @property
    def sees_named_votes(self) -> bool:
        """Whether individual votes are shown after counting: to those responsible for the
        minutes."""
        return self.conducts or self.scrutinises


def seats_today(person_id: int | None) -> QuerySet[CouncilMember]:
    """Seats that the person holds today; none without a person."""
    if person_id is None:
        return CouncilMember.objects.none()
    return CouncilMember.objects.filter(holds_on(clock.today()), person_id=person_id)


def rights_on_council(user: Actor, council: Council) -> SessionRights:
    """The relations of the account to the council today, apart from any session."""
    person_id = person_id_of(user)
    if person_id is None:
        return SessionRights()
    seats = set(seats_today(person_id).filter(council=council).values_list("seat", flat=True))
    roles = roles_today(user)
    is_secretary = council.organization_id in roles.organizations(Role.SECRETARY)
    return SessionRights(
        conducts=is_secretary or bool(seats & CONDUCTING),
        reads=council.organization_id in roles.organizations(*READING_ROLES),
        person_id=person_id,
    )


def rights_in(user: Actor, session: VotingSession) -> SessionRights:
    """The relations of the account to the session today: seat, frozen roster, scrutineer, role."""
    rights = rights_on_council(user, session.council)
    if rights.person_id is None:
        return rights
    parts = VotingSession.objects.filter(pk=session.pk).values_list(
        Exists(RosterEntry.objects.filter(session=session, person_id=rights.person_id)),
        Exists(Scrutineer.objects.filter(session=session, person_id=rights.person_id)),
    )
    votes, scrutinises = parts.get()
    return replace(rights, votes=votes, scrutinises=scrutinises)


def has_part(person: Any, day: Any) -> Q:
    """A condition: the person sits on a council on the day or is a scrutineer of a session."""
    seats = CouncilMember.objects.filter(
        holds_on(day), holds_on(day, "council__"), person_id=person
    )
    return Q(Exists(seats)) | Q(Exists(Scrutineer.objects.filter(person_id=person)))


def takes_part(user: Actor) -> bool:
    """Whether the account sits on a council today or is a scrutineer of a session."""
    return ROOM in roles_today(user).parts


def visible_to(user: Actor) -> QuerySet[VotingSession]:
    """Sessions the account may open: by seat, roster, scrutiny or role; drafts only to those who
    prepare them, until the agenda is sent to the members."""
    person_id = person_id_of(user)
    if person_id is None:
        return VotingSession.objects.none()
    roles = roles_today(user)
    seats = seats_today(person_id).filter(council_id=OuterRef("council_id"))
    conducts = Q(council__organization_id__in=roles.organizations(Role.SECRETARY)) | Exists(
        seats.filter(seat__in=CONDUCTING)
    )
    takes_part = (
        Exists(seats.filter(holds_on(clock.today(), "council__")))
        | Q(council__organization_id__in=roles.organizations(*READING_ROLES))
        | Exists(RosterEntry.objects.filter(session_id=OuterRef("pk"), person_id=person_id))
        | Exists(Scrutineer.objects.filter(session_id=OuterRef("pk"), person_id=person_id))
    )
    drafted = Q(state=SessionState.DRAFT, agenda_sent_at__isnull=True)
    return VotingSession.objects.filter(conducts | (takes_part & ~drafted)).select_related(
        "council", "campaign"
    )


def preparable_councils(user: Actor) -> QuerySet[Council]:
    """Councils of today for which the account prepares sessions."""
    seats = seats_today(person_id_of(user)).filter(seat__in=CONDUCTING)
    managed = roles_today(user).organizations(Role.SECRETARY)
    return Council.objects.filter(
        holds_on(clock.today()),
        Q(organization_id__in=managed) | Q(pk__in=seats.values("council_id")),
    )


# --- the agenda ----------------------------------------------------------------------------------


def eligible_nominations(
    council: Council, campaign: Campaign | None = None
) -> QuerySet[Nomination]:
    """Nominations that the council may put to the vote."""
    found = eligible_in([council.organization_id])
    return found.filter(campaign=campaign) if campaign else found


def eligible_in(organizations: Collection[int]) -> QuerySet[Nomination]:
    """Nominations that the councils of the agencies may put to the vote."""
    return Nomination.objects.filter(may_be_put_to_the_vote(), organization_id__in=organizations)


def may_be_put_to_the_vote() -> Q:
    """Condition on a nomination: endorsed, its title needs a vote, on no live agenda."""
    title = CampaignTitle.objects.filter(
        campaign_id=OuterRef("campaign_id"),
        award_type_id=OuterRef("award_type_id"),
        needs_vote=True,
    )
    live = BallotItem.objects.filter(nomination_id=OuterRef("pk"), live=True)
    return Q(Exists(title), ~Exists(live), state=State.UNIT_REVIEWED)


def titles_of(nominations: Iterable[Nomination]) -> dict[tuple[int, int], CampaignTitle]:
    """The campaign's title of each nomination, keyed by (campaign id, award type id)."""
    campaigns = {nomination.campaign_id for nomination in nominations}
    return {
        (title.campaign_id, title.award_type_id): title
        for title in CampaignTitle.objects.filter(campaign_id__in=campaigns)
    }


def agenda(session: VotingSession) -> list[BallotItem]:
    """The items in order, with the relations that a page shows of each nomination."""
    return list(
        session.items.select_related("nomination__award_type", "nomination__campaign").order_by(
            "position", "id"
        )
    )


def members_today(council: Council) -> list[CouncilMember]:
    """Today's members by rank, each person once."""
    members = CouncilMember.objects.filter(holds_on(clock.today()), council=council)
    ordered = members.select_related("person").order_by("rank", "person__sort_key", "id")
    return list({member.person_id: member for member in reversed(ordered)}.values())[::-1]


@dataclass(kw_only=True, slots=True)
class QuorumForecast:
    """The forecast for one item: votes needed, and whether they can be reached.

    Not known before counting if the base is those taking part.
    """

    item: BallotItem
    title: CampaignTitle | None
    members: int
    needed: int
    able: int

    @property
    def threshold(self) -> BodyFraction | None:
        return None if self.title is None else self.title.threshold

    @property
    def second_threshold(self) -> BodyFraction | None:
        return None if self.title is None else self.title.second_threshold

    @property
    def other_base(self) -> int:
        """The base of the second threshold; 0 if not known yet."""
        return self.members if self.of_present else 0

    @property
    def of_present(self) -> bool:
        return self.title is not None and self.title.vote_base == VoteBase.PRESENT

    @property
    def base(self) -> int:
        """The base of the threshold; 0 if not known yet."""
        return 0 if self.of_present else self.members

    @property
    def impossible(self) -> bool:
        return self.title is not None and not self.of_present and self.needed > self.able

    @property
    def unanimous(self) -> bool:
        return self.title is not None and not self.of_present and self.needed == self.able


def quorum_forecast(session: VotingSession) -> list[QuorumForecast]:
    """Votes needed per item with today's members; shown before the session opens."""
    items = agenda(session)
    people = {member.person_id for member in members_today(session.council)}
    titles = titles_of([item.nomination for item in items])
    found = []
    for item in items:
        title = titles.get((item.nomination.campaign_id, item.nomination.award_type_id))
        needed = title and title.threshold.needed(len(people))
        able = len(people) - (item.nomination.person_id in people)
        found.append(
            QuorumForecast(
                item=item, title=title, members=len(people), needed=needed or 0, able=able
            )
        )
    return found


# --- voting --------------------------------------------------------------------------------------


@dataclass(slots=True)
class BallotCard:
    """One name on a member's voting page: own answer so far, and whether the member may answer."""

    item: BallotItem
    choice: str = ""
    recusal: Recusal | None = None


def ballot_of(session: VotingSession, person_id: int) -> list[BallotCard]:
    """The agenda as one member sees it while voting: nobody else's answers are read."""
    own = dict(
        NamedVote.objects.filter(item__session=session, person_id=person_id).values_list(
            "item_id", "choice"
        )
    )
    recusals = {
        recusal.item_id: recusal
        for recusal in Recusal.objects.filter(item__session=session, person_id=person_id)
    }
    return [
        BallotCard(item, own.get(item.pk, ""), recusals.get(item.pk)) for item in agenda(session)
    ]


def accounts_of(person_ids: Iterable[int]) -> dict[int, int]:
    """Active account of each person who has one: person id -> user id."""
    rows = User.objects.filter(is_active=True, person_id__in=list(person_ids))
    return dict(rows.values_list("person_id", "id"))


def attending_number(session: VotingSession) -> int:
    """Members who take part: marked present, or having voted online."""
    return session.roster.filter(Q(present=True) | Q(has_voted=True)).count()


def is_quorate(session: VotingSession) -> bool:
    """Whether enough of the frozen roster take part."""
    return session.quorum.reached(attending_number(session), session.roster.count())
