"""Pages on paper: no column is cut off at the edge, no filter and no button is printed."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from config.settings import BASE_DIR

pytestmark = pytest.mark.journey

STATIC = BASE_DIR / "nominations" / "static"
STYLES = (
    "vendor/bootstrap/bootstrap.min.css",
    "bangvang/app.css",
    "bangvang/components.css",
    "bangvang/print.css",
)
YEARS = range(2015, 2027)
MARGIN = 42  # points: 15 mm


def printed(browser: Browser, lines: int) -> PdfReader:
    heads = "".join(f'<th scope="col" class="num">{year}</th>' for year in YEARS)
    cells = "".join('<td class="num">17 / 4 / 2</td>' for _year in YEARS)
    line = f'<tr><th scope="row">Giấy khen (cá nhân / tập thể / hộ gia đình)</th>{cells}</tr>'
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    page = browser.new_page()
    page.set_content(
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><style>{style}</style></head>'
        '<body class="page-many-columns"><main class="page"><form method="get"><label>Cơ quan'
        '</label><button class="btn">Lọc</button></form><section class="panel">'
        '<div class="table-responsive"><table class="table table-dense"><thead><tr>'
        f'<th scope="col">Danh hiệu, hình thức khen thưởng</th>{heads}</tr></thead>'
        f"<tbody>{line * lines}</tbody><tfoot><tr><th>Cộng</th>{cells}</tr></tfoot>"
        "</table></div></section></main></body></html>"
    )
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    return PdfReader(io.BytesIO(pdf))


def test_a_table_of_many_years_is_printed_whole_and_without_what_is_pressed(
    browser: Browser,
) -> None:
    (sheet,) = printed(browser, 1).pages
    assert sheet.mediabox.width > sheet.mediabox.height
    text = sheet.extract_text()
    assert [str(year) for year in YEARS if str(year) not in text] == []
    places: list[float] = []
    sheet.extract_text(
        visitor_text=lambda words, cm, tm, _font, _size: (
            places.append(cm[0] * tm[4] + cm[4]) if words.strip() else None
        )
    )
    assert max(places) < float(sheet.mediabox.width) - MARGIN
    assert "Lọc" not in text
    assert "Cơ quan" not in text


def test_the_totals_of_a_long_table_are_printed_once_at_its_end(browser: Browser) -> None:
    texts = [sheet.extract_text() for sheet in printed(browser, 60).pages]
    assert len(texts) > 1
    assert ["Cộng" in text for text in texts] == [*[False] * (len(texts) - 1), True]
    assert all("2026" in text for text in texts)
