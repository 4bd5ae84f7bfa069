"""Signed copies: what is kept, and every file that is refused in one sentence."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import unescape
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pyhanko.pdf_utils.generic import NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from nominations.issued_papers import signed_copies, trust_roots
from nominations.issued_papers.models import IssuedKind, IssuedPaper, SignedCopy
from nominations.issued_papers.verification import paper_breaks
from nominations.web.refusals import key_of, sentences
from tests.issued_papers.issuing_office import IssuingOffice
from tests.issued_papers.signing import Authority
from workflow.models import AuditEvent


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.made("Tổ chức chứng thực")


@pytest.fixture
def paper(papers: IssuingOffice, authority: Authority) -> IssuedPaper:
    trust_roots.add(authority.pem, source="văn bản của tổ chức chứng thực")
    return papers.issue(IssuedKind.DECISION)


def issued_bytes(paper: IssuedPaper) -> bytes:
    return bytes(paper.files.get(format="pdf").content)


def upload(content: bytes, name: str = "da_ky.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def edited(content: bytes) -> bytes:
    """The file with a later version of its first page, as an editing program appends it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    while "/Kids" in page:
        page = page["/Kids"][0]
    page[NameObject("/Rotate")] = pdf_string("x")
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def saved_anew(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out)
    return out.getvalue()


