"""The demonstration: five real years through the real engine, and a live year with every state."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from nominations.awards.models import Award, AwardOrigin, CommendationFund
from nominations.demo.pipeline_driver import local_time
from nominations.dossiers.boards import forgotten
from nominations.dossiers.models import Campaign, Nomination, ProgressNote, Report
from nominations.dossiers.services import standards
from nominations.eligibility.answers import Answer
from nominations.law.models import RecipientKind, RuleLayer
from nominations.model_examples.models import ModelExample
from nominations.people.demo_logins import demo_logins
from nominations.people.models import Organization, Person, Unit, User
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import Discipline, Initiative, InitiativeAuthor, Recognition
from nominations.records.scales import Scope
from nominations.states import State
from tests.demo.conftest import TODAY
from workflow import clock
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.installation]
COLOURS = ("#9f1d20", "#e3b95b")
"""Individuals and collectives in the chart of the statistics."""
HIDDEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)


def _figures() -> dict[tuple[int, str, str, str], int]:
    path = Path(__file__).parents[2] / "nominations/awards/data/history/awards_2015_2019.csv"
    with path.open(encoding="utf-8") as file:
        return {
            (int(row["year"]), row["award"], row["commendation_type"], row["kind"]): int(
                row["count"]
            )
            for row in csv.DictReader(file)
        }


def _report(organization: str) -> dict[str, Any]:
    out = StringIO()
    call_command(
        "period_report",
        "--from",
        "2015",
        "--to",
        "2019",
        "--format",
        "json",
        "--organization",
        organization,
        stdout=out,
    )
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def test_all_51_figures_of_the_report_come_out_cell_by_cell() -> None:
    assert len(_figures()) == 51
    for organization in ("STC", "STC-MH"):  # the department, and the successor that reports for it
        figures = {
            (cell["year"], cell["award"], cell["commendation_type"], cell["kind"]): cell["count"]
            for cell in _report(organization)["figures"]
        }
        assert figures == _figures()
        assert sum(figures.values()) == 611


def test_the_paragraph_of_2015_reads_like_the_reports() -> None:
    assert _report("STC")["paragraphs"]["2015"] == (
        "- Năm 2015: Giám đốc Sở tặng danh hiệu Lao động tiên tiến cho 48 cá nhân và 07 tập thể; "
        "danh hiệu Chiến sĩ thi đua cơ sở cho 04 cá nhân; Giấy khen cho 43 cá nhân và 07 tập thể. "
        "Có 04 cá nhân đạt Chiến sĩ thi đua cấp tỉnh; 03 cá nhân và 01 tập thể đạt Bằng khen tỉnh; "
        "01 tập thể đạt Lao động xuất sắc; 02 cá nhân đạt Bằng khen Thủ tướng Chính phủ. "
        "Tặng giấy khen theo chuyên đề đối với 17 cá nhân và 04 tập thể; "
        "khen thưởng đột xuất 02 cá nhân."
    )


def test_every_award_of_history_walked_the_pipeline_in_its_own_year() -> None:
    awards = Award.objects.filter(year__lte=2019)

    assert set(awards.values_list("origin", flat=True)) == {
        AwardOrigin.DECISION,
        AwardOrigin.OUTCOME,
    }
    for award in awards.select_related("decision_line__nomination", "outcome__nomination"):
        source = award.decision_line if award.origin == AwardOrigin.DECISION else award.outcome
        events = AuditEvent.objects.filter(stream=source.nomination.stream).order_by("seq")
        steps = [event.action for event in events if event.action.startswith("nomination.")]
        assert steps[0] == "nomination.register"
        assert {"nomination.endorse", "nomination.decide", "nomination.report_upward"} <= set(steps)
        assert events[0].at.year == award.year


def test_the_live_year_has_nominations_in_every_state() -> None:
    live = Nomination.objects.filter(campaign__year=2026)

    assert set(live.values_list("state", flat=True)) == set(State.values)


def test_the_chain_of_every_history_is_whole() -> None:
    call_command("audit_verify", stdout=StringIO())


def test_the_department_has_fifty_people_in_seven_units_and_its_board() -> None:
    for code in ("STC", "STC-MH"):
        people = Person.objects.filter(memberships__unit__organization__code=code)
        assert people.distinct().count() == 50
        units = Unit.objects.workplaces().filter(organization__code=code, rank__gt=0)
        assert units.count() == 7
    assert Person.objects.filter(user__isnull=True).exists()


def test_two_households_have_a_certificate_of_the_running_year() -> None:
    awards = Award.objects.filter(kind=RecipientKind.HOUSEHOLD)

    assert set(awards.values_list("award_type__code", "year")) == {("GK", 2026)}
    assert sorted(awards.values_list("recipient_name", "unit_name")) == [
        ("Hộ gia đình bà Trịnh Thị Ngọc Diệp", "Số 27, đường Hòa Bình, phường 2, tỉnh Minh Họa"),
        ("Hộ gia đình ông Lâm Văn Thiện", "Ấp 3, xã Bình An, tỉnh Minh Họa"),
    ]
    decision = awards.first().decision_line.decision
    shown = _page("giamdoc", decision.get_absolute_url())
    assert "02 hộ gia đình" in shown
    assert "Hộ gia đình ông Lâm Văn Thiện" in _page("", "/bang-vang/?nam=2026")
    assert "Lâm Văn Thiện" in _page("thuky", "/ho-gia-dinh/")
    assert Award.objects.exclude(year=2026).filter(kind=RecipientKind.HOUSEHOLD).count() == 0


def test_every_login_that_is_shown_opens_an_account() -> None:
    logins = demo_logins()

    assert len(logins) >= 12
    for _role, username, password in logins:
        assert User.objects.get(username=username).check_password(password)


def test_loading_over_existing_data_is_refused_and_changes_nothing() -> None:
    before = AuditEvent.objects.count()

    with pytest.raises(CommandError, match="còn trống"):
        call_command("seed_demo", stdout=StringIO())

    assert AuditEvent.objects.count() == before


# --- the years between, and the successor ---------------------------------------------------------


def test_the_years_between_are_imported_as_history_by_the_agency_of_their_time() -> None:
    awards = Award.objects.filter(year__gte=2020, year__lte=2025)

    assert set(awards.values_list("origin", flat=True)) == {AwardOrigin.IMPORT}
    by_agency = Counter(awards.values_list("year", "organization__code"))
    assert dict(list(by_agency)) == {
        2020: "STC", 2021: "STC", 2022: "STC", 2023: "STC", 2024: "STC", 2025: "STC-MH",
    }  # fmt: skip
    assert all(90 < count < 130 for count in by_agency.values())
    imports = AuditEvent.objects.filter(action="awards.imported").order_by("id")
    assert [event.at.year for event in imports] == [2025, 2026]
    text = _page("thuky", "/thong-ke/")
    assert all(f"Năm {year}" in text for year in range(2015, 2026))


def test_the_chart_and_the_roll_show_every_year_since_the_first_report() -> None:
    html = _html("thuky", "/thong-ke/")
    (chart,) = re.findall(r'<svg class="chart-picture".*?</svg>', html, re.DOTALL)
    assert re.findall(r">(20\d\d)</text>", chart) == [str(year) for year in range(2015, 2027)]
    columns = [re.findall(rf'<rect x="(\d+)"[^>]*fill="{one}"', chart) for one in COLOURS]
    assert columns[0] == columns[1]  # individuals and collectives in every year
    assert len(columns[0]) == 12
    for year in range(2015, 2026):
        names = Award.objects.filter(year=year, revoked_on=None).values_list("recipient_name")
        shown = _html("", f"/bang-vang/?nam={year}")
        assert f"Năm {year}</h2>" in shown
        assert (
            len([name for (name,) in names.distinct() if f"<li><strong>{name}</strong>" in shown])
            > 30
        ), year


def test_pages_open_on_the_agency_of_today_and_say_what_is_not_there() -> None:
    spread = _page("thuky", "/can-doi/")
    assert "Sở Tài chính tỉnh Minh Họa · Chiến sĩ thi đua cơ sở, 2026" in spread
    register = _page("thuky", "/so-van-ban/")
    assert "Sở Tài chính tỉnh Minh Họa, năm 2026" in register
    assert "01/QĐ-STC" in register
    ended = _html("thuky", "/can-doi/?co_quan=STC")
    assert ">0 <span" not in ended  # nobody works there now: no share of nobody
    assert re.search(r"<tbody>\s*</tbody>", ended) is None
    assert _page("quantri", "/quan-tri/nhat-ky/").count("Hộ gia đình bà Trịnh Thị Ngọc Diệp") == 1
    searched = _page("quantri", "/quan-tri/nhat-ky/?first=01/01/2099")
    assert "Không có việc nào phù hợp với điều kiện tìm." in searched


def test_province_and_department_passed_to_successors_with_invented_names() -> None:
    for before, after in (("ST", "MH"), ("STC", "STC-MH")):
        ended, begun = (Organization.objects.get(code=code) for code in (before, after))
        assert ended.successor == begun
        assert (ended.valid_to, begun.valid_from) == (date(2025, 6, 30), date(2025, 7, 1))
        assert "Minh Họa" in begun.name
    assert not Unit.objects.filter(valid_to=None, organization__valid_to__isnull=False).exists()
    assert set(Campaign.objects.values_list("year", "organization__code").distinct()) == {
        *((year, "STC") for year in range(2015, 2020)), (2026, "STC-MH"),
    }  # fmt: skip


def test_titles_of_the_years_before_the_succession_count_for_the_person() -> None:
    with clock.at(local_time(TODAY, 12)):
        found = forgotten.find_forgotten(_running()).of("", unknown=False)
    fit = [one for one in found if one.award.code == "CSTD_TINH"]

    assert fit
    for one in fit:
        assert one.membership is not None
        titles = Award.objects.filter(
            person_id=one.membership.person_id, award_type__code="CSTDCS", year__gte=2023
        )
        assert set(titles.values_list("organization__code", flat=True)) == {"STC", "STC-MH"}


def test_whoever_holds_the_successors_offices_reads_the_dossiers_of_before() -> None:
    old = Nomination.objects.filter(campaign__year=2018, unit__code="NS").first()
    assert old is not None

    for username in ("thuky", "giamdoc", "thanhtra", "truongphong"):
        assert old.subject_name in _page(username, old.get_absolute_url())


def test_the_windows_of_the_running_campaign_are_in_order() -> None:
    for campaign in Campaign.objects.all():
        assert campaign.registration_opens_at < campaign.registration_closes_at
        assert campaign.registration_closes_at <= campaign.submission_closes_at


def test_reports_of_the_running_year_do_not_repeat_word_for_word() -> None:
    texts = Report.objects.filter(nomination__campaign=_running()).exclude(achievements="")
    said = Counter(texts.values_list("achievements", flat=True))

    assert said.total() > 20
    assert said.most_common(1)[0][1] <= 2
    assert len(said) >= said.total() * 0.9


# --- what the live year shows ---------------------------------------------------------------------


def _running() -> Campaign:
    return Campaign.objects.get(code="2026-thuong-xuyen")


def _html(username: str, path: str) -> str:
    """A page as somebody, or a visitor, gets it on the day of the demonstration."""
    client = Client()
    if username:
        client.force_login(
            User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
        )
    with clock.at(local_time(TODAY, 12)):
        answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def _page(username: str, path: str) -> str:
    """The words of a page as somebody reads it on the day of the demonstration."""
    return re.sub(r"\s+", " ", HIDDEN.sub(" ", _html(username, path)))


def test_the_regulation_of_the_agency_was_approved_by_another_person_before_it_held() -> None:
    layer = RuleLayer.objects.get()

    assert (layer.code, layer.state, layer.valid_from) == (
        "STC-2026", "approved", date(2026, 1, 1),
    )  # fmt: skip
    assert layer.proposed_by != layer.approved_by
    assert layer.approved_at is not None
    assert layer.approved_at.date() < layer.valid_from
    assert "dữ liệu minh họa" in layer.name
    assert "dữ liệu minh họa" in layer.source
    assert "verified = true" not in layer.content
    assert Campaign.objects.filter(year=2026).count() == 3
    for campaign in Campaign.objects.filter(year=2026):
        assert campaign.rules["layers"] == ["STC-2026"]
    assert "STC-2026" in _page("thuky", f"/khen-thuong/quy-dinh/{layer.pk}/")


def test_the_boards_show_the_quotas_of_the_agency() -> None:
    campaign = _running()
    text = _page("thuky", f"/dot-thi-dua/{campaign.pk}/bang/")

    assert "15% của 42 LĐTT" in text
    assert "làm tròn xuống: 6" in text
    assert "20% của 50 công chức, viên chức, người lao động = 10" in text
    assert "15% của 42 LĐTT" in _page("truongphong", "/don-vi/")


def test_the_fund_of_this_year_and_of_the_year_before_is_entered() -> None:
    assert list(CommendationFund.objects.order_by("year").values_list("year", flat=True)) == [
        2025, 2026,
    ]  # fmt: skip
    text = _page("thuky", "/quy-khen-thuong/")

    assert "96.000.000" in text
    assert "Chưa nhập" not in text
    assert "92.000.000" in _page("giamdoc", "/quy-khen-thuong/?nam=2025")


def test_the_initiatives_of_the_year_stand_at_every_step() -> None:
    ideas = Initiative.objects.filter(year=2026)

    assert set(ideas.values_list("state", flat=True)) == set(InitiativeState.values)
    scopes = Recognition.objects.filter(initiative__in=ideas).values_list("scope", flat=True)
    assert Counter(scopes) == {Scope.BASE: 4, Scope.PROVINCE: 1}
    shared = ideas.get(authors__share=40)
    assert sorted(shared.authors.values_list("share", "is_main")) == [(40, False), (60, True)]
    for idea in ideas.filter(state=InitiativeState.RECOGNISED):
        use = idea.uses.get()
        assert use.nomination.award_type.code == "CSTDCS"
        assert use.nomination.person_id == idea.authors.get(is_main=True).person_id
    actions = [event.action for event in AuditEvent.objects.filter(stream=shared.stream)]
    assert {"initiative.drafted", "initiative.register", "initiative.assess"} <= set(actions)
    text = _page("thuky", "/sang-kien/?year=2026")
    assert shared.name in text


def test_progress_of_the_goals_is_told_with_evidence() -> None:
    notes = ProgressNote.objects.filter(nomination__campaign=_running())

    assert len(notes) == 5
    for note in notes:
        assert note.evidence.count() == 1
        assert note.written_by.person_id == note.nomination.person_id
    note = notes[0]
    assert note.text in _page("thuky", note.nomination.get_absolute_url())


def test_somebody_came_late_and_the_registration_was_extended_afterwards() -> None:
    late = _running().nominations.exclude(late_reason="").get()

    assert late.state == State.REGISTERED
    assert late.registered_by.person_id != late.person_id
    (extended,) = AuditEvent.objects.filter(action="campaign.window_extended")
    assert late.created_at < extended.at
    assert late.late_reason in _page("thuky", late.get_absolute_url())


def test_one_nominee_misses_a_standard_and_of_one_the_data_is_missing() -> None:
    rows = list(_running().nominations.filter(state=State.REGISTERED, award_type__code="LDTT"))
    with clock.at(local_time(TODAY, 12)):
        found = standards.assess_nominations(rows)
    by_answer = {
        answer: [one for one in rows if found[one.pk].answer == answer] for answer in Answer
    }
    (unmet,), (unknown,) = by_answer[Answer.UNMET], by_answer[Answer.UNKNOWN]

    assert [one.standard.key for one in found[unmet.pk].blocking] == ["grade", "examination"]
    failing = {one.standard.key for one in found[unmet.pk].rules if one.answer == Answer.UNMET}
    assert failing == {"grade", "discipline", "examination"}
    assert Discipline.objects.get().person_id == unmet.person_id
    text = _page("thuky", unmet.get_absolute_url())
    assert "Không đạt" in text
    assert "hiện là: Khiển trách" in text
    text = _page("thuky", unknown.get_absolute_url())
    assert "Thiếu dữ liệu" in text
    assert "Chưa có mức xếp loại năm 2026" in text


def test_a_few_people_and_one_unit_were_forgotten() -> None:
    campaign = _running()
    with clock.at(local_time(TODAY, 12)):
        found = forgotten.find_forgotten(campaign).of("", unknown=False)
    by_award = Counter((one.award.code, one.kind) for one in found)

    assert by_award == {
        ("LDTT", RecipientKind.INDIVIDUAL): 3,
        ("CSTDCS", RecipientKind.INDIVIDUAL): 1,
        ("CSTD_TINH", RecipientKind.INDIVIDUAL): 2,
        ("TTLDXS", RecipientKind.COLLECTIVE): 1,
    }
    helper = next(one for one in found if one.award.code == "CSTDCS")
    assert helper.membership is not None
    assert InitiativeAuthor.objects.filter(
        person_id=helper.membership.person_id, initiative__year=2026, share=40
    ).exists()
    text = _page("thuky", f"/dot-thi-dua/{campaign.pk}/chua-de-nghi/")
    for one in found:
        assert one.name in text


@pytest.mark.installation
def test_two_examples_are_published_and_one_waits_for_consent() -> None:
    """With the conference and the place that took each up; the login of the guide is asked."""
    examples = ModelExample.objects.order_by("pk").select_related("award")
    assert [(one.state, one.consents.count()) for one in examples] == [
        ("published", 1),
        ("published", 1),
        ("approved", 0),
    ]
    person, unit, asked = examples
    assert person.picture
    assert (person.award.kind, unit.award.kind) == ("individual", "collective")
    assert all(one.conferences.exists() and one.uptakes.exists() for one in (person, unit))
    assert asked.award.person == User.objects.get(username="canhan").person


def test_the_same_seed_gives_the_same_history_on_another_day(demo_folder: Path) -> None:
    """The whole of it, the running year too: tests/long/test_demo_seed.py."""
    with closing(sqlite3.connect(demo_folder / "bangvang.sqlite3")) as other:
        for rows in (
            Nomination.objects.filter(campaign__year__lte=2019)
            .order_by("campaign__code", "title", "kind", "unit__code")
            .values_list("campaign__code", "title", "state", "unit__code", "award_type__code"),
            Award.objects.filter(year__lte=2025)
            .order_by("year", "recipient_name", "award_type__code", "decision_number")
            .values_list("year", "recipient_name", "award_type__code", "decision_number"),
        ):
            statement, values = rows.query.sql_with_params()
            found = other.execute(statement.replace("%s", "?"), values).fetchall()
            assert len(found) > 600
            assert found == list(rows)
