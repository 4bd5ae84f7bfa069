"""Initiatives: writing one, the council's figures, the head's decision, wider scopes, history."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override

from nominations.fractions import BodyFraction
from nominations.people.models import Organization
from nominations.records import services
from nominations.records.council_rules import (
    FILE,
    CouncilRulesError,
    council_rules,
    read_council_rules,
)
from nominations.records.forms.transitions import AssessmentForm
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import Initiative, Recognition
from nominations.records.queries import widest_recognition
from nominations.records.services import AuthorShare, RecognisedRow, RecordPaper
from nominations.records.services.entry import stream_of
from notifications.models import OutboxMessage
from tests.law.rulebook import LAYER
from tests.law.test_layers import approved
from workflow import audit, clock
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet, NotAllowed, StaleVersion
from workflow.models import AuditEvent

from .conftest import Office, decision, meeting, stored_rows
from .test_grades import codes

DAY = timedelta(days=1)


def wide() -> RecordPaper:
    return RecordPaper("77/QĐ-UBND", clock.today(), "Chủ tịch UBND tỉnh")


def from_today(values: dict[str, Any], day: str) -> dict[str, Any]:
    """The values as they are typed in, their `day` told as how many days from today it is."""
    if isinstance(values.get(day), int):
        values = values | {day: (clock.today() + values[day] * DAY).isoformat()}
    return values


def draft(office: Office, authors: Any, **changes: Any) -> Initiative:
    given = {"actor": office.cast.nominee, "name": "Mẫu đối chiếu", "year": office.year}
    return services.draft_initiative(**{**given, "authors": authors, **changes})


def shares(office: Office, first: int, second: int) -> list[AuthorShare]:
    return [
        AuthorShare(office.cast.nominee.person, first),
        AuthorShare(office.cast.member.person, second),
    ]


# --- writing --------------------------------------------------------------------------------------


def test_a_draft_belongs_to_the_unit_of_the_main_author(office: Office) -> None:
    row = draft(office, shares(office, 60, 40), name="  Mẫu   đối chiếu ")
    assert (row.name, row.unit, row.organization) == (
        "Mẫu đối chiếu", office.cast.unit, office.cast.agency,
    )  # fmt: skip
    assert [(one.share, one.is_main) for one in row.authors.all()] == [(60, True), (40, False)]
    assert [event.action for event in audit.history(row.stream)] == ["initiative.drafted"]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [(60, 50, "shares_not_whole"), (100, 0, "shares_not_whole"), (30, 30, "shares_not_whole")],
)
def test_shares_that_do_not_make_a_hundred_are_refused(
    office: Office, first: int, second: int, code: str
) -> None:
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        draft(office, shares(office, first, second))
    assert codes(refusal.value) == [code]
    assert stored_rows() == before


def test_what_cannot_be_an_initiative_is_refused(office: Office) -> None:
    cast = office.cast
    own = [AuthorShare(cast.nominee.person, 100)]
    before = stored_rows()
    for authors, changes, code in (
        ([], {}, "no_author"),
        ([AuthorShare(cast.nominee.person, 50)] * 2, {}, "author_twice"),
        ([AuthorShare(cast.stranger.person, 50), AuthorShare(cast.nominee.person, 50)], {},
         "not_of_agency"),
        (own, {"name": "   "}, "name_needed"),
        (own, {"kind": "poem"}, "unknown_kind"),
        (own, {"year": office.year + 1}, "future_year"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            draft(office, authors, **changes)
        assert codes(refusal.value) == [code]
    for who in (cast.unit_head, cast.secretary, cast.stranger, cast.administrator):
        with pytest.raises(NotAllowed) as denial:
            draft(office, own, actor=who)
        assert denial.value.key == "not_writer"
    assert stored_rows() == before
    assert draft(office, own, actor=cast.clerk).unit == cast.unit


def test_the_same_name_twice_in_a_year_is_refused_unless_the_first_was_given_up(
    office: Office,
) -> None:
    own = [AuthorShare(office.cast.nominee.person, 100)]
    first = draft(office, own)
    with pytest.raises(ValidationError) as refusal:
        draft(office, own, name="MẪU ĐỐI CHIẾU")
    assert codes(refusal.value) == ["registered_already"]
    perform(INITIATIVES, first.pk, "withdraw", actor=office.cast.nominee)
    draft(office, own)


def test_a_draft_is_changed_by_its_writers_until_it_is_registered(office: Office) -> None:
    cast = office.cast
    row = office.initiative(name="Cũ")
    change = services.change_initiative
    given = {"initiative": row, "name": "Mới", "year": office.year}
    for who in (cast.unit_head, cast.member, cast.secretary):
        with pytest.raises(NotAllowed):
            change(actor=who, authors=shares(office, 60, 40), **given)
    change(actor=cast.nominee, authors=shares(office, 60, 40), **given)
    change(actor=cast.clerk, authors=shares(office, 70, 30), **given)
    row.refresh_from_db()
    assert row.name == "Mới"
    assert [one.share for one in row.authors.all()] == [70, 30]
    last = audit.last_event(row.stream)
    assert last is not None
    assert [one["share"] for one in last.content["before"]["authors"]] == [60, 40]

    with pytest.raises(NotAllowed):  # nobody writes an initiative without being in it
        change(actor=cast.nominee, authors=[AuthorShare(cast.member.person, 100)], **given)
    perform(INITIATIVES, row.pk, "register", actor=cast.nominee)
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        change(actor=cast.nominee, authors=shares(office, 60, 40), **given)
    assert codes(refusal.value) == ["not_a_draft"]
    assert stored_rows() == before


def test_an_initiative_sent_back_can_be_changed_and_registered_again(office: Office) -> None:
    row = office.initiative("registered")
    perform(INITIATIVES, row.pk, "send_back", actor=office.cast.secretary, comment="Thiếu số liệu")
    services.change_initiative(
        actor=office.cast.nominee, initiative=row, name="Đủ số liệu", year=office.year,
        authors=[AuthorShare(office.cast.nominee.person, 100)],
    )  # fmt: skip
    perform(INITIATIVES, row.pk, "register", actor=office.cast.nominee)


def test_a_draft_whose_shares_were_broken_from_outside_is_not_registered(office: Office) -> None:
    row = office.initiative()
    row.authors.update(share=90)
    with pytest.raises(ConditionUnmet) as refusal:
        perform(INITIATIVES, row.pk, "register", actor=office.cast.nominee)
    assert refusal.value.key == "shares_not_whole"


# --- the council and the head ---------------------------------------------------------------------


QUORUM = (
    LAYER.partition("[award.LDTT.vote]")[0]
    + "[quorum.initiative_council]\nnumerator = 3\ndenominator = 4\n"
)


def test_a_regulations_quorum_holds_for_initiatives_registered_under_it(office: Office) -> None:
    before = office.initiative("registered")
    approved(office.cast, QUORUM)
    row = office.initiative("registered")
    six_of_nine = meeting(present=6, agreed=6)
    assert (str(before.quorum), str(row.quorum)) == ("2/3", "3/4")
    assert "3/4" in str(AssessmentForm(initiative=row).fields["present"].help_text)
    stood = stored_rows()

    with pytest.raises(ConditionUnmet) as refusal:
        perform(INITIATIVES, row.pk, "assess", actor=office.cast.secretary, data=six_of_nine)

    verdict = refusal.value.reasons[0]
    assert (verdict.key, verdict.citation) == ("no_quorum", "Quyết định 12/QĐ-STC")
    assert "7" in str(verdict.reason)
    assert stored_rows() == stood
    perform(INITIATIVES, before.pk, "assess", actor=office.cast.secretary, data=six_of_nine)
    seven = meeting(present=7, agreed=6)
    perform(INITIATIVES, row.pk, "assess", actor=office.cast.secretary, data=seven)


def test_the_common_quorum_of_a_regulation_is_not_that_of_the_initiative_council(
    office: Office,
) -> None:
    common = QUORUM.replace("[quorum.initiative_council]", "[quorum.council]")
    approved(office.cast, common)

    assert str(office.initiative("registered").quorum) == "2/3"


@pytest.mark.parametrize(
    ("figures", "key"),
    [
        ({"present": 5, "agreed": 5}, "no_quorum"),  # 5 of 9 is less than two thirds
        ({"present": 6, "agreed": 5}, "council_not_agreed"),
        ({"agreed": 9}, "assessment_wrong"),
        ({"present": 10}, "assessment_wrong"),
        ({"members": 0, "present": 0, "agreed": 0}, "assessment_wrong"),
        ({"members": None}, "assessment_missing"),
        ({"agreed": True}, "assessment_wrong"),
        ({"held_on": ""}, "assessment_undated"),
        ({"held_on": 2}, "assessment_future"),
    ],
)
def test_figures_that_pass_nothing_are_refused(
    office: Office, figures: dict[str, Any], key: str
) -> None:
    row = office.initiative("registered")
    before = stored_rows()
    data = meeting(**from_today(figures, "held_on"))
    with pytest.raises(ConditionUnmet) as refusal:
        perform(INITIATIVES, row.pk, "assess", actor=office.cast.secretary, data=data)
    assert refusal.value.key == key
    assert stored_rows() == before


@pytest.mark.parametrize(
    ("members", "present", "agreed"), [(9, 6, 6), (7, 5, 5), (3, 2, 2), (1, 1, 1)]
)
def test_exactly_two_thirds_of_all_members_pass(
    office: Office, members: int, present: int, agreed: int
) -> None:
    row = office.initiative("registered")
    figures = meeting(members=members, present=present, agreed=agreed)
    fail = {"actor": office.cast.secretary, "data": figures}
    with pytest.raises(ConditionUnmet) as refusal:
        perform(INITIATIVES, row.pk, "fail_assessment", **fail)
    assert refusal.value.key == "council_agreed"
    perform(INITIATIVES, row.pk, "assess", **fail)
    row.refresh_from_db()
    assert (row.members, row.present, row.agreed) == (members, present, agreed)
    assert row.assessed_on == clock.today()


def test_what_the_council_did_not_pass_is_rejected_with_its_figures(office: Office) -> None:
    row = office.initiative("registered")
    perform(
        INITIATIVES, row.pk, "fail_assessment", actor=office.cast.secretary, data=meeting(agreed=5)
    )
    row.refresh_from_db()
    assert (row.state, row.agreed) == ("rejected", 5)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"scope": "TINH"}, "scope_of_another"),
        ({"scope": "TOAN_QUOC"}, "scope_of_another"),
        ({"scope": ""}, "paper_missing"),
        ({"paper_number": ""}, "paper_missing"),
        ({"paper_date": 2}, "paper_future"),
        ({"paper_date": -1}, "paper_too_early"),
    ],
)
def test_the_head_recognises_the_base_scope_with_a_paper(
    office: Office, changes: dict[str, Any], key: str
) -> None:
    row = office.initiative("assessed")
    before = stored_rows()
    data = decision(**from_today(changes, "paper_date"))
    with pytest.raises(ConditionUnmet) as refusal:
        perform(INITIATIVES, row.pk, "recognise", actor=office.cast.director, data=data)
    assert refusal.value.key == key
    assert stored_rows() == before


def test_the_chairman_of_the_province_recognises_the_scope_of_the_province(office: Office) -> None:
    row = office.initiative("assessed")
    Organization.objects.filter(pk=office.cast.agency.pk).update(authority="province")
    data = decision(scope="TINH")
    perform(INITIATIVES, row.pk, "recognise", actor=office.cast.director, data=data)
    assert row.recognitions.get().scope == "TINH"


def test_a_recognition_is_a_record_with_the_paper(office: Office) -> None:
    row = office.initiative("recognised")
    found = row.recognitions.get()
    assert (found.scope, found.paper_number, found.organization) == (
        "CO_SO", "15/QĐ-STC", office.cast.agency,
    )  # fmt: skip
    assert found.recorded_by == office.cast.director


def test_an_old_tab_is_told_and_writes_nothing(office: Office) -> None:
    row = office.initiative("registered")
    before = stored_rows()
    with pytest.raises(StaleVersion):
        perform(
            INITIATIVES, row.pk, "assess", actor=office.cast.secretary, seen_version=0,
            data=meeting(),
        )  # fmt: skip
    assert stored_rows() == before


def test_who_is_told_of_each_step(office: Office) -> None:
    cast = office.cast
    row = draft(office, shares(office, 60, 40))
    recipients = []
    steps: list[tuple[str, Any, dict[str, Any]]] = [
        ("register", cast.nominee, {}),
        ("assess", cast.secretary, {"data": meeting()}),
        ("recognise", cast.director, {"data": decision()}),
    ]
    for name, actor, given in steps:
        OutboxMessage.objects.all().delete()
        perform(INITIATIVES, row.pk, name, actor=actor, **given)
        recipients.append(set(OutboxMessage.objects.values_list("recipient_id", flat=True)))
    assert recipients == [
        {cast.member.pk, cast.secretary.pk},
        {cast.nominee.pk, cast.member.pk, cast.director.pk},
        {cast.nominee.pk, cast.member.pk, cast.secretary.pk},
    ]


# --- wider scopes ---------------------------------------------------------------------------------


def test_a_wider_scope_is_recorded_with_the_paper_of_the_authority_above(office: Office) -> None:
    cast = office.cast
    row = office.initiative("recognised")
    widen = services.record_wider_scope
    given = {"actor": cast.secretary, "initiative": row, "scope": "TINH", "paper": wide()}
    before = stored_rows()
    for changes, code in (
        ({"scope": "CO_SO"}, "scope_of_the_head"),
        ({"scope": "XA"}, "unknown_scope"),
        ({"paper": RecordPaper("77/QĐ", clock.today())}, "paper_needed"),
        ({"paper": RecordPaper("77/QĐ", clock.today() + DAY, "UBND")}, "paper_future"),
        ({"initiative": office.initiative("assessed")}, "not_recognised"),
    ):
        before = stored_rows()
        with pytest.raises(ValidationError) as refusal:
            widen(**given | changes)
        assert codes(refusal.value) == [code]
        assert stored_rows() == before
    for who in (cast.nominee, cast.director, cast.superior_officer, cast.stranger):
        with pytest.raises(NotAllowed):
            widen(**given | {"actor": who})
    widen(**given)
    assert widest_recognition(row.recognitions.all()).scope == "TINH"
    assert audit.last_event(row.stream).action == "initiative.widened"
    with pytest.raises(ValidationError) as refusal:
        widen(**given)
    assert codes(refusal.value) == ["recorded_already"]


def test_the_secretary_handles_no_initiative_of_the_own(office: Office) -> None:
    cast = office.cast
    row = office.initiative("registered", author=cast.secretary)
    with pytest.raises(NotAllowed):
        perform(INITIATIVES, row.pk, "assess", actor=cast.secretary, data=meeting())
    from nominations.people.roles import Role
    from workflow.engine import SYSTEM

    perform(INITIATIVES, row.pk, "assess", actor=SYSTEM, data=meeting())
    perform(INITIATIVES, row.pk, "recognise", actor=cast.director, data=decision())
    row.refresh_from_db()
    with pytest.raises(NotAllowed) as refusal:
        services.record_wider_scope(
            actor=cast.secretary, initiative=row, scope="TINH", paper=wide()
        )
    assert refusal.value.key == "own_initiative"
    found = row.recognitions.get()
    with pytest.raises(NotAllowed):
        services.cancel_record(actor=cast.secretary, record=found, reason="x")
    cast.give(cast.member, Role.SECRETARY, cast.agency)  # the control: another secretary may
    services.cancel_record(actor=cast.member, record=found, reason="Hội đồng xét lại")
    assert not Recognition.objects.not_cancelled().exists()


# --- history --------------------------------------------------------------------------------------


def rows_of(office: Office, count: int, **changes: Any) -> list[RecognisedRow]:
    people = [office.cast.person() for _ in range(min(count, 5))]
    usual: dict[str, Any] = {"year": office.year - 3, "unit": office.cast.unit, "scope": "CO_SO",
                             "paper_number": "1/QĐ", "issuer": "Giám đốc"}  # fmt: skip
    return [
        RecognisedRow(
            name=f"Sáng kiến cũ {number}",
            authors=[AuthorShare(people[number % len(people)], 100)],
            **usual | changes,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [3, 120])
def test_history_is_taken_over_with_a_fixed_number_of_statements(
    office: Office, count: int, django_assert_max_num_queries: Any
) -> None:
    rows = rows_of(office, count)
    # On SQLite the engine writes each row by itself: there a statement is no journey.
    by_row = 0 if connection.vendor == "postgresql" else 2 * count
    with django_assert_max_num_queries(26 + by_row):
        made = services.import_recognised(rows=rows, **office.by_secretary)
    assert len(made) == count
    assert set(Initiative.objects.values_list("state", flat=True)) == {"recognised"}
    recognised = Recognition.objects.not_cancelled().filter(scope="CO_SO", paper_number="1/QĐ")
    assert recognised.count() == count
    assert OutboxMessage.objects.count() == 0
    events = audit.history(made[0].stream)
    assert [(one.action, one.actor_id) for one in events] == [("initiative.take_over", None)]
    whole = audit.last_event(stream_of(office.cast.agency.pk))
    assert whole is not None
    assert (whole.actor_id, whole.content["count"]) == (office.cast.secretary.pk, count)
    assert events[0].group == whole.event_key


def test_one_wrong_row_keeps_all_of_them_out(office: Office) -> None:
    cast = office.cast
    good = rows_of(office, 2)
    before, entries = stored_rows(), AuditEvent.objects.count()
    for wrong, code in (
        (rows_of(office, 1, year=office.year + 1), "future_year"),
        (rows_of(office, 1, scope="XA"), "unknown_scope"),
        (rows_of(office, 1, paper_date=clock.today() + DAY), "paper_future"),
        (rows_of(office, 1), "registered_already"),  # the same name as the first good one
    ):
        with override("vi"), pytest.raises(ValidationError) as refusal:
            services.import_recognised(rows=[*good, *wrong], **office.by_secretary)
        assert codes(refusal.value) == [code]
        assert refusal.value.messages[0].startswith("Dòng 3: ")
    with pytest.raises(ValidationError) as refusal:
        services.import_recognised(
            rows=rows_of(office, 1, unit=cast.foreign_unit), **office.by_secretary
        )
    assert codes(refusal.value) == ["not_of_agency"]
    with pytest.raises(NotAllowed):
        services.import_recognised(actor=cast.clerk, organization=cast.agency, rows=good)
    with pytest.raises(ValidationError):
        services.import_recognised(rows=[], **office.by_secretary)
    assert stored_rows() == before
    assert AuditEvent.objects.count() == entries


# --- the data file --------------------------------------------------------------------------------


def test_the_shipped_figures_are_two_thirds_with_their_source() -> None:
    rules = council_rules()
    for one in (rules.quorum, rules.threshold):
        assert one.text() == "2/3"
        assert "964/QĐ-BHXH" in one.source
        assert one.verified
    assert rules.scopes_of("agency") == ("CO_SO",)
    assert rules.scopes_of("president") == ()


@pytest.mark.parametrize(
    ("part", "whole", "reached"), [(2, 3, True), (6, 9, True), (5, 8, False), (0, 1, False)]
)
def test_fractions_are_compared_in_whole_numbers(part: int, whole: int, reached: bool) -> None:
    fraction = BodyFraction(2, 3)
    assert fraction.reached(part, whole) is reached
    assert fraction.reached(fraction.needed(whole), whole)
    assert not fraction.reached(fraction.needed(whole) - 1, whole)


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ("schema = 1", "schema = 9"),
        ("numerator = 2", "numerator = 4"),
        ("numerator = 2", "numerator = true"),
        ("verified = true", ""),
        ('agency = ["CO_SO"]', 'agency = ["XA"]'),
        ("[quorum]", "[quorun]"),
        ("[quorum]", "[["),
    ],
)
def test_a_wrong_data_file_is_refused(tmp_path: Path, found: str, put: str) -> None:
    text = re.sub(re.escape(found), put, FILE.read_text(encoding="utf-8"), count=1)
    wrong = tmp_path / "x.toml"
    wrong.write_text(text, encoding="utf-8")
    with pytest.raises(CouncilRulesError):
        read_council_rules(wrong)
    assert read_council_rules(FILE) == council_rules()
