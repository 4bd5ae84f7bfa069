"""Pages after a user's mistake: a clear sentence, no input lost, nothing half-done.

Mistakes in tables of award history have their own tests (tests/awards).
"""

from __future__ import annotations

import inspect
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve, reverse

from nominations.consultation.models import Comment
from nominations.council.models import NamedVote
from nominations.dossiers.models import Nomination, Report
from nominations.vietnamese import fold
from tests.architecture.url_payloads import SENT
from tests.architecture.url_requests import ROWS, Sending, in_vietnamese, picture, says_why, send
from tests.architecture.url_world import TEXT, World, the_world
from tests.cast import PDF, endorsement, pdf
from tests.database_template import Worlds
from workflow import clock
from workflow.models import AuditEvent

FORMS = sorted(name for name in SENT if not name.startswith("account_") and name != "text_size")
LONG_NUMBER = "9" * 30
NOT_A_NUMBER = "²"  # str.isdigit() says yes, int() says no
SENTENCE = re.compile(r'class="message [^>]*>(.*?)</p>', re.DOTALL)
OF_FORMS = ("q", "agency", "unit", "year", "state", "award", "mine", "ten", "tu", "den", "tinh_den")
BUTTONS = {"act", "declare", "step"}  # a browser sends one of them with every press
TYPED = "Tôi đã gõ đoạn này rất lâu."


@pytest.fixture(scope="module")
def world(
    worlds: Worlds, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        the_world(worlds, tmp_path_factory.mktemp("files")) as built,
    ):
        built.rows["picture"] = picture()
        yield built


@pytest.fixture(autouse=True)
def limits_begin_anew(db: None, empty_cache: None) -> None:
    """Rate limits of one test do not reach the next."""


def try_it(world: World, name: str, given: dict[str, Any] | None, who: str = "") -> Sending:
    """The doer of the page sends this, and it is refused: the reason is told, nothing changed."""
    sent = send(world, who or ROWS[name]["doer"], "POST", name, given=given)
    assert sent.response.status_code in {200, 302, 409, 422}, sent.words
    assert not sent.changed
    assert says_why(sent)
    return sent


def messages_of(sending: Sending) -> str:
    """The messages of the page that a refusal leads to."""
    found = SENTENCE.findall(sending.page)
    return " ".join(" ".join(re.sub("<[^>]+>", " ", one).split()) for one in found)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- a form sent empty, half empty, or full of nonsense -------------------------------------------


def left_out(name: str, world: World) -> Iterator[dict[str, Any]]:
    """The right answer without one of its fields each, and with none at all."""
    given = SENT[name](world)
    yield {}
    has_file = any(hasattr(value, "read") for value in given.values())  # it is read once only
    for field in given.keys() - BUTTONS:
        whole = SENT[name](world) if has_file else given
        yield {other: value for other, value in whole.items() if other != field}


def nonsense(name: str, world: World) -> Iterator[dict[str, Any]]:
    """The right fields with what no field takes."""
    fields = list(SENT[name](world))
    for value in (NOT_A_NUMBER, LONG_NUMBER, "a\x00b", "-1"):
        yield dict.fromkeys(fields, value)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_missing_or_senseless_fields_is_refused_in_words_or_does_its_work(
    world: World, empty_cache: Callable[[], None], name: str
) -> None:
    faults = []
    for given in [*left_out(name, world), *nonsense(name, world)]:
        empty_cache()  # what is sent here is more than one visitor may send
        point = transaction.savepoint()
        sent = send(world, ROWS[name]["doer"], "POST", name, given=given)
        done = sent.response.status_code == 302 and sent.changed
        clean = sent.response.status_code in {200, 302, 409, 422} and not sent.changed
        if not done and not clean:
            faults.append(f"{sent.words} changed={sent.changed} for {given}")
        elif clean and not says_why(sent):
            faults.append(f"{sent.words} without a reason for {given}")
        elif clean and TEXT in given.values() and TEXT not in sent.page:
            faults.append(f"{sent.words} loses what was typed of {given}")
        transaction.savepoint_rollback(point)
    assert faults == []


