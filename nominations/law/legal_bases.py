"""Legal bases and forms of papers, by date, from `data/legal_bases.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from nominations.law import datafile

FILE = datafile.DATA / "legal_bases.toml"
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBase:
    """A legal basis as a line of a paper, without final punctuation; `source` is the act in
    short."""

    text: str
    source: str
    valid_from: date
    valid_to: date | None
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """The form that an act gives for a kind of paper ("submission")."""

    paper: str
    number: str
    source: str
    valid_from: date
    valid_to: date | None
    verified: bool


def _period(row: datafile.Section) -> tuple[date, date | None]:
    begins, ends = row.day("valid_from"), row.day("valid_to", None)
    if ends is not None and ends < begins:
        raise row.fail("valid_to", "before valid_from")
    return begins, ends


@cache
def _content(path: Path = FILE) -> tuple[tuple[LegalBase, ...], tuple[PaperForm, ...]]:
    content = datafile.read(path)
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    bases, forms = [], []
    for row in content.rows("base"):
        begins, ends = _period(row)
        bases.append(
            LegalBase(
                text=row.text("text"),
                source=row.text("source"),
                valid_from=begins,
                valid_to=ends,
                verified=row.flag("verified"),
            )
        )
        row.close()
    for row in content.rows("form"):
        begins, ends = _period(row)
        forms.append(
            PaperForm(
                paper=row.text("paper"),
                number=row.text("number"),
                source=row.text("source"),
                valid_from=begins,
                valid_to=ends,
                verified=row.flag("verified"),
            )
        )
        row.close()
    content.close()
    return tuple(bases), tuple(forms)


def _is_in_force(one: LegalBase | PaperForm, day: date) -> bool:
    return one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)


def legal_bases(day: date) -> list[LegalBase]:
    """The legal bases of a paper of the day, laws first."""
    return [one for one in _content()[0] if _is_in_force(one, day)]


def form_of_paper(paper: str, day: date) -> PaperForm | None:
    """The form for that kind of paper on the day; None if no act has one."""
    return next(
        (one for one in _content()[1] if one.paper == paper and _is_in_force(one, day)), None
    )
