"""The cast of the tests: an agency with its people, its council, a campaign with open windows.

`Cast.build()` makes them once; `cast.nomination(State.CONSULTED)` walks a new nomination to a
state through the real services, each step on its own day in the past, so that the clock stays real.
Everybody logs in with the password `PASSWORD`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from nominations.council.models import Council, VoteChoice, VotingMode
from nominations.dossiers.models import Campaign, Nomination
from nominations.law.models import AwardType
from nominations.people.models import (
    Organization,
    Person,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests import built_once
from tests.cast.building import build, position
from tests.cast.sample_data import PASSWORD, PDF, REPORT, SINCE, days_ago, endorsement, pdf
from tests.cast.walking import DAYS_AGO, EXITS, STEPS, WAY
from workflow import clock, engine

__all__ = ["PASSWORD", "PDF", "REPORT", "SINCE", "Cast", "days_ago", "endorsement", "pdf"]


@dataclass
class Cast:
    """The people of the tests. Users have a person; `colleague` is a person without an account."""

    province: Organization
    agency: Organization
    other_agency: Organization
    board: Unit
    unit: Unit
    other_unit: Unit
    foreign_unit: Unit
    council: Council
    campaign: Campaign
    nominee: User
    clerk: User
    unit_head: User
    deputy: User
    other_head: User
    secretary: User
    director: User
    delegate: User
    member: User
    scrutineers: tuple[User, User]
    superior_officer: User
    auditor: User
    administrator: User
    outsider: User
    stranger: User
    colleague: Person
    awards: dict[str, AwardType]
    _made: int = field(default=0)

    @classmethod
    def build(cls) -> Cast:
        """Agency, units, people with roles, council, catalogue, campaign."""
        return build(cls)

    @property
    def chair(self) -> User:
        """The director presides over the council."""
        return self.director

    @property
    def users(self) -> dict[str, User]:
        """Every account by its part in the story."""
        names = (
            "nominee clerk unit_head deputy other_head secretary director delegate member"
            " superior_officer auditor administrator outsider stranger"
        )
        found = {name: getattr(self, name) for name in names.split()}
        return found | {"scrutineer": self.scrutineers[0], "second_scrutineer": self.scrutineers[1]}

    def client(self, user: User) -> Client:
        """A browser in which the user is logged in."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def person(self, name: str = "", unit: Unit | None = None, *, account: bool = False) -> Person:
        """One more member of a unit (the cast's own unit unless told)."""
        self._made += 1
        person = Person.objects.create(full_name=name or f"Lê Văn Thêm {self._made}")
        UnitMembership.objects.create(
            person=person,
            unit=unit or self.unit,
            position=position("Chuyên viên"),
            valid_from=SINCE,
        )
        if account:
            User.objects.create(username=f"them{self._made}", person=person, password="!")
        return person

    def give(self, person: Person | User, role: str, where: Unit | Organization) -> RoleAssignment:
        """A role from 2015 on, with its permissions."""
        from nominations.people.services import sync_permissions

        who = person.person if isinstance(person, User) else person
        place = {"unit": where} if isinstance(where, Unit) else {"organization": where}
        held = RoleAssignment.objects.create(person=who, role=role, valid_from=SINCE, **place)
        sync_permissions(person=who)
        return held

    def set_title(self, code: str, **parameters: Any) -> None:
        """Other parameters for an award of the campaign: `needs_vote=False`, for example."""
        self.campaign.titles.filter(award_type=self.awards[code]).update(**parameters)

    # --- nominations ---------------------------------------------------------------------------

    def nomination(
        self,
        state: str = State.DRAFT,
        *,
        award: str = "",
        person: Person | None = None,
        collective: Unit | None = None,
        campaign: Campaign | None = None,
        unit: Unit | None = None,
    ) -> Nomination:
        """A new nomination of the nominee (or whom you say), walked to the state by whom it takes.

        States decided above (conferred, refused above) use the province's award unless told.
        """
        above = state in (State.CONFERRED, State.REFUSED_ABOVE)
        code = award or ("BK_TINH" if above else "TTLDTT" if collective else "CSTDCS")
        others = (person, collective, campaign, unit)
        if others == (None,) * 4 and state != State.DRAFT and built_once.nothing_differs("cast"):
            pk = built_once.built_once(
                f"cast with {code} {state}",
                lambda: self.nominations([(None, None)], state, award=code)[0].pk,
            )
            return Nomination.objects.get(pk=pk)
        return self.nominations(
            [(person, collective)], state, award=code, campaign=campaign, unit=unit
        )[0]

    def nominations(
        self,
        subjects: Sequence[tuple[Person | None, Unit | None]],
        state: str = State.DRAFT,
        *,
        award: str = "CSTDCS",
        campaign: Campaign | None = None,
        unit: Unit | None = None,
    ) -> list[Nomination]:
        """Several nominations walked together to the state (one council session, one decision)."""
        from nominations.dossiers.services import start_nomination

        found = []
        with days_ago(DAYS_AGO["register"] + 1):
            for person, collective in subjects:
                subject = None if collective else (person or self.nominee.person)
                owner = getattr(subject, "user", None) if subject else None
                found.append(
                    start_nomination(
                        actor=owner or self.clerk,
                        campaign=campaign or self.campaign,
                        award_type=self.awards[award],
                        unit=unit or self.unit,
                        person=subject,
                        collective=collective,
                        goals="Hoàn thành 100% nhiệm vụ được giao.",
                        planned_initiative="Mẫu đối chiếu số liệu tự động.",
                    )
                )
        return self.walk(found, state)

    def walk(self, nominations: Sequence[Nomination], state: str) -> list[Nomination]:
        """Take nominations that are all in the same state of the way on to `state`."""
        pks = [nomination.pk for nomination in nominations]
        target = State(EXITS.get(State(state), State(state)))
        here = WAY.index(State(nominations[0].state))
        for step in WAY[here + 1 : WAY.index(target) + 1]:
            STEPS[step](self, pks)
        if state in EXITS:
            STEPS[State(state)](self, pks)
        found = Nomination.objects.in_bulk(pks)
        return [found[pk] for pk in pks]

    def act(self, pks: Sequence[int], name: str, user: Any, **kwargs: Any) -> None:
        """The same transition for all, by one user, all or nothing."""
        engine.perform_many(PIPELINE, list(pks), name, actor=user, **kwargs)

    def session(
        self, pks: Sequence[int], *, choice: str = VoteChoice.YES, until: str = "certified"
    ) -> Any:
        """A named vote of the whole council: draft, open, closed, counted, certified."""
        from nominations.council import services as council

        nominations = list(Nomination.objects.filter(pk__in=pks).order_by("pk"))
        session = council.prepare_session(
            actor=self.secretary,
            council=self.council,
            campaign=self.campaign,
            name="Họp Hội đồng xét thi đua",
            mode=VotingMode.NAMED,
            nominations=nominations,
            scrutineers=[user.person for user in self.scrutineers],
            held_on=clock.today(),
            place="Phòng họp tầng 2",
        )
        stages = ("draft", "open", "closed", "counted", "certified")
        for stage in stages[1 : stages.index(until) + 1]:
            self._session_to(session, stage, choice)
            session.refresh_from_db()
        return session

    def _session_to(self, session: Any, stage: str, choice: str) -> None:
        from nominations.council import services as council
        from tests.cast.sessions import complete_minutes, move

        if stage == "open":
            move(session, "open", self.chair)
        elif stage == "closed":
            items = list(session.items.values_list("pk", flat=True))
            for voter in (
                self.director,
                self.delegate,
                self.secretary,
                self.member,
                self.other_head,
            ):
                council.cast_named_votes(
                    actor=voter, session=session, choices=dict.fromkeys(items, choice)
                )
            move(session, "close", self.chair)
        elif stage == "counted":
            move(session, "count", self.scrutineers[0])
        else:
            complete_minutes(session, self.secretary)
            for signer in (*self.scrutineers, self.chair):
                move(session, "sign", signer)
            move(session, "certify", self.chair)
