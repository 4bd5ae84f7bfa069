"""Facts of invented subjects, at random but the same for the same seed.

The figures are chosen so that every rule is met, missed and left open often enough: long service
and good grades are common, gaps and unknown records are not rare.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from nominations.eligibility.facts import (
    AwardFact,
    DisciplineFact,
    ExaminationFact,
    Facts,
    GradeFact,
    InitiativeFact,
    MembersFact,
)
from nominations.records.scales import SCOPE_RANK, AttestationKind, DisciplineForm, ExaminationKind

PERSONAL = (
    "LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO", "CSTDTQ", "GK", "BK_TINH", "BK_BO", "BK_TTG",
    "HCLD3", "HCLD2", "HCLD1",
)  # fmt: skip
COLLECTIVE = (
    "TTLDTT", "TTLDXS", "CO_TINH", "CO_BO", "CO_CP", "GK", "BK_TINH", "BK_BO", "BK_TTG",
    "HCLD3", "HCLD2", "HCLD1",
)  # fmt: skip
YEARLY = frozenset({"LDTT", "CSTDCS", "TTLDTT", "TTLDXS"})
HORIZON = 12  # years of history


def dice(seed: int) -> Random:
    """A source of chance that is the same for the same seed; nothing here is a secret."""
    return Random(seed)  # noqa: S311


def codes_for(kind: str) -> tuple[str, ...]:
    """The awards a subject of that kind may be given."""
    return PERSONAL if kind == "individual" else COLLECTIVE


def _grades(random: Random, year: int) -> dict[int, GradeFact] | None:
    if random.random() < 0.05:
        return None
    good = random.choice(((1, 2, 8, 4), (0, 1, 6, 12), (0, 0, 1, 20)))
    return {
        one: GradeFact(random.choices((1, 2, 3, 4), good)[0])
        for one in range(year - HORIZON, year + 1)
        if random.random() > 0.06
    }


def _award(random: Random, code: str, year: int) -> AwardFact:
    end = date(year, 12, 31)
    since = random.choice((end, end, end, None, end + timedelta(days=random.randint(1, 120))))
    kind = random.choices(("CONG_TRANG", "PHONG_TRAO", "DOT_XUAT"), (12, 1, 1))[0]
    return AwardFact(
        code=code,
        year=year,
        commendation_type="CONG_TRANG" if code in YEARLY else kind,
        since=since,
        decided_on=since and random.choice((None, end + timedelta(days=random.randint(-10, 150)))),
    )


def _awards(random: Random, kind: str, year: int) -> tuple[AwardFact, ...] | None:
    if random.random() < 0.05:
        return None
    zeal = random.random()
    found = [
        _award(random, code, one)
        for code in codes_for(kind)
        for one in range(year - HORIZON, year + 1)
        if random.random() < (zeal if code in YEARLY else 0.12)
    ]
    return tuple(sorted(found, key=lambda one: one.year))


def _initiatives(random: Random, year: int) -> tuple[InitiativeFact, ...] | None:
    if random.random() < 0.05:
        return None
    scopes = random.choice((("CO_SO",), ("CO_SO", "TINH", "BO"), tuple(SCOPE_RANK)))
    rows = []
    for number in range(random.choice((0, 1, 3, 6, 12))):
        scope = random.choice(scopes)
        of_year = random.randint(year - 8, year)
        kind = random.choice(("initiative", "initiative", "topic"))
        rows.append(
            InitiativeFact(
                name=f"Sáng kiến {number}",
                year=of_year,
                rank=SCOPE_RANK[scope],
                scope=str(scope),
                kind=kind,
            )
        )
    return tuple(sorted(rows, key=lambda one: one.year))


def _disciplines(random: Random, year: int) -> tuple[DisciplineFact, ...] | None:
    if random.random() < 0.05:
        return None
    if random.random() < 0.8:
        return ()
    rank = random.randint(1, len(DisciplineForm))
    decided = date(random.randint(year - 4, year), random.randint(1, 12), random.randint(1, 28))
    ends = random.choice((None, decided + timedelta(days=365)))
    return (
        DisciplineFact(
            rank=rank, form=DisciplineForm.values[rank - 1], decided_on=decided, ends_on=ends
        ),
    )


def _examinations(random: Random, year: int) -> tuple[ExaminationFact, ...] | None:
    chance = random.random()
    if chance < 0.05:
        return None
    if chance < 0.9:
        return ()
    return (ExaminationFact(random.choice(ExaminationKind.values), date(year, 11, 1)),)


def _attested(random: Random) -> dict[str, bool]:
    trust = random.choice((0.3, 0.9, 1.0))
    return {
        what: random.random() < trust for what in AttestationKind.values if random.random() < 0.9
    }


def _members(random: Random) -> MembersFact | None:
    if random.random() < 0.05:
        return None
    total = random.choice((3, 5, 7, 10, 20, 40))
    bad = random.choice((0, 0, 0, 1))
    ungraded = random.choice((0, 0, 0, 1))
    excellent = random.randint(0, total - bad - ungraded)
    grades = {1: bad, 3: total - bad - ungraded - excellent, 4: excellent}
    holders = {
        "LDTT": random.choice((random.randint(0, total), total - bad)),
        "CSTDCS": random.choice((0, 1, 2)),
    }
    return MembersFact(
        total=total if random.random() > 0.05 else None,
        grades={rank: count for rank, count in grades.items() if count},
        ungraded=ungraded,
        holders=holders if random.random() > 0.05 else None,
        discipline=random.choice((0, 0, 0, 0, 1, 2, 4, None)),
        women=random.choice((None, total // 2)),
    )


def _maybe(random: Random, value: bool) -> bool | None:
    return None if random.random() < 0.1 else value


def random_facts(seed: int, *, kind: str = "", year: int = 2024) -> Facts:
    """One invented subject; the same seed gives the same facts."""
    random = dice(seed)
    kind = kind or random.choice(("individual", "individual", "collective"))
    person = kind == "individual"
    awards = _awards(random, kind, year)
    begins = random.choice((None, None, year - 9, year - 5, year - 2))
    if awards is not None and begins is not None:
        awards = tuple(one for one in awards if one.year >= begins)
    asked = frozenset(code for code in codes_for(kind) if random.random() < 0.15)
    founded = date(year - random.randint(3, 40), random.randint(1, 12), random.randint(1, 28))
    return Facts(
        kind=kind,
        name=f"Người {seed}" if person else f"Phòng {seed}",
        year=year,
        on=date(year, 12, 20),
        key=seed,
        grades=_grades(random, year),
        awards=awards,
        records_since=begins,
        nominated=asked,
        initiatives=_initiatives(random, year) if person else (),
        disciplines=_disciplines(random, year) if person else (),
        examinations=_examinations(random, year),
        service_months=random.choice((None, 3, 5, 6, 9, 10, 12, 12, 12)) if person else None,
        absence_months=random.choice((None, 0, 0, 0, 2, 3, 5, 7)) if person else None,
        training_below=_maybe(random, random.random() < 0.1) if person else None,
        registered=_maybe(random, random.random() < 0.8),
        attested=_attested(random),
        members=None if person else _members(random),
        founded_on=None if person or random.random() < 0.1 else founded,
    )


def many(count: int, *, seed: int = 0, kind: str = "", year: int = 2024) -> Iterator[Facts]:
    """So many invented subjects, the same ones for the same seed."""
    return (random_facts(seed * 1_000_003 + one, kind=kind, year=year) for one in range(count))
