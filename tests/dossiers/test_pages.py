"""Every page for everybody: it renders, in Vietnamese, within its ceiling of statements."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from nominations.dossiers.models import Nomination
from nominations.dossiers.views.transitions import TRANSITION_PAGE
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import Cast
from tests.cast.walking import EXITS, WAY
from workflow.table import Transition

WORDS = re.compile(r"[A-Za-z]{3,}")
_ENGLISH = """
about achievement act agency all and are award back campaign cannot change choose close closed
comment council date day decide decision deadline dossier draft endorse evidence file for from
has have must name nomination nominee not open please reason register registered report review
save session state step submit submitted the this title unit version vote was which who with
withdrawn year you your
"""
ENGLISH = frozenset(_ENGLISH.split())


def shown(html: str) -> str:
    """The words of the page's own part: no markup, no scripts, no frame of other rooms."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", main[0], flags=re.DOTALL)
    attributes = " ".join(
        re.findall(r'(?:placeholder|aria-label|title|data-label)="([^"]*)"', text)
    )
    return unescape(re.sub(r"<[^>]+>", " ", text) + " " + attributes)


def assert_vietnamese(html: str) -> None:
    found = {word for word in WORDS.findall(shown(html)) if word.lower() in ENGLISH}
    assert not found
    inner = set(State.values) - {"draft", "submitted", "registered"}
    assert not inner & set(re.findall(r"[a-z_]+", shown(html)))


def get(cast: Cast, who: str, path: str, status: int = 200) -> str:
    answer = cast.client(cast.users[who]).get(path)
    assert answer.status_code == status, path
    html = answer.content.decode()
    if status == 200:
        assert_vietnamese(html)
    return html


def test_the_page_of_a_nomination_speaks_plain_words_in_every_state(cast: Cast) -> None:
    """One nomination on its way, and one that is decided above; each exit is taken back again."""
    own, read = cast.nomination(), []
    for state in WAY[:-1]:
        (own,) = cast.walk([own], state)
        read.append(_read_by_everybody(cast, own))
        for out in (out for out, before in EXITS.items() if before == state):
            if out != State.REFUSED_ABOVE:
                read.append(_read_after(cast, own, out))
    above = cast.nomination(State.REPORTED, award="BK_TINH")
    read += [_read_after(cast, above, out) for out in (State.REFUSED_ABOVE, State.CONFERRED)]

    assert sorted(read) == sorted(State)


def _read_after(cast: Cast, nomination: Nomination, state: str) -> str:
    point = transaction.savepoint()
    (there,) = cast.walk([nomination], state)
    read = _read_by_everybody(cast, there)
    transaction.savepoint_rollback(point)
    return read


def _read_by_everybody(cast: Cast, nomination: Nomination) -> str:
    """Who sees the page reads plain words; the state in which it stands."""
    for who in ("nominee", "clerk"):
        assert nomination.subject_name in get(cast, who, nomination.get_absolute_url())
    status = 404 if nomination.state == State.DRAFT else 200
    for who in ("unit_head", "secretary", "director", "auditor"):
        get(cast, who, nomination.get_absolute_url(), status)
    for who in ("outsider", "stranger", "administrator"):
        get(cast, who, nomination.get_absolute_url(), 404)
    return nomination.state


@pytest.mark.parametrize("who", list(Cast.__annotations__))
def test_lists_and_home_render_for_everybody(cast: Cast, who: str) -> None:
    if who not in cast.users:
        return
    cast.nomination(State.SUBMITTED)
    cast.nomination(State.DRAFT, award="LDTT")
    for path in ("/de-nghi/", "/de-nghi/moi/", "/dot-thi-dua/"):
        get(cast, who, path)
    allowed = who in {"clerk", "unit_head", "deputy", "other_head"}
    get(cast, who, "/don-vi/", 200 if allowed else 403)
    get(cast, who, "/dot-thi-dua/mo/", 200 if who == "secretary" else 403)


@pytest.mark.parametrize(
    ("state", "who", "names"),
    [
        (State.DRAFT, "nominee", ["register"]),
        (State.REGISTERED, "nominee", ["submit", "withdraw"]),
        (State.SUBMITTED, "unit_head", ["endorse", "return_for_correction", "decline"]),
        (State.UNIT_REVIEWED, "secretary", ["return_for_correction"]),
        (State.CONSULTED, "director", ["refuse"]),
        (State.REPORTED, "secretary", []),
        (State.DECLINED, "secretary", ["restore"]),
    ],
)
def test_the_confirmation_pages_speak_plain_words(
    cast: Cast, state: str, who: str, names: list[str]
) -> None:
    nomination = cast.nomination(state)
    for name in names:
        get(cast, who, f"{nomination.get_absolute_url()}chuyen/{name}/")


