"""The facts of one subject for one year: the only input of a rule.

`None` means unknown (the rule answers "thiếu dữ liệu"), an empty list that there is none. Ranks are
those of `records.scales`: a higher number is a better grade, a heavier discipline, a wider scope.
Texts in `paper` are what people read: "Quyết định 12/QĐ-STC ngày 05/01/2016".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class GradeFact:
    """The grade of a year; `rank` 1 (KHT) to 4 (HTXS)."""

    rank: int
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFact:
    """An award held. `since` is the day from which the next period counts: the end of the
    achievement period in the decision, else the day of the decision. `decided_on` is the day of the
    decision, None if unknown."""

    code: str
    year: int
    commendation_type: str = "CONG_TRANG"
    since: date | None = None
    decided_on: date | None = None
    paper: str = ""
    inherited_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeFact:
    """A recognised initiative or topic of which the subject is an author; `rank` 1 to 3."""

    name: str
    year: int
    rank: int
    scope: str
    kind: str = "initiative"
    share: int = 100
    paper: str = ""
    used_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisciplineFact:
    """A disciplinary decision; `rank` 1 (khiển trách) to 6. `concerns` is the kind of act, "" if
    not recorded; `counted_year` the year whose grade it affects, None for the year of the
    decision."""

    rank: int
    form: str
    decided_on: date
    ends_on: date | None = None
    paper: str = ""
    concerns: str = ""
    counted_year: int | None = None


@dataclass(frozen=True, slots=True)
class ExaminationFact:
    """A matter that is still open on the day of the evaluation."""

    kind: str
    opened_on: date
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersFact:
    """The members of a collective in the year.

    `total` is None if not counted. `grades` says how many have each rank, `ungraded` how many have
    none on record. `holders` says how many hold or are nominated for an award, by code.
    `discipline` is the heaviest rank of the year among them, 0 for none, None for unknown. `women`
    is None where the sex of somebody is not recorded. `recruits` says how many of the ungraded were
    recruited too late in the year to be graded.
    """

    total: int | None
    grades: Mapping[int, int] = field(default_factory=dict)
    ungraded: int = 0
    recruits: int = 0
    holders: Mapping[str, int] | None = field(default_factory=dict)
    discipline: int | None = 0
    women: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementFact:
    """The emulation movement of a campaign: who launched it, for how many years, its review; "" and
    None if not recorded."""

    launched_by: str = ""
    years: int | None = None
    review: str = ""


NO_MOVEMENT = MovementFact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One subject, one year. `on` is the day of the evaluation; `nominated` the award codes
    for which the subject has a live nomination of the year.

    `records_since` is the first year of which awards and initiatives are on record, None when
    everything is: earlier years are unknown. A count or a chain that reaches back to it is then
    only known as a minimum.

    `staff_kinds` are the kinds of staff of the year in order of time, "" where one is not recorded;
    `own_regulation` says whether the unit has issued a grading regulation of its own;
    `newly_recruited` whether the service began in the year by recruitment. `body_kinds` are all the
    kinds of a body at once, "" among them where one is not recorded; None where none is.
    """

    kind: str
    name: str
    year: int
    on: date
    key: int = 0
    grades: Mapping[int, GradeFact] | None = field(default_factory=dict)
    awards: Sequence[AwardFact] | None = ()
    records_since: int | None = None
    nominated: frozenset[str] = frozenset()
    initiatives: Sequence[InitiativeFact] | None = ()
    disciplines: Sequence[DisciplineFact] | None = ()
    examinations: Sequence[ExaminationFact] | None = ()
    service_months: int | None = None
    newly_recruited: bool | None = None
    absence_months: int | None = 0
    absence_kinds: frozenset[str] = frozenset()
    staff_kinds: tuple[str, ...] = ()
    own_regulation: bool | None = None
    training_below: bool | None = False
    registered: bool | None = None
    attested: Mapping[str, bool] = field(default_factory=dict)
    attested_papers: Mapping[str, str] = field(default_factory=dict)
    members: MembersFact | None = None
    founded_on: date | None = None
    body_kinds: frozenset[str] | None = None
    movement: MovementFact = NO_MOVEMENT
