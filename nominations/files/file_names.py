"""Names of uploaded files: misleading names, and the kind claimed by the extension."""

from __future__ import annotations

import re
import unicodedata

from nominations.files.exceptions import FileRefused
from nominations.vietnamese import clean_text

MAX_NAME = 180
ALIASES = {"jpeg": "jpg", "heif": "heic"}
_PROGRAM_WORDS = """
    ade apk app appref-ms application bat bin chm class cmd com cpl dll dmg exe hta inf ins iso img
    jar js jse jsp lnk mht mhtml msc msi msix msp php pif ps1 py reg scf scr settingcontent-ms sh
    url vb vbe vbs wsf wsh xll
"""
_DOCUMENT_WORDS = """
    7z csv doc docm docx dot dotm dotx eml gif gz heic htm html ico jpeg jpg msg odp ods odt pdf png
    pot potm ppam pps ppsm ppt pptm pptx rar rtf svg swf sys tar webp xhtml xla xlam xls xlsb xlsm
    xlsx xlt xltm xltx xml xz zip
"""
_READ_WORDS = "csv doc docx gif jpeg jpg odp ods odt pdf png ppt pptx rtf txt xls xlsx"
PROGRAMS = frozenset(_PROGRAM_WORDS.split())
READ_ONLY = frozenset(_READ_WORDS.split())
"""Documents that a link may open beside the one it stands in."""
MISLEADING_INNER_ENDINGS = PROGRAMS | frozenset(_DOCUMENT_WORDS.split())
"""Inner extensions that disguise a file: "report.exe.pdf", "list.docm.docx"."""
# Letters without a shape that are no format characters: fillers, joiners, variants, Braille blank.
_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]+')  # Windows cannot store them
_BLANKS = re.compile(r"\s+")


def last_ending(name: str) -> str:
    """The extension in lower case, "" without one."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def checked_name(raw: str, kinds: tuple[str, ...]) -> tuple[str, str]:
    """The name as stored, in NFC, and the kind claimed by its extension; refuses a misleading
    name."""
    name = raw.replace("\\", "/").rpartition("/")[2]
    if any(unicodedata.category(sign) in _UNSEEN for sign in name) or _SHAPELESS.search(name):
        raise FileRefused("hidden_characters")
    name = _BLANKS.sub(" ", _NOT_IN_NAMES.sub("-", clean_text(name)))
    *inner, last = name.split(".")
    suffix = last.lower().strip()
    kind = ALIASES.get(suffix, suffix)
    if not inner or not inner[0].strip() or kind not in kinds:
        raise FileRefused("kind_not_accepted")
    if any(part.strip().lower() in MISLEADING_INNER_ENDINGS for part in inner[1:]):
        raise FileRefused("double_extension")
    if len(name) > MAX_NAME:
        raise FileRefused("name_too_long")
    return name, kind
