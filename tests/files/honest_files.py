"""Two hundred files as offices make them: reports, tables, scans, photographs; all may come in."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pikepdf
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetPicture
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image, ImageDraw

from tests.files import office_writing as parts
from tests.files.pdf_writing import in_object_streams, pdf

UNITS = ("Phòng Ngân sách", "Phòng Quản lý công sản", "Văn phòng Sở", "Thanh tra Sở", "Phòng Giá")
PEOPLE = ("Nguyễn Thị Hạnh", "Trần Văn Bình", "Lê Hoàng Yến", "Phạm Đức Thịnh", "Đỗ Thị Ước")
FORMULAS = (
    "SUM(C5:C9)", "AVERAGE(C5:C9)", 'IF(C5>90,"Xuất sắc","Tốt")', "ROUND(C5/12,1)", "VLOOKUP(B5,B5:C9,2,FALSE)",
    'COUNTIF(C5:C9,">=90")', "TODAY()", 'TEXT(TODAY(),"dd/mm/yyyy")', "INDEX(C5:C9,MATCH(MAX(C5:C9),C5:C9,0))",
    "'Danh sách | 2026'!A1", 'HYPERLINK("https://example.vn/quyet-dinh","Quyết định")', 'HYPERLINK("#A1","Về đầu")',
    'CONCATENATE(B5," | ",C5)', "SUMPRODUCT(C5:C9,C5:C9)", 'IFERROR(C5/C6,"-")', "_xlfn.XLOOKUP(B5,B5:B9,C5:C9)",
    "SUM('Danh sách | 2026'!A1:A3)", 'SUMIFS(C5:C9,B5:B9,"Nguyễn*")',
)  # fmt: skip
FIELDS = (
    "PAGE", "NUMPAGES", 'TOC \\o "1-3" \\h \\z \\u', 'DATE \\@ "dd/MM/yyyy"', "SEQ Bảng \\* ARABIC", "PAGEREF _Toc1 \\h",
    'HYPERLINK "https://example.vn/a?b=1#c" \\o "Xem: quyết định"', 'HYPERLINK \\l "_Toc1"', "REF _Ref1 \\h", "=SUM(ABOVE)",
    "MERGEFIELD Họ_tên", "STYLEREF \"Heading 1\"", 'IF 1 = 1 "có" "không"', "FILENAME \\p", "ADDIN ZOTERO_ITEM CSL_CITATION {}",
    "FORMTEXT", "SECTIONPAGES", "HYPERLINK mailto:vanthu@example.vn",
)  # fmt: skip


def _photo(seed: int, size: tuple[int, int] = (160, 120), mode: str = "RGB") -> Image.Image:
    chance = random.Random(seed)  # noqa: S311  # the same picture on every run
    picture = Image.radial_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for _shape in range(12):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        pen.rectangle((x, y, x + 30, y + 20), fill=tuple(chance.randrange(256) for _c in range(3)))
    return picture.convert(mode)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


# --- Word -----------------------------------------------------------------------------------------


def _field(paragraph: object, instruction: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", None, "separate", "end"):
        element = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            element.text = instruction
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _linked(paragraph: object, address: str, words: str) -> None:
    kind = f"{parts.R}/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def _report(number: int) -> bytes:
    """A report of achievements, each a little different."""
    paper = docx.Document()
    section = paper.sections[0]
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Times New Roman", Pt(14)
    paper.core_properties.title, paper.core_properties.author = (
        "Báo cáo thành tích",
        PEOPLE[number % 5],
    )
    head = paper.add_heading("BÁO CÁO THÀNH TÍCH CÁ NHÂN", 1)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    body = paper.add_paragraph(f"Họ và tên: {PEOPLE[number % 5]}, {UNITS[number % 5]}. ")
    body.add_run("Hoàn thành xuất sắc nhiệm vụ").bold = True
    _field(body, FIELDS[number % len(FIELDS)])
    if number % 2:
        section.header.paragraphs[0].text = "SỞ TÀI CHÍNH"
        _field(section.footer.paragraphs[0], "PAGE")
    if number % 3 == 0:
        table = paper.add_table(rows=1, cols=3, style="Table Grid")
        for year in range(2022, 2027):
            for cell, text in zip(
                table.add_row().cells, (str(year), "Xuất sắc", "112%"), strict=True
            ):
                cell.text = text
    if number % 3 == 1:
        form = ("JPEG", "PNG", "GIF", "BMP", "TIFF")[number % 5]
        paper.add_picture(io.BytesIO(_saved(_photo(number), form)), width=Cm(8))
    if number % 4 == 0:
        for address in ("https://example.vn/van-ban?so=12/QĐ", "mailto:vanthu@example.vn", "phu%20luc.docx",
                        "file:///C:\\Ho so\\Phu luc.xlsx", "tel:02438259999", "example.vn/tin-tuc"):  # fmt: skip
            _linked(body, address, "xem")
    if number % 5 == 0:
        landscape = paper.add_section()
        landscape.orientation = WD_ORIENT.LANDSCAPE
        paper.add_paragraph("Một sáng kiến", style="List Bullet")
        paper.add_page_break()
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def _chart_parts() -> dict[str, str | bytes]:
    """As Word keeps a chart: with the table of its figures inside."""
    chart = (
        '<?xml version="1.0"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:r="{parts.R}"><c:chart><c:plotArea><c:barChart><c:ser><c:val><c:numRef><c:f>Sheet1!$B$2:$B$5</c:f>'
        '</c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>'
    )
    return {
        "word/charts/chart1.xml": chart,
        "word/charts/style1.xml": "<a/>",
        "word/charts/colors1.xml": "<a/>",
        "word/charts/_rels/chart1.xml.rels": parts.relations(
            (f"{parts.R}/package", "../embeddings/Microsoft_Excel_Worksheet.xlsx"),
            ("http://schemas.microsoft.com/office/2011/relationships/chartStyle", "style1.xml"),
        ),
        "word/embeddings/Microsoft_Excel_Worksheet.xlsx": parts.xlsx(),
        "word/_rels/document.xml.rels": parts.relations(
            (f"{parts.R}/chart", "charts/chart1.xml"),
            (f"{parts.R}/customXml", "../customXml/item1.xml"),
        ),
        "customXml/item1.xml": '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"/>',
        "customXml/itemProps1.xml": "<a/>",
    }


def _word_parts(number: int) -> bytes:
    """Parts that Word, WPS Office and others add to a document."""
    microsoft = "http://schemas.microsoft.com/office"
    extras: tuple[dict[str, str | bytes], ...] = (
        _chart_parts(),
        {"word/glossary/document.xml": parts.document(), "word/glossary/_rels/document.xml.rels": parts.relations()},
        {"word/comments.xml": "<a/>", "word/commentsExtended.xml": "<a/>", "word/people.xml": "<a/>",
         "word/_rels/document.xml.rels": parts.relations(
             (f"{microsoft}/2011/relationships/commentsExtended", "commentsExtended.xml"),
             (f"{microsoft}/2016/09/relationships/commentsIds", "commentsIds.xml"),
             (f"{microsoft}/2011/relationships/people", "people.xml"))},
        {"word/diagrams/data1.xml": "<a/>", "word/_rels/document.xml.rels": parts.relations(
            (f"{parts.R}/diagramData", "diagrams/data1.xml"), (f"{microsoft}/2007/relationships/diagramDrawing", "diagrams/drawing1.xml"))},
        {"word/fonts/font1.odttf": bytes(64), "docProps/custom.xml": "<a/>", "docMetadata/LabelInfo.xml": "<a/>"},
        {"word/printerSettings/printerSettings1.bin": bytes(99), "word/ink/ink1.xml": "<a/>"},
        {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": "<a/>", "_rels/.rels": parts.relations(
            (f"{parts.R}/officeDocument", "word/document.xml"),
            ("http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin", "_xmlsignatures/origin.sigs"))},
        {"word/media/image1.emf": b"\x01\x00\x00\x00" + bytes(36) + b" EMF", "word/media/image2.wmf": b"\xd7\xcd\xc6\x9a" + bytes(20)},
        {"word/media/image1.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'},
        {"word/document.xml": parts.document(parts.paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PA</w:instrText></w:r><w:r><w:instrText>GE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'))},
        {"word/document.xml": parts.document(parts.paragraph(parts.field("IF ", parts.field("MERGEFIELD a"), ' = 1 "có" "không"')))},
        {"word/document.xml": parts.document(parts.paragraph("<w:r><w:t>DDEAUTO, LINK và MACROBUTTON là tên trường trong Word.</w:t></w:r>"))},
        {"word/document.xml": parts.document().replace("UTF-8", "UTF-16").encode("utf-16")},
        {"word\\settings.xml": "<a/>", "word/": b""},
        {"customXml/item1.xml": "\ufeff<a/>".encode(), "word/theme/theme1.xml": "<a/>"},
    )  # fmt: skip
    return parts.docx(extras[number % len(extras)])


# --- Excel ----------------------------------------------------------------------------------------


def _table(number: int) -> bytes:
    """A list of grades with what Excel offers, each a little different."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tổng hợp"
    book.create_sheet("Danh sách | 2026")["A1"] = 5
    sheet.merge_cells("A1:D1")
    sheet["A1"] = f"DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM {2015 + number % 12}"
    sheet["A1"].font, sheet["A1"].alignment = (
        Font(bold=True, size=14),
        Alignment(horizontal="center"),
    )
    sheet.append([])
    sheet.append(["", "Đơn vị", UNITS[number % 5]])
    sheet.append(["STT", "Họ và tên", "Điểm"])
    edge = Side(style="thin")
    for place, person in enumerate(PEOPLE, 1):
        sheet.append([place, person, 80 + (number * 7 + place) % 20])
        sheet.cell(4 + place, 3).border = Border(top=edge, bottom=edge)
        sheet.cell(4 + place, 3).fill = PatternFill("solid", fgColor="FFF2CC")
    sheet["E5"] = f"={FORMULAS[number % len(FORMULAS)]}"
    sheet["E6"] = f"={FORMULAS[(number + 7) % len(FORMULAS)]}"
    sheet["F5"].hyperlink = ("https://example.vn/?a=1&b=2", "mailto:a@example.vn?subject=Hỏi")[
        number % 2
    ]
    figures, names = (
        Reference(sheet, min_col=3, min_row=4, max_row=9),
        Reference(sheet, min_col=2, min_row=5, max_row=9),
    )
    if number % 2 == 0:
        chart = (BarChart, LineChart, PieChart)[number % 3]()
        chart.add_data(figures, titles_from_data=True)
        chart.set_categories(names)
        sheet.add_chart(chart, "H2")
    if number % 3 == 0:
        sheet["B5"].comment = Comment("Cần bổ sung quyết định", "Thư ký")
        sheet.add_data_validation(
            rule := DataValidation(type="list", formula1='"Xuất sắc,Tốt | Khá"')
        )
        rule.add("D5:D9")
    if number % 4 == 0:
        sheet.add_table(Table(displayName="Bang1", ref="A4:C9"))
        sheet.conditional_formatting.add(
            "C5:C9", FormulaRule(formula=["C5>90"], font=Font(bold=True))
        )
        sheet.conditional_formatting.add("C5:C9", ColorScaleRule(start_type="min", end_type="max"))
    if number % 5 == 0:
        sheet.add_image(SheetPicture(io.BytesIO(_saved(_photo(number), "PNG"))), "H20")
        book.defined_names["Vung_in"] = DefinedName("Vung_in", attr_text="'Tổng hợp'!$A$1:$D$9")
        sheet.print_title_rows, sheet.protection.sheet = "4:4", True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# --- PDF ------------------------------------------------------------------------------------------


