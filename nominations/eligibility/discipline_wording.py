"""Disciplines in words, and from when achievements count again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations import citations
from nominations.eligibility.facts import DisciplineFact, Facts
from nominations.eligibility.served_discipline import (
    ended_in_the_year,
    ends_within,
    not_served,
    recorded_disciplines,
    without_end,
)
from nominations.records.scales import DisciplineForm


def with_paper(text: str, paper: str) -> str:
    """A line of the record with its paper."""
    return _("%(text)s (%(paper)s)") % {"text": text, "paper": paper} if paper else text


def _named(one: DisciplineFact) -> str:
    words = {"form": str(DisciplineForm(one.form).label), "day": f"{one.decided_on:%d/%m/%Y}"}
    return _("%(form)s, decided on %(day)s") % words


def _line(one: DisciplineFact) -> str:
    text = _named(one)
    if one.counted_year not in (None, one.decided_on.year):
        text += _(", counted in the grade of %(year)s") % {"year": one.counted_year}
    if one.ends_on is not None:
        text += _(", in force until %(day)s") % {"day": f"{one.ends_on:%d/%m/%Y}"}
    return with_paper(text, one.paper)


def disciplines_of(facts: Facts, *, every_year: bool) -> list[str]:
    """Lines about disciplines decided in the year, or in any year up to it; or that there is
    none."""
    lines = [
        _line(one)
        for one in facts.disciplines or ()
        if one.decided_on.year == facts.year or (every_year and one.decided_on.year < facts.year)
    ]
    if not lines and facts.disciplines is not None:
        lines.append(_("No discipline on record"))
    return lines


def disciplines_read(facts: Facts) -> list[str]:
    """Lines about all disciplines recorded by the day; or that there is none."""
    if facts.disciplines is None:
        return []
    return [_line(one) for one in recorded_disciplines(facts)] or [_("No discipline on record")]


def counted_again(facts: Facts, source: str, oldest: int) -> list[str]:
    """From when achievements count again after each discipline since the oldest year, with the
    article."""
    said = _("Achievements count only once this has been served (%(source)s): %(discipline)s")
    return [
        said % {"source": citations.in_full(source), "discipline": _line(one)}
        for one in recorded_disciplines(facts)
        if one.ends_on is None or one.ends_on.year >= oldest
    ]


def not_served_lines(facts: Facts) -> list[str]:
    """Lines about disciplines that have not been served."""
    said = _("Not served yet, only achievements after it count: %(discipline)s")
    return [said % {"discipline": _line(one)} for one in not_served(facts)]


def without_end_lines(facts: Facts) -> list[str]:
    """What to record for each discipline without a last day."""
    said = _(
        "The last day of a discipline is not recorded (%(discipline)s): record it with the"
        " discipline, achievements count from then on"
    )
    return [said % {"discipline": _named(one)} for one in without_end(facts)]


def year_open_lines(facts: Facts, source: str) -> list[str]:
    """Why it is for agency and council to judge whether a title of the year may be given, with the
    article; and what to record for each discipline without a last day."""
    if facts.disciplines is None:
        return [_("The disciplinary record is not complete")]
    said = _(
        "A discipline was served on %(day)s and achievements count from after that day"
        " (%(source)s); no act says whether a title of %(year)s may be given: agency and council"
        " judge it"
    )
    open_ = [
        said
        % {
            "day": f"{one.ends_on:%d/%m/%Y}",
            "source": citations.in_full(source),
            "year": facts.year,
        }
        for one in ended_in_the_year(facts)
    ]
    return [*without_end_lines(facts), *open_]


def start_unclear(facts: Facts) -> list[str]:
    """Why the first year whose achievements count is not known."""
    if facts.disciplines is None:
        return [_("The disciplinary record is not complete")]
    said = _(
        "A discipline was served on %(day)s: of %(year)s only what was achieved after that day"
        " counts, and no act says whether it counts as a year"
    )
    partial = [
        said % {"day": f"{one.ends_on:%d/%m/%Y}", "year": one.ends_on.year}
        for one in ends_within(facts)
        if one.ends_on is not None
    ]
    return [*without_end_lines(facts), *partial]
