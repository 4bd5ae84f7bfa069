"""Citations: the short form of the data files, written out in full for people.

The files write "Luật 06/2022/QH15 Đ27 k1 a"; people read "Điều 27, khoản 1, điểm a Luật
06/2022/QH15". What is not known to be a short form stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

_ACT = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Quyết định|Chỉ thị|Kế hoạch"
    r"|Công văn|Hướng dẫn|Quy định|Quy chế)\b[^;,()]*?"
)
_NUMBER = r"\d+[a-zđ]?(?:-\d+)?"
_POINT = r"[a-zđ](?![\wÀ-ỹ/.-])"
_CLAUSE = rf"k{_NUMBER}(?: {_POINT}(?:, {_POINT})*)?"
_ARTICLE = rf"Đ{_NUMBER}(?: {_CLAUSE}(?:, {_CLAUSE})*| {_POINT}(?:, {_POINT})*)?"
_PLACES = rf"(?<![\wÀ-ỹ/-]){_ARTICLE}(?:[,;] {_ARTICLE})*(?![\wÀ-ỹ])"
_OF_ACT = re.compile(rf"(?P<act>{_ACT}) (?P<places>{_PLACES})|(?P<alone>{_PLACES})")
_TOKEN = re.compile(rf"(?P<article>Đ{_NUMBER})|(?P<clause>k{_NUMBER})|(?P<point>[a-zđ])")
_WORDS = {"Đ": "Điều", "k": "khoản"}
_AND, _MARKS = " và ", ("suy theo", "suy ra", "chưa đối chiếu")
_LEADING_MARK = re.compile(r"^suy theo (?:[^:();]*: )?")
CHANGED_CONTENT = "(nội dung {act} chưa đối chiếu)"
CHANGED_PROCEDURE = "(thẩm quyền, thủ tục theo {act} chưa đối chiếu)"
"""What stands behind the source of a value that an act nobody read may have changed."""
_UNREAD_ACT = re.compile(r"\((?:nội dung|thẩm quyền, thủ tục theo) ([^()]+?) chưa đối chiếu\)")


def _range(word: str, number: str) -> str:
    first, _dash, last = number.partition("-")
    if not last:
        return f"{word} {first}"
    if first.isdigit() and int(last) == int(first) + 1:
        return f"{word} {first}{_AND}{word} {last}"
    return f"từ {word} {first} đến {word} {last}"


def _joined(parts: list[str], comma: str) -> str:
    return _AND.join(part for part in (comma.join(parts[:-1]), parts[-1]) if part)


def _places_in_full(places: str) -> str:
    """ "Đ74 k2 c, Đ80 k1" as "Điều 74, khoản 2, điểm c và Điều 80, khoản 1"."""
    articles: list[list[list[str]]] = []  # of each its clauses, of each clause its points
    for token in _TOKEN.finditer(places):
        text = token[0]
        if token["article"]:
            articles.append([[_range(_WORDS["Đ"], text[1:])]])
        elif token["clause"]:
            articles[-1].append([_range(_WORDS["k"], text[1:])])
        else:
            articles[-1][-1].append(f"điểm {text}")
    by_act = []
    for heading, *clauses in articles:
        parts = [
            ", ".join([clause[0], _joined(clause[1:], ", ")]) if clause[1:] else clause[0]
            for clause in [heading, *clauses]
        ]
        by_act.append(", ".join([parts[0], _joined(parts[1:], ", ")]) if parts[1:] else parts[0])
    return _joined(by_act, "; ")


def _in_full(found: re.Match[str]) -> str:
    if found["alone"]:
        return _places_in_full(found["alone"])
    return f"{_places_in_full(found['places'])} {found['act']}"


@lru_cache(maxsize=4096)  # a page repeats the few sources of its rule set
def in_full(source: str) -> str:
    """The citation in the words of official papers, with its marks."""
    return _OF_ACT.sub(_in_full, source)


def is_marked(source: str) -> bool:
    """Whether the source says itself that it was inferred or not compared with the act."""
    return any(mark in source for mark in _MARKS)


def unread_acts(source: str) -> list[str]:
    """The acts that were not read and may have changed what the source says, as marked there."""
    return list(dict.fromkeys(_UNREAD_ACT.findall(source)))


def is_only_changed(source: str) -> bool:
    """Whether its own text was compared, and only an act not read may have changed it since."""
    rest = _UNREAD_ACT.sub("", source)
    return rest != source and not is_marked(rest)


def _without_marks(source: str) -> str:
    kept, opened = [""], 0
    for part in re.split(r"([()])", source):
        if part == "(":
            opened += 1
            kept.append("")
        elif part == ")" and opened:
            opened -= 1
            inner = kept.pop()
            if not is_marked(inner):
                kept[-1] += f"({inner})"
        else:
            kept[-1] += part
    left = "(".join(kept)  # one that is never closed stays as it was written
    texts = [_LEADING_MARK.sub("", text.strip()) for text in left.split(";")]
    return "; ".join(re.sub(r"\s+", " ", text).strip() for text in texts)


@lru_cache(maxsize=4096)
def plain(source: str) -> str:
    """The citation in full without its marks, for whoever does not maintain the rules."""
    return in_full(_without_marks(source) if is_marked(source) else source)


class Lack(StrEnum):
    """Why a value does not stand on a text that was read."""

    SETTING = "setting"  # no act was named
    INFERRED = "inferred"  # from another act; its own was not read
    UNREAD = "unread"
    CHANGED = "changed"  # read, but an act that was not may have changed it


def lack_of(source: str) -> Lack:
    """What is missing of a value whose source is marked or was not compared with the act."""
    if not source:
        return Lack.SETTING
    if is_only_changed(source):
        return Lack.CHANGED
    return Lack.INFERRED if "suy theo" in source or "suy ra" in source else Lack.UNREAD


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A source on a page that was not compared: whose it is, in full, and what is missing."""

    citation: str
    lack: Lack
    acts: str
    values: list[str] = field(default_factory=list)


def notice_of(noted: Mapping[str, Iterable[str]], *, marked: bool = False) -> dict[str, Any]:
    """What the notice of a page says of the sources on it that were not compared, each with the
    values it stands behind: one of the "lines" for each citation (with its marks if `marked`), the
    unread "acts" that may have changed some, and whether that is all ("only_changed")."""
    lines: dict[tuple[str, Lack], NoticeLine] = {}
    for source, values in noted.items():
        shown, lack = (in_full if marked else plain)(source), lack_of(source)
        acts = ", ".join(unread_acts(source))
        line = lines.setdefault((shown, lack), NoticeLine(citation=shown, lack=lack, acts=acts))
        line.values.extend(value for value in values if value not in line.values)
    every = dict.fromkeys(act for source in noted for act in unread_acts(source))
    return {
        "lines": list(lines.values()),
        "acts": ", ".join(every),
        "only_changed": all(is_only_changed(source) for source in noted),
    }