def _scan(number: int) -> bytes:
    """Some pages from a scanner."""
    mode = ("RGB", "L", "1")[number % 3]
    pages = [_photo(number + page, (413, 585), mode) for page in range(1 + number % 3)]
    return _saved(
        pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=50, title="Scan"
    )


_LINKS = b"/Annots [10 0 R]"
_TAGGED = b"/MarkInfo << /Marked true >> /StructTreeRoot 10 0 R /Lang (vi-VN)"


def _link(action: bytes) -> bytes:
    return b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Border [0 0 0] /A " + action + b" >>"


_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>/JS /Launch</dc:format>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
DOCUMENTS = (
    pdf(), pdf(b"/OpenAction [3 0 R /XYZ null null 0]"), pdf(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    pdf(b"/PageMode /UseOutlines /Outlines 10 0 R", o10=b"<< /First 11 0 R /Last 11 0 R /Count 1 >>",
        o11=b"<< /Title (Phan mot) /Parent 10 0 R /A << /S /GoTo /D [3 0 R /Fit] >> >>"),
    pdf(page=_LINKS, o10=_link(b"<< /S /URI /URI (https://example.vn/a\\(1\\)?b=c) >>")),
    pdf(page=_LINKS, o10=_link(b"<< /Type /Action /S /URI /URI (mailto:vanthu@example.vn) >>")),
    pdf(page=_LINKS, o10=_link(b"<< /S /URI /URI (www.example.vn) >>")),
    pdf(page=_LINKS, o10=_link(b"<< /S /Named /N /NextPage >>")),
    pdf(page=_LINKS, o10=b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Da xem /JS va /Launch) >>"),
    pdf(b"/AcroForm << /Fields [10 0 R] /SigFlags 3 >>", _LINKS, o11=b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter "
        b"/adbe.pkcs7.detached /ByteRange [0 1 2 3] /Contents <00> /Name (Nguyen Thi Hanh) >>",
        o10=b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Ky so) /Rect [0 0 9 9] /V 11 0 R >>"),
    pdf(b"/AcroForm << /Fields [10 0 R] /NeedAppearances true >>", _LINKS,
        o10=b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (ten) /V (Binh) /Rect [0 0 9 9] /MK << >> >>"),
    pdf(_TAGGED, o10=b"<< /Type /StructTreeRoot /K 11 0 R /RoleMap << /Textbody /P >> >>",
        o11=b"<< /Type /StructElem /S /Textbody /P 10 0 R /K 0 /A << /O /Layout /Placement /Block >> >>"),
    pdf(b"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) >>] /Metadata 10 0 R",
        o10=b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(_XMP), _XMP)),
    pdf(b"/ViewerPreferences << /DisplayDocTitle true >> /PageLabels << /Nums [0 << /S /D >>] >>"),
    pdf(page=b"/Group << /S /Transparency /CS /DeviceRGB >> /Trans << /S /Dissolve >>"),
    pdf(b"/Names << /Dests << /Names [(chuong1) [3 0 R /Fit]] >> >> /OCProperties << /OCGs [] /D << >> >>"),
)  # fmt: skip


def _document(number: int) -> bytes:
    """What Word, browsers and signing programs write; every second one packed."""
    content = DOCUMENTS[number % len(DOCUMENTS)]
    return in_object_streams(content) if number >= len(DOCUMENTS) else content


def _revised() -> bytes:
    """Saved again by another program, as a new version behind the first."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(_scan(1))) as opened:
        opened.docinfo["/Title"] = "Quyết định công nhận sáng kiến"
        opened.save(target, linearize=True)
    return target.getvalue()


# --- Photographs ----------------------------------------------------------------------------------


def photograph(orientation: int, size: tuple[int, int] = (160, 120)) -> bytes:
    """As a phone saves it: with time, place and maker, and with the side that was up."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, "samsung", "2026:05:12 08:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 2.0, 5.0), 3: "E", 4: (105.0, 50.0, 9.0)})
    return _saved(_photo(orientation, size), "JPEG", exif=exif, quality=85)


