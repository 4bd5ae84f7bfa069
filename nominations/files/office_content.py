"""The allow-list of parts, relationships and content types of Word and Excel files.

The file is a zip of XML parts. Anything else is refused: programs, embedded files, templates and
remote data. New kinds of parts are added here when honest files need them.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.parsers import expat

from nominations.files.exceptions import FileRefused
from nominations.files.links import is_harmless
from nominations.files.office_xml import check_xml
from nominations.files.pictures import check_embedded_picture

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 4 * 1024 * 1024  # a blank table of some thousand rows packs as well as a bomb
_MAX_NAME = 260
_MAX_DEPTH = 1  # the table behind a chart is an Excel file of its own

_MAIN = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES = {
    "docx": f"{_MAIN}wordprocessingml.document.main+xml",
    "xlsx": f"{_MAIN}spreadsheetml.sheet.main+xml",
}
_TYPE = re.compile(
    r"(application/(xml|inkml\+xml|octet-stream|vnd\.(openxmlformats-|ms-|wps-)[\w.+-]+"
    r"|x-fontdata|x-font-ttf)|image/[\w.+-]+|text/xml)",
    re.I,
)
_ACTING_TYPE = re.compile(r"macro|vba|activex|oleobject|control\+xml|customui", re.I)
_PARTS = re.compile(
    r"""
    \[content_types\]\.xml | [\w.-]+\.xml | _rels/[\w.-]*\.rels
    | docprops/[\w.-]+\.(xml|jpe?g|png|emf|wmf) | docprops/_rels/[\w.-]+\.rels
    | docmetadata/[\w.-]+\.xml
    | customxml/(_rels/)?[\w.-]+\.(xml|rels)
    | _xmlsignatures/(_rels/)?[\w.-]+\.(xml|rels|sigs)
    | word/(glossary/)?(_rels/)?[\w.-]+\.(xml|rels)
    | word/(glossary/)?(theme|charts|diagrams|drawings|ink)/(_rels/)?[\w.-]+\.(xml|rels|vml)
    | word/(glossary/)?fonts/[\w.-]+\.(odttf|fntdata)
    | xl/(_rels/)?[\w.-]+\.(xml|rels)
    | xl/(worksheets|chartsheets|theme|drawings|charts|diagrams|tables|pivottables|pivotcache
        |comments|threadedcomments|persons|slicers|slicercaches|timelines|timelinecaches|richdata|metadata
        |ctrlprops|featurepropertybag|revisions|ink)/(_rels/)?[\w.-]+\.(xml|rels|vml)
    | (word|xl)/(glossary/)?printersettings/[\w.-]+\.bin
    | (word|xl)/(glossary/)?media/[\w.\ -]+\.(png|jpe?g|jpe|jfif|gif|bmp|tiff?|emf|wmf|svg|wdp|tmp)
    | (word|xl)/embeddings/[\w.\ -]+\.xlsx
    """,
    re.X | re.I,
)
# Refused names within the allowed folders.
_ACTING_PART = re.compile(
    r"(^|/)(vba|connections|externallink|querytable|attachedtoolbars|customizations|mailmerge"
    r"|recipients|volatiledependencies|customui|webextension|taskpanes)[^/]*$",
    re.I,
)
_MACRO_PART = re.compile(r"vbaproject|vbadata|macrosheets/|intlmacrosheets/|dialogsheets/", re.I)
_EMBEDDED_PART = re.compile(r"activex/|embeddings/|oleobject|ctrlprops/.*\.bin|afchunk", re.I)
_OUTSIDE_PART = re.compile(r"externallinks?|connections\.xml|querytable|webextension|/model/", re.I)

_RELATION_HOSTS = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "http://schemas.microsoft.com/office/",
    "http://www.wps.cn/officeDocument/",
)
_RELATION_WORDS = """
    officeDocument core-properties extended-properties extendedProperties custom-properties
    customProperties thumbnail origin signature
    certificate classificationlabels
    styles stylesWithEffects settings webSettings fontTable theme themeOverride numbering footnotes
    endnotes comments commentsExtended commentsIds commentsExtensible people header footer image
    hyperlink hdphoto chart chartEx chartStyle chartColorStyle chartUserShapes diagramData
    diagramLayout diagramQuickStyle diagramColors diagramDrawing glossaryDocument customXml
    customXmlProps font documentTasks ink svg cellImage package
    worksheet chartsheet sharedStrings calcChain drawing vmlDrawing table tableSingleCells
    pivotTable pivotCacheDefinition pivotCacheRecords printerSettings sheetMetadata
    threadedComment person
    slicer slicerCache timeline timelineCache timelineStyles rdRichValue rdRichValueStructure
    rdRichValueTypes richValueRel rdArray rdSupportingPropertyBag
    rdSupportingPropertyBagStructure richStyles FeaturePropertyBag ctrlProp revisionHeaders
    revisionLog usernames xmlMaps
"""
RELATIONS = frozenset(_RELATION_WORDS.split())
_MACRO_WORDS = """
    vbaProject wordVbaData xlMacrosheet xlIntlMacrosheet dialogsheet attachedToolbars
    keyMapCustomizations extensibility