def text_of(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_a_signed_file_is_kept_with_its_lineage_and_shown(
    papers: IssuingOffice, paper: IssuedPaper, authority: Authority
) -> None:
    content = authority.signed(authority.signed(issued_bytes(paper)), "Trần Văn Dấu", field="Dau")
    client = papers.cast.client(papers.secretary)
    page = reverse("issued_papers:sign", args=[paper.public_id])
    assert page in text_of(client.get(paper.get_absolute_url()))
    assert "Ký thử nghiệm" not in text_of(client.get(page))
    shown = text_of(client.post(page, {"form": "signature", "file": upload(content)}, follow=True))
    copy = SignedCopy.objects.get()
    assert bytes(copy.content) == content
    assert copy.issued_sha256 == paper.files.get(format="pdf").sha256
    assert not copy.is_test
    for words in ("Trần Quốc Hùng ký lúc", "Trần Văn Dấu ký lúc", copy.sha256, copy.issued_sha256):
        assert words in shown
    recorded = AuditEvent.objects.get(action="paper.signed_copy").content
    assert (recorded["file"], recorded["issued"]) == (copy.sha256, copy.issued_sha256)
    verify = reverse("issued_papers:verify", args=[paper.code])
    public = text_of(client.post(verify, {"file": upload(content)}))
    assert "Trần Quốc Hùng ký lúc" in public
    assert "đúng là bản ký lưu cùng văn bản" in public
    got = client.get(reverse("issued_papers:signed_copy", args=[paper.public_id, copy.public_id]))
    assert got.content == content
    again = text_of(client.post(page, {"form": "signature", "file": upload(content)}))
    assert "đã được lưu cùng văn bản" in again
    assert list(paper_breaks()) == []
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE issued_papers_signedcopy SET name = 'x'")


def _other_paper(papers: IssuingOffice, paper: IssuedPaper, authority: Authority) -> bytes:
    return authority.signed(issued_bytes(papers.issue(IssuedKind.CERTIFICATES)))


REFUSED: dict[str, tuple[Callable[[IssuingOffice, IssuedPaper, Authority], bytes], str]] = {
    "not_signed": (lambda _d, p, _a: issued_bytes(p), "chưa có chữ ký số"),
    "other_file": (lambda _d, p, a: a.signed(saved_anew(issued_bytes(p))), "không phải là tệp"),
    "other_paper": (_other_paper, "Đây là bản ký của văn bản khác: Giấy khen"),
    "changed_content": (lambda _d, p, a: a.signed(edited(issued_bytes(p))), "trước khi ký"),
    "changed_after": (lambda _d, p, a: edited_behind(a.signed(issued_bytes(p))), "sau khi ký"),
    "unknown": (
        lambda _d, p, _a: Authority.made("Nơi lạ").signed(issued_bytes(p)),
        "do “Nơi lạ” cấp, tổ chức này không có trong danh sách",
    ),
    "expired": (lambda _d, p, a: a.signed(issued_bytes(p), days=-1), "đã hết hạn ngày"),
    "cut_off": (lambda _d, p, a: a.signed(issued_bytes(p))[:-3000], "thiếu phần cuối"),
    "kind_not_accepted": (lambda _d, _p, _a: b"PK\x03\x04", "pdf"),
    "too_large": (lambda _d, _p, _a: b"%PDF-1.7" + bytes(100 * 1024 * 1024), "MB"),
}


def edited_behind(content: bytes) -> bytes:
    """A comment behind the signature: the file shows the same, but not all of it is signed."""
    return content + b"% more\n" + content[content.rindex(b"startxref") :]


@pytest.mark.parametrize("key", REFUSED)
def test_a_file_that_is_not_this_paper_signed_is_refused(
    papers: IssuingOffice, paper: IssuedPaper, authority: Authority, key: str
) -> None:
    make, words = REFUSED[key]
    name = "ky.docx" if key == "kind_not_accepted" else "ky.pdf"
    content = make(papers, paper, authority)
    with pytest.raises(ValidationError) as refusal:
        signed_copies.add_signed(actor=papers.secretary, paper=paper, upload=upload(content, name))
    assert key_of(refusal.value) == key
    (sentence,) = sentences(refusal.value)
    assert words.lower() in sentence.lower()
    assert not SignedCopy.objects.exists()


def test_a_scan_is_kept_as_a_scan(papers: IssuingOffice, paper: IssuedPaper) -> None:
    client = papers.cast.client(papers.secretary)
    page = reverse("issued_papers:sign", args=[paper.public_id])
    itself = text_of(client.post(page, {"form": "scan", "file": upload(issued_bytes(paper))}))
    assert "chính là tệp đã phát hành" in itself
    scan = saved_anew(issued_bytes(paper))
    shown = text_of(client.post(page, {"form": "scan", "file": upload(scan)}, follow=True))
    assert "phần mềm không kiểm tra nội dung bản chụp" in shown
    assert SignedCopy.objects.get().form == "scan"


def test_the_demonstration_signs_with_one_press_and_says_that_it_is_a_test(
    papers: IssuingOffice, paper: IssuedPaper, settings: Any, tmp_path: Any
) -> None:
    client = papers.cast.client(papers.secretary)
    press = reverse("issued_papers:sign_for_test", args=[paper.public_id])
    off = text_of(client.post(press, follow=True))
    assert "không bật chữ ký thử nghiệm" in off
    settings.DEMO_SIGNER, settings.DATA_DIR = True, tmp_path
    assert "không có giá trị pháp lý" in text_of(client.post(press, follow=True))
    assert "đã có chữ ký thử nghiệm" in text_of(client.post(press, follow=True))
    copy = SignedCopy.objects.get()
    assert copy.is_test
    verify = text_of(client.get(reverse("issued_papers:verify", args=[paper.code])))
    assert "Chữ ký thử nghiệm, không có giá trị pháp lý" in verify
    settings.DEMO_SIGNER = False  # what was signed for a test elsewhere is no signature here
    with pytest.raises(ValidationError) as refusal:
        signed_copies.add_signed(
            actor=papers.secretary, paper=paper, upload=upload(bytes(copy.content))
        )
    assert key_of(refusal.value) == "unknown"


def test_authorities_are_kept_by_a_command(
    papers: IssuingOffice, paper: IssuedPaper, authority: Authority, tmp_path: Any
) -> None:
    file = tmp_path / "goc.pem"
    file.write_text(Authority.made("Gốc thứ hai").pem)
    call_command("trust_roots", "add", str(file), "--source", "công báo")
    with pytest.raises(CommandError, match="đã có trong danh sách"):
        call_command("trust_roots", "add", str(file), "--source", "công báo")
    (first, _second) = trust_roots.TrustRoot.objects.order_by("pk")
    call_command("trust_roots", "end", first.sha256)
    with pytest.raises(ValidationError) as refusal:
        signed_copies.add_signed(
            actor=papers.secretary,
            paper=paper,
            upload=upload(authority.signed(issued_bytes(paper))),
        )
    assert key_of(refusal.value) == "unknown"