def asked_for(name: str) -> list[str]:
    """The words that the page's own module looks for behind the question mark."""
    view = resolve(reverse(name)).func
    source = Path(inspect.getfile(inspect.unwrap(view))).read_text("utf-8")
    return sorted(set(re.findall(r"""GET\.get(?:list)?\("([\w-]+)\"""", source)))


@pytest.mark.parametrize(
    "name", sorted(name for name, row in ROWS.items() if not row["object"] and ":" in name)
)
def test_nonsense_in_the_address_is_answered_by_a_page(world: World, name: str) -> None:
    faults = []
    client = world.client(ROWS[name]["doer"])
    words = asked_for(name)
    values = (NOT_A_NUMBER * 4, LONG_NUMBER, "\x00")
    # All words at once with each value; each word alone with one of them, in turn.
    together = [dict.fromkeys([*words, *OF_FORMS], value) for value in values]
    alone = [{word: value} for word, value in zip(words, cycle(values), strict=False)]
    for given in [*together, *alone]:
        answer = client.get(reverse(name), given)
        if answer.status_code not in {200, 302, 404, 405}:
            faults.append(f"{answer.status_code} for {given}")
    assert faults == []


def test_a_number_in_the_path_may_be_of_any_length(world: World) -> None:
    for name, row in ROWS.items():
        real = world.objects[row["object"]]
        if any(isinstance(value, int) for value in real.values()):
            kwargs = {
                key: int(LONG_NUMBER) if isinstance(value, int) else value
                for key, value in real.items()
            }
            for method in ("get", "post"):
                client = world.client(row["doer"])
                answer = getattr(client, method)(reverse(name, kwargs=kwargs))
                # The address of a button leads back to the page above it, if there is one.
                led_back = method == "get" and answer.status_code == 302
                assert led_back or answer.status_code in {404, 405}, name


# Whoever scans the code of a paper does not type an address.
SAYS_NOT_FOUND = {"issued_papers:verify": "No paper with this code was issued here."}


@pytest.mark.parametrize(
    "name", sorted(name for name, row in ROWS.items() if row["object"] and ":" in name)
)
def test_what_does_not_exist_has_a_page_that_says_so(world: World, name: str) -> None:
    real = world.objects[ROWS[name]["object"]]
    kwargs = {
        key: uuid4() if isinstance(value, UUID) else 10**9 if isinstance(value, int) else value
        for key, value in real.items()
    }
    if kwargs == real:
        kwargs = dict.fromkeys(real, "khong-co")
    method = "POST" if ROWS[name]["does"].startswith("-") else "GET"
    sent = send(world, ROWS[name]["doer"], method, name, path=reverse(name, kwargs=kwargs))

    assert sent.response.status_code == 404
    said = SAYS_NOT_FOUND.get(name, "Nothing is found at this address")
    assert in_vietnamese(said) in sent.body
    assert not sent.changed


# --- steps that do not exist, came too late, or were taken already --------------------------------


@pytest.mark.parametrize("step", ["bay", "pass_vote", "consulted", "fail_vote", "SUBMIT"])
def test_a_step_that_does_not_exist_is_named_as_such(world: World, step: str) -> None:
    kwargs = {"public_id": world.rows["own"].public_id, "name": step}
    path = reverse("dossiers:transition", kwargs=kwargs)
    for method in ("GET", "POST"):
        sent = send(world, "nominee", method, "dossiers:transition", path=path)
        assert sent.response.status_code == 302
        assert not sent.changed
        assert in_vietnamese(
            "This step does not exist or is taken on another page."
        ) in messages_of(sent)


@pytest.mark.parametrize("step", ["register", "endorse", "decide", "record_outcome", "restore"])
def test_a_step_from_another_state_is_refused_in_words(world: World, step: str) -> None:
    kwargs = {"public_id": world.rows["own"].public_id, "name": step}
    path = reverse("dossiers:transition", kwargs=kwargs)
    for method in ("GET", "POST"):
        sent = send(world, "nominee", method, "dossiers:transition", path=path)
        assert sent.response.status_code in {302, 422}
        assert not sent.changed
        assert says_why(sent)


