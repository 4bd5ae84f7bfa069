"""Describes the records that a comparison read, and what is missing for it to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil, inf

from django.utils.translation import gettext as _

from nominations.eligibility import word_values as k
from nominations.eligibility.discipline_wording import (
    counted_again,
    disciplines_of,
    disciplines_read,
    not_served_lines,
    start_unclear,
    with_paper,
    without_end_lines,
    year_open_lines,
)
from nominations.eligibility.facts import AwardFact, InitiativeFact
from nominations.eligibility.subject_kinds import kinds_read
from nominations.eligibility.word_values import FactView
from nominations.law import catalogue
from nominations.law import span_comparison as law_spans
from nominations.law.models import RecipientKind
from nominations.law.span_comparison import Span
from nominations.law.vocabulary import Comparison
from nominations.law.wording import (
    awards_named,
    discipline_name,
    grade_name,
    in_words,
    number_text,
    scope_named,
    subject_of,
    value_of,
)
from nominations.records.grading.limits import expectations
from nominations.records.scales import (
    AttestationKind,
    ExaminationKind,
    Grade,
)

SHOWN_YEARS = 15
Lines = list[str]


# --- records read ---------------------------------------------------------------------------------


def _grade_line(view: FactView, year: int) -> Lines:
    found = (view.facts.grades or {}).get(year)
    if found is None:
        return []
    words = {"year": year, "what": Grade.choices[found.rank - 1][1]}
    return [with_paper(_("Year %(year)s: %(what)s") % words, found.paper)]


def _award_line(award: AwardFact) -> str:
    what = catalogue.entries()[award.code].short_name
    text = _("Year %(year)s: %(what)s") % {"year": award.year, "what": what}
    if award.inherited_from:
        text += _(" (taken over from %(unit)s)") % {"unit": award.inherited_from}
    return with_paper(text, award.paper)


def _nominated_lines(view: FactView, codes: Iterable[str]) -> Lines:
    entries = catalogue.entries()
    return [
        _("Year %(year)s: %(what)s - nomination under way")
        % {"year": view.year, "what": entries[code].short_name}
        for code in codes
        if code in view.facts.nominated
    ]


def _initiative_line(one: InitiativeFact) -> str:
    words = {"year": one.year, "name": one.name, "scope": scope_named(one.rank)}
    if one.kind == "topic":
        text = _('Year %(year)s: topic "%(name)s", %(scope)s') % words
    else:
        text = _('Year %(year)s: initiative "%(name)s", %(scope)s') % words
    if one.used_for:
        text += _(" (already used for %(what)s)") % {"what": one.used_for}
    return with_paper(text, one.paper)


def _grades(view: FactView, test: Comparison) -> Lines:
    if test.word.name == "grade":
        return _grade_line(view, view.year - test.args.back)
    first = view.first_year(test.args, chained=test.word.name == "grade_chain")
    oldest = max(view.year - SHOWN_YEARS, view.earliest_grade if first is None else first)
    lines: Lines = []
    for year in range(view.year, oldest - 1, -1):
        lines += _grade_line(view, year)
        ended = k.graded_well(view, test.args, year) == law_spans.FALSE
        if test.word.name == "grade_chain" and ended:
            break
    return lines


def _awards(view: FactView, test: Comparison) -> Lines:
    args = test.args
    held = k.counted(view, args, chained=test.word.name == "chain")
    if test.word.name == "holds":
        held = [one for one in held if one.year == view.year]
    lines = [_award_line(one) for one in sorted(held, key=lambda one: -one.year)]
    if test.word.name in ("holds", "chain"):
        lines = _nominated_lines(view, args.codes) + lines
    return lines


def _opener(view: FactView, test: Comparison) -> Lines:
    """The award from which a word counts its years."""
    opener = view.opened_by(test.args) if test.args.opener else None
    return [_("Counted since: %(award)s") % {"award": _award_line(opener)}] if opener else []


def _initiatives(view: FactView, test: Comparison) -> Lines:
    return [_initiative_line(one) for one in view.initiatives(test.args)]


def _disciplines(view: FactView, test: Comparison) -> Lines:
    return disciplines_of(view.facts, every_year=bool(test.args.name))


def _served(view: FactView, test: Comparison) -> Lines:
    return disciplines_read(view.facts)


def _cuts_window(view: FactView, test: Comparison) -> bool:
    """Whether a discipline may leave out years or titles that the comparison asks for."""
    chained = test.word.name in _CHAINED
    if view.counted_from is None or not (chained or test.args.opener or test.args.last > 1):
        return False
    opened = view.opened_window(test.args)[1]
    return view.counted_from[1] > (view.year - SHOWN_YEARS if opened is None else opened)


def _restart(view: FactView, test: Comparison) -> Lines:
    """Lines about from when the years and titles of a comparison count again after a discipline."""
    if not _cuts_window(view, test):
        return []
    return counted_again(view.facts, view.reading.restart_source, view.year - SHOWN_YEARS)


def _examinations(view: FactView, test: Comparison) -> Lines:
    if view.facts.examinations is None:
        return []
    day = f"{view.facts.on:%d/%m/%Y}"
    lines = [
        with_paper(
            _("%(what)s, opened on %(day)s")
            % {
                "what": str(ExaminationKind(one.kind).label),
                "day": f"{one.opened_on:%d/%m/%Y}",
            },
            one.paper,
        )
        for one in view.facts.examinations
    ]
    return lines or [_("No open matter on record on %(day)s") % {"day": day}]


def _attested(view: FactView, test: Comparison) -> Lines:
    name = test.args.name
    said = view.facts.attested.get(name)
    if said is None:
        return []
    words = {
        "year": view.year,
        "matter": str(AttestationKind(name).label),
        "answer": _("yes") if said else _("no"),
    }
    text = _("Year %(year)s: %(matter)s - %(answer)s") % words
    return [with_paper(text, view.facts.attested_papers.get(name, ""))]


def _plain(view: FactView, test: Comparison) -> Lines:
    """The line of a fact without a paper: its value."""
    span = k.VALUES[test.word.name](view, test.args)
    if span[0] != span[1]:
        return []
    if test.word.scale == "truth":
        return [_capital(in_words(test, view.year, holds=span == (1, 1)))]
    value = value_of(test, round(span[0], 2))
    return [_capital(f"{subject_of(test, view.year)}: {value}")]


def _left_out(view: FactView, count: int) -> str:
    """The line about members recruited too late to be graded, with the source."""
    act = view.work.acts()[0].act
    words = {"count": count, "source": act.cited(act.months.article)}
    return _("Left out, recruited too late to be graded (under %(source)s): %(count)s") % words


def _person_kind(view: FactView, test: Comparison) -> Lines:
    return kinds_read(view.facts, view.reading)


def _shares(view: FactView, test: Comparison) -> Lines:
    lines = _plain(view, test)
    members = view.facts.members
    if members is None:
        return lines
    if members.total is not None:
        lines.append(_("Members counted: %(count)s") % {"count": members.total})
    holders = members.holders
    for code in test.args.codes if holders is not None else ():
        count = (holders or {}).get(code, 0)
        words = {"award": catalogue.entries()[code].short_name, "count": count}
        lines.append(_("Members with %(award)s: %(count)s") % words)
    if test.word.name == "member_grade_share":
        for rank in sorted(members.grades, reverse=True):
            words = {"grade": grade_name(rank), "count": members.grades[rank]}
            lines.append(_("Members graded %(grade)s: %(count)s") % words)
        if members.recruits and view.reading.recruits_left_out:
            lines.append(_left_out(view, members.recruits))
    return lines


_READERS: dict[str, Callable[[FactView, Comparison], Lines]] = {
    "grade": _grades, "grade_chain": _grades, "graded": _grades, "graded_below": _grades,
    "chain": _awards, "awards": _awards, "holds": _awards, "years_since": _awards,
    "initiatives": _initiatives, "discipline": _disciplines, "under_examination": _examinations,
    "attested": _attested, "member_share": _shares, "members_with": _shares,
    "member_grade_share": _shares, "person_is": _person_kind, "discipline_served": _served,
    "whole_year_counts": _served,
}  # fmt: skip
_CHAINED = ("grade_chain", "chain")


def records_read(view: FactView, test: Comparison) -> Lines:
    """The records that a comparison read, the latest first, each with its paper."""
    read = _READERS.get(test.word.name, _plain)
    return [*read(view, test), *_opener(view, test), *_restart(view, test)]


# --- what is missing ------------------------------------------------------------------------------


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _years_without_grade(view: FactView, test: Comparison) -> list[int]:
    """The years whose grade would decide the comparison, the latest first."""
    args = test.args
    if test.word.name == "grade":
        return [view.year - args.back]
    first = view.first_year(args, chained=test.word.name == "grade_chain")
    wanted = int(test.bound) + (test.operator == ">")
    if first is None or test.word.name == "grade_chain":
        first = max(view.year - wanted + 1, first or 0)
    years = range(view.year, first - 1, -1)
    return [year for year in years if k.graded_well(view, args, year) == law_spans.UNSURE][
        :SHOWN_YEARS
    ]


def unknown_evidence(view: FactView, test: Comparison, *, future: bool = False) -> Lines:
    """What is not recorded; for a future year, what has to be reached."""
    if test.word.name == "discipline_served" and view.facts.disciplines is not None:
        return without_end_lines(view.facts)
    if test.word.name == "whole_year_counts":
        return year_open_lines(view.facts, view.reading.restart_source)
    found = _unknown(view, test, future=future)
    if not _cuts_window(view, test):
        return found
    start = start_unclear(view.facts)
    return start if start and found == [_no_data(view, test)] else [*start, *found]


def _unknown(view: FactView, test: Comparison, *, future: bool) -> Lines:
    name, year = test.word.name, view.year
    if test.word.takes in ("grade", "back") and name != "member_grade_share":
        years = _years_without_grade(view, test)
        if future and year in years:
            grade = grade_name(test.args.rank or max(1, test.bound))
            words = {"year": year, "grade": grade}
            found = [_("Year %(year)s: to be graded %(grade)s or better") % words]
            years = [one for one in years if one != year]
        else:
            found = []
        if years:
            shown = ", ".join(str(one) for one in years)
            found.append(_("No grade is recorded for %(years)s") % {"years": shown})
            if year in years and view.facts.kind == RecipientKind.INDIVIDUAL and not future:
                found += expectations(view.work)
        return found or [_no_data(view, test)]
    if future and name not in ("chain", "awards", "holds", "years_since", "discipline"):
        return [_("To be reached: %(what)s") % {"what": in_words(test, year)}]
    if name == "attested":
        words = {"matter": str(AttestationKind(test.args.name).label), "year": year}
        return [_("Nobody has attested for %(year)s: %(matter)s") % words]
    return [_no_data(view, test)]


def _movement_not_said() -> dict[str, str]:
    """The missing facts of a campaign's movement, by word."""
    return {
        "movement_launched_by": _("The campaign does not say who launched the movement"),
        "movement_years": _("The campaign does not say how long the movement lasted"),
        "movement_reviewed": _(
            "The campaign does not say whether the movement had its interim or final review"
        ),
    }