def test_no_answer_from_above_is_offered_for_an_own_award(cast: Cast) -> None:
    word = "Ghi nhận đã được khen thưởng"
    own = cast.nomination(State.REPORTED)
    above = cast.nomination(State.REPORTED, award="BK_TINH")
    assert word not in get(cast, "secretary", own.get_absolute_url())
    assert word in get(cast, "secretary", above.get_absolute_url())


def test_writing_pages_speak_plain_words(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    draft = cast.nomination(award="LDTT")
    for page in ("bao-cao/", "minh-chung/"):
        get(cast, "nominee", nomination.get_absolute_url() + page)
    get(cast, "nominee", draft.get_absolute_url() + "muc-tieu/")
    title = cast.campaign.titles.first()
    for page in ("", "gia-han/", f"danh-hieu/{title.pk}/"):
        get(cast, "secretary", f"/dot-thi-dua/{cast.campaign.pk}/{page}")
    get(cast, "nominee", f"/dot-thi-dua/{cast.campaign.pk}/")
    get(cast, "nominee", f"/dot-thi-dua/{cast.campaign.pk}/gia-han/", 403)
    get(cast, "stranger", f"/dot-thi-dua/{cast.campaign.pk}/", 404)


def test_a_visitor_is_asked_to_log_in(cast: Cast, client: Any) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    for path in ("/de-nghi/", nomination.get_absolute_url(), "/don-vi/", "/dot-thi-dua/"):
        assert client.get(path).status_code == 302


def test_lists_take_as_many_statements_for_twenty_rows_as_for_three(cast: Cast) -> None:
    ceilings = {
        ("secretary", "/de-nghi/"): 32,
        ("unit_head", "/de-nghi/"): 32,
        ("unit_head", "/don-vi/"): 36,
        ("unit_head", "/"): 45,
    }
    counts: dict[tuple[str, str], list[int]] = {place: [] for place in ceilings}
    for count in (3, 17):
        people = [(cast.person(), None) for _ in range(count)]
        cast.nominations(people, State.SUBMITTED, award="LDTT")
        for who, path in ceilings:
            client = cast.client(cast.users[who])
            with CaptureQueriesContext(connection) as statements:
                assert client.get(path).status_code == 200
            counts[who, path].append(len(statements))

    for place, (few, many) in counts.items():
        assert many <= few + 1, place
        assert many <= ceilings[place], place


def test_filters_narrow_the_list_and_nonsense_filters_nothing(cast: Cast) -> None:
    cast.nomination(State.SUBMITTED, person=cast.person("Đỗ Thị Hoà"))
    cast.nomination(State.REGISTERED)

    assert "Đỗ Thị Hoà" not in get(cast, "secretary", "/de-nghi/?state=registered")
    assert "Nguyễn Văn An" not in get(cast, "secretary", "/de-nghi/?q=hoa+do")
    both = get(cast, "secretary", "/de-nghi/?state=xyz&unit=0&year=abc&page=99")
    assert "Đỗ Thị Hoà" in both
    assert "Nguyễn Văn An" in both
    assert "Không có đề nghị nào khớp" in get(cast, "secretary", "/de-nghi/?q=zzz")


def test_an_unsubmitted_text_is_read_by_its_writers_only(cast: Cast) -> None:
    from nominations.dossiers.services import save_report

    nomination = cast.nomination(State.REGISTERED)
    save_report(
        actor=cast.nominee,
        nomination=nomination,
        fields={"achievements": "Bản viết dở"},
        revision=0,
    )

    assert "Bản viết dở" in get(cast, "nominee", nomination.get_absolute_url())
    assert "Bản viết dở" in get(cast, "clerk", nomination.get_absolute_url())
    assert "Bản viết dở" not in get(cast, "unit_head", nomination.get_absolute_url())
    assert Nomination.objects.count() == 1


@pytest.mark.parametrize(
    "row", [row for row in PIPELINE.transitions if row.offered], ids=lambda row: row.name
)
def test_every_offered_act_has_a_form_the_page_can_use(cast: Cast, row: Transition) -> None:
    nomination = cast.nomination(State.REGISTERED)

    form = TRANSITION_PAGE.form_class(row)(nomination=nomination, user=cast.nominee)
    sent = TRANSITION_PAGE.form_class(row)({}, nomination=nomination, user=cast.nominee)

    assert row.needs_comment <= ("comment" in form.fields)
    if sent.is_valid():
        assert set(sent.payload()) <= set(row.data_fields)