def test_a_second_tab_that_was_overtaken_keeps_what_was_typed(world: World) -> None:
    row = Nomination.objects.get(pk=world.rows["submitted"].pk)
    kwargs = {"public_id": row.public_id, "name": "endorse"}
    path = reverse("dossiers:transition", kwargs=kwargs)
    agreed = endorsement(row, present=9, agreed=8)
    given = {**agreed, "held_on": f"{clock.today():%d/%m/%Y}", "comment": TYPED}
    given["seen_version"] = row.version - 1

    sent = send(world, "unit_head", "POST", "dossiers:transition", path=path, given=given)

    assert sent.response.status_code == 409
    assert not sent.changed
    assert TYPED in sent.body
    assert 'value="9"' in sent.body
    assert 'value="8"' in sent.body
    kept = "What you have typed is kept below. Look at the dossier again before you go on."
    assert in_vietnamese(kept) in sent.body
    # What the page now shows has been seen: the next press counts.
    shown = re.search(r'name="seen_version" value="(\d+)"', sent.body)
    assert shown is not None
    assert int(shown[1]) == row.version


def test_a_bulk_review_from_an_old_tab_moves_nothing_and_names_the_nomination(world: World) -> None:
    row = Nomination.objects.get(pk=world.rows["submitted"].pk)
    given = SENT["dossiers:unit_endorse"](world) | {f"version_{row.pk}": row.version - 1}
    sent = try_it(world, "dossiers:unit_endorse", given)
    assert row.title in sent.page


def test_a_report_saved_in_another_tab_is_not_overwritten_and_both_texts_are_shown(
    world: World,
) -> None:
    given = SENT["dossiers:report"](world) | {"duties": TYPED, "revision": 0}
    sent = try_it(world, "dossiers:report", given)

    assert sent.response.status_code == 409
    assert TYPED in sent.body
    assert Report.objects.get(nomination=world.rows["own"]).duties in sent.body
    saved = send(world, "nominee", "POST", "dossiers:report", given=given, **{"X-Autosave": "1"})
    assert saved.response.status_code == 409
    assert not saved.changed
    assert saved.response.json()["message"]


def test_a_step_pressed_twice_is_taken_once_and_the_second_press_is_told_so(world: World) -> None:
    first = send(world, "nominee", "POST", "dossiers:transition")
    assert first.changed
    world_after = picture()
    given = {"seen_version": world.rows["own"].version}
    second = send(world, "nominee", "POST", "dossiers:transition", given=given)

    assert second.response.status_code == 302
    assert picture() == world_after
    assert "đã được ghi nhận" in messages_of(second)


def test_a_new_nomination_sent_twice_is_one_nomination(world: World) -> None:
    send(world, "nominee", "POST", "dossiers:new")
    before, count = picture(), Nomination.objects.count()
    again = send(world, "nominee", "POST", "dossiers:new")

    assert again.response.status_code == 302
    assert Nomination.objects.count() == count
    assert picture() == before
    sentence = in_vietnamese("This nomination has already been recorded; here it is.")
    assert sentence in messages_of(again)


@pytest.mark.parametrize(
    "name",
    [
        "council:open", "council:close", "council:count", "council:sign", "council:certify",
        "council:void", "council:again", "decisions:sign", "decisions:discard",
        "decisions:new", "decisions:report_new", "decisions:outcomes", "decisions:arrival",
        "consultation:post", "consultation:close", "consultation:objection",
        "people:assign", "people:delegate", "dossiers:campaign_new", "dossiers:evidence",
        "dossiers:evidence_remove", "dossiers:progress", "awards:layer", "awards:layer_new",
        "notifications:send_again",
    ],
)  # fmt: skip
def test_an_act_sent_twice_is_done_once(world: World, name: str) -> None:
    given = SENT[name](world) if name in SENT else {}
    repeat = SENT[name](world) if name in SENT else {}  # files are read once only
    first = send(world, ROWS[name]["doer"], "POST", name, given=given)
    assert first.changed
    assert first.page
    before, entries = picture(), AuditEvent.objects.count()
    again = send(world, ROWS[name]["doer"], "POST", name, given=repeat)

    assert again.response.status_code in {200, 302, 404, 409, 422}
    assert AuditEvent.objects.count() == entries
    assert picture() == before
    assert again.response.status_code == 404 or says_why(again)


