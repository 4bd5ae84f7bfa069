"""Evidence: accepted files, storage, and who may read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from nominations.dossiers.models import Evidence, Nomination
from nominations.dossiers.services import attach_evidence, remove_evidence
from nominations.files.upload_check import accept_upload
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import PDF, Cast, pdf
from workflow import audit, engine
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent


def stored(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_above_the_limit_is_told_its_size(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024

    with pytest.raises(ValidationError) as caught:
        accept_upload(pdf(content=PDF + b" " * (1024 * 1024)))

    assert caught.value.messages == ["Tệp có dung lượng 1,0 MB; chỉ nhận tối đa 1 MB."]


def test_a_file_is_kept_under_a_random_name_with_its_fingerprint(cast: Cast, settings: Any) -> None:
    nomination = cast.nomination(State.REGISTERED)

    evidence = attach_evidence(
        actor=cast.nominee,
        nomination=nomination,
        paper="initiative",
        upload=pdf(unicodedata.normalize("NFD", "Sáng kiến.pdf")),
        note="QĐ 12",
    )

    (path,) = stored(settings)
    assert evidence.name == "Sáng kiến.pdf"
    assert "Sáng" not in path.name
    assert path.read_bytes() == PDF
    assert len(evidence.sha256) == 64
    assert audit.history(nomination.stream)[-1].action == "evidence.attached"


def test_the_same_file_sent_twice_is_kept_once(cast: Cast, settings: Any) -> None:
    nomination = cast.nomination(State.REGISTERED)
    for _press in range(2):
        attach_evidence(actor=cast.nominee, nomination=nomination, paper="other", upload=pdf())

    assert Evidence.objects.count() == len(stored(settings)) == 1


@pytest.mark.parametrize("who", ["outsider", "unit_head", "secretary", "director", "stranger"])
def test_others_attach_nothing(cast: Cast, settings: Any, who: str) -> None:
    nomination = cast.nomination(State.REGISTERED)
    events = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        attach_evidence(actor=cast.users[who], nomination=nomination, paper="other", upload=pdf())

    assert not Evidence.objects.exists()
    assert stored(settings) == []
    assert AuditEvent.objects.count() == events


def test_nothing_stays_on_the_disk_when_the_record_fails(
    cast: Cast, settings: Any, monkeypatch: Any
) -> None:
    nomination = cast.nomination(State.REGISTERED)
    monkeypatch.setattr(Evidence, "save", lambda self: (_ for _ in ()).throw(OSError("full")))

    with pytest.raises(OSError, match="full"):
        attach_evidence(actor=cast.nominee, nomination=nomination, paper="other", upload=pdf())

    assert stored(settings) == []


def test_nothing_stays_on_the_disk_when_it_is_full_in_the_middle(
    cast: Cast, settings: Any, monkeypatch: Any
) -> None:
    def chunks(self: ContentFile[bytes], size: int | None = None) -> Iterator[bytes]:
        yield b"%PDF"
        raise OSError("full")

    nomination = cast.nomination(State.REGISTERED)
    monkeypatch.setattr(ContentFile, "chunks", chunks)

    with pytest.raises(OSError, match="full"):
        attach_evidence(actor=cast.nominee, nomination=nomination, paper="other", upload=pdf())

    assert stored(settings) == []
    assert not Evidence.objects.exists()


def returned(cast: Cast, *items: str) -> Nomination:
    nomination = cast.nomination(State.SUBMITTED)
    engine.perform(
        PIPELINE,
        nomination.pk,
        "return_for_correction",
        actor=cast.unit_head,
        data={"items": list(items)},
        comment="Bổ sung.",
    )
    return nomination


def test_files_change_after_a_return_only_when_flagged(cast: Cast) -> None:
    nomination = returned(cast, "duties")
    evidence = nomination.evidence.get()
    with pytest.raises(ValidationError) as caught:
        remove_evidence(actor=cast.nominee, evidence=evidence)

    assert caught.value.code == "locked"
    assert nomination.evidence.filter(removed_at=None).count() == 1


def test_a_flagged_file_is_replaced_and_the_old_one_stays_on_record(cast: Cast) -> None:
    nomination = returned(cast, "evidence")

    remove_evidence(actor=cast.nominee, evidence=nomination.evidence.get())
    attach_evidence(
        actor=cast.nominee,
        nomination=nomination,
        paper="excellence",
        upload=pdf(content=PDF + b"\n%%EOF"),
    )

    assert nomination.evidence.count() == 2
    assert nomination.evidence.filter(removed_at=None).count() == 1


def test_readers_download_an_attachment_and_strangers_find_nothing(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    evidence = nomination.evidence.get()
    path = f"/de-nghi/{nomination.public_id}/minh-chung/{evidence.public_id}/"

    answer = cast.client(cast.unit_head).get(path)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/pdf"
    assert cast.client(cast.outsider).get(path).status_code == 404
    other = cast.nomination(State.REGISTERED, award="LDTT")
    mixed = f"/de-nghi/{other.public_id}/minh-chung/{evidence.public_id}/"
    assert cast.client(cast.nominee).get(mixed).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bao-cao.pdf", b"MZ", "Nội dung không phải tệp PDF"),
        ("bao-cao.exe", b"MZ", "Chỉ nhận các loại tệp: pdf, docx, xlsx, jpg, png, heic."),
        ("bao-cao.pdf", b"", "Tệp rỗng"),
    ],
)
def test_a_refused_upload_keeps_what_was_typed(
    cast: Cast, name: str, content: bytes, sentence: str
) -> None:
    nomination = cast.nomination(State.REGISTERED)

    page = cast.client(cast.nominee).post(
        f"/de-nghi/{nomination.public_id}/minh-chung/",
        {"paper": "initiative", "note": "QĐ 12/QĐ-STC", "file": SimpleUploadedFile(name, content)},
    )

    text = page.content.decode()
    assert sentence in text
    assert "QĐ 12/QĐ-STC" in text
    assert not Evidence.objects.exists()


def attaching(cast: Cast, *files: SimpleUploadedFile, **typed: str) -> tuple[Nomination, str]:
    """The nomination, and the page after several files were sent in one go."""
    nomination = cast.nomination(State.REGISTERED)
    page = cast.client(cast.nominee).post(
        f"/de-nghi/{nomination.public_id}/minh-chung/",
        {"paper": "initiative", "file": list(files), **typed},
        follow=True,
    )
    return nomination, page.content.decode()


def test_of_several_files_the_good_ones_are_kept_and_the_others_named(
    cast: Cast, settings: Any
) -> None:
    nomination, text = attaching(
        cast,
        pdf("mot.pdf"),
        SimpleUploadedFile("hai.pdf", b"MZ"),
        pdf("ba.pdf", PDF + b"\n%%EOF"),
        note="QĐ 12",
    )

    assert [row.name for row in nomination.evidence.order_by("name")] == ["ba.pdf", "mot.pdf"]
    assert len(stored(settings)) == 2
    assert "Chưa đính kèm “hai.pdf”: Nội dung không phải tệp PDF" in text
    assert "Đã đính kèm “mot.pdf”." in text
    assert 'value="QĐ 12"' in text


def test_the_kind_of_paper_is_chosen_by_a_person(cast: Cast, settings: Any) -> None:
    nomination, text = attaching(cast, pdf(), paper="")
    page = cast.client(cast.nominee).get(f"/de-nghi/{nomination.public_id}/minh-chung/")

    assert "Vui lòng chọn loại giấy tờ." in text
    assert "Nội dung không phải" not in text
    assert re.search(r'<option value="" selected>', page.content.decode())
    assert stored(settings) == []


def test_a_missing_kind_and_a_refused_file_are_told_together(cast: Cast) -> None:
    _nomination, text = attaching(
        cast, pdf("mot.pdf"), SimpleUploadedFile("hai.pdf", b"MZ"), paper=""
    )

    assert "Vui lòng chọn loại giấy tờ." in text
    assert "Chưa đính kèm “hai.pdf”: Nội dung không phải tệp PDF" in text
    assert not Evidence.objects.exists()
