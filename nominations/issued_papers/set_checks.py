"""Checks the papers of a set for consistency: names, posts, units, counts, awards, citations, days.

A paper is compared with every issued paper that it cites and with every issued one that cites it,
as issued and corrected since. Differences are reported with both papers and the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_facts import EarlierPaper, ListedLine, PaperFacts, names_of
from nominations.issued_papers.paper_sources import source_of
from nominations.issued_papers.queries import corrected_facts
from nominations.law.models import RecipientKind

FIELDS = (
    ("name", gettext_lazy("name")),
    ("position", gettext_lazy("position")),
    ("unit", gettext_lazy("unit")),
    ("award", gettext_lazy("award")),
    ("kind", gettext_lazy("kind of recipient")),
)


@dataclass(frozen=True, slots=True)
class PaperMismatch:
    """A contradiction: a stable key, and a sentence that says where."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCheck:
    """Contradictions to other papers, and explained differences, which do not block."""

    mismatches: tuple[PaperMismatch, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A paper of a comparison with its label."""

    kind: str
    record: str
    label: str
    facts: PaperFacts


def label_of(paper: IssuedPaper) -> str:
    """ "Quyết định khen thưởng số 45/QĐ-STC"."""
    kind = paper.get_kind_display()
    if not paper.number:
        return kind
    return _("%(kind)s %(number)s") % {"kind": kind, "number": paper.number}


def check_set(kind: str, record: str, facts: PaperFacts) -> SetCheck:
    """Compare the facts of a paper that is about to be issued with the issued papers of its set."""
    own = _Side(
        kind=kind,
        record=record,
        label=str(IssuedKind(kind).label),
        facts=facts,
    )
    found: list[PaperMismatch] = []
    notes: list[str] = []
    for earlier, later, link in _pairs(own):
        found += _compared(earlier, later, link)
        missing = set(_missing(earlier, later))
        notes_by_nomination = (
            source_of(later.kind).elsewhere(later.facts, missing) if missing else {}
        )
        notes += sorted({text for text in notes_by_nomination.values() if text})
        lost = [
            line
            for line in earlier.facts.passed
            if line.nomination in missing - notes_by_nomination.keys()
        ]
        if lost:
            found.append(_lost(earlier, later, lost))
    return SetCheck(mismatches=tuple(found), notes=tuple(dict.fromkeys(notes)))


def _pairs(own: _Side) -> Iterator[tuple[_Side, _Side, EarlierPaper]]:
    """(earlier paper, later paper, how the later one names the earlier)."""
    links = {(one.kind, one.record): one for one in own.facts.rests_on}
    records = {record for _kind, record in links}
    for paper in IssuedPaper.objects.filter(record__in=records).order_by("id"):
        link = links.get((paper.kind, paper.record))
        if link is not None:
            yield _side(paper), own, link
    resting = IssuedPaper.objects.filter(facts__contains=f'"{own.record}"').exclude(
        kind=IssuedKind.CORRECTION
    )
    for paper in resting.order_by("id"):
        side = _side(paper)
        for link in side.facts.rests_on:
            if (link.kind, link.record) == (own.kind, own.record):
                yield own, side, link


def _side(paper: IssuedPaper) -> _Side:
    return _Side(
        kind=paper.kind,
        record=paper.record,
        label=label_of(paper),
        facts=corrected_facts(paper),
    )


def _compared(earlier: _Side, later: _Side, link: EarlierPaper) -> Iterator[PaperMismatch]:
    yield from _lines(earlier, later)
    yield from _unknown(earlier, later, link)
    yield from _cited(earlier, later, link)


def _lines(earlier: _Side, later: _Side) -> Iterator[PaperMismatch]:
    known = later.facts.by_nomination
    for line in earlier.facts.lines:
        other = known.get(line.nomination)
        if other is None:
            continue
        for field, label in FIELDS:
            before, after = getattr(line, field), getattr(other, field)
            if before != after:
                yield PaperMismatch(
                    field,
                    _(
                        "%(name)s: the %(field)s is “%(before)s” in %(earlier)s"
                        " and “%(after)s” in %(later)s."
                    )
                    % {
                        "name": line.name,
                        "field": label,
                        "before": _shown(field, before),
                        "after": _shown(field, after),
                        "earlier": earlier.label,
                        "later": later.label,
                    },
                )


def _shown(field: str, value: str) -> str:
    if field == "kind":
        return str(RecipientKind(value).label)
    return value or pgettext("a field", "empty")


def _unknown(earlier: _Side, later: _Side, link: EarlierPaper) -> Iterator[PaperMismatch]:
    """Lines that refer to the earlier paper but are not on it."""
    passed = {line.nomination for line in earlier.facts.passed}
    extra = [
        line
        for line in later.facts.lines
        if line.nomination in link.nominations and line.nomination not in passed
    ]
    if extra:
        yield PaperMismatch(
            "not_on_earlier",
            _("%(later)s: %(counts)s; not on the list of %(earlier)s: %(names)s.")
            % {
                "later": later.label,
                "counts": _counts(later.facts),
                "earlier": earlier.label,
                "names": names_of(extra),
            },
        )


def _cited(earlier: _Side, later: _Side, link: EarlierPaper) -> Iterator[PaperMismatch]:
    words = {"earlier": earlier.label, "later": later.label}
    if link.number and earlier.facts.number and link.number != earlier.facts.number:
        yield PaperMismatch(
            "citation",
            _("%(later)s cites the number %(cited)s; %(earlier)s bears the number %(number)s.")
            % {**words, "cited": link.number, "number": earlier.facts.number},
        )
    day = earlier.facts.day
    if link.day and day and link.day != day.isoformat():
        cited = date.fromisoformat(link.day)
        yield PaperMismatch(
            "cited_day",
            _("%(later)s cites the date %(cited)s; %(earlier)s is of %(day)s.")
            % {**words, "cited": f"{cited:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"},
        )
    if day and later.facts.day and later.facts.day < day:
        yield PaperMismatch(
            "day",
            _("%(later)s is of %(after)s, before %(earlier)s of %(day)s, on which it rests.")
            % {**words, "after": f"{later.facts.day:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"},
        )


def _missing(earlier: _Side, later: _Side) -> Iterable[int]:
    known = later.facts.by_nomination
    return (line.nomination for line in earlier.facts.passed if line.nomination not in known)


def _lost(earlier: _Side, later: _Side, lost: list[ListedLine]) -> PaperMismatch:
    return PaperMismatch(
        "missing",
        _("%(later)s: %(counts)s; %(earlier)s: %(others)s; missing: %(names)s.")
        % {
            "later": later.label,
            "counts": _counts(later.facts),
            "earlier": earlier.label,
            "others": _counts(earlier.facts),
            "names": names_of(lost),
        },
    )


def _counts(facts: PaperFacts) -> str:
    return facts.counts_text() or _("nobody")
