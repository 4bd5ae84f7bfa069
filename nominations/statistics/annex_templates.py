"""The ministry's tables of yearly statistics, read from versioned data files: rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from nominations.law import datafile
from nominations.law.models import CommendationType
from nominations.vietnamese import fold

SCHEMA = 1
COUNTS = (
    "all", "collective", "enterprise", "household", "individual", "post", "method", "none",
)  # fmt: skip
POST_CLASSES = ("minister_leader", "department_leader", "business", "other_leader", "worker")
_DATA = Path(__file__).resolve().parent / "data"
ANNEX_WORDS = _DATA / "annex_paper.toml"
"""The wording of the tables as papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """A row: `counts` says what it holds, `value` which post or method; it is part of the row
    `part_of` in a `division` of it, or stands alone; `note` says why it stays empty."""

    number: str
    label: str
    level: int
    counts: str
    value: str
    part_of: str
    division: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """Awards counted together; `split` into those of collectives and of individuals."""

    key: str
    label: str
    awards: tuple[str, ...]
    split: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexTemplate:
    """A form as of an act. `superseded_on` is the day from which other forms take its place."""

    key: str
    form: str
    title: str
    act: str
    valid_from: date
    superseded_by: str
    superseded_on: date | None
    due: str
    verified: bool
    rows: tuple[TemplateRow, ...]
    columns: tuple[TemplateColumn, ...]

    def row(self, number: str) -> TemplateRow | None:
        return next((one for one in self.rows if one.number == number), None)

    @property
    def awards(self) -> frozenset[str]:
        return frozenset(code for one in self.columns for code in one.awards)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRule:
    """A class of persons by how the post begins, where `units` are named in one of these."""

    post_class: str
    begins: tuple[str, ...]
    units: tuple[str, ...]


def _row(section: datafile.Section) -> TemplateRow:
    counts = section.one_of("counts", COUNTS)
    known = {"post": POST_CLASSES, "method": CommendationType.values}.get(counts, ("",))
    found = TemplateRow(
        number=section.text("number"),
        label=section.text("label"),
        level=section.whole("level", minimum=0, maximum=3),
        counts=counts,
        value=section.one_of("value", known, "" if counts not in ("post", "method") else ...),
        part_of=section.text("part_of", ""),
        division=section.text("division", ""),
        note=section.text("note", "" if counts != "none" else ...),
    )
    section.close()
    return found


def _column(section: datafile.Section) -> TemplateColumn:
    found = TemplateColumn(
        key=section.text("key"),
        label=section.text("label"),
        awards=section.words("awards"),
        split=section.flag("split"),
    )
    section.close()
    return found


def read_template(path: Path) -> AnnexTemplate:
    """The form of a file; refuses (DataFileError) a number twice, a part of no row, an award that
    two columns count."""
    content = datafile.read(path)
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    found = AnnexTemplate(
        key=path.stem.replace("_", "-"),
        form=content.text("form"),
        title=content.text("title"),
        act=content.text("act"),
        valid_from=content.day("valid_from"),
        superseded_by=content.text("superseded_by", ""),
        superseded_on=content.day("superseded_on", None),
        due=content.text("due"),
        verified=content.flag("verified"),
        rows=tuple(_row(one) for one in content.rows("row")),
        columns=tuple(_column(one) for one in content.rows("column")),
    )
    content.close()
    numbers = [one.number for one in found.rows]
    codes = [code for one in found.columns for code in one.awards]
    if len(set(numbers)) != len(numbers) or not {one.part_of for one in found.rows} <= {
        "", *numbers,
    }:  # fmt: skip
        raise content.fail("row", "a number twice, or a part of no row")
    if len(set(codes)) != len(codes):
        raise content.fail("column", "an award in two columns")
    return found


@cache
def templates() -> tuple[AnnexTemplate, ...]:
    """Every form, in the order of their numbers."""
    return tuple(read_template(one) for one in sorted((_DATA / "annexes").glob("*.toml")))


def template_of(key: str) -> AnnexTemplate | None:
    return next((one for one in templates() if one.key == key), None)


@cache
def post_rules() -> tuple[PostRule, ...]:
    """By which posts and units persons are put in their rows, the first that fits."""
    content = datafile.read(_DATA / "annex_posts.toml")
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    found = []
    for row in content.rows("post"):
        found.append(
            PostRule(
                post_class=row.one_of("class", POST_CLASSES),
                begins=tuple(fold(one) for one in row.words("begins")),
                units=tuple(fold(one) for one in row.words("units", ())),
            )
        )
        row.close()
    content.close()
    return tuple(found)
