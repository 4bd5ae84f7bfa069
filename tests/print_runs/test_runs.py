"""A print run's way: files, errors of one paper, dead workers, reprints, what is kept how long."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from nominations.decisions.models import Decision
from nominations.dossiers.models import Nomination
from nominations.print_runs import rendering, run_execution, run_files
from nominations.print_runs.models import PrintItem, PrintRun
from nominations.print_runs.run_workflow import PrintState
from tests.documents.sample_papers import HOSTILE_NAME
from tests.issued_papers.issuing_office import IssuingOffice
from tests.print_runs.rows import print_run
from workflow import clock
from workflow.models import AuditEvent


class Killed(BaseException):
    """A worker that is no more: nothing of what follows in it runs."""


def text_of(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def start_page(papers: IssuingOffice) -> str:
    return reverse("print_runs:start", args=["giay-khen", Decision.objects.get().public_id])


def stood_still(run: PrintRun) -> None:
    """The last sign of life is long ago."""
    PrintRun.objects.filter(pk=run.pk).update(seen_at=clock.now() - run_execution.STALE_AFTER * 2)


# --- the plain way --------------------------------------------------------------------------------


def test_the_secretary_prints_and_takes_the_files(papers: IssuingOffice) -> None:
    client, page = papers.cast.client(papers.secretary), start_page(papers)
    assert page in text_of(client.get(Decision.objects.get().get_absolute_url()))
    assert "Danh sách có 3 bản" in text_of(client.get(page))
    made = client.post(page, {"numbers": ""})
    run = PrintRun.objects.get()
    assert made["Location"] == run.get_absolute_url()
    assert (run.state, run.done, run.failed) == (PrintState.DONE, 3, 0)
    items = list(run.items.order_by("position"))
    shown = text_of(client.get(run.get_absolute_url()))
    assert "Đã lập 3/3 bản" in shown
    for file in run.files.all():
        path = reverse("print_runs:file", args=[run.public_id, file.format])
        content = body(client.get(path))
        assert path in shown
        assert sha256(content).hexdigest() == file.sha256
        if file.format == "pdf":
            pages = [one.extract_text() for one in PdfReader(io.BytesIO(content)).pages]
            assert [item.name in page for item, page in zip(items, pages, strict=True)] == [
                True
            ] * 3
            continue
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.namelist() == [item.file_name for item in items]
            assert all(name.isascii() for name in archive.namelist())
            for item in items:
                single = archive.read(item.file_name)
                assert sha256(single).hexdigest() == item.sha256
                assert item.name in PdfReader(io.BytesIO(single)).pages[0].extract_text()
    assert HOSTILE_NAME in [item.name for item in items]


def test_printing_again_asks_for_a_reason_and_stands_in_the_log(papers: IssuingOffice) -> None:
    client, page = papers.cast.client(papers.secretary), start_page(papers)
    client.post(page, {"numbers": "1-2"})
    refused = text_of(client.post(page, {"numbers": "2, 3", "reason": ""}))
    assert "Có 1 bản đã in trước đó" in refused
    assert 'value="2, 3"' in refused
    assert PrintRun.objects.count() == 1
    for wrong, sentence in (
        ("2; một", "“một” không phải là số thứ tự"),
        ("9", "không có số thứ tự 9"),
    ):
        assert sentence in text_of(client.post(page, {"numbers": wrong, "reason": "x"}))
    client.post(page, {"numbers": "2, 3", "reason": "Bản in trước bị nhòe mực"})
    again = PrintRun.objects.latest("pk")
    assert [item.is_again for item in again.items.order_by("position")] == [True, False]
    log = text_of(client.get(reverse("print_runs:index"), {"xem": "in-lai"}))
    reprinted = again.items.get(is_again=True)
    assert log.count("Bản in trước bị nhòe mực") == 1
    assert reprinted.name in log
    recorded = AuditEvent.objects.filter(action="print_run.started").latest("pk").content
    assert (recorded["again"], recorded["reason"]) == ([reprinted.key], again.reason)


def test_nobody_but_the_secretary_prints(papers: IssuingOffice) -> None:
    page = start_page(papers)
    assert papers.cast.client(papers.cast.director).post(page, {}).status_code == 403
    assert papers.cast.client(papers.cast.stranger).get(page).status_code == 404
    assert not PrintRun.objects.exists()


def test_a_letter_that_the_font_lacks_spoils_one_paper_only(papers: IssuingOffice) -> None:
    Nomination.objects.filter(pk=papers.nominations[1]).update(subject_name="Trần 🎖 Mai")
    client = papers.cast.client(papers.secretary)
    shown = text_of(client.post(start_page(papers), {"numbers": ""}, follow=True))
    run = PrintRun.objects.get()
    assert (run.state, run.done, run.failed) == (PrintState.DONE, 2, 1)
    assert "Trần 🎖 Mai: Phông chữ" in shown or "U+1F396" in shown
    assert "1 bản không lập được" in shown
    merged = run_files.path_of(run.files.get(format="pdf")).read_bytes()
    assert len(PdfReader(io.BytesIO(merged)).pages) == 2


# --- workers that die -----------------------------------------------------------------------------


@pytest.fixture
def run(papers: IssuingOffice, monkeypatch: pytest.MonkeyPatch) -> PrintRun:
    """Seven papers, of which two are made in one go."""
    monkeypatch.setattr(run_execution, "PAPERS_PER_SAVE", 2)
    names = [f"Ông Nguyễn Văn {number}" for number in range(1, 8)]
    record = Decision.objects.get().stream
    return print_run(papers.cast.agency, papers.secretary, names, record=record)


def killed_after(monkeypatch: pytest.MonkeyPatch, papers_made: int) -> list[str]:
    """Let the worker die at that paper, once; the names of papers in the order of their making."""
    made: list[str] = []
    real = rendering.item_files

    def item_files(content: str, **more: Any) -> dict[str, bytes]:
        if len(made) == papers_made:
            made.append("killed")
            raise Killed
        made.append(content)
        return real(content, **more)

    monkeypatch.setattr(rendering, "item_files", item_files)
    return made


def test_what_was_made_before_a_kill_stays_and_the_rest_goes_on(
    run: PrintRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after(monkeypatch, 5)
    with pytest.raises(Killed):
        run_execution.work_on(run.pk)
    before = {item.pk: item.made_at for item in run.items.exclude(made_at=None)}
    run.refresh_from_db()
    assert (len(before), run.done, run.state) == (4, 4, PrintState.WORKING)
    run_execution.work_on(run.pk)  # its mark is still fresh: nobody takes it away
    assert run.items.exclude(made_at=None).count() == 4
    stood_still(run)
    made = killed_after(monkeypatch, 99)
    run_execution.sweep()
    run.refresh_from_db()
    assert (run.state, run.done, run.failed) == (PrintState.DONE, 7, 0)
    assert len(made) == 3  # the two of the lost batch are not doubled: one row, one file, one page
    assert {pk: PrintItem.objects.get(pk=pk).made_at for pk in before} == before
    merged = run_files.path_of(run.files.get(format="pdf")).read_bytes()
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(merged)).pages]
    assert [f"Văn {number}" in text for number, text in enumerate(texts, 1)] == [True] * 7
    with zipfile.ZipFile(run_files.path_of(run.files.get(format="zip"))) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist())) == 7


def test_a_worker_that_wakes_up_late_writes_nothing(
    run: PrintRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was taken for dead; whoever took over holds the run under another mark."""
    real = rendering.item_files

    def overtaken(content: str, **more: Any) -> dict[str, bytes]:
        monkeypatch.setattr(rendering, "item_files", real)
        stood_still(run)
        run_execution.work_on(run.pk)
        return real(content, **more)

    monkeypatch.setattr(rendering, "item_files", overtaken)
    run_execution.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done) == (PrintState.DONE, 7)
    assert run.files.count() == 2