# --- the time is over -----------------------------------------------------------------------------


def test_goals_typed_before_the_window_closed_are_not_lost(world: World) -> None:
    given = {"goals": TYPED, "planned_initiative": "Sáng kiến"}
    with clock.at(world.cast.campaign.registration_closes_at + timedelta(minutes=1)):
        sent = send(world, "nominee", "POST", "dossiers:new", given=given)
    assert sent.response.status_code in {200, 422}
    assert not sent.changed
    assert in_vietnamese("No campaign is open for registration now.") in sent.body
    assert TYPED in sent.body


def test_a_report_cannot_be_submitted_a_minute_after_the_window_closed(world: World) -> None:
    with clock.at(world.cast.campaign.submission_closes_at + timedelta(minutes=1)):
        sent = send(world, "nominee", "POST", "dossiers:transition")
        assert sent.response.status_code == 422
        assert not sent.changed
        assert in_vietnamese("Report submission") in sent.body
        # The text itself can still be saved: only the submission is too late.
        saved = send(world, "nominee", "POST", "dossiers:report")
        assert saved.response.status_code == 302


def test_an_opinion_sent_after_the_last_day_is_refused_in_words(world: World) -> None:
    count = Comment.objects.count()
    with clock.at(clock.now() + timedelta(days=30)):
        sent = send(world, "nominee", "POST", "consultation:comment", given={"text": TYPED})
    assert not sent.changed
    assert Comment.objects.count() == count
    assert "ý kiến chưa được gửi" in sent.body
    assert TYPED in sent.body


def test_a_ballot_sent_after_the_closing_is_not_counted(world: World) -> None:
    first = send(world, "secretary", "POST", "council:close")
    assert first.changed
    before, votes = picture(), NamedVote.objects.count()
    late = send(world, "member", "POST", "council:ballot")
    assert late.response.status_code == 302
    assert NamedVote.objects.count() == votes
    assert picture() == before
    assert in_vietnamese("There is no voting on screen in this session now.") in messages_of(late)


# --- files ----------------------------------------------------------------------------------------


