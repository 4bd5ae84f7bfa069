"""Validation of uploaded evidence: name, size and content of a file must agree.

Nothing the browser says is trusted. A refusal is one sentence that says what to do instead.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.vietnamese import clean_text
from nominations.web.refusals import refused

KINDS = ("pdf", "docx", "xlsx", "jpg", "png")
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ALIASES = {"jpeg": "jpg"}
MAX_NAME = 180
# A second extension of this kind hides what the file is: "report.exe.pdf", "list.docm.docx".
_TELLING_WORDS = """
    7z ade apk app bat bin chm class cmd com cpl dll dmg doc docm docx dotm eml exe gz hta htm html
    ico img inf ins iso jar jpeg jpg js jse jsp lnk mht msc msi msp ods odt pdf php pif png pot
    potm ppam ppsm ppt pptm pptx ps1 py rar reg rtf scf scr sh svg swf sys tar url vb vbe vbs wsf
    wsh xhtml xlam xls xlsb xlsm xlsx xltm xml xz zip
"""
_TELLING = frozenset(_TELLING_WORDS.split())
# Characters that turn the direction of a name, or hide in it.
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_MAX_ENTRIES = 5_000
_MAX_UNPACKED = 300 * 1024 * 1024
_MAX_CONTENT_TYPES = 2 * 1024 * 1024
# Names under which a PDF carries programs or starts others.
_PDF_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A validated file: its name in NFC, its kind, size and SHA-256."""

    name: str
    kind: str
    size: int
    sha256: str


def check_name(raw: str) -> tuple[str, str]:
    """The name in NFC and the kind its extension claims; refuses a misleading name."""
    name = clean_text(PurePosixPath(clean_text(raw).replace("\\", "/")).name)
    if _HIDDEN.search(name):
        raise refused(
            "hidden_characters",
            _("The file name contains hidden characters; rename the file and choose it again."),
        )
    *inner, last = name.split(".")
    suffix = last.lower().strip()
    kind = ALIASES.get(suffix, suffix)
    if not inner or not inner[0].strip() or kind not in KINDS:
        raise refused(
            "kind_not_accepted",
            _("Only files of these kinds are accepted: %(kinds)s.") % {"kinds": ", ".join(KINDS)},
        )
    if any(part.strip().lower() in _TELLING for part in inner[1:]):
        raise refused(
            "double_extension",
            _("The file name has two extensions; rename the file so that only the last one stays."),
        )
    if len(name) > MAX_NAME:
        raise refused(
            "name_too_long",
            _("The file name is too long (at most %(limit)s characters); shorten it.")
            % {"limit": MAX_NAME},
        )
    return name, kind


def _check_size(size: int) -> None:
    limit = settings.UPLOAD_MAX_BYTES
    if size == 0:
        raise refused("empty", _("The file is empty; choose another one."))
    if size > limit:
        raise refused(
            "too_large",
            _("The file is %(size)s MB; at most %(limit)s MB are accepted.")
            % {
                "size": number_format(size / 1024 / 1024, 1),
                "limit": number_format(limit / 1024 / 1024, 0),
            },
        )


def _mismatch(kind: str) -> ValidationError:
    return refused(
        "content_mismatch",
        _(
            "The content is not that of a %(kind)s file; open it in its program, save it as "
            "%(kind)s and choose it again."
        )
        % {"kind": kind.upper()},
    )


def _active(what: str) -> ValidationError:
    return refused(
        "active_content",
        _("The file carries %(what)s; save a copy without it, for example as PDF.")
        % {"what": what},
    )


def _check_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise _mismatch("pdf")
    if _PDF_ACTIVE.search(content):
        raise _active(_("scripts or embedded files"))


def _check_picture(kind: str, content: bytes) -> None:
    if kind == "jpg":
        whole = content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]
    else:
        whole = (
            content.startswith(b"\x89PNG\r\n\x1a\n")
            and content[12:16] == b"IHDR"
            and b"IEND" in content[-1024:]
        )
    if not whole:
        raise _mismatch(kind)


def _check_office(kind: str, file: IO[bytes], content: bytes) -> None:
    if not content.startswith(b"PK\x03\x04"):
        raise _mismatch(kind)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED:
                raise refused(
                    "unpacks_too_large",
                    _("The file is far larger inside than outside; save a new copy of it."),
                )
            names = {entry.filename.lower() for entry in entries}
            if "[content_types].xml" not in names or _PARTS[kind] not in names:
                raise _mismatch(kind)
            if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
                raise _active(_("macros"))
            if any("/activex/" in name or "oleobject" in name for name in names):
                raise _active(_("embedded programs"))
            with archive.open("[Content_Types].xml") as types:
                declared = types.read(_MAX_CONTENT_TYPES).lower()
    except (
        zipfile.BadZipFile,
        KeyError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as e:
        raise _mismatch(kind) from e
    except ValueError as e:
        raise _mismatch(kind) from e
    if b"macroenabled" in declared or b"vbaproject" in declared:
        raise _active(_("macros"))


def check(upload: Any) -> AcceptedFile:
    """Validate an uploaded file.

    Raises ValidationError with one of the codes hidden_characters, kind_not_accepted,
    double_extension, name_too_long, empty, too_large, content_mismatch, active_content,
    unpacks_too_large.
    """
    name, kind = check_name(upload.name or "")
    _check_size(upload.size)
    upload.seek(0)
    content = upload.read()
    if len(content) != upload.size:
        _check_size(len(content))
    if kind == "pdf":
        _check_pdf(content)
    elif kind in _PARTS:
        upload.seek(0)
        _check_office(kind, upload, content)
    else:
        _check_picture(kind, content)
    upload.seek(0)
    return AcceptedFile(name, kind, len(content), sha256(content).hexdigest())
