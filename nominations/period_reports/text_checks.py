"""What in a text contradicts the period of its report or the record. No database here.

Every check answers with the sentence it is about, so that the writer finds it. A check that cannot
be sure says nothing: a period in quotes belongs to a movement's name, a comparison names another
period on purpose, a count beside two awards may belong to either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from nominations.period_reports.report_period import Period
from nominations.vietnamese import fold

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_RANGE = re.compile(r"(?<![\d/])((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)(?![\d/])")
_YEAR = re.compile(r"\b(?:từ |đến )?(năm) ((?:19|20)\d\d)(?![\d/]|\s*[-–—]\s*(?:19|20)\d\d)", re.I)
_DATE_BEFORE = re.compile(r"tháng \d{1,2}\s*$", re.I)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_COMPARISON = ("so voi", "so sanh", "cung ky", "ky truoc", "giai doan truoc", "nam truoc")
_OTHER_PERIODS = (
    "nhiem ky", "dai hoi", "nam hoc", "khoa ", "chuong trinh", "de an", "chien luoc", "nghi quyet",
)  # fmt: skip
"""What has a period of its own; it is named right before it."""
_LABEL = re.compile(r"(?:^[-+\s]*|trong |kết quả |tổng kết |sơ kết |đánh giá )$", re.I)
_COUNT = re.compile(
    r"(?<![\d/.,])(\d{1,3}(?:\.\d{3})+|\d+)\s+(cá nhân|tập thể|hộ gia đình)\b", re.I
)
_KINDS = {"ca nhan": "individual", "tap the": "collective", "ho gia dinh": "household"}
_CLAUSE_END = re.compile(r"[;,.]\s")
_HONORIFIC = re.compile(r"\b(?:ông|bà|đồng chí|đ/c)\s+", re.I)
_UNIT = re.compile(r"\bPhòng\s+(?=\w)")
MAX_NAME_WORDS = 6
MIN_NAME_WORDS = 2


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFinding:
    """A sentence and what the data say against it."""

    severity: Severity
    sentence: str
    message: str


@dataclass(frozen=True, slots=True)
class ReferenceAward:
    """An award by one of its names, folded, and the group under which its figures are counted."""

    name: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCounts:
    """What is recorded: names of awards, the longest first, and counts by (group, kind, year).

    A count is a set: the whole, and each type of commendation alone, since a sentence may mean
    either.
    """

    awards: Sequence[ReferenceAward]
    counts: Mapping[tuple[str, str, int | None], frozenset[int]]
    labels: Mapping[str, str]


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a line is a paragraph, a full stop before a small letter no end."""
    for line in text.splitlines():
        begun = 0
        for end in _SENTENCE_END.finditer(line):
            if not line[end.end() : end.end() + 1].islower():
                yield line[begun : end.start()].strip()
                begun = end.end()
        if rest := line[begun:].strip():
            yield rest


def period_findings(text: str, period: Period, *, is_ahead: bool = False) -> Iterator[TextFinding]:
    """Periods and years that are not those of the report; `is_ahead` allows later ones."""
    for sentence in sentences(text):
        yield from _ranges(sentence, period, is_ahead=is_ahead)
        yield from _years(sentence, period, is_ahead=is_ahead)


def _ranges(sentence: str, period: Period, *, is_ahead: bool) -> Iterator[TextFinding]:
    for found in _RANGE.finditer(sentence):
        first, last = int(found[1]), int(found[2])
        if period.first <= first <= last <= period.last:
            continue
        if (is_ahead and first >= period.last) or _is_of_something_else(sentence, found.start()):
            continue
        values = {"found": f"{first}-{last}", "period": period.label}
        if period.first <= first <= period.last:
            yield TextFinding(
                severity=Severity.WARNING,
                sentence=sentence,
                message=_("“%(found)s” goes beyond the period of the report, %(period)s.") % values,
            )
        else:
            yield TextFinding(
                severity=Severity.ERROR,
                sentence=sentence,
                message=_("“%(found)s” is not the period of the report, %(period)s.") % values,
            )


