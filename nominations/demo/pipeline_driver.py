"""Drives nominations through the real services and the engine, each step at its own moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nominations.consultation import services as consultation
from nominations.council import services as council
from nominations.council.models import VoteChoice, VotingMode, VotingSession
from nominations.council.session_workflow import SESSIONS
from nominations.decisions import services as decisions
from nominations.decisions.decision_workflow import DECISIONS
from nominations.decisions.models import Decision, UpwardReport
from nominations.demo.duties import by_whom
from nominations.demo.evidence import certificate
from nominations.demo.opinions import say_not_concerned
from nominations.demo.staff import DemoStaff
from nominations.demo.texts import report_texts
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.files.upload_check import accept_upload
from nominations.people.models import Person, Unit, User
from nominations.pipeline import PIPELINE
from workflow import clock, engine


def local_time(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of the day in the agency's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A nomination to draft, by the code of the award."""

    award: str
    unit: Unit
    person: Person | None = None
    collective: Unit | None = None
    goals: str = ""


@dataclass
class NominationDriver:
    """One campaign's nominations under way; `staff` acts in everybody's role."""

    staff: DemoStaff
    campaign: Campaign

    @property
    def titles(self) -> dict[int, CampaignTitle]:
        return {
            title.award_type_id: title
            for title in self.campaign.titles.select_related("award_type")
        }

    @property
    def secretary(self) -> User:
        return self.staff.roles["thuky"]

    def clerk(self, unit_id: int) -> User:
        return self.staff.user(self.staff.clerk_of[unit_id])

    # --- the goal and the report -----------------------------------------------------------------

    def start(self, rows: Sequence[DraftRow], at: datetime) -> list[Nomination]:
        """Draft the nominations, each by its unit's clerk."""
        award_types = {title.award_type.code: title.award_type for title in self.titles.values()}
        by_unit: dict[int, list[dossiers.NewNomination]] = defaultdict(list)
        for row in rows:
            by_unit[row.unit.pk].append(
                dossiers.NewNomination(
                    award_type=award_types[row.award],
                    unit=row.unit,
                    person=row.person,
                    collective=row.collective,
                    goals=row.goals,
                )
            )
        with clock.at(at):
            return [
                nomination
                for unit_id, group in by_unit.items()
                for nomination in dossiers.start_many(
                    actor=self.clerk(unit_id), campaign=self.campaign, rows=group
                )
            ]

    def by_clerks(self, name: str, nominations: Iterable[Nomination], at: datetime) -> None:
        """Register, submit or withdraw: one call per unit, by its clerk."""
        by_unit: dict[int, list[int]] = defaultdict(list)
        for nomination in nominations:
            by_unit[nomination.unit_id].append(nomination.pk)
        with clock.at(at):
            for unit_id, pks in by_unit.items():
                engine.perform_many(PIPELINE, pks, name, actor=self.clerk(unit_id))

    def write_reports(
        self,
        nominations: Sequence[Nomination],
        at: datetime,
        ideas: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        """Write the achievement reports and attach the papers each title asks for; `ideas` names
        the initiative on which a nomination rests."""
        titles = self.titles
        by_unit: dict[int, list[Nomination]] = defaultdict(list)
        for nomination in nominations:
            by_unit[nomination.unit_id].append(nomination)
        with clock.at(at):
            for unit_id, group in by_unit.items():
                clerk = self.clerk(unit_id)
                dossiers.write_reports_many(
                    actor=clerk,
                    texts={one.pk: report_texts(one, ideas.get(one.pk, "")) for one in group},
                )
                for nomination in group:
                    for entry in titles[nomination.award_type_id].required_papers:
                        if entry != "report":
                            self._attach(clerk, nomination, entry.split("|")[0])

    def _attach(self, clerk: User, nomination: Nomination, paper: str) -> None:
        name, content = certificate(paper, nomination)
        upload = SimpleUploadedFile(name, content, content_type="application/pdf")
        file = accept_upload(upload, apart=False)
        dossiers.attach_evidence(actor=clerk, nomination=nomination, paper=paper, upload=file)

    # --- the unit --------------------------------------------------------------------------------

    def endorse(self, nominations: Iterable[Nomination], at: datetime) -> None:
        """Endorse: by the head, and where the head is the nominee, by the deputy."""
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for nomination in nominations:
            reviewer = self.reviewer(nomination)
            groups[nomination.unit_id, reviewer.pk].append(nomination.pk)
        with clock.at(at):
            for (unit_id, user_id), pks in groups.items():
                present = sum(1 for unit in self.staff.unit_of.values() if unit.pk == unit_id)
                engine.perform_many(
                    PIPELINE,
                    pks,
                    "endorse",
                    actor=User.objects.get(pk=user_id),
                    data={
                        "present": present,
                        "agreed": present,
                        "held_on": at.date(),
                        "report_number": 1,
                    },
                )

    def reviewer(self, nomination: Nomination) -> User:
        head = self.staff.head_of[nomination.unit_id]
        if nomination.person_id == head.pk:
            return self.staff.user(self.staff.deputy_of[nomination.unit_id])
        return self.staff.user(head)

    def waive(self, step: str, nominations: Sequence[Nomination], at: datetime) -> None:
        self._conduct(f"waive_{step}", nominations, at)

    def _conduct(self, name: str, nominations: Sequence[Nomination], at: datetime) -> None:
        with clock.at(at):
            for actor, group in by_whom(self.staff, nominations):
                engine.perform_many(PIPELINE, [n.pk for n in group], name, actor=actor)

    def needing(
        self, step: str, nominations: Sequence[Nomination]
    ) -> tuple[list[Nomination], list[Nomination]]:
        """Split into those whose title needs the step and those whose title does not."""
        titles = self.titles
        split: dict[bool, list[Nomination]] = {True: [], False: []}
        for nomination in nominations:
            title = titles[nomination.award_type_id]
            split[getattr(title, f"needs_{step}")].append(nomination)
        return split[True], split[False]

    # --- the council -----------------------------------------------------------------------------

    def open_session(
        self,
        nominations: Sequence[Nomination],
        name: str,
        at: datetime,
        closes_at: datetime | None = None,
    ) -> VotingSession:
        """Prepare and open a session in named votes; no scrutineer is on its agenda."""
        with clock.at(at):
            session = council.prepare_session(
                actor=self.secretary,
                council=self.staff.council,
                campaign=self.campaign,
                name=name,
                mode=VotingMode.NAMED,
                nominations=list(nominations),
                scrutineers=self._scrutineers(nominations),
                held_on=at.date(),
                place="Phòng họp Sở Tài chính",
            )
            self._move(session, "open", self.staff.roles["chutich"], closes_at=closes_at)
        return session

    def _scrutineers(self, nominations: Sequence[Nomination]) -> list[Person]:
        candidates = {nomination.person_id for nomination in nominations}
        preferred = self.staff.person("kiemphieu")
        others = [
            p
            for p in self.staff.people
            if p.pk in self.staff.user_of and p not in self.staff.members
        ]
        ordered = [person for person in (preferred, *others) if person.pk not in candidates]
        return list(dict.fromkeys(ordered))[:2]

    def vote(
        self,
        session: VotingSession,
        at: datetime,
        *,
        against: frozenset[int] = frozenset(),
        opponents: int = 6,
    ) -> None:
        """All members vote yes; on those `against` the first `opponents` vote no."""
        with clock.at(at):
            items = list(session.items.select_related("nomination"))
            for place, member in enumerate(self.staff.members):
                choices = {
                    item.pk: VoteChoice.NO
                    if item.nomination_id in against and place < opponents
                    else VoteChoice.YES
                    for item in items
                    if item.nomination.person_id != member.pk
                }
                council.cast_named_votes(
                    actor=self.staff.user(member), session=session, choices=choices
                )

    def certify(self, session: VotingSession, at: datetime) -> None:
        """Close, count, sign and certify: the whole agenda moves at once."""
        chair = self.staff.roles["chutich"]
        with clock.at(at):
            self._move(session, "close", self._who_ends(session))
            self._move(session, "count", chair)
            place = VotingSession.objects.filter(counted_at__year=at.year).count()
            self._move(
                session,
                "complete_minutes",
                self.secretary,
                minutes_number=f"{place:02d}/BB-HĐTĐKT",
                conclusion="Hội đồng thống nhất kết quả kiểm phiếu, trình Giám đốc Sở quyết định.",
            )
            for scrutineer in session.scrutineers.select_related("person"):
                self._move(session, "sign", self.staff.user(scrutineer.person))
            self._move(session, "sign", chair)
            self._move(session, "certify", chair)

    def _who_ends(self, session: VotingSession) -> User:
        """The chair; the secretary or a scrutineer where who conducts stands on the agenda."""
        counters = [self.staff.user(one.person) for one in session.scrutineers.all()]
        people = [self.staff.roles["chutich"], self.secretary, *counters]
        return next(one for one in people if session.pk in engine.actionable(SESSIONS, actor=one))

    def _move(self, session: VotingSession, name: str, actor: User, **data: object) -> None:
        engine.perform(SESSIONS, session.pk, name, actor=actor, data=data)

    # --- the public ------------------------------------------------------------------------------

    def post(self, nominations: Sequence[Nomination], name: str, at: datetime) -> date:
        """Post for opinions; gives the last day."""
        with clock.at(at):
            posting = consultation.open_posting(
                actor=self.secretary,
                organization=self.staff.agency,
                campaign=self.campaign,
                name=name,
                nominations=list(nominations),
                contact="Văn phòng Sở Tài chính, điện thoại 0299 000 000",
            )
        return posting.due_on

    def close_consultation(self, nominations: Sequence[Nomination], at: datetime) -> None:
        self._conduct("close_consultation", nominations, at)

    # --- the decision ----------------------------------------------------------------------------

    def decide(self, nominations: Sequence[Nomination], name: str, at: datetime) -> list[Decision]:
        """Decide on papers of the own series; the delegate signs the director's own."""
        director = self.staff.roles["giamdoc"]
        own = [n for n in nominations if n.person_id == director.person_id]
        others = [n for n in nominations if n.person_id != director.person_id]
        papers = []
        with clock.at(at):
            for signer, group in ((director, others), (self.staff.roles["phogiamdoc"], own)):
                if not group:
                    continue
                decision = decisions.draft_decision(
                    actor=self.secretary,
                    organization=self.staff.agency,
                    campaign=self.campaign,
                    name=name,
                    nominations=group,
                )
                engine.perform(DECISIONS, decision.pk, "sign", actor=signer)
                papers.append(decision)
        return papers

    # --- upward and back -------------------------------------------------------------------------

    def report(self, nominations: Sequence[Nomination], at: datetime) -> list[UpwardReport]:
        """The annual report for own awards, the submission for the higher ones by priority."""
        titles = self.titles
        own = [n for n in nominations if titles[n.award_type_id].own_authority]
        higher = [n for n in nominations if not titles[n.award_type_id].own_authority]
        issued = []
        with clock.at(at):
            for kind, group, name in (
                ("annual_report", own, f"Báo cáo kết quả khen thưởng: {self.campaign.name}"),
                ("submission", higher, f"Tờ trình đề nghị khen thưởng: {self.campaign.name}"),
            ):
                for actor, part in by_whom(self.staff, group):
                    say_not_concerned(actor, part, titles, "report_upward")
                    paper = decisions.issue_report(
                        actor=actor, organization=self.staff.agency,
                        kind=kind,
                        nominations=part,
                        name=name,
                        priorities={one.pk: place for place, one in enumerate(part, 1)},
                    )  # fmt: skip
                    issued.append(paper)
        return issued

    def outcome(
        self,
        nominations: Sequence[Nomination],
        at: datetime,
        *,
        conferred: bool = True,
        number: str,
        issuer: str,
        reason: str = "",
    ) -> None:
        """Record what the superior authority decided, with its paper."""
        with clock.at(at):
            for actor, part in by_whom(self.staff, nominations):
                decisions.record_outcomes(
                    actor=actor,
                    nominations=part,
                    conferred=conferred,
                    paper_number=number,
                    paper_date=at.date(),
                    issuer=issuer,
                    reason=reason,
                )

    # --- the whole way ---------------------------------------------------------------------------

    def whole_way(
        self,
        rows: Sequence[DraftRow],
        start: date,
        name: str,
        before_submitting: Callable[[datetime], None],
    ) -> list[Nomination]:
        """From draft to reported in the course of a year, as the department does it.

        `before_submitting` is called with a moment after the window opened: grades and what else
        the reports rest on are on record by then.
        """
        day = timedelta(days=1)
        opens = self.campaign.submission_opens_at
        nominations = self.start(rows, local_time(start))
        self.by_clerks("register", nominations, local_time(start, 10))
        self.write_reports(nominations, opens + timedelta(hours=2))
        before_submitting(opens + day)
        self.by_clerks("submit", nominations, opens + 2 * day)
        review, unreviewed = self.needing("unit_review", nominations)
        self.endorse(review, opens + 6 * day)
        self.waive("unit_review", unreviewed, opens + 6 * day)
        voted, unvoted = self.needing("vote", nominations)
        if voted:
            session = self.open_session(voted, f"Phiên họp Hội đồng: {name}", opens + 12 * day)
            self.vote(session, opens + 12 * day + timedelta(hours=1))
            self.certify(session, opens + 12 * day + timedelta(hours=3))
        self.waive("vote", unvoted, opens + 12 * day)
        posted, unposted = self.needing("consultation", nominations)
        closed_at = opens + 13 * day
        if posted:
            due = self.post(posted, f"Lấy ý kiến: {name}", opens + 13 * day)
            closed_at = local_time(due + day, 8)
            self.close_consultation(posted, closed_at)
        self.waive("consultation", unposted, closed_at)
        self.decide(nominations, f"Khen thưởng: {name}", closed_at + day)
        self.report(nominations, closed_at + 3 * day)
        return nominations