def _no_data(view: FactView, test: Comparison) -> str:
    year = view.year
    plain = {
        "registered": _("It is not recorded whether the goal was registered"),
        "service_months": _("The months worked in %(year)s are not recorded") % {"year": year},
        "recruit_months": _(
            "It is not recorded whether the service began by recruitment, and when"
        ),
        "absence_months": _("The absence in %(year)s is not recorded") % {"year": year},
        "training_below": _("The result of the training is not recorded"),
        "discipline_served": _("The disciplinary record is not complete"),
        "under_examination": _("Nobody recorded whether a matter is being examined"),
        "members": _("The number of members is not recorded"),
        "member_grade_share": _("The grades of the members are not complete"),
        "member_discipline": _("The discipline of the members is not recorded"),
        "person_is": _(
            "It is not recorded of which kind this person was in %(year)s (civil servant, public"
            " employee, worker ...): record it with the place of work"
        )
        % {"year": year},
        "unit_is": _(
            "It is not recorded of which kind this unit is (division, school, the agency as a"
            " whole ...): record it in the list of units"
        ),
        "unit_age": _("The day the unit was founded is not recorded"),
        "discipline": _("The disciplinary record is not complete"),
        "initiatives": _("The initiatives are not recorded"),
    }
    if test.word.name == "initiatives" and view.facts.initiatives is not None:
        words = {"year": view.facts.records_since or year}
        return _("The initiatives before %(year)s are not recorded") % words
    plain |= _movement_not_said()
    if test.word.name in plain:
        return plain[test.word.name]
    if test.word.name in ("members_with", "member_share"):
        awards = awards_named(test.args.codes)
        return _("It is not known how many members hold %(awards)s") % {"awards": awards}
    since = view.facts.records_since
    if view.facts.awards is not None and since is not None:
        return _("The award history before %(year)s is not recorded") % {"year": since}
    return _("The award history is not recorded")