def test_a_run_that_kills_its_workers_stops_and_goes_on_by_hand(
    run: PrintRun, papers: IssuingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(run_execution.MAX_ATTEMPTS):
        with monkeypatch.context() as patch:
            killed_after(patch, 0)
            with pytest.raises(Killed):
                run_execution.work_on(run.pk)
        stood_still(run)
    run_execution.sweep()
    run.refresh_from_db()
    assert run.state == PrintState.STOPPED
    client = papers.cast.client(papers.secretary)
    assert "đã dừng nhiều lần" in text_of(client.get(run.get_absolute_url()))
    client.post(reverse("print_runs:go_on", args=[run.public_id]))
    run.refresh_from_db()
    assert (run.state, run.done) == (PrintState.DONE, 7)


def test_a_paper_that_is_lost_before_the_end_is_made_once_more(
    run: PrintRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = run_files.write_zip

    def lose_one(of: PrintRun, items: Any, **more: Any) -> Any:
        monkeypatch.setattr(run_files, "write_zip", real)
        (run_files.folder_of(of.public_id) / "items" / "000003.pdf").write_bytes(b"%PDF cut")
        return real(of, items, **more)

    monkeypatch.setattr(run_files, "write_zip", lose_one)
    with pytest.raises(run_files.PaperFileMissing):
        run_execution.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done) == (PrintState.WORKING, 6)
    run_execution.sweep()
    run.refresh_from_db()
    assert (run.state, run.done) == (PrintState.DONE, 7)


# --- what is kept ---------------------------------------------------------------------------------


def test_files_are_handed_out_as_made_and_removed_after_a_month(papers: IssuingOffice) -> None:
    client = papers.cast.client(papers.secretary)
    client.post(start_page(papers), {"numbers": ""})
    run = PrintRun.objects.get()
    path = reverse("print_runs:file", args=[run.public_id, "pdf"])
    place = run_files.path_of(run.files.get(format="pdf"))
    whole = place.read_bytes()
    place.write_bytes(whole + b"%")
    changed = client.get(path, follow=True)
    assert "không còn đúng như khi lập" in text_of(changed)
    place.write_bytes(whole)
    assert body(client.get(path)) == whole
    with clock.at(clock.now() + run_execution.KEEP_FILES_FOR + timedelta(minutes=1)):
        run_execution.sweep()
    run.refresh_from_db()
    assert run.state == PrintState.EXPIRED
    assert not run_files.folder_of(run.public_id).exists()
    assert client.get(path).status_code == 404
    assert "Tệp đã được xóa" in text_of(client.get(run.get_absolute_url()))
    assert run.items.exclude(made_at=None).count() == 3


def test_the_bar_moves_and_ends(papers: IssuingOffice, run: PrintRun) -> None:
    PrintRun.objects.filter(pk=run.pk).update(done=3)
    client = papers.cast.client(papers.secretary)
    path = reverse("print_runs:progress", args=[run.public_id])
    first = client.get(path, {"da": "0"})
    assert "Đã lập 3/7 bản" in text_of(first)
    assert "Đã lập 42 phần trăm" in text_of(first)
    assert "phần trăm" not in text_of(client.get(path, {"da": "4"}))
    run_execution.work_on(run.pk)
    assert client.get(path)["HX-Refresh"] == "true"