IPHONE = Path(__file__).with_name("iphone.heic")


def _photographs() -> Iterator[tuple[str, bytes]]:
    for orientation in range(1, 9):
        yield f"IMG_2026051{orientation}.JPG", photograph(orientation)
    for mode in ("L", "CMYK", "RGB"):
        for options in (
            {"progressive": True},
            {"subsampling": 0},
            {"comment": b"anh", "dpi": (300, 300)},
        ):
            yield f"anh {mode}.jpeg", _saved(_photo(7, mode=mode), "JPEG", **options)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        picture = (
            _photo(9).convert("L").convert("I;16") if mode == "I;16" else _photo(9).convert(mode)
        )
        yield f"chụp màn hình {mode}.png", _saved(picture, "PNG")
    yield "toàn cảnh.jpg", _saved(_photo(4, (3000, 90)), "JPEG")
    yield "hai ảnh.jpg", _saved(_photo(4), "MPO", save_all=True, append_images=[_photo(5)])
    yield "động.png", _saved(_photo(4), "PNG", save_all=True, append_images=[_photo(5)])
    yield "trong suốt.png", _saved(_photo(4).convert("P"), "PNG", transparency=0)
    yield "IMG_0042.HEIC", IPHONE.read_bytes()


def honest_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    for number in range(60):
        yield f"Báo cáo thành tích {number}.docx", _report(number)
    for number in range(15):
        yield f"Biên bản họp {number}.docx", _word_parts(number)
    for number in range(54):
        yield f"Danh sách ngày {1 + number % 28}.05.2026.xlsx", _table(number)
    for number in range(15):
        yield f"QĐ số {number}.QĐ-STC.pdf", _scan(number)
    for number in range(2 * len(DOCUMENTS)):
        yield f"Quyết định {number}.pdf", _document(number)
    yield "Quyết định công nhận (bản ký).pdf", _revised()
    yield from _photographs()
