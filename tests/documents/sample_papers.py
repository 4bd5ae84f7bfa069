"""Papers of every block, with names that a careless program would read as something else."""

from __future__ import annotations

from datetime import UTC, date, datetime

from nominations.documents.blocks import (
    Addressees,
    Alignment,
    Appendix,
    Article,
    CentredLine,
    Closing,
    Column,
    LegalBases,
    Letterhead,
    Paper,
    Paragraph,
    PartHeading,
    QrCode,
    Recipients,
    Row,
    RowKind,
    Signature,
    Table,
    Title,
)
from nominations.documents.certificate import Certificate
from nominations.documents.paper_words import BLANK, day_text

MADE_AT = datetime(2026, 11, 29, 3, tzinfo=UTC)
HOSTILE_NAME = "{{7*7}} <w:p> =cmd #typst *đậm*"
HOSTILE = (
    "{{7*7}}",
    "{% if x %}",
    "<w:p>",
    "</w:t><script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "#typst",
    '#read("paper.typ")',
    "*đậm* _nghiêng_ $x$ `mã` \\ [nội dung]",
    "${jndi:ldap://x}",
    "&lt;b&gt; &amp;",
    "%(text)s {name}",
    "../../etc/passwd",
)


def table(rows: int) -> Table:
    people = tuple(
        Row(cells=(str(number), f"Nguyễn Thị Ước {number}", "Chuyên viên, Phòng Ngân sách"))
        for number in range(1, rows + 1)
    )
    return Table(
        columns=(
            Column(heading="STT", width=1, alignment=Alignment.CENTRE),
            Column(heading="Họ và tên", width=5),
            Column(heading="Chức vụ, đơn vị", width=5),
        ),
        rows=(
            Row(cells=("I. Cá nhân",), kind=RowKind.GROUP),
            *people,
            Row(cells=("", "Tổng số", f"{rows} cá nhân"), kind=RowKind.TOTAL),
        ),
    )


def letterhead(**changes: str) -> Letterhead:
    values = {
        "parent": "UBND TỈNH SÓC TRĂNG",
        "issuer": "SỞ TÀI CHÍNH",
        "number": f"Số:{BLANK * 6}/QĐ-STC",
        "place_and_date": f"Sóc Trăng, {day_text(date(2026, 1, 5))}",
    }
    return Letterhead(**{**values, **changes})


def whole_paper(rows: int = 4) -> Paper:
    """A paper with every kind of block and a landscape annex."""
    return Paper(
        file_name="van_ban_mau",
        title="Văn bản mẫu",
        letterhead=letterhead(),
        blocks=(
            Title(name="QUYẾT ĐỊNH", subject="Về việc tặng Giấy khen năm 2026"),
            Addressees(label="Kính gửi:", names=("Ủy ban nhân dân tỉnh", "Sở Nội vụ")),
            CentredLine(text="GIÁM ĐỐC SỞ TÀI CHÍNH"),
            LegalBases(
                lines=(
                    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
                    "Theo đề nghị của Hội đồng Thi đua - Khen thưởng",
                )
            ),
            CentredLine(text="QUYẾT ĐỊNH:"),
            Article(label="Điều 1.", text="Tặng Giấy khen cho 04 cá nhân.\nCó danh sách kèm theo."),
            PartHeading(text="I. KẾT QUẢ"),
            *(Paragraph(lead="Họ tên:", text=text) for text in HOSTILE),
            table(rows),
            Closing(
                left=Recipients(label="Nơi nhận:", lines=("Như Điều 1", "Lưu: VT")),
                right=Signature(
                    positions=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), names=("Trần Thị Bưởi",)
                ),
            ),
            QrCode(text="https://example.vn/kiem-tra/1", caption="Mã kiểm tra văn bản"),
        ),
        appendices=(
            Appendix(
                name="Phụ lục",
                title="DANH SÁCH ĐƯỢC TẶNG GIẤY KHEN",
                note="(Kèm theo Quyết định số 45/QĐ-STC)",
                blocks=(table(rows),),
                landscape=True,
            ),
        ),
    )


def certificate() -> Certificate:
    """A certificate with a long post and a deputy's signature."""
    return Certificate(
        giver="GIÁM ĐỐC SỞ TÀI CHÍNH",
        verb="TẶNG",
        award="GIẤY KHEN",
        recipient="Ông " + HOSTILE_NAME,
        post="Phó Trưởng phòng phụ trách Phòng Quản lý ngân sách và Tài chính hành chính sự nghiệp",
        achievement="Đã có thành tích trong phong trào thi đua năm 2026",
        decision="Quyết định số 45/QĐ-STC ngày 05 tháng 01 năm 2026",
        book_number="Số sổ vàng: 12",
        place_and_date="Sóc Trăng, ngày 05 tháng 01 năm 2026",
        position="KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
        signer="Trần Thị Bưởi",
    )
