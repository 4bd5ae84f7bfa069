"""The emblem on certificates: which files may be one, what is kept of them, where it is drawn."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from nominations.decisions.models import Decision
from nominations.documents import emblems
from nominations.documents.models import AgencyEmblem
from nominations.issued_papers.models import IssuedKind
from nominations.print_runs import run_files
from nominations.print_runs.models import PrintRun
from tests.built_once import built_once
from tests.documents.drawings import SECRET, SVG, drawing
from tests.issued_papers.issuing_office import IssuingOffice, issuing_office
from workflow.exceptions import NotAllowed, StaleVersion
from workflow.models import AuditEvent


@pytest.fixture
def papers(db: None, settings: Any, tmp_path: Path) -> IssuingOffice:
    settings.MEDIA_ROOT = tmp_path / "files"
    return built_once("issued papers", issuing_office)


@pytest.fixture
def secretary(papers: IssuingOffice) -> Client:
    return papers.cast.client(papers.secretary)


def send(client: Client, step: str = "save", content: bytes = b"", name: str = "qh.png") -> Any:
    page = client.get(reverse("documents:emblem"))
    data: dict[str, Any] = {"step": step}
    if page.status_code == 200:
        data["seen_version"] = page.context["seen_version"]
    if content:
        data["file"] = SimpleUploadedFile(name, content)
    return client.post(reverse("documents:emblem"), data)


def drawn(content: bytes) -> list[int]:
    """How many pictures each page of a file bears."""
    return [len(page.images) for page in PdfReader(io.BytesIO(content)).pages]


def all_certificates(client: Client, **address: str) -> bytes:
    path = reverse("decisions:certificates", args=[Decision.objects.get().public_id])
    return bytes(client.get(path, address).content)


@pytest.mark.parametrize(("kind", "name"), [("PNG", "qh.png"), ("JPEG", "qh.jpg")])
def test_a_picture_is_written_anew_and_says_nothing_of_its_maker(
    papers: IssuingOffice, secretary: Client, kind: str, name: str
) -> None:
    content = drawing(kind)
    assert b"script" in content
    assert send(secretary, content=content, name=name).status_code == 302
    kept = bytes(AgencyEmblem.objects.get().content)
    assert Image.open(io.BytesIO(kept)).size == (300, 300)
    assert SECRET.encode() not in kept
    assert b"script" not in kept
    shown = secretary.get(reverse("documents:emblem_picture"))
    assert b"".join(shown.streaming_content) == kept
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("qh.svg", SVG),
        ("qh.png", SVG),
        ("qh.html", b"<script>alert(1)</script>"),
        ("qh.heic", drawing()),
        ("qh.png", drawing("JPEG")),
        ("qh.png", drawing()[:90]),
        ("qh.png", b""),
    ],
)
@pytest.mark.parametrize("step", ["save", "preview"])
def test_what_is_no_picture_is_refused_in_words_and_not_kept(
    papers: IssuingOffice, secretary: Client, name: str, content: bytes, step: str
) -> None:
    mark = secretary.get(reverse("documents:emblem")).context["seen_version"]
    data = {"step": step, "seen_version": mark, "file": SimpleUploadedFile(name, content)}
    answer = secretary.post(reverse("documents:emblem"), data)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not AgencyEmblem.objects.exists()


def test_a_large_picture_is_made_smaller(papers: IssuingOffice, secretary: Client) -> None:
    send(secretary, content=drawing(size=2000))
    kept = Image.open(io.BytesIO(bytes(AgencyEmblem.objects.get().content)))
    assert kept.size == (emblems.LONGEST_SIDE, emblems.LONGEST_SIDE)


def test_an_example_is_seen_before_and_nothing_is_kept_of_it(
    papers: IssuingOffice, secretary: Client
) -> None:
    answer = send(secretary, "preview", drawing())
    assert (answer["Content-Type"], drawn(answer.content)) == ("application/pdf", [1])
    assert drawn(send(secretary, "preview").content) == [0]
    assert not AgencyEmblem.objects.exists()
    send(secretary, content=drawing())
    assert drawn(send(secretary, "preview").content) == [1]


def test_the_full_page_bears_it_and_a_blank_does_not(
    papers: IssuingOffice, secretary: Client
) -> None:
    plain = all_certificates(secretary)
    assert drawn(plain) == [0, 0, 0]
    send(secretary, content=drawing())
    full = all_certificates(secretary)
    assert drawn(full) == [1, 1, 1]
    assert drawn(all_certificates(secretary, phoi="1")) == [0, 0, 0]
    texts = [PdfReader(io.BytesIO(one)).pages[0].extract_text() for one in (plain, full)]
    assert texts[0] == texts[1]
    send(secretary, "remove")
    assert drawn(all_certificates(secretary)) == [0, 0, 0]
    recorded = AuditEvent.objects.filter(action__startswith="emblem.").order_by("pk")
    assert [one.action for one in recorded] == ["emblem.set", "emblem.removed"]
    assert recorded[0].content["after"] == recorded[1].content["before"] != ""


def test_a_run_draws_the_emblem_it_was_started_with(
    papers: IssuingOffice, secretary: Client
) -> None:
    send(secretary, content=drawing())
    first = AgencyEmblem.objects.get().sha256
    path = reverse("print_runs:start", args=["giay-khen", Decision.objects.get().public_id])
    secretary.post(path, {"numbers": ""})
    run = PrintRun.objects.get()
    merged = run_files.path_of(run.files.get(format="pdf")).read_bytes()
    assert drawn(merged) == [1, 1, 1]
    send(secretary, content=drawing(colour="blue"))
    send(secretary, "remove")
    item = json.loads(run.items.get(position=1).content)
    assert item["certificate"]["emblem"] == first
    assert list(emblems.emblem_pictures([first, "other"])) == [first]


def test_certificates_are_issued_with_the_emblem_that_was_shown(
    papers: IssuingOffice, secretary: Client
) -> None:
    from nominations.issued_papers.paper_sources import source_of
    from nominations.issued_papers.prepared_paper import mark_of_draft

    papers.issue_until(IssuedKind.CERTIFICATES)
    source, record = (
        source_of(IssuedKind.CERTIFICATES),
        papers.record(IssuedKind.CERTIFICATES),
    )
    seen = mark_of_draft(source, record)
    send(secretary, content=drawing())
    with pytest.raises(StaleVersion):
        papers.issue(IssuedKind.CERTIFICATES, seen=seen)
    paper = papers.issue(IssuedKind.CERTIFICATES, seen=mark_of_draft(source, record))
    send(secretary, "remove")
    assert drawn(bytes(paper.files.get(format="pdf").content)) == [1, 1, 1]


def test_secretary_and_administrator_keep_it_and_nobody_else(papers: IssuingOffice) -> None:
    cast = papers.cast
    for user in (cast.director, cast.stranger, cast.nominee):
        assert send(cast.client(user), content=drawing()).status_code == 403
        with pytest.raises(NotAllowed):
            emblems.remove_emblem(actor=user, agency=cast.agency)
    assert not AgencyEmblem.objects.exists()
    administrator = cast.client(cast.administrator)
    send(administrator, content=drawing())
    assert AgencyEmblem.objects.get().organization == cast.agency
    refused = send(administrator, content=drawing()).content.decode()
    assert "đang dùng đúng hình này" in refused
    send(administrator, "remove")
    assert "Không có biểu trưng" in send(administrator, "remove").content.decode()
    assert emblems.emblem_of(cast.other_agency) == ""
