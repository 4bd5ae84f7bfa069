"""Article, clause and point of a regulation as fields, and the citation made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ARTICLE = re.compile(
    r"Đ(?P<article>\d+[a-zđ]?)(?: k(?P<clause>\d+[a-zđ]?))?(?: (?P<point>[a-zđ]))?"
)
_DAY = re.compile(r",? (?:ngày|của) .*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFields:
    """The place of a value: an article of the regulation itself, or (`other`) elsewhere."""

    article: str = ""
    clause: str = ""
    point: str = ""
    other: str = ""


def act_of(source: str) -> str:
    """How articles of the act are cited: its kind and number, without day and issuer."""
    return _DAY.sub("", source).strip()


def joined_citation(fields: CitationFields, act: str) -> str:
    """The citation in the short form of the rule files; "" for empty fields."""
    place = ""
    if fields.article:
        place = f"{act} Đ{fields.article}"
        place += f" k{fields.clause}" if fields.clause else ""
        place += f" {fields.point}" if fields.point else ""
    return "; ".join(one for one in (place, fields.other) if one)


def split_citation(source: str, act: str) -> CitationFields:
    """The fields of a citation; `other` for anything but a single article of the act."""
    parts = [one.strip() for one in source.split(";") if one.strip()]
    for number, part in enumerate(parts):
        if not act or not part.startswith(f"{act} "):
            continue
        found = _ARTICLE.fullmatch(part[len(act) + 1 :])
        if found:
            rest = "; ".join(parts[:number] + parts[number + 1 :])
            values = {name: value or "" for name, value in found.groupdict().items()}
            return CitationFields(**values, other=rest)
    return CitationFields(other="" if source in (act,) else source)
