"""Accepts an uploaded file, or refuses it in one sentence that says what to do instead.

Nothing the browser says is trusted: name, size and content must agree, the content is read in a
child process, and a virus scanner is asked where one is configured. Accepted kinds are an
allow-list.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.files import content_check, virus_scan
from nominations.files.child_process import ChildError, run_in_child
from nominations.files.exceptions import FileRefused
from nominations.files.file_names import MAX_NAME, checked_name
from nominations.web.refusals import refused

KINDS = ("pdf", "docx", "xlsx", "jpg", "png", "heic")
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
CHILD_SECONDS = 20
CHILD_MEGABYTES = 1_200
_CHILDREN = threading.BoundedSemaphore(2)  # the number of files checked at a time by the process

SENTENCES = {
    "hidden_characters": gettext_lazy(
        "The file name contains hidden characters; rename the file and choose it again."
    ),
    "double_extension": gettext_lazy(
        "The file name has two extensions; rename the file so that only the last one stays."
    ),
    "empty": gettext_lazy("The file is empty; choose another one."),
    "cut_off": gettext_lazy(
        "The end of the file is missing; open it, save it anew and choose the new file."
    ),
    "damaged": gettext_lazy(
        "The file is damaged and cannot be read; open it, save it anew and choose the new file."
    ),
    "locked": gettext_lazy(
        "The file is locked with a password or encrypted; save a copy without it and choose that."
    ),
    "scripts": gettext_lazy(
        "The file carries commands that run when it is opened; print it to a new PDF and choose "
        "that."
    ),
    "macros": gettext_lazy(
        "The file carries macros; save a copy without them, for example as PDF."
    ),
    "embedded_files": gettext_lazy(
        "The file carries other files inside; attach these one by one, or save a copy as PDF."
    ),
    "embedded_media": gettext_lazy(
        "The file carries sound, film or other moving content; print it to a new PDF and choose "
        "that."
    ),
    "external_content": gettext_lazy(
        "The file draws content from elsewhere, such as another file, a template or a shared "
        "folder; remove these links or save a copy as PDF."
    ),
    "field_commands": gettext_lazy(
        "The file has fields or formulas that start programs or fetch data; save a copy as PDF."
    ),
    "document_type": gettext_lazy(
        "The file is built in a way that Word and Excel do not write; save a copy as PDF."
    ),
    "climbing_names": gettext_lazy(
        "The file is built in a way that Word and Excel do not write; save a copy as PDF."
    ),
    "unknown_parts": gettext_lazy(
        "The file has parts that are not accepted; save a copy as PDF and choose that."
    ),
    "unpacks_too_large": gettext_lazy(
        "The file is far larger inside than outside; save a new copy of it."
    ),
    "picture_too_large": gettext_lazy(
        "The picture has too many pixels; reduce it (200 dots per inch are enough) and choose it "
        "again."
    ),
    "takes_too_much": gettext_lazy(
        "The file takes too much to read; save a smaller copy, for example as PDF, and choose that."
    ),
    "virus": gettext_lazy(
        "The virus scanner found something in the file, so it was not kept; tell those in charge "
        "of the computers."
    ),
    "no_scanner": gettext_lazy(
        "Files cannot be scanned for viruses at the moment, so nothing is accepted; try again "
        "later or tell the administrator."
    ),
}
"""Sentences of refusals; four more contain a limit or a kind and are built below."""


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """An accepted file: its name in NFC, its kind, its content as stored."""

    name: str
    kind: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def accept_upload(
    upload: Any, *, kinds: tuple[str, ...] = KINDS, apart: bool = True, longest_side: int = 0
) -> AcceptedFile:
    """Check an uploaded file; a picture is written anew.

    Raises ValidationError with a key of SENTENCES, or kind_not_accepted, name_too_long, too_large,
    content_mismatch. `apart` is False only for content this program has made itself: it is read
    without a process of its own. A picture longer than `longest_side` pixels is made smaller.
    """
    try:
        name, kind = checked_name(upload.name or "", kinds)
    except FileRefused as refusal:
        raise _refusal(refusal.key, kinds=kinds) from None
    _check_size(upload.size)
    upload.seek(0)
    content = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    _check_size(len(content))
    _scan(content)
    kept = (_read_apart if apart else _read_here)(content, kind, longest_side)
    if kind == "heic":
        name, kind = f"{name.rpartition('.')[0]}.jpg", "jpg"
    return AcceptedFile(name, kind, content if kept is None else kept)


def _check_size(size: int) -> None:
    if size == 0:
        raise _refusal("empty")
    limit = settings.UPLOAD_MAX_BYTES
    if size > limit:
        raise refused(
            "too_large",
            _("The file is %(size)s MB; at most %(limit)s MB are accepted.")
            % {
                "size": number_format(size / 1024 / 1024, 1),
                "limit": number_format(limit / 1024 / 1024, 0),
            },
        )


def _scan(content: bytes) -> None:
    if not settings.CLAMAV_URL:
        return
    try:
        clean = virus_scan.is_clean(content, settings.CLAMAV_URL)
    except virus_scan.ScannerUnavailable:
        raise _refusal("no_scanner") from None
    if not clean:
        raise _refusal("virus")


def _read_apart(content: bytes, kind: str, longest: int) -> bytes | None:
    try:
        with _CHILDREN:
            answer = run_in_child(
                "nominations.files.content_check:answer_in_child",
                content,
                seconds=CHILD_SECONDS,
                megabytes=CHILD_MEGABYTES,
                arguments={"kind": kind, "longest": longest},
            )
    except ChildError:
        raise _refusal("takes_too_much") from None
    if isinstance(answer, dict):
        raise _refusal(answer[content_check.REFUSED], kind)
    kept: bytes | None = answer
    return kept


def _read_here(content: bytes, kind: str, longest: int) -> bytes | None:
    try:
        return content_check.checked_content(content, kind, longest)
    except FileRefused as refusal:
        raise _refusal(refusal.key, kind) from None


def _refusal(key: str, kind: str = "", kinds: tuple[str, ...] = KINDS) -> ValidationError:
    """The sentence of a key, with the limit or the kind where it names one."""
    if key == "kind_not_accepted":
        sentence = _("Only files of these kinds are accepted: %(kinds)s.")
        return refused(key, sentence % {"kinds": ", ".join(kinds)})
    if key == "name_too_long":
        sentence = _("The file name is too long (at most %(limit)s characters); shorten it.")
        return refused(key, sentence % {"limit": MAX_NAME})
    if key == "content_mismatch":
        sentence = _(
            "The content is not that of a %(kind)s file; open it in its program, save it as "
            "%(kind)s and choose it again."
        )
        return refused(key, sentence % {"kind": kind.upper()})
    return refused(key, SENTENCES[key])
