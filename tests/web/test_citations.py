"""Citations: the short form of the data in the words of official papers, with or without marks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template

from nominations import citations

LAW, OLD = "Luật 06/2022/QH15", "Luật 15/2003/QH11"
D91, D98, D152 = "Nghị định 91/2017/NĐ-CP", "Nghị định 98/2023/NĐ-CP", "Nghị định 152/2025/NĐ-CP"
C12, C15 = "Thông tư 12/2019/TT-BNV", "Thông tư 15/2025/TT-BNV"
OF_2024 = "Quyết định 3828/QĐ-ĐHĐN"
NEW_LAW = "(nội dung Luật 06/2026/QH16 chưa đối chiếu)"

FORMS = [
    (f"{LAW} Đ27 k1 a", f"Điều 27, khoản 1, điểm a {LAW}"),
    (f"{LAW} Đ42 k1 đ", f"Điều 42, khoản 1, điểm đ {LAW}"),
    (f"{LAW} Đ24 k1", f"Điều 24, khoản 1 {LAW}"),
    (f"{LAW} Đ21", f"Điều 21 {LAW}"),
    (f"{LAW} Đ5 k2 c", f"Điều 5, khoản 2, điểm c {LAW}"),
    (f"{LAW} Đ21-22", f"Điều 21 và Điều 22 {LAW}"),
    (f"{LAW} Đ19-22", f"từ Điều 19 đến Điều 22 {LAW}"),
    (f"{LAW} Đ71, Đ79 k4", f"Điều 71 và Điều 79, khoản 4 {LAW}"),
    (f"{LAW} Đ75 k1 c, Đ80 k1", f"Điều 75, khoản 1, điểm c và Điều 80, khoản 1 {LAW}"),
    (f"{LAW} Đ25; {D98} Đ5", f"Điều 25 {LAW}; Điều 5 {D98}"),
    (f"{LAW} Đ84 k5; {D98} Đ46 k2", f"Điều 84, khoản 5 {LAW}; Điều 46, khoản 2 {D98}"),
    (f"{LAW} Đ84 k1; Quyết định 638/QĐ-BNV (2025)",
     f"Điều 84, khoản 1 {LAW}; Quyết định 638/QĐ-BNV (2025)"),
    (f"{LAW} Đ23; {OF_2024} Đ7 k1", f"Điều 23 {LAW}; Điều 7, khoản 1 {OF_2024}"),
    (f"{OLD} Đ10 k1", f"Điều 10, khoản 1 {OLD}"),
    (f"{OLD} Đ24 (Luật 39/2013/QH13 Đ1 k6)", f"Điều 24 {OLD} (Điều 1, khoản 6 Luật 39/2013/QH13)"),
    (f"{OLD} Đ74 k2 c, Đ80 k1 (Luật 39/2013/QH13 Đ1 k41, k46)",
     (f"Điều 74, khoản 2, điểm c và Điều 80, khoản 1 {OLD}"
      " (Điều 1, khoản 41 và khoản 46 Luật 39/2013/QH13)")),
    (f"{OLD} Đ84 k1 (Luật 39/2013/QH13 Đ1 k48); {D91} Đ50 k2",
     f"Điều 84, khoản 1 {OLD} (Điều 1, khoản 48 Luật 39/2013/QH13); Điều 50, khoản 2 {D91}"),
    (f"{D91} Đ66 k2 đ", f"Điều 66, khoản 2, điểm đ {D91}"),
    (f"{D91} Đ48, Đ49", f"Điều 48 và Điều 49 {D91}"),
    (f"{D91} Đ68 k1, k2", f"Điều 68, khoản 1 và khoản 2 {D91}"),
    (f"{D91} Đ69", f"Điều 69 {D91}"),
    (f"{D91} Đ9; {LAW} Đ21-22; {D98} Đ30 k8",
     f"Điều 9 {D91}; Điều 21 và Điều 22 {LAW}; Điều 30, khoản 8 {D98}"),
    (f"{D152} Đ6 k2 b, c, đ, e", f"Điều 6, khoản 2, điểm b, điểm c, điểm đ và điểm e {D152}"),
    ("Nghị định 90/2020/NĐ-CP Đ2 (Nghị định 48/2023/NĐ-CP Đ1 k1)",
     "Điều 2 Nghị định 90/2020/NĐ-CP (Điều 1, khoản 1 Nghị định 48/2023/NĐ-CP)"),
    (f"{C12} Đ11 k2 (hội đồng cấp bộ, cấp tỉnh)",
     f"Điều 11, khoản 2 {C12} (hội đồng cấp bộ, cấp tỉnh)"),
    (f"{C12} Đ1, Đ2 k5, Đ3", f"Điều 1; Điều 2, khoản 5 và Điều 3 {C12}"),
    (f"{OF_2024} Đ28 k9, Đ30 k1", f"Điều 28, khoản 9 và Điều 30, khoản 1 {OF_2024}"),
    ("Quyết định 4768/QĐ-ĐHĐN Đ2, Đ4 k11", "Điều 2 và Điều 4, khoản 11 Quyết định 4768/QĐ-ĐHĐN"),
    ("Quyết định 10/2024/QĐ-UBND Đ9 k2 a (dẫn theo Kế hoạch 157/KH-UBND ngày 18/11/2025)",
     ("Điều 9, khoản 2, điểm a Quyết định 10/2024/QĐ-UBND"
      " (dẫn theo Kế hoạch 157/KH-UBND ngày 18/11/2025)")),
    ("Luật 05/2017/QH14 Đ58a k1", "Điều 58a, khoản 1 Luật 05/2017/QH14"),
    ("Đ23 k1", "Điều 23, khoản 1"),
    (f"{D152} (mức tối đa; cơ quan tặng quy định mức cụ thể)",) * 2,
    (f"{LAW} sửa đổi bởi Luật 06/2026/QH16; {D152}",) * 2,
    (f"{D98} Phụ lục I Mẫu số 02, 03",) * 2,
    ("Công văn 5007/BNV-TĐKT (2023) mục III.5.c",) * 2,
    ("Quyết định 964/QĐ-BHXH năm 2024, Điều 4, 9, 11 (quy chế mẫu)",) * 2,
    ("Quyết định 45/QĐ-Đ5",) * 2,
    ("Trả lời của Bộ Nội vụ, tháng 11/2023",) * 2,
    ("Quy chế của cơ quan",) * 2,
    ("Biên bản họp (chưa ký",) * 2,
    ("",) * 2,
]  # fmt: skip

MARKED = [
    (f"{LAW} Đ23 {NEW_LAW}", f"Điều 23 {LAW} {NEW_LAW}", f"Điều 23 {LAW}"),
    (f"{D152} (suy theo {D98} Đ30 k7)", f"{D152} (suy theo Điều 30, khoản 7 {D98})", D152),
    (f"{D152} (suy theo {D98} Đ30 k7) {NEW_LAW}",
     f"{D152} (suy theo Điều 30, khoản 7 {D98}) {NEW_LAW}", D152),
    (f"{C15} Đ2 k5 (suy theo Thông tư 01/2024/TT-BNV Đ1 k5 d)",
     f"Điều 2, khoản 5 {C15} (suy theo Điều 1, khoản 5, điểm d Thông tư 01/2024/TT-BNV)",
     f"Điều 2, khoản 5 {C15}"),
    (f"suy theo {D91} Đ9 k1, k2", f"suy theo Điều 9, khoản 1 và khoản 2 {D91}",
     f"Điều 9, khoản 1 và khoản 2 {D91}"),
    (f"suy theo tiêu chuẩn cấp tỉnh: {OLD} Đ26; {D91} Đ12",
     f"suy theo tiêu chuẩn cấp tỉnh: Điều 26 {OLD}; Điều 12 {D91}",
     f"Điều 26 {OLD}; Điều 12 {D91}"),
    (f"suy theo thẩm quyền cấp tỉnh: {OLD} Đ79 (Luật 39/2013/QH13 Đ1 k45)",
     f"suy theo thẩm quyền cấp tỉnh: Điều 79 {OLD} (Điều 1, khoản 45 Luật 39/2013/QH13)",
     f"Điều 79 {OLD} (Điều 1, khoản 45 Luật 39/2013/QH13)"),
    (f"{D152} Đ51 (mức cá nhân: suy theo mức tập thể)",
     f"Điều 51 {D152} (mức cá nhân: suy theo mức tập thể)", f"Điều 51 {D152}"),
    (f"{D98} Đ53 k5 (suy ra)", f"Điều 53, khoản 5 {D98} (suy ra)", f"Điều 53, khoản 5 {D98}"),
    ("Nghị định 42/2010/NĐ-CP (chưa đối chiếu)",) * 2 + ("Nghị định 42/2010/NĐ-CP",),
    (f"{D152} (mức tối đa; cơ quan tặng quy định mức cụ thể) {NEW_LAW}",) * 2
    + (f"{D152} (mức tối đa; cơ quan tặng quy định mức cụ thể)",),
]  # fmt: skip


@pytest.mark.parametrize(("short", "full"), FORMS)
def test_a_short_form_is_written_out_and_the_rest_stays(short: str, full: str) -> None:
    assert citations.in_full(short) == full
    assert citations.plain(short) == full
    assert citations.in_full(full) == full


@pytest.mark.parametrize(("short", "full", "plain"), MARKED)
def test_marks_stay_for_some_and_go_for_the_others(short: str, full: str, plain: str) -> None:
    assert citations.is_marked(short)
    assert citations.in_full(short) == full
    assert citations.plain(short) == plain


def _sources(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _sources(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _sources(inner, key)
    elif isinstance(value, str) and key in ("source", "citation"):
        yield value


def test_every_source_of_the_data_files_is_understood() -> None:
    files = Path(settings.BASE_DIR, "nominations").glob("**/data/**/*.toml")
    found = {
        one for file in files for one in _sources(tomllib.loads(file.read_text(encoding="utf-8")))
    }

    assert len(found) > 100
    left = {one for one in found if re.search(r"Đ\d|\bk\d", citations.in_full(one))}
    assert left == set()
    assert not {one for one in found if citations.is_marked(citations.plain(one))}


class Page:
    """A frame for the tags."""

    def __init__(self, *, maintains_rules: bool = False, marks_lines: bool = False) -> None:
        self.maintains_rules, self.marks_lines = maintains_rules, marks_lines
        self.unchecked: dict[str, dict[str, None]] = {}

    def note_unchecked(self, source: str, value: str = "") -> None:
        self.unchecked.setdefault(source, {})[value] = None


LINES = Template(
    "{% load bangvang %}{% cited source False empty='không có' value='Danh hiệu' %}"
    "|{% unchecked_notice %}"
)


def test_a_line_is_marked_on_pages_of_the_rules_and_others_have_one_notice() -> None:
    source = f"{LAW} Đ23 k1 {NEW_LAW}"

    page = Page(maintains_rules=True, marks_lines=True)
    line, notice = LINES.render(Context({"source": source, "frame": page})).split("|")
    assert line.startswith(f"Điều 23, khoản 1 {LAW} {NEW_LAW} <span")
    assert "chưa đối chiếu văn bản gốc" in line
    assert not notice.strip()

    for knows, said in (
        (True, f"Điều 23, khoản 1 {LAW} {NEW_LAW}"),
        (False, f"Điều 23, khoản 1 {LAW}"),
    ):
        page = Page(maintains_rules=knows)
        line, notice = LINES.render(Context({"source": source, "frame": page})).split("|")
        assert line == f"Điều 23, khoản 1 {LAW}"
        assert notice.count(f"<li><strong>Danh hiệu</strong>: {said} <span") == 1
        assert "Một số nội dung của trang này" in notice
        assert ("Thư ký Hội đồng có thể giải thích thêm." in notice) is not knows

    assert LINES.render(Context({"source": ""})).strip() == "không có|"


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ([f"{LAW} Đ23 k1 {NEW_LAW}"], "có thể đã được Luật 06/2026/QH16 sửa đổi; văn bản này"),
        (
            [f"{LAW} Đ23 k1 {NEW_LAW}", "Nghị định 98/2023/NĐ-CP Đ4 (suy theo Đ5)"],
            "hoặc có thể đã được Luật 06/2026/QH16 (chưa được đối chiếu) sửa đổi",
        ),
        (["Nghị định 98/2023/NĐ-CP Đ4 (suy theo Đ5)"], "chưa được đối chiếu với văn bản gốc."),
        ([f"{LAW} Đ23 k1"], ""),
    ],
)
def test_what_an_unread_act_may_have_changed_is_one_sentence_of_the_notice(
    sources: list[str], sentence: str
) -> None:
    """The values were compared; what marks their sources is the act that was not."""
    page = Page()
    lines = Template("{% load bangvang %}{% for one in all %}{% cited one True %}{% endfor %}")
    assert "chưa đối chiếu" not in lines.render(Context({"all": sources, "frame": page}))

    notice = Template("{% load bangvang %}{% unchecked_notice %}").render(Context({"frame": page}))
    assert notice.count("Một số nội dung của trang này") == (1 if sentence else 0)
    assert sentence in notice


def test_no_template_shows_a_source_as_the_files_write_it() -> None:
    """Every `source` and `citation` goes through a tag or a filter of this kind."""
    bare = re.compile(r"\{\{ ?[\w.]*\.(?:\w*source|\w*citation)(?:\|default:[^|}]*)? ?\}\}")
    found = [
        f"{path.name}: {one}"
        for path in Path(settings.BASE_DIR, "nominations").glob("**/templates/**/*.html")
        for one in bare.findall(path.read_text(encoding="utf-8"))
        if path.name != "unchecked_notice.html"
    ]
    assert found == []