def office(part: str, *more: str, types: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        for name in (part, *more):
            archive.writestr(name, "x")
    return out.getvalue()


DOCX = "word/document.xml"
UNFIT = {
    "exe renamed pdf": ("quyet-dinh.pdf", b"MZ\x90\x00" + b"\x00" * 200, "không phải"),
    "empty": ("rong.pdf", b"", "rỗng"),
    "docm renamed docx": ("bao-cao.docx", office(DOCX, "word/vbaProject.bin"), "macro"),
    "docm by its types": (
        "bao-cao.docx",
        office(
            DOCX,
            types='<Override ContentType="application/vnd.ms-word.document.macroEnabled"/>',
        ),
        "macro",
    ),
    "zip renamed docx": ("bao-cao.docx", office("a.txt"), "không được nhận"),
    "program": ("cai-dat.exe", b"MZ", "pdf"),
    "two extensions": ("hoa-don.exe.pdf", PDF, "hai"),
    "no extension": ("minhchung", PDF, "pdf"),
    "page": ("trang.html", b"<script>alert(1)</script>", "pdf"),
    "half a pdf": ("nua.pdf", PDF[:20], "thiếu phần cuối"),
    "pdf with a script": ("ma.pdf", PDF.replace(b"/Catalog", b"/JavaScript"), "lệnh tự chạy"),
}


@pytest.mark.parametrize("kind", sorted(UNFIT))
def test_a_file_that_is_not_what_it_says_is_refused_in_one_sentence(
    world: World, kind: str
) -> None:
    name, content, word = UNFIT[kind]
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    given = {"paper": "excellence", "file": file, "note": TYPED}
    sent = try_it(world, "dossiers:evidence", given)

    errors = re.search(r'class="error-summary".*?</div>', sent.body, re.DOTALL)
    assert errors is not None
    assert len(re.findall("<li>", errors[0])) == 1
    assert word in errors[0]
    assert TYPED in sent.body


def test_a_file_that_is_too_large_is_refused_with_the_limit(
    world: World, settings: LazySettings
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    file = pdf("lon.pdf", PDF + b" " * 2 * 1024 * 1024)
    sent = try_it(world, "dossiers:evidence", {"paper": "excellence", "file": file, "note": TYPED})
    assert "2,0 MB" in sent.body
    assert TYPED in sent.body


def test_a_text_larger_than_the_server_takes_has_its_own_page(
    world: World, settings: LazySettings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50_000
    sent = send(
        world, "nominee", "POST", "dossiers:report", given={"duties": "a" * 60_000, "revision": 1}
    )
    assert sent.response.status_code == 413
    assert in_vietnamese("What was sent exceeds the limit, so nothing has been saved.") in sent.body
    assert not sent.changed


def test_a_text_longer_than_its_field_is_refused_and_shown_again(world: World) -> None:
    given = SENT["dossiers:report"](world) | {"duties": TYPED * 3000}
    sent = try_it(world, "dossiers:report", given)
    assert sent.response.status_code == 422
    assert TYPED in sent.body


# --- Vietnamese as some keyboards and phones send it ----------------------------------------------


def test_decomposed_letters_are_kept_composed(world: World) -> None:
    text = "Rút ngắn thời gian thẩm định, ước tiết kiệm 120 triệu đồng."
    for name, given in {
        "dossiers:report": SENT["dossiers:report"](world) | {"duties": nfd(text)},
        "dossiers:goals": SENT["dossiers:goals"](world)
        | {"goals": nfd(text), "planned_initiative": nfd(text)},
        "consultation:comment": {"text": nfd(text)},
    }.items():
        assert send(world, "nominee", "POST", name, given=given).changed
    assert Report.objects.get(nomination=world.rows["own"]).duties == text
    assert Nomination.objects.get(pk=world.rows["draft"].pk).goals == text
    assert Comment.objects.latest("pk").text == text


def test_a_file_name_in_decomposed_letters_is_kept_composed(world: World) -> None:
    given = {"paper": "excellence", "file": pdf(nfd("xác nhận.pdf")), "note": ""}
    assert send(world, "nominee", "POST", "dossiers:evidence", given=given).changed
    names = world.rows["own"].evidence.values_list("name", flat=True)
    assert "xác nhận.pdf" in names


@pytest.mark.parametrize(
    ("name", "word", "row"),
    [
        ("dossiers:list", "q", "submitted"),
        ("people:index", "q", "submitted"),
        ("statistics:roll", "ten", "unreported"),
    ],
)
def test_a_search_finds_a_name_however_it_is_typed(
    world: World, name: str, word: str, row: str
) -> None:
    client = world.client("secretary")
    full = world.rows[row].subject_name
    for typed in (full, nfd(full), fold(full), full.upper(), nfd(f"  {full.upper()} ")):
        page = client.get(reverse(name), {word: typed})
        assert full in page.content.decode().replace(f'value="{full}"', ""), typed
    page = client.get(reverse(name), {word: "Khong Co Ai"})
    assert full not in page.content.decode()


def test_a_ballot_with_an_answer_that_is_none_is_refused_as_a_whole(world: World) -> None:
    item = world.rows["ballot item"].pk
    try_it(world, "council:ballot", {"step": "cast", f"item-{item}": "perhaps"})


def test_counts_that_do_not_add_up_are_refused_and_shown_again(world: World) -> None:
    item = world.rows["session paper"].items.get().pk
    given = {f"i{item}-yes": "97", f"i{item}-no": "0"}
    sent = try_it(world, "council:counts", given)
    assert 'value="97"' in sent.body
