"""Limits of a grading act on one person's year: no grade, a fixed grade, a cap.

Computed from the record, without a grade. Incomplete records give limits that are not sure, and a
span instead of a rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nominations.people.employment import StaffKind
from nominations.records.grading.decrees import ActChoice, GradingAct, acts_for
from nominations.records.scales import GRADE_RANK, DisciplineConcern, Grade

MONTHS, ABSENCE, DISCIPLINE = "months", "absence", "discipline"
ASPECTS = (MONTHS, ABSENCE, DISCIPLINE)
NOT_GRADED, BEST = 0, max(GRADE_RANK.values())
RankSpan = tuple[int, int]


class PunishedAct(Protocol):
    """A disciplinary decision as input of grading."""

    @property
    def decided_on(self) -> date: ...
    @property
    def concerns(self) -> str: ...
    @property
    def counted_year(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfWork:
    """The record of a person's year. None: unknown.

    `kinds` are those of the year in order of time, the last being that of the day of grading; "" is
    a kind not recorded. `recruited`: the service began in the year, by recruitment. `absences` are
    the kinds of absence of the year.
    """

    year: int
    kinds: tuple[str, ...] = ()
    own_regulation: bool | None = None
    service_months: int | None = None
    absence_months: int | None = 0
    recruited: bool | None = None
    absences: frozenset[str] = frozenset()
    disciplines: Sequence[PunishedAct] | None = ()

    @property
    def kind(self) -> str:
        """The kind at the end of the year, by which the year is graded."""
        return self.kinds[-1] if self.kinds else ""

    def acts(self) -> tuple[ActChoice, ...]:
        """The acts that may govern this year."""
        return acts_for(self.kind, self.year, self.own_regulation)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLimit:
    """One thing an act says: the best grade it leaves (None: no grade at all), and where.

    `sure` is false if the record is too incomplete to tell whether it applies. `forbids`: the text
    allows no other grade.
    """

    aspect: str
    act: GradingAct
    grade: Grade | None
    why: str
    article: str
    sure: bool = True

    @property
    def rank(self) -> int:
        return NOT_GRADED if self.grade is None else GRADE_RANK[self.grade]

    @property
    def source(self) -> str:
        return self.act.cited(self.article)

    def expectation(self) -> str:
        """The expectation while no grade is recorded, with the article."""
        words = {"why": self.why, "source": self.source}
        if self.grade is None:
            text = (
                _("Expected: not graded, because %(why)s (under %(source)s)")
                if self.sure
                else _("Perhaps not graded, if %(why)s (under %(source)s)")
            )
            return text % words
        words["grade"] = str(self.grade.label)
        text = (
            _("Expected: at most “%(grade)s”, because %(why)s (under %(source)s)")
            if self.sure
            else _("Perhaps at most “%(grade)s”, if %(why)s (under %(source)s)")
        )
        return text % words


def _months(act: GradingAct, work: YearOfWork) -> list[GradeLimit]:
    """Limits for too few months of work: no grade, except for absences named by the act."""
    rule = act.months
    if work.service_months is None or work.absences & set(act.worked_time.kinds):
        return []
    worked = work.service_months - (work.absence_months or 0)
    if worked >= rule.minimum:
        return []
    why = _("only %(worked)s of at least %(least)s months were worked in the year")
    return [
        GradeLimit(
            aspect=MONTHS,
            act=act,
            grade=None,
            why=why % {"worked": max(worked, 0), "least": rule.minimum},
            article=rule.article,
            # who came from elsewhere has worked there before
            sure=work.recruited is True or work.service_months >= rule.minimum,
        )
    ]


def _absence(act: GradingAct, work: YearOfWork) -> list[GradeLimit]:
    rule = act.absence
    if rule is None or (work.absence_months is not None and work.absence_months < rule.months):
        return []
    if work.absence_months is None:
        why = _("there was an absence of %(months)s months or more") % {"months": rule.months}
    else:
        why = _("the absence lasted %(months)s months") % {"months": work.absence_months}
    return [
        GradeLimit(
            aspect=ABSENCE,
            act=act,
            grade=Grade(rule.ceiling),
            why=why,
            article=rule.article,
            sure=work.absence_months is not None,
        )
    ]


def counts_in(act: PunishedAct, year: int) -> bool:
    """Whether a punished act counts for the grade of the year: an act counts in one year only."""
    return (act.counted_year or act.decided_on.year) == year


def discipline_counts(act: GradingAct, one: PunishedAct) -> bool | None:
    """Whether a punished act of the year counts for its grade; None if unknown."""
    if not act.discipline.only_duty_or_conduct:
        return True
    if not one.concerns:
        return None
    return one.concerns in (DisciplineConcern.DUTY, DisciplineConcern.CONDUCT)


def rank_counted(work: YearOfWork, one: PunishedAct, rank: int) -> RankSpan:
    """The rank of a discipline as it counts in the year: (minimum, maximum).

    Without an act for the year, it counts in the year of its decision.
    """
    acts = work.acts()
    if not acts:
        return (rank, rank) if one.decided_on.year == work.year else (0, 0)
    if not counts_in(one, work.year):
        return (0, 0)
    counts = [discipline_counts(choice.act, one) for choice in acts]
    return (
        rank if all(answer is True for answer in counts) else 0,
        0 if all(answer is False for answer in counts) else rank,
    )


def _discipline(act: GradingAct, work: YearOfWork) -> list[GradeLimit]:
    rule = act.discipline
    if work.disciplines is None:
        why = _("there is a discipline of the year")
        found = [(why, False)]
    else:
        found = []
        for one in work.disciplines:
            if not counts_in(one, work.year):
                continue
            counts = discipline_counts(act, one)
            day = {"day": f"{one.decided_on:%d/%m/%Y}"}
            if counts:
                found.append((_("of the discipline of %(day)s") % day, True))
            elif counts is None:
                why = _("the discipline of %(day)s concerns duty or conduct, which is not recorded")
                found.append((why % day, False))
    return [
        GradeLimit(
            aspect=DISCIPLINE,
            act=act,
            grade=Grade(rule.grade),
            why=why,
            article=rule.article,
            sure=sure,
        )
        for why, sure in found
    ]


_LIMITS = {MONTHS: _months, ABSENCE: _absence, DISCIPLINE: _discipline}


def grade_limits(
    act: GradingAct, work: YearOfWork, aspects: Sequence[str] = ASPECTS
) -> list[GradeLimit]:
    """All limits of the act below the best grade, in the order of the aspects."""
    return [limit for aspect in aspects for limit in _LIMITS[aspect](act, work)]


def rank_allowed(act: GradingAct, work: YearOfWork, aspects: Sequence[str] = ASPECTS) -> RankSpan:
    """The best rank that the act allows: (minimum, maximum)."""
    found = grade_limits(act, work, aspects)
    highest = min((one.rank for one in found if one.sure), default=BEST)
    return (min((one.rank for one in found), default=BEST), highest)


def rank_allowed_by_all(work: YearOfWork, aspects: Sequence[str] = ASPECTS) -> RankSpan:
    """The same over every act that may govern the year; the best rank without one."""
    spans = [rank_allowed(choice.act, work, aspects) for choice in work.acts()]
    if not spans:
        return (BEST, BEST)
    return (min(low for low, _high in spans), max(high for _low, high in spans))


def kind_sentences(work: YearOfWork) -> list[str]:
    """Sentences that the kind of staff has to be recorded before an act can be named."""
    choices = work.acts()
    lines = []
    if not work.kind and len(choices) > 1:
        lines.append(
            _("It is not recorded whether this is a civil servant or a public employee; the grades"
              " of %(year)s are governed by %(acts)s")
            % {"year": work.year, "acts": _named(choices)}
        )  # fmt: skip
    elif len(choices) > 1:
        lines.append(
            _("It is not recorded whether the unit has issued a grading regulation of its own; the"
              " grades of %(year)s are governed by %(acts)s (%(source)s)")
            % {"year": work.year, "acts": _named(choices), "source": choices[0].source}
        )  # fmt: skip
    held = [one for one in dict.fromkeys(work.kinds) if one]
    if len(held) > 1 and choices:
        act = choices[-1].act
        lines.append(
            _("In %(year)s first %(before)s, then %(now)s: who grades is the agency of the day of"
              " grading, and by the rules for a %(now)s (under %(source)s)")
            % {
                "year": work.year,
                "before": ", ".join(_kind_name(one) for one in held if one != work.kind),
                "now": _kind_name(work.kind) if work.kind else _("of a kind not recorded"),
                "source": act.cited(act.moved.article),
            }
        )  # fmt: skip
    if any(one.hold.by_choice for one in choices):
        chosen = next(one for one in choices if one.hold.by_choice)
        if chosen.source:
            lines.append(
                _("Contract staff are graded by this act where the agency decides so (%(source)s)")
                % {"source": chosen.source}
            )
    return lines


def _kind_name(kind: str) -> str:
    label = str(StaffKind(kind).label)
    return label[:1].lower() + label[1:]


def _named(choices: Sequence[ActChoice]) -> str:
    return pgettext("list of acts", " or ").join(one.act.act for one in choices)


def expectations(work: YearOfWork) -> list[str]:
    """Expectations for a year without a recorded grade, with the articles; never a grade itself.

    Empty without an act for the year.
    """
    lines = kind_sentences(work)
    choices = work.acts()
    found = [limit for choice in choices for limit in grade_limits(choice.act, work)]
    lines += list(dict.fromkeys(limit.expectation() for limit in found))
    if choices and not found:
        act = choices[0].act
        due = act.due
        lines.append(
            _("Nothing on record keeps the grade down; the year is graded before %(day)s (under"
              " %(source)s)")
            % {"day": f"{due.day_of(work.year):%d/%m/%Y}", "source": act.cited(due.article)}
        )  # fmt: skip
    return lines
