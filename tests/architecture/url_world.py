"""One object for every URL, and the POST data of its doer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import models
from django.test import Client, override_settings

from nominations.awards.importing import read_award_table
from nominations.awards.models import AwardFigure
from nominations.consultation import services as consultation
from nominations.consultation.models import PostedItem, Posting
from nominations.council import services as council
from nominations.council.models import Council, VotingMode, VotingSession
from nominations.decisions import services as decisions
from nominations.decisions.models import Decision, Revocation, UpwardReport
from nominations.documents import emblems
from nominations.documents.stored_blocks import as_data
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.dossiers.services.opinions import OpinionEntry, record_opinion
from nominations.files.upload_check import AcceptedFile
from nominations.importing import runs
from nominations.importing.models import ImportRun
from nominations.importing.run_workflow import RunStatus
from nominations.issued_papers import signed_copies, trust_roots
from nominations.issued_papers.paper_facts import facts_text
from nominations.issued_papers.paper_sources import source_of
from nominations.law import services as awards
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.movements import services as movements
from nominations.movements.issued_record_keys import response_record, review_record
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.plan_workflow import PLANS
from nominations.movements.services.movements import IndicatorInput
from nominations.people import services as people
from nominations.people.models import RoleAssignment, User
from nominations.people.roles import Role
from nominations.people.services.password_links import token_of
from nominations.period_reports import services as period_reports
from nominations.pipeline import PIPELINE
from nominations.print_runs import run_execution
from nominations.records import services as records
from nominations.records.initiative_workflow import INITIATIVES
from nominations.states import State
from notifications.models import Notice, OutboxMessage
from tests.awards import tables
from tests.cast import REPORT, SINCE, Cast, days_ago, pdf
from tests.cast.sessions import complete_minutes, move
from tests.database_template import Worlds
from tests.documents.drawings import drawing
from tests.dossiers.ideas import idea
from tests.households import household
from tests.issued_papers.rows import issued_paper
from tests.issued_papers.signing import Authority
from tests.law.rulebook import LAYER
from tests.model_examples.rows import examples_in
from tests.packages.pages_world import packages_in
from tests.print_runs.rows import print_run
from tests.workflow.placing import place
from workflow import canonical, clock
from workflow.engine import perform
from workflow.models import CalendarDay

BACKEND = "django.contrib.auth.backends.ModelBackend"
FIGURES = {"members": 9, "present": 8, "agreed": 7}
TEXT = "Nội dung viết đủ dài để được tiếp nhận."


@dataclass
class World:
    """Objects by the name the matrix calls them, cookies of those who are logged in."""

    cast: Cast
    users: dict[str, User]
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    _cookies: dict[str, str] = field(default_factory=dict)
    _handlers: dict[bool, Any] = field(default_factory=dict)

    @classmethod
    def build(cls) -> World:
        """Write everything."""
        cast = Cast.build()
        world = cls(cast, {**cast.users, "outsider": cast.stranger, "bystander": cast.outsider})
        _another_agency(cast)
        world.objects[""] = {}
        world.objects["reset key"] = {"uidb36": "1", "key": "abc-123"}
        for part in (
            _dossiers, _opinions, _standards, _sessions, _consultations, _papers, _issued, _printed,
            _notices, _imports, _records, _figure, _period_report, _movements, _administration,
            packages_in, examples_in,
        ):  # fmt: skip
            part(world)
        for who, user in world.users.items():
            client = Client()
            client.force_login(user, BACKEND)
            world._cookies[who] = client.cookies["bangvang"].value
        return world

    def client(self, who: str, *, strict: bool = False) -> Client:
        """A browser of its own in which this person is logged in; "" is a visitor."""
        client = Client(enforce_csrf_checks=strict, raise_request_exception=False)
        # Loading the middleware looks through all static files: once is enough.
        client.handler = self._handlers.setdefault(strict, client.handler)
        if who:
            client.cookies["bangvang"] = self._cookies[who]
        return client

    def put(self, known_as: str, row: Any, /, **kwargs: Any) -> Any:
        """Remember a row and the words of its address."""
        self.rows[known_as] = row
        self.objects[known_as] = kwargs or {"public_id": row.public_id}
        return row


def _another_agency(cast: Cast) -> None:
    """The account of the other agency holds every role there, and has a campaign of its own."""
    for role in Role:
        in_unit = role in {Role.UNIT_CLERK, Role.UNIT_HEAD, Role.DEPUTY_HEAD}
        cast.give(cast.stranger, role, cast.foreign_unit if in_unit else cast.other_agency)
    _campaign(cast, cast.other_agency, "LDTT")


def _campaign(cast: Cast, organization: Any, code: str) -> Campaign:
    own = cast.campaign
    campaign = Campaign.objects.create(
        organization=organization,
        code=f"{own.year}-{organization.code}",
        name="Thi đua nơi khác",
        year=own.year,
        achievement_from=own.achievement_from,
        achievement_to=own.achievement_to,
        registration_opens_at=own.registration_opens_at,
        registration_closes_at=own.registration_closes_at,
        submission_opens_at=own.submission_opens_at,
        submission_closes_at=own.submission_closes_at,
        rules=own.rules,
        opened_at=own.opened_at,
    )
    place(campaign, "open")
    CampaignTitle.objects.create(
        campaign=campaign,
        award_type=cast.awards[code],
        own_authority=True,
        threshold_numerator=2,
        threshold_denominator=3,
        consultation_days=5,
    )
    return campaign


# --- the rooms ------------------------------------------------------------------------------------


def _dossiers(world: World) -> None:
    cast = world.cast
    draft = cast.nomination(award="LDTT")
    world.put("draft", draft)
    world.put("own", cast.nomination(State.REGISTERED))
    own = Nomination.objects.get(pk=world.rows["own"].pk)
    dossiers.save_report(actor=cast.nominee, nomination=own, fields=REPORT, revision=0)
    evidence = dossiers.attach_evidence(
        actor=cast.nominee, nomination=own, paper="initiative", upload=pdf()
    )
    where = {"public_id": own.public_id, "evidence_id": evidence.public_id}
    world.put("evidence", evidence, **where)
    world.put("submit", own, public_id=own.public_id, name="submit")
    where = {"public_id": own.public_id, "rule": "initiative_reuse"}
    world.put("double", own, **where)
    world.put("idea", idea(cast), pk=0)
    submitted = cast.nomination(State.SUBMITTED, person=cast.colleague)
    world.put("submitted", submitted)
    world.put("version", submitted, public_id=submitted.public_id, number=1)
    world.put("campaign", cast.campaign, pk=cast.campaign.pk)
    world.put("board of a unit", cast.unit, pk=cast.campaign.pk, unit_pk=cast.unit.pk)
    listed = {"pk": cast.campaign.pk, "unit_pk": cast.unit.pk}
    world.put("list of a unit", cast.unit, **listed, kind="nominations")
    world.put("minutes of a unit", cast.unit, **listed, number=1)
    world.put("list of a campaign", cast.campaign, pk=cast.campaign.pk, kind="registrations")
    world.put("paper of a nomination", own, public_id=own.public_id, kind="report")
    white = AcceptedFile("bieu-trung.png", "png", drawing(colour="white"))
    emblems.set_emblem(actor=cast.secretary, agency=cast.agency, picture=white)
    world.objects["text of a paper"] = {"name": "decision.force"}
    title = cast.campaign.titles.get(award_type=cast.awards["GK"])
    world.put("title", title, pk=cast.campaign.pk, title_pk=title.pk)
    change = dossiers.propose_steps(
        actor=cast.secretary,
        title=cast.campaign.titles.get(award_type=cast.awards["TTLDTT"]),
        reason=TEXT,
        needs_consultation=False,
    )
    world.put("step change", change, pk=change.pk)
    _campaigns(world)
    world.put("person", cast.colleague, pk=cast.colleague.pk)
    held = RoleAssignment.objects.get(person=cast.unit_head.person)
    world.put("role", held, pk=held.pk)


def _campaigns(world: World) -> None:
    """One that is being prepared, and one whose windows are over."""
    cast, now = world.cast, clock.now()
    given: dict[str, Any] = {
        "actor": cast.secretary, "organization": cast.agency, "award_codes": ["LDTT"],
        "year": now.year, "achievement_from": date(now.year, 1, 1),
        "achievement_to": date(now.year, 12, 31),
    }  # fmt: skip
    ahead = (now - timedelta(days=1), now + timedelta(days=9))
    draft = dossiers.draft_campaign(
        code="dang-soan", name="Thi đua đang soạn", registration=ahead, submission=ahead, **given
    )
    world.put("campaign draft", draft, pk=draft.pk)
    past = (now - timedelta(days=20), now - timedelta(days=9))
    with clock.at(now - timedelta(days=19)):
        over = dossiers.open_campaign(
            code="da-xong",
            name="Thi đua đã xong",
            registration=past,
            submission=past,
            choice_reason="Tỉnh chưa ban hành quy định.",
            **given,
        )
    world.put("campaign over", over, pk=over.pk)


def _opinions(world: World) -> None:
    """Two opinions to be asked about a nomination, one of them answered with a file."""
    cast = world.cast
    rule = {
        "body": "tax", "says": "Hỏi thuế", "before": "report_upward", "source": "Quy chế 7",
        "verified": True,
    }  # fmt: skip
    cast.set_title("GK", opinions=[{**rule, "key": "tax"}, {**rule, "key": "more"}])
    asked = cast.nomination(State.REGISTERED, award="GK", person=cast.person())
    entry = OpinionEntry(answer="agrees", number="12-CV/TU", dated=clock.today(), file=pdf())
    [row] = record_opinion(actor=cast.secretary, nominations=[asked], key="tax", given=entry)
    world.put("asked", asked, public_id=asked.public_id, number=2)
    assert row.paper
    where = {"public_id": asked.public_id, "paper_id": row.paper.public_id}
    world.put("opinion paper", row.paper, **where)


def _standards(world: World) -> None:
    """A colleague whom the law of the day bars from the base title."""
    cast, now = world.cast, clock.now()
    window = (now - timedelta(days=1), now + timedelta(days=9))
    campaign = dossiers.open_campaign(
        actor=cast.secretary,
        organization=cast.agency,
        code="theo-luat",
        name="Thi đua theo luật",
        year=now.year,
        award_codes=["LDTT"],
        achievement_from=date(now.year, 1, 1),
        achievement_to=date(now.year, 12, 31),
        registration=window,
        submission=window,
        choice_reason="Tỉnh chưa ban hành quy định.",
    )
    barred, other = (_barred(world, campaign) for _ in range(2))
    world.put("barred", barred)
    world.put("barred rule", barred, public_id=barred.public_id, rule="grade")
    request = dossiers.ask_for_exception(
        actor=cast.clerk, nomination=other, reason="Theo kết luận số 5 của Ban Giám đốc."
    )
    world.put("request", request)
    world.put("request answer", request, public_id=request.public_id, name="grant")


def _barred(world: World, campaign: Campaign) -> Nomination:
    """A registered nomination of somebody who was graded too low."""
    cast = world.cast
    barred = dossiers.start_nomination(
        actor=cast.clerk,
        campaign=campaign,
        award_type=cast.awards["LDTT"],
        unit=cast.unit,
        person=cast.person(),
    )
    records.enter_grade(
        actor=cast.secretary,
        organization=cast.agency,
        person=barred.person,
        year=campaign.year,
        grade="HT",
    )
    perform(PIPELINE, barred.pk, "register", actor=cast.clerk)
    return barred


def _reviewed(cast: Cast, count: int) -> list[Nomination]:
    people = [cast.person() for _ in range(count)]
    return cast.nominations([(one, None) for one in people], State.UNIT_REVIEWED)


def _sessions(world: World) -> None:
    cast = world.cast
    *others, waiting = _reviewed(cast, 8)
    world.rows["waiting for a vote"] = waiting
    stages = ("draft", "open", "counted", "signed", "void", "paper", "closed")
    for stage, nomination in zip(stages, others, strict=True):
        session = _session_at(cast, stage, nomination)
        world.put(f"session {stage}", session)
    before = {"public_id": world.rows["session paper"].public_id}
    world.objects["paper of a session"] = {**before, "kind": "opinion"}
    world.objects["ballot of a session"] = {**before, "number": 1}
    item = world.rows["session open"].items.get()
    kwargs = {"public_id": world.rows["session open"].public_id, "item_id": item.pk}
    world.put("ballot item", item, **kwargs)


def _session_at(cast: Cast, stage: str, nomination: Nomination) -> VotingSession:
    if stage == "paper":
        session = council.prepare_session(
            actor=cast.secretary,
            council=cast.council,
            campaign=cast.campaign,
            name="Họp bỏ phiếu giấy",
            mode=VotingMode.PAPER,
            nominations=[nomination],
            scrutineers=[user.person for user in cast.scrutineers],
        )
        move(session, "open", cast.chair)
        return session
    until = {"signed": "counted", "void": "draft"}.get(stage, stage)
    session = cast.session([nomination.pk], until=until)
    if until == "counted":
        complete_minutes(session, cast.secretary)
    if stage == "signed":
        for signer in (*cast.scrutineers, cast.chair):
            move(session, "sign", signer)
    if stage == "void":
        move(session, "void", cast.secretary, comment=TEXT)
    return session


def _posted(cast: Cast, nominations: list[Nomination]) -> Posting:
    return consultation.open_posting(
        actor=cast.secretary,
        organization=cast.agency,
        campaign=cast.campaign,
        name="Lấy ý kiến kết quả bình xét",
        nominations=nominations,
        contact="Văn phòng Sở",
    )


def _consultations(world: World) -> None:
    cast = world.cast
    people = [cast.person() for _ in range(3)]
    waiting, running, over = cast.nominations([(one, None) for one in people], State.COUNCIL_VOTED)
    world.rows["waiting for a posting"] = waiting
    with days_ago(60):
        world.put("posting over", _posted(cast, [over]))
    posting = world.put("posting", _posted(cast, [running]))
    item = PostedItem.objects.get(posting=posting)
    world.put("posted item", item, public_id=posting.public_id, item_id=item.pk)
    for name in ("opinion", "opinion to a case"):
        sent = consultation.submit_comment(item=item, text=f"{TEXT} {name}", author=cast.member)
        world.put(name, sent)
    case = consultation.open_objection(
        actor=cast.secretary,
        item=item,
        subject_matter=TEXT,
        comment=world.rows["opinion to a case"],
        assigned_to=cast.deputy,
    )
    consultation.conclude_objection(actor=cast.deputy, objection=case, finding=TEXT, effect="none")
    world.put("objection", case)


def _papers(world: World) -> None:
    cast = world.cast
    people = [cast.person() for _ in range(6)]
    undecided, drafted, unreported, revoked = cast.nominations(
        [(one, None) for one in people[:4]], State.CONSULTED
    )
    world.rows["undecided"] = undecided
    paper = decisions.draft_decision(
        actor=cast.secretary,
        organization=cast.agency,
        campaign=cast.campaign,
        name="Về việc công nhận danh hiệu",
        nominations=[drafted],
    )
    world.put("decision draft", paper)
    world.rows["unreported"] = cast.walk([unreported], State.DECIDED)[0]
    cast.walk([revoked], State.REVOKED)
    world.put("decision", Decision.objects.get(lines__nomination=revoked))
    revocation = Revocation.objects.get(nomination=revoked)
    world.put("revocation", revocation, pk=revocation.pk)
    correction = decisions.propose_correction(
        actor=cast.secretary,
        paper=Decision.objects.get(lines__nomination=unreported),
        values={"number": "76/QĐ-STC"},
        reason=TEXT,
    )
    world.put("correction", correction)
    answered = cast.nomination(State.CONFERRED, award="BK_TINH", person=people[4])
    world.put("outcome", answered.outcome, pk=answered.outcome.pk)
    proposed = cast.nomination(State.REPORTED, award="BK_TINH", person=people[5])
    world.put("report", UpwardReport.objects.get(lines__nomination=proposed))
    world.rows["proposed"] = proposed
    world.rows["campaign above"] = _campaign(cast, cast.province, "BK_TINH")


def _issued(world: World) -> None:
    """A signed decision that waits, and one that was issued, with its file."""
    cast = world.cast
    waiting = Decision.objects.get(lines__nomination=world.rows["unreported"])
    world.objects["paper to issue"] = {"kind": "decision", "key": str(waiting.public_id)}
    world.rows["paper to issue"] = waiting
    source = source_of("decision")
    record = source.load(world.rows["decision"].stream)
    paper = issued_paper(
        organization=cast.agency,
        record=record.stream,
        number=record.number,
        dated_on=record.signed_on,
        signer_name=cast.director.person.full_name,
        blocks=canonical.encode(as_data(source.compose(record, source.recorded_details(record)))),
        facts=facts_text(source.issued_facts(record, source.recorded_details(record))),
    )
    world.put("issued paper", paper)
    (root,) = trust_roots.add(Authority.made("Gốc thứ nhất").pem, source="công báo")
    world.put("authority", root, pk=root.pk)
    world.objects["paper to correct"] = {"kind": "correction", "key": str(paper.public_id)}
    world.objects["issued file"] = {"public_id": paper.public_id, "form": "pdf"}
    world.objects["code of a paper"] = {"code": paper.code}
    report = world.rows["report"]
    record = f"upward_report:{report.public_id}"
    issued_paper(organization=cast.agency, kind="submission", record=record, number="")
    world.objects["arrived file"] = {"public_id": report.public_id, "form": "pdf"}
    scan = signed_copies.add_scan(actor=cast.secretary, paper=paper, upload=pdf("ban-chup.pdf"))
    world.objects["signed copy"] = {"public_id": paper.public_id, "copy_id": scan.public_id}


def _printed(world: World) -> None:
    """A decision that gives titles only, reports to print, a run that ended, and one that nobody
    works on."""
    cast, decision = world.cast, world.rows["decision"]
    world.objects["no certificates"] = {"slug": "giay-khen", "key": str(decision.public_id)}
    world.objects["reports of a campaign"] = {
        "slug": "bao-cao-thanh-tich",
        "key": str(cast.campaign.pk),
    }
    for known_as in ("print run", "print run at rest"):
        run = print_run(cast.agency, cast.secretary, ["Trần Thị Mai"], record=decision.stream)
        world.put(known_as, run)
    run_execution.work_on(world.rows["print run"].pk)
    world.objects["print file"] = {"public_id": world.rows["print run"].public_id, "form": "pdf"}


def _notices(world: World) -> None:
    cast, now = world.cast, clock.now()
    for name in ("notice", "second notice"):
        one = Notice.objects.create(
            recipient=cast.nominee,
            event_key=f"{name}#1",
            topic="default",
            title=name,
            path="/de-nghi/",
            created_at=now,
        )
        world.put(name, one, pk=one.pk)
    dead = OutboxMessage.objects.create(
        event_key="dead#1",
        recipient=cast.nominee,
        topic="default",
        channel="email",
        created_at=now,
        due_at=now,
        dead_at=now,
    )
    world.put("dead letter", dead, pk=dead.pk)


def _imports(world: World) -> None:
    cast = world.cast
    world.objects["award code"] = {"code": "CSTDCS"}
    proposed = awards.propose_layer(actor=cast.secretary, organization=cast.agency, text=LAYER)
    world.put("layer", proposed, pk=proposed.pk)
    written = awards.begin_draft(
        actor=cast.secretary,
        organization=cast.agency,
        head={"layer": "agency", "name": "Quy chế", "source": "Quyết định 3/QĐ-STC",
              "code": "STC-3", "valid_from": clock.today()},
    )  # fmt: skip
    written = awards.save_part(
        actor=cast.secretary,
        draft=written,
        place=("settings", "tie"),
        table={"value": "chair"},
        seen=awards.part_digest(None),
    )
    world.put("layer draft", written, pk=written.pk)
    world.objects["layer draft table"] = {"pk": written.pk, "table": "vote"}
    world.objects["layer draft part"] = {"pk": written.pk, "place": "settings.ballots"}
    world.objects["import kind"] = {"slug": "khen-thuong"}
    name = cast.colleague.full_name
    for known_as, written in (
        ("import", name),
        ("import with names", f"{name}h"),
        ("import with errors", "Hoàn Toàn Xa Lạ"),
        ("import at rest", name),
    ):
        run = runs.start(
            actor=cast.secretary,
            kind="awards",
            organization=cast.agency,
            sheet=read_award_table("mau.xlsx", tables.xlsx([tables.line(written)])),
        )
        run.refresh_from_db()
        world.put(known_as, run)
    # Django's own query set: the subject's refuses to write the engine's columns.
    at_rest = models.QuerySet(ImportRun).filter(pk=world.rows["import at rest"].pk)
    at_rest.update(state=RunStatus.UPLOADED, seen_at=None)


def _figure(world: World) -> None:
    """A number without a list of names."""
    cast = world.cast
    figure = AwardFigure.objects.create(
        organization=cast.agency,
        award_type=AwardType.objects.filter(code="LDTT").earliest("valid_from"),
        kind=RecipientKind.INDIVIDUAL,
        commendation_type=CommendationType.MERIT,
        year_from=2011,
        year_to=2011,
        count=12,
        source="Báo cáo số 5/BC-STC ngày 05/01/2012",
        recorded_at=clock.now(),
    )
    world.put("figure", figure, pk=figure.pk)


def _period_report(world: World) -> None:
    """A report on this year with a text in one of its sections."""
    cast, year = world.cast, clock.today().year
    report = period_reports.begin_report(
        actor=cast.secretary, organization=cast.agency, variant="annual", first_year=year,
        last_year=year, months=12, title="",
    )  # fmt: skip
    world.put("period report", report, pk=report.pk)
    strengths = report.texts.get(key="strengths")
    world.put("report section", strengths, pk=report.pk, key="strengths")
    world.put("report step", report, pk=report.pk, name="discard")
    issued = period_reports.begin_report(
        actor=cast.secretary, organization=cast.agency, variant="annual", first_year=year - 1,
        last_year=year - 1, months=12, title="",
    )  # fmt: skip
    place(issued, "completed")
    issued_paper(organization=cast.agency, kind="period_report", record=issued.stream, number="")
    world.put("issued report", issued, pk=issued.pk)


def _movements(world: World) -> None:
    """Plan and draft of a plan, a movement that is under way with registration and review."""
    cast, today = world.cast, clock.today()
    agency = {"actor": cast.secretary, "organization": cast.agency}
    texts = {"theme": "Đoàn kết", "tasks": TEXT, "solutions": TEXT}
    plan = movements.draft_plan(
        **agency, year=today.year, paper_number="61/KH-STC", paper_date=today, upload=pdf(), **texts
    )
    perform(PLANS, plan.pk, "put_in_force", actor=cast.secretary)
    world.put("plan in force", plan, pk=plan.pk)
    world.put("movement file", plan.file)
    draft = movements.draft_plan(**agency, year=today.year + 2, **texts)
    world.put("plan draft", draft, pk=draft.pk)
    world.put("plan step", draft, pk=draft.pk, name="discard")
    world.objects["copied year"] = {"year": today.year + 1}
    given = {"launched_by": "CO_QUAN", "starts_on": today, "for_units": True, "for_persons": True}
    for known_as in ("movement draft", "movement"):
        made = movements.draft_movement(**agency, name=f"Thi đua {known_as}", **given)
        world.put(known_as, made, pk=made.pk)
    made = world.rows["movement draft"]
    world.put("movement step", made, pk=made.pk, name="launch")
    row = world.rows["movement"]
    perform(MOVEMENTS, row.pk, "launch", actor=cast.secretary)
    about = {"movement": row, "actor": cast.secretary}
    movements.save_indicators(**about, rows=[IndicatorInput(name="Hồ sơ đúng hạn")])
    registration = movements.register(
        actor=cast.unit_head, movement=row, content=TEXT, unit=cast.unit
    )
    world.put("movement registration", registration, pk=registration.pk)
    review = movements.save_review(**about, review="SO_KET", held_on=today, results=TEXT)
    world.put("movement review", review, pk=review.pk)
    made = movements.draft_movement(**agency, name="Thi đua đã ban hành", **given)
    perform(MOVEMENTS, made.pk, "launch", actor=cast.secretary)
    about = {"movement": made, "actor": cast.secretary}
    review = movements.save_review(**about, review="SO_KET", held_on=today, results=TEXT)
    for kind, record in (
        ("response_plan", response_record(made)),
        ("movement_review", review_record(review)),
    ):
        issued_paper(organization=cast.agency, kind=kind, record=record, number="")
    world.put("movement with plan", made, pk=made.pk)
    world.put("issued review", review, pk=review.pk)


def _records(world: World) -> None:
    cast = world.cast
    nominee, unit, year = cast.nominee.person, cast.unit, clock.today().year
    put = {"actor": cast.secretary, "organization": cast.agency}
    world.put("record person", nominee, pk=nominee.pk)
    world.put("record unit", unit, pk=unit.pk)
    world.put("enter person", nominee, pk=nominee.pk, kind="xep-loai")
    world.put("enter unit", unit, pk=unit.pk, kind="quan-so")
    grade = records.enter_grade(person=nominee, year=year - 2, grade="HTXS", **put)
    world.put("grade to cancel", grade, kind="xep-loai", pk=grade.pk)
    world.put("grade to replace", grade, pk=grade.pk)
    case = records.open_examination(
        person=cast.colleague, kind="complaint", opened_on=clock.today(), **put
    )
    world.put("examination", case, pk=case.pk)
    for number, known_as in enumerate(("draft", "", "recognised", "assessed")):
        row = records.draft_initiative(
            actor=cast.nominee,
            name=f"Mẫu đối chiếu số liệu {number}",
            year=year,
            authors=[records.AuthorShare(nominee, 100)],
        )
        world.put(f"{known_as} initiative".strip(), row)
        if known_as != "draft":
            perform(INITIATIVES, row.pk, "register", actor=cast.nominee)
        if known_as == "assessed":
            where = {"public_id": row.public_id, "name": "assess"}
            world.put("initiative to assess", row, **where)
        if known_as == "recognised":
            day = clock.today().isoformat()
            council = FIGURES | {"held_on": day}
            perform(INITIATIVES, row.pk, "assess", actor=cast.secretary, data=council)
            paper = {"scope": "CO_SO", "paper_number": "9/QĐ", "paper_date": day}
            perform(INITIATIVES, row.pk, "recognise", actor=cast.director, data=paper)


def _administration(world: World) -> None:
    """The administrator keeps the shared data too: an account, its letter, a calendar day."""
    cast = world.cast
    cast.give(cast.administrator, Role.SHARED_DATA_ADMINISTRATOR, cast.agency)
    world.put("account", cast.member, pk=cast.member.pk)
    world.put("account to close", cast.clerk, pk=cast.clerk.pk, name="dong")
    newcomer = people.create_account(
        actor=cast.administrator, person=cast.person(), username="moivao"
    )
    (link,) = people.make_links(actor=cast.administrator, users=[newcomer], delivery="letter")
    world.put("password link", link, token=token_of(link))
    world.put("letters", link, batch=link.batch)
    place = cast.clerk.person.memberships.get()
    world.put("person to move", place.person, pk=place.person_id)
    world.put("place of work", place, pk=place.pk)
    world.objects["units"] = {"slug": "don-vi"}
    world.put("unit to change", cast.other_unit, slug="don-vi", pk=cast.other_unit.pk)
    home = household(cast)
    world.put("household", home, pk=home.pk)
    world.put("council", cast.council, pk=cast.council.pk)
    over = Council.objects.create(
        organization=cast.agency, name="Hội đồng cũ", valid_from=SINCE, valid_to=SINCE,
        is_confirmed=False, changed_by=[cast.administrator.pk],
    )  # fmt: skip
    world.put("council to confirm", over, pk=over.pk)
    seat = cast.council.members.get(person=cast.member.person)
    world.put("seat", seat, pk=seat.pk)
    day_off = CalendarDay.objects.create(day=date(clock.today().year, 5, 4), note="Nghỉ bù")
    world.put("calendar day", day_off, pk=day_off.pk)
    world.objects["history file"] = {"kind": "csv"}


@contextmanager
def the_world(worlds: Worlds, folder: Path) -> Iterator[World]:
    """The world as committed rows, for the tests of one module; `folder` gets its files."""
    master = worlds.folder / "files"

    def build() -> World:
        with override_settings(MEDIA_ROOT=master):
            return World.build()

    with worlds.of("world", build) as world, override_settings(MEDIA_ROOT=folder):
        shutil.copytree(master, folder, dirs_exist_ok=True)
        yield world
