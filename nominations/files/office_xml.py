"""The XML of an Office file: read without document types, its fields and formulas checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from nominations.files.exceptions import FileRefused
from nominations.files.links import is_harmless

_FIELD_WORDS = """
    ADDIN ADDRESSBLOCK ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT AUTOTEXT AUTOTEXTLIST BARCODE
    BIBLIOGRAPHY CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE
    EDITTIME EQ FILENAME FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT GOTOBUTTON GREETINGLINE
    HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ
    NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE PRIVATE QUOTE REF REVNUM
    SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF SUBJECT SYMBOL TA TC TEMPLATE TIME
    TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
FIELDS = frozenset(_FIELD_WORDS.split())
"""Fields that write text. Not among them: DDE, LINK, IMPORT, INCLUDETEXT, MACROBUTTON, PRINT."""
_EMBEDDED = frozenset({"OLEObject", "oleObject", "altChunk", "subDoc"})
_LINKED = frozenset({"ddeLink", "oleLink", "DataMashup"})
_FIELD_WORD = re.compile(r"=|[A-Za-z]+(?=$|[\s\\\"“])")
_QUOTED = re.compile(r"(\\[a-z]\s*)?[\"“]([^\"”]*)[\"”]", re.I)
_UNQUOTED = re.compile(r"HYPERLINK\s+([^\"“\\\s]\S*|\\\\\S+)", re.I)
_NOT_A_TARGET = ("\\o", "\\l", "\\t")  # a tip, a bookmark, a frame

_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_STRINGS = re.compile(r'"(?:[^"]|"")*"')
_SHEET_NAMES = re.compile(r"(?<!\|)'(?:[^']|'')*'")
_CALLS = re.compile(
    r"(?<![\w.])(?:_xlfn\.|_xlws\.)*"
    r"(WEBSERVICE|RTD|IMAGE|CALL|REGISTER(?:\.ID)?|EXEC|FOPEN|FWRITE|INITIATE|EXECUTE|POKE"
    r"|SQL\.REQUEST|RUN|ALERT|HALT|FORMULA\.FILL)\s*\(",
    re.I,
)
_LINK_CALL = re.compile(r'HYPERLINK\s*\(\s*"((?:[^"]|"")*)"', re.I)
_OTHER_MACHINE = re.compile(r"'(?:\\\\|https?:|ftp:)", re.I)
_STARTS_ITSELF = re.compile(r"(_xlnm\.)?auto_(open|close|activate|deactivate)", re.I)


@dataclass(slots=True)
class _Field:
    """A field of Word while it is read: its own words, and what came nested before them."""

    words: str = ""
    begins_nested: bool = False
    in_result: bool = False


@dataclass(slots=True)
class _Reading:
    """What is kept while one part is read."""

    fields: list[_Field] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    collects: str = ""


def check_xml(content: bytes) -> None:
    """Refuse XML that is not well-formed, has a document type, or has active content."""
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local in _EMBEDDED:
            raise FileRefused("embedded_files")
        if local in _LINKED:
            raise FileRefused("external_content")
        if local == "script":
            raise FileRefused("scripts")
        if local in ("instrText", "delInstrText") or local in _FORMULAS:
            reading.collects, reading.text = local, []
        elif local in ("fldChar", "fldSimple"):
            _field_begins(reading, local, attributes)
        if local == "definedName" and _STARTS_ITSELF.match(attributes.get("name", "")):
            raise FileRefused("macros")
        if local == "imagedata":
            _check_picture_source(attributes)

    def end(name: str) -> None:
        if reading.collects and name.rpartition(" ")[2] == reading.collects:
            _collected(reading)

    def text(data: str) -> None:
        if reading.collects:
            reading.text.append(data)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise FileRefused("damaged") from None
    for left in reading.fields:
        _check_field(left)


def _refuse_document_type(*_declared: Any) -> None:
    raise FileRefused("document_type")


def _check_picture_source(attributes: dict[str, str]) -> None:
    """A drawing of the old kind may name a picture elsewhere by its address."""
    source = attributes.get("src", "")
    if "://" in source or source.startswith(("\\\\", "//")):
        raise FileRefused("external_content")


def _collected(reading: _Reading) -> None:
    """The text of an instruction or of a formula is complete."""
    words, kind = "".join(reading.text), reading.collects
    reading.collects = ""
    if kind in _FORMULAS:
        check_formula(words)
    elif reading.fields and not reading.fields[-1].in_result:
        reading.fields[-1].words += words


def _attribute(attributes: dict[str, str], wanted: str) -> str:
    return next((v for name, v in attributes.items() if name.rpartition(" ")[2] == wanted), "")


def _field_begins(reading: _Reading, local: str, attributes: dict[str, str]) -> None:
    if local == "fldSimple":
        _check_field(_Field(_attribute(attributes, "instr")))
        return
    field_part, stack = _attribute(attributes, "fldCharType"), reading.fields
    if field_part == "begin":
        if stack and not stack[-1].in_result and not stack[-1].words.strip():
            stack[-1].begins_nested = True
        stack.append(_Field())
    elif field_part == "separate" and stack:
        _check_field(stack[-1])
        stack[-1].in_result = True
    elif field_part == "end" and stack:
        _check_field(stack.pop())


def _check_field(found: _Field) -> None:
    """Refuse a field that does more than write text, or hides by another field what it does."""
    words = found.words.strip()
    if found.begins_nested:
        raise FileRefused("field_commands")
    if not words:
        return
    word = _FIELD_WORD.match(words)
    if word is None or (word[0] != "=" and word[0].upper() not in FIELDS):
        raise FileRefused("field_commands")
    if word[0].upper() == "HYPERLINK":
        _check_targets(words)


def _check_targets(words: str) -> None:
    """Refuse a link field that leads elsewhere than to a page or a mail address."""
    quoted = _QUOTED.findall(words)
    targets = [text for switch, text in quoted if switch.strip().lower() not in _NOT_A_TARGET]
    for target in [*targets, *_UNQUOTED.findall(words)]:
        if not is_harmless(target.replace("\\\\", "\\")):
            raise FileRefused("external_content")


def check_formula(formula: str) -> None:
    """Refuse a formula that starts programs, or reads from other machines."""
    names_left = _STRINGS.sub('""', formula)
    if "|" in _SHEET_NAMES.sub("", names_left) or _CALLS.search(names_left):
        raise FileRefused("field_commands")
    if _OTHER_MACHINE.search(names_left):
        raise FileRefused("external_content")
    for link in _LINK_CALL.finditer(formula):
        if link[1] and not link[1].startswith("#") and not is_harmless(link[1]):
            raise FileRefused("external_content")