def shortfall(view: FactView, test: Comparison, span: Span, *, wanted: bool = True) -> Lines:
    """Why a decided comparison does not hold; `wanted` is false if it must not hold."""
    if test.word.name == "discipline_served" and wanted:
        return not_served_lines(view.facts)
    if not wanted:
        return [_("Must not be: %(what)s") % {"what": in_words(test, view.year)}]
    if span[0] == inf:
        return [_("Has never received %(awards)s") % {"awards": awards_named(test.args.codes)}]
    asks_more = test.operator in (">=", ">") or (test.operator == "==" and span[1] < test.bound)
    gap = ceil(test.bound) + (test.operator == ">") - span[1]
    if test.word.scale == "number" and asks_more and gap not in (inf, -inf):
        return [_gap(view, test, span, number_text(max(gap, 1)))]
    if test.word.scale == "truth":
        return [_capital(in_words(test, view.year, holds=False))]
    maximum = span[0] if span[1] == inf else span[1]  # with incomplete records the minimum is known
    words = {"what": in_words(test, view.year), "value": value_of(test, round(maximum, 2))}
    if test.word.scale == "discipline" and span[1]:
        words["value"] = discipline_name(span[1])
    return [_("Required: %(what)s (now: %(value)s)") % words]


def _gap(view: FactView, test: Comparison, span: Span, gap: str) -> str:
    args = test.args
    words = {
        "gap": gap,
        "have": number_text(span[1]),
        "need": value_of(test, test.bound),
        "awards": awards_named(args.codes),
        "what": subject_of(test, view.year),
    }
    if test.word.name == "initiatives":
        words["scope"] = scope_named(args.rank)
        return _("%(gap)s more initiatives of %(scope)s are needed") % words
    if test.word.name == "chain":
        return _("%(gap)s more consecutive years with %(awards)s are needed (%(have)s now)") % words
    if test.word.name == "awards":
        return _("%(awards)s is needed %(gap)s more times (%(have)s now)") % words
    if test.word.name in ("grade_chain", "graded"):
        words["grade"] = grade_name(args.rank)
        return _("%(gap)s more years graded %(grade)s or better are needed (%(have)s now)") % words
    if test.word.name == "members_with":
        return _("%(gap)s more members with %(awards)s are needed") % words
    return _("%(gap)s short: %(what)s (%(have)s, needs %(need)s)") % words
