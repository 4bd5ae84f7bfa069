"""Template filters and tags that format values in Vietnamese."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from nominations.milestones import WORDS, milestones_of
from nominations.states import MILESTONES, State
from nominations.web.templatetags import bangvang
from workflow import clock


@pytest.fixture(autouse=True)
def vietnamese() -> Any:
    with translation.override("vi"):
        yield


def rendered(source: str, **context: Any) -> str:
    return Template("{% load bangvang %}" + source).render(Context(context))


def test_a_date_is_written_day_month_year() -> None:
    assert bangvang.vn_date(date(2026, 1, 5)) == "05/01/2026"
    assert bangvang.vn_date(None) == ""


def test_a_moment_is_shown_in_the_working_time_zone() -> None:
    late_evening_in_utc = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
    assert bangvang.vn_datetime(late_evening_in_utc) == "05/01/2026 01:30"
    assert bangvang.vn_date(late_evening_in_utc) == "05/01/2026"
    assert bangvang.vn_datetime(None) == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (611, "611"),
        (1234, "1.234"),
        (1234.5, "1.234,5"),
        (Decimal("1234567.80"), "1.234.567,8"),
        (Decimal("100"), "100"),
        (-1200, "-1.200"),
        (None, ""),
    ],
)
def test_numbers_have_points_between_thousands_and_a_decimal_comma(value: Any, shown: str) -> None:
    assert bangvang.vn_number(value) == shown


def test_decimals_can_be_asked_for() -> None:
    assert bangvang.vn_number(12.345, 1) == "12,3"
    assert bangvang.vn_number(12, 2) == "12,00"


@pytest.mark.parametrize(
    ("deadline", "phrase", "tone"),
    [
        (date(2026, 11, 23), "còn 3 ngày", "soon"),
        (date(2026, 11, 21), "còn 1 ngày", "soon"),
        (date(2026, 11, 30), "còn 10 ngày", "later"),
        (date(2026, 11, 20), "hạn hôm nay", "today"),
        (date(2026, 11, 18), "quá hạn 2 ngày", "overdue"),
        (None, "", "none"),
    ],
)
def test_a_deadline_says_how_far_it_is(deadline: date | None, phrase: str, tone: str) -> None:
    # 20:00 in London is already the next day in Ha Noi: the clock counts days there.
    with clock.at(datetime(2026, 11, 19, 20, 0, tzinfo=UTC)):
        assert bangvang.deadline_phrase(deadline) == phrase
        assert bangvang.deadline_tone(deadline) == tone


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.DRAFT, "Bản nháp"),
        (State.REGISTERED, "Đã đăng ký"),
        (State.SUBMITTED, "Đã nộp báo cáo, chờ đơn vị xét"),
        (State.UNIT_REVIEWED, "Đơn vị đã đồng ý, chờ Hội đồng"),
        (State.COUNCIL_VOTED, "Hội đồng đã thông qua"),
        (State.CONSULTED, "Đã lấy ý kiến xong"),
        (State.DECIDED, "Đã có quyết định"),
        (State.REPORTED, "Đã báo cáo cấp trên"),
        (State.CONFERRED, "Đã được khen thưởng"),
        (State.WITHDRAWN, "Đã rút"),
        (State.DECLINED, "Đơn vị không đề nghị"),
        (State.NOT_PASSED, "Hội đồng không thông qua"),
        (State.REFUSED, "Không được quyết định khen"),
        (State.REFUSED_ABOVE, "Cấp trên không khen"),
        (State.REVOKED, "Đã hủy quyết định khen"),
    ],
)
def test_every_state_has_the_nominee_s_words(state: State, words: str) -> None:
    badge = rendered("{% state_badge state %}", state=state)
    assert words in badge
    assert f'data-state="{state.value}"' in badge
    assert rendered("{{ state|state_word }}", state=state.value) == words


def test_an_unknown_state_is_shown_escaped_and_breaks_nothing() -> None:
    assert "&lt;b&gt;" in rendered("{% state_badge state %}", state="<b>")


def test_an_icon_is_decoration_unless_it_is_given_a_label() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "bell" %}')
    assert 'role="img" aria-label="Thông báo"' in rendered('{% icon "bell" "Thông báo" %}')
    assert "sprite.svg#bell" in rendered('{% icon "bell" %}')


def step_states(state: str, previous: str = "", **options: Any) -> list[str]:
    nomination = SimpleNamespace(state=state, previous_state=previous)
    dates, skipped = options.get("dates", {}), frozenset(options.get("skipped", ()))
    return [step.status for step in milestones_of(nomination, dates, skipped)]


def test_each_milestone_has_a_word_and_the_first_not_reached_is_awaited() -> None:
    assert set(WORDS) == set(MILESTONES)
    assert step_states("draft") == ["current", "ahead", "ahead", "ahead", "ahead", "ahead"]
    assert step_states("submitted") == ["done", "current", "ahead", "ahead", "ahead", "ahead"]
    assert step_states("consulted") == ["done", "done", "done", "done", "current", "ahead"]
    assert step_states("conferred") == ["done"] * 6


@pytest.mark.parametrize(
    ("state", "previous", "stopped_at"),
    [
        ("declined", "submitted", 1),
        ("not_passed", "unit_reviewed", 2),
        ("refused", "consulted", 4),
        ("withdrawn", "unit_reviewed", 2),
        ("withdrawn", "", 1),
    ],
)
def test_an_exit_shows_where_the_nomination_stopped(
    state: str, previous: str, stopped_at: int
) -> None:
    steps = step_states(state, previous)
    assert steps.index("stopped") == stopped_at
    assert steps[:stopped_at] == ["done"] * stopped_at


def test_every_state_has_a_stepper() -> None:
    for state in State.values:
        page = rendered("{% milestones one %}", one=SimpleNamespace(state=state, previous_state=""))
        assert page.count('class="milestone"') == len(MILESTONES)


def test_a_step_the_campaign_does_not_need_is_said_to_be_skipped() -> None:
    steps = step_states("unit_reviewed", skipped=["council_voted", "consulted"])
    assert steps == ["done", "done", "skipped", "skipped", "current", "ahead"]


def test_the_timeline_keeps_line_breaks_and_escapes_what_people_typed() -> None:
    event = {
        "at": datetime(2026, 11, 5, 7, 30, tzinfo=UTC),
        "who": "Trần Quốc Tuấn",
        "sentence": "đã trả lại hồ sơ",
        "comment": "Xin bổ sung:\n<script>alert(1)</script>",
        "differences": [{"label": "Số tiền", "before": "1", "after": "2"}],
    }
    page = rendered("{% timeline events %}", events=[event])
    assert "05/11/2026 14:30" in page
    assert "Xin bổ sung:<br>&lt;script&gt;" in page
    assert "<del>1</del><ins>2</ins>" in page


def test_pagination_keeps_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/", {"state": "submitted", "page": "2"})
    page = rendered(
        "{% pagination page %}", page=Paginator(range(140), 25).page(2), request=request
    )
    assert "26 đến 50 trong tổng số 140" in page
    assert "?state=submitted&amp;page=3" in page
    assert 'aria-current="page">2<' in page


def test_a_chart_always_has_its_numbers_as_a_table() -> None:
    data = {"labels": ["2015"], "series": [{"label": "LĐTT", "data": [1234]}]}
    page = rendered('{% chart "c" data "Theo năm" %}', data=data)
    assert "<table" in page
    assert "1.234" in page
    assert '<script id="c" type="application/json">' in page
    assert "<table" not in rendered('{% chart "c" data "Theo năm" table=False %}', data=data)


def test_chart_data_cannot_leave_its_script() -> None:
    data = {"labels": ["</script><b>"], "series": [{"label": "x", "data": [1]}]}
    assert "</script><b>" not in rendered('{% chart "c" data "x" %}', data=data)


def test_captured_content_can_stand_twice() -> None:
    assert rendered("{% captured as x %} a {% endcaptured %}{{ x }}{{ x }}") == "aa"
    with pytest.raises(TemplateSyntaxError):
        rendered("{% captured x %}{% endcaptured %}")