def _years(sentence: str, period: Period, *, is_ahead: bool) -> Iterator[TextFinding]:
    for found in _YEAR.finditer(sentence):
        year, before = int(found[2]), sentence[: found.start()]
        if period.first <= year <= period.last or (is_ahead and year > period.last):
            continue
        if _DATE_BEFORE.search(before) or _is_of_something_else(sentence, found.start()):
            continue
        is_label = found[0].casefold().startswith("năm") and _LABEL.search(before) is not None
        yield TextFinding(
            severity=Severity.ERROR if is_label else Severity.WARNING,
            sentence=sentence,
            message=_("The year %(year)s is outside the period of the report, %(period)s.")
            % {"year": year, "period": period.label},
        )


def _is_of_something_else(sentence: str, place: int) -> bool:
    """Whether what stands there is named as a comparison, or belongs to a named movement, term or
    programme: it is in quotes, or follows such a name within its clause."""
    before = fold(sentence[:place])
    if any(word in before for word in _COMPARISON):
        return True
    if any(one.start() < place < one.end() for one in _QUOTED.finditer(sentence)):
        return True
    clause = _CLAUSE_END.split(sentence[:place])[-1]
    return "”" in clause or any(word in fold(clause) for word in _OTHER_PERIODS)


# --- totals ---------------------------------------------------------------------------------------


def total_findings(text: str, period: Period, known: ReferenceCounts) -> Iterator[TextFinding]:
    """Counts of persons, collectives or households that differ from the figures of the award
    beside them."""
    for sentence in sentences(text):
        years = {int(year) for _word, year in _YEAR.findall(sentence)}
        if len(years) > 1 or any(word in fold(sentence) for word in _COMPARISON):
            continue
        year = years.pop() if years else None
        if _RANGE.search(sentence) or (year is not None and year not in period.years):
            year = None
        for clause in _CLAUSE_END.split(sentence):
            yield from _totals(sentence, clause, year, known)


def _totals(
    sentence: str, clause: str, year: int | None, known: ReferenceCounts
) -> Iterator[TextFinding]:
    groups = _named_groups(clause, known.awards)
    if len(groups) != 1:
        return
    (group,) = groups
    for written, noun in _COUNT.findall(clause):
        number = int(written.replace(".", ""))
        kind = _KINDS[fold(noun)]
        recorded = known.counts.get((group, kind, year), frozenset())
        if number in recorded:
            continue
        highest = max(recorded, default=0)
        values = {
            "award": known.labels[group],
            "written": f"{written} {noun}",
            "recorded": highest,
            "noun": noun.lower(),
        }
        if not highest:
            message = (
                _("The text says %(written)s for %(award)s; the system has no figure.") % values
            )
        else:
            message = (
                _("The text says %(written)s for %(award)s; the system has %(recorded)s %(noun)s.")
                % values
            )
        is_more = bool(highest) and number > highest
        yield TextFinding(
            severity=Severity.ERROR if is_more else Severity.WARNING,
            sentence=sentence,
            message=message,
        )


def _named_groups(clause: str, awards: Sequence[ReferenceAward]) -> set[str]:
    """The awards a clause names; a name inside a longer one is not named by itself."""
    rest, found = fold(clause.replace("“", "").replace("”", "")), set()
    for award in awards:
        if award.name in rest:
            found.add(award.group)
            rest = rest.replace(award.name, "\n")
    return found


# --- names ----------------------------------------------------------------------------------------


def persons_named(text: str) -> dict[str, str]:
    """Full names behind "ông", "bà", "đồng chí", each with its sentence."""
    found: dict[str, str] = {}
    for sentence in sentences(text):
        for honorific in _HONORIFIC.finditer(sentence):
            words = _capitalised(sentence[honorific.end() :])
            if len(words) >= MIN_NAME_WORDS:
                found.setdefault(" ".join(words), sentence)
    return found


def _capitalised(text: str) -> list[str]:
    words: list[str] = []
    for raw in text.split()[:MAX_NAME_WORDS]:
        word = raw.rstrip(",.;:)”")
        if not word[:1].isupper() or not word.isalpha():
            break
        words.append(word)
        if word != raw:
            break
    return words


def units_named(text: str) -> dict[str, str]:
    """What follows a "Phòng" written as a name, each with its sentence."""
    found: dict[str, str] = {}
    for sentence in sentences(text):
        for unit in _UNIT.finditer(sentence):
            if not sentence[unit.end()].isupper():
                continue
            rest = re.split(r"[,.;:()“”]", sentence[unit.start() :])[0]
            found.setdefault(rest.strip(), sentence)
    return found