"""
_MACRO_RELATIONS = frozenset(_MACRO_WORDS.split())
_EMBEDDED_WORDS = "oleObject package control activeXControlBinary aFChunk"
_EMBEDDED_RELATIONS = frozenset(_EMBEDDED_WORDS.split())
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_office(content: bytes, kind: str, depth: int = 0) -> None:
    """Refuse a file that is not of its kind, is encrypted or broken, or has active content."""
    if content.startswith(_OLD_OFFICE):
        raise FileRefused("locked" if _LOCKED in content else "content_mismatch")
    if not content.startswith(b"PK\x03\x04"):
        raise FileRefused("content_mismatch")
    if content[-22:-18] != b"PK\x05\x06":  # something before or behind the archive, or its end gone
        raise FileRefused("cut_off" if b"PK\x05\x06" not in content else "content_mismatch")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(content))
            parts = {_part_name(entry): _unpacked(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise FileRefused("damaged") from error
    except (ValueError, KeyError) as error:
        raise FileRefused("damaged") from error
    _check_types(parts, kind)
    for name, part in parts.items():
        _check_part(name, part, depth)


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Names, number and claimed sizes, before anything is unpacked."""
    if len(entries) > MAX_ENTRIES:
        raise FileRefused("unpacks_too_large")
    names = [_part_name(entry).casefold() for entry in entries]
    if "[content_types].xml" not in names:
        raise FileRefused("content_mismatch")
    if len(set(names)) != len(names):
        raise FileRefused("damaged")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise FileRefused("locked")
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1) and (
            entry.file_size > RATIO_COUNTS_FROM
        ):
            raise FileRefused("unpacks_too_large")
        _check_entry_name(entry)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > max(MAX_RATIO * size, RATIO_COUNTS_FROM):
        raise FileRefused("unpacks_too_large")


def _part_name(entry: zipfile.ZipInfo) -> str:
    """The name as it stands in the archive; some programs of Windows write "\\" for "/"."""
    return entry.orig_filename.replace("\\", "/")


def _check_entry_name(entry: zipfile.ZipInfo) -> None:
    name = _part_name(entry)
    climbs = ".." in name.split("/") or name.startswith("/") or ":" in name or "\0" in name
    if climbs or len(name) > _MAX_NAME:
        raise FileRefused("climbing_names")
    if name.endswith("/") and entry.file_size == 0:
        return
    if _MACRO_PART.search(name):
        raise FileRefused("macros")
    if _PARTS.fullmatch(name) and not _ACTING_PART.search(name):
        return
    if _OUTSIDE_PART.search(name):
        raise FileRefused("external_content")
    raise FileRefused("embedded_files" if _EMBEDDED_PART.search(name) else "unknown_parts")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry's content; never more than it claimed to hold."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused("damaged")
    with archive.open(entry) as packed:
        content = packed.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise FileRefused("damaged")
    return content


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Names and attributes of the elements of a small part."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(" ")[2], attributes))

    def refuse(*_declared: Any) -> None:
        raise FileRefused("document_type")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise FileRefused("damaged") from None
    return found


def _check_types(parts: dict[str, bytes], kind: str) -> None:
    """The content types: the main part of the claimed kind is there, and nothing that acts."""
    listing = next(part for name, part in parts.items() if name.lower() == "[content_types].xml")
    names = {f"/{name}".casefold() for name in parts}
    endings = {name.rpartition(".")[2] for name in names}
    main = False
    for _element, attributes in _elements(listing):
        declared = attributes.get("ContentType", "")
        if attributes.get("Extension", next(iter(endings))).casefold() not in endings:
            continue  # said of a kind of part that is not there
        if _ACTING_TYPE.search(declared):
            raise FileRefused(
                "macros" if re.search("macro|vba", declared, re.I) else "embedded_files"
            )
        if declared and not _TYPE.fullmatch(declared):
            raise FileRefused("unknown_parts")
        if declared == MAIN_TYPES[kind]:
            main = main or attributes.get("PartName", "").casefold() in names
    if not main:
        raise FileRefused("content_mismatch")


def _check_part(name: str, content: bytes, depth: int) -> None:
    ending = name.rpartition(".")[2].lower()
    if name.endswith("/"):
        return
    if ending == "rels":
        _check_relations(name, content)
    elif ending in ("xml", "svg"):
        check_xml(content)
    elif ending == "vml":
        _check_old_drawing(content)
    elif ending == "xlsx":
        if depth >= _MAX_DEPTH:
            raise FileRefused("embedded_files")
        check_office(content, "xlsx", depth + 1)
    elif "/media/" in name.lower() or name.lower().startswith("docprops/"):
        check_embedded_picture(content)


def _check_old_drawing(content: bytes) -> None:
    """Excel itself writes drawings of this kind that are not well-formed XML."""
    try:
        check_xml(content)
    except FileRefused as refusal:
        plain = content.replace(b"\x00", b"").lower()
        if refusal.key != "damaged" or re.search(rb"<!|<script|src\s*=\s*.?\s*(\w+:|\\\\)", plain):
            raise


def _check_relations(name: str, content: bytes) -> None:
    """What the parts refer to: known kinds, and nothing elsewhere but the target of a link."""
    for element, attributes in _elements(content):
        if element != "Relationship":
            continue
        address, target = attributes.get("Type", ""), attributes.get("Target", "")
        kind = address.rpartition("/")[2]
        known = address.startswith(_RELATION_HOSTS) and kind in RELATIONS
        if kind in _MACRO_RELATIONS:
            raise FileRefused("macros")
        if kind == "package" and re.search(r"/charts/_rels/[^/]+\.rels$", name, re.I):
            known = True
        elif kind in _EMBEDDED_RELATIONS:
            raise FileRefused("embedded_files")
        if attributes.get("TargetMode", "Internal") != "Internal":
            if not known or kind != "hyperlink" or not is_harmless(target):
                raise FileRefused("external_content")
        elif not known:
            raise FileRefused("external_content" if "xternal" in kind else "unknown_parts")
        elif re.match(r"[a-z][a-z0-9+.-]*:|\\\\|//", target, re.I):
            raise FileRefused("external_content")
