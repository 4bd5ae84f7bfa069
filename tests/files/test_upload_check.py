"""Uploads: hostile files are refused with one sentence, honest ones are accepted."""

from __future__ import annotations

import io
import os
import signal
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from config.checks import scanner_answers
from nominations.files import content_check, upload_check, virus_scan
from nominations.files.child_process import run_in_child
from nominations.files.exceptions import FileRefused
from nominations.files.file_names import checked_name
from nominations.files.upload_check import AcceptedFile, accept_upload
from tests.files.honest_files import IPHONE, honest_files, photograph
from tests.files.hostile_files import MARK, hostile_files
from tests.files.hostile_office import huge_png
from tests.files.pdf_writing import pdf

MIN_HOSTILE_FILES = 200


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """As a browser might send it: the name untouched."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file


def refusal(name: str, content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        accept_upload(upload(name, content))
    return caught.value


def test_hostile_files_are_not_kept_and_are_told_why_in_one_sentence() -> None:
    kept, dull, families = [], [], Counter[str]()
    for title, name, content in hostile_files():
        families[title.partition(":")[0]] += 1
        try:
            accepted = accept_upload(upload(name, content))
        except ValidationError as error:
            (sentence,) = error.messages
            if not sentence.endswith(".") or not sentence.isprintable():
                dull.append((title, sentence))
        else:
            if accepted.kind not in ("jpg", "png") or MARK in accepted.content:
                kept.append(title)

    assert sum(families.values()) >= MIN_HOSTILE_FILES
    assert kept == []
    assert dull == []


def test_honest_files_come_in_under_their_own_names() -> None:
    refused, count = [], 0
    for name, content in honest_files():
        count += 1
        try:
            accepted = accept_upload(upload(name, content))
        except ValidationError as error:
            refused.append((name, error.messages))
            continue
        assert accepted.name.rpartition(".")[0] == name.rpartition(".")[0]
        assert accepted.kind in ("jpg", "png") or accepted.content == content, name

    assert count >= MIN_HOSTILE_FILES
    assert refused == []


@pytest.mark.parametrize(
    ("name", "content", "key", "sentence"),
    [
        ("a.png", huge_png(100_000, 9), "picture_too_large", "Ảnh có quá nhiều điểm ảnh"),
        ("a.pdf", pdf()[:-200], "cut_off", "Tệp bị thiếu phần cuối"),
        ("a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (a) >>"), "scripts", "Tệp có chứa lệnh"),
        ("a.exe", b"MZ", "kind_not_accepted", "Chỉ nhận các loại tệp: pdf, docx, xlsx, jpg, png"),
        ("a.pdf", b"MZ", "content_mismatch", "Nội dung không phải tệp PDF"),
    ],
)
def test_a_refusal_says_what_to_do(name: str, content: bytes, key: str, sentence: str) -> None:
    found = refusal(name, content)

    assert found.code == key
    assert found.messages[0].startswith(sentence)


def test_a_photograph_is_kept_upright_and_without_place_or_maker() -> None:
    accepted = accept_upload(upload("IMG_1.JPG", photograph(6, (160, 120))))
    heic = accept_upload(upload("IMG_0042.HEIC", IPHONE.read_bytes()))

    with (
        Image.open(io.BytesIO(accepted.content)) as picture,
        Image.open(io.BytesIO(heic.content)) as other,
    ):
        assert (picture.size, dict(picture.getexif())) == ((120, 160), {})
        assert (other.format, dict(other.getexif())) == ("JPEG", {})
    assert (heic.name, heic.kind) == ("IMG_0042.jpg", "jpg")
    assert b"samsung" not in accepted.content
    assert accept_upload(upload("IMG_1.JPG", photograph(6, (160, 120)))).sha256 == accepted.sha256


def test_names_are_kept_as_written_and_made_storable() -> None:
    rows = {
        "QĐ số 45.QĐ-STC ngày 12.05.2026.pdf": "QĐ số 45.QĐ-STC ngày 12.05.2026.pdf",
        "C:\\Users\\an\\xác nhận.PDF": "xác nhận.PDF",
        "../../etc/a.pdf": "a.pdf",
        'họp 8:30 "sáng".pdf': "họp 8-30 -sáng-.pdf",
        "báo\u00a0cáo  1.pdf": "báo cáo 1.pdf",
    }
    found = {raw: checked_name(raw, upload_check.KINDS)[0] for raw in rows}

    assert found == rows


# --- the child ------------------------------------------------------------------------------------


def is_killed(payload: bytes, kind: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def spins(payload: bytes, kind: str) -> None:
    while True:
        pass


def hungers(payload: bytes, kind: str) -> int:
    return len(bytearray(payload * 10_000_000))


def test_a_child_reads_the_file_and_hands_back_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, read_apart: Any
) -> None:
    monkeypatch.setattr(upload_check, "_read_apart", read_apart)
    monkeypatch.setattr(content_check, "checked_content", None)  # not called in this process

    assert accept_upload(upload("a.pdf", pdf())).content == pdf()
    assert accept_upload(upload("a.jpg", photograph(1))).content[:2] == b"\xff\xd8"
    assert refusal("a.pdf", pdf(b"/AF [<< /EF << >> >>]")).code == "embedded_files"


@pytest.mark.parametrize("target", [is_killed, spins, hungers])
def test_whatever_becomes_of_the_child_the_answer_is_one_sentence(
    target: Any, monkeypatch: pytest.MonkeyPatch, read_apart: Any
) -> None:
    def run(_target: str, payload: bytes, **options: Any) -> Any:
        options |= {"seconds": 1, "megabytes": 300}
        return run_in_child(f"{__name__}:{target.__name__}", payload, **options)

    monkeypatch.setattr(upload_check, "_read_apart", read_apart)
    monkeypatch.setattr(upload_check, "run_in_child", run)

    found = refusal("a.pdf", pdf())

    assert found.code == "takes_too_much"
    assert found.messages[0].startswith("Hệ thống không đọc được tệp")


def test_a_picture_of_100000_pixels_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Image.Image, "load", None)  # decoding would fail

    with pytest.raises(FileRefused, match="picture_too_large"):
        content_check.checked_content(huge_png(100_000, 100_000), "png")


# --- the virus scanner ----------------------------------------------------------------------------


def _answer(listening: socket.socket, replies: dict[bytes, bytes]) -> None:
    """Answer as ClamAV's daemon does: read the pieces to the empty one, look for a word in them."""
    while True:
        try:
            connection, _address = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as stream:
            command = b""
            while not command.endswith(b"\0"):
                command += stream.read(1)
            content = b""
            while command == b"zINSTREAM\0" and (size := struct.unpack("!L", stream.read(4))[0]):
                content += stream.read(size)
            word = next((word for word in replies if word and word in content), b"")
            connection.sendall(b"PONG\0" if command == b"zPING\0" else replies[word])


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    """A daemon on a socket of the file system, and what it answers to which word."""
    replies = {b"": b"stream: OK\0", b"EICAR": b"stream: Eicar-Test-Signature FOUND\0"}
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(tmp_path / "clamd"))
        listening.listen()
        thread = threading.Thread(target=_answer, args=(listening, replies), daemon=True)
        thread.start()
        yield f"unix://{tmp_path / 'clamd'}", replies
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_the_scanner_is_asked_and_nothing_comes_in_without_its_answer(
    settings: Any, scanner: tuple[str, dict[bytes, bytes]]
) -> None:
    address, replies = scanner
    bad = pdf(o10=b"(EICAR)") + b" " * virus_scan.PIECE + b"%%EOF"
    settings.CLAMAV_URL = address

    assert isinstance(accept_upload(upload("a.pdf", pdf())), AcceptedFile)
    assert scanner_answers() == []
    assert refusal("a.pdf", bad).code == "virus"
    replies[b""] = b"INSTREAM size limit exceeded. ERROR\0"
    assert refusal("a.pdf", pdf()).code == "no_scanner"

    for gone in (f"{address}-gone", "tcp://127.0.0.1:1"):
        settings.CLAMAV_URL = gone
        found = refusal("a.pdf", pdf())
        assert found.code == "no_scanner"
        assert found.messages[0].startswith("Hiện chưa quét được vi-rút")
        assert [one.id for one in scanner_answers()] == ["config.W003"]
