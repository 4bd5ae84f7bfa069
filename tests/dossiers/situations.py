"""Hand-made situations: a rule set with quotas and standards, units with people and awards."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from hashlib import sha256
from typing import Any

from nominations.awards.models import Award, AwardOrigin
from nominations.dossiers.models import Nomination
from nominations.law import rulesets
from nominations.law.models import CommendationType, RecipientKind
from nominations.people.models import Person, Unit, UnitMembership
from nominations.records.models import AnnualGrade
from tests.cast import SINCE, Cast
from tests.cast.building import position
from workflow import clock

SOURCE = {"source": "Quy chế của cơ quan", "verified": False}
CAP = {
    "key": "share_of_ldtt", "type": "percent", "of": "LDTT", "percent": 15, "rounding": "ceil",
    "scope": "agency", "effect": "advisory", "kind": "individual",
    "says": "Không quá 15% số cá nhân đạt Lao động tiên tiến",
}  # fmt: skip
MANAGERS = {
    "key": "managers", "type": "managers", "numerator": 1, "denominator": 3, "rounding": "floor",
    "scope": "agency", "effect": "advisory", "kind": "individual",
    "says": "Không quá 1/3 là lãnh đạo",
}  # fmt: skip
HEAD_COUNT = {
    "key": "heads", "type": "head_count", "count": 2, "scope": "unit", "effect": "blocking",
    "kind": "individual", "says": "Mỗi đơn vị không quá 2 người",
}  # fmt: skip
DONE_WELL = {
    "key": "grade", "kind": "individual", "rule": "grade >= HTT", "effect": "blocking",
    "says": "Hoàn thành tốt nhiệm vụ trở lên",
}  # fmt: skip
GROUP_DONE_WELL = {**DONE_WELL, "kind": "collective"}
EXCELLENT = {**DONE_WELL, "rule": "grade >= HTXS", "says": "Hoàn thành xuất sắc nhiệm vụ"}


def share(rule: str) -> dict[str, Any]:
    """A standard of a collective about the share of its members."""
    return {"key": "share", "kind": "collective", "rule": rule, "effect": "blocking",
            "says": "Tỷ lệ cá nhân đạt Lao động tiên tiến"}  # fmt: skip


def set_rules(
    cast: Cast,
    *,
    quotas: dict[str, Sequence[dict[str, Any]]] | None = None,
    standards: dict[str, Sequence[dict[str, Any]]] | None = None,
) -> None:
    """Let the campaign keep the rule set of today with exactly these quotas and standards."""
    rules = rulesets.frozen_rules(clock.today())
    content = deepcopy(rules["content"])
    for award in content["award"].values():
        award.pop("quota", None)
        award.pop("standard", None)
    for name, given in (("quota", quotas), ("standard", standards)):
        for code, rows in (given or {}).items():
            rows = [{**SOURCE, **row} for row in rows]
            content["award"].setdefault(code, {})[name] = rows
    rules["content"] = content
    rules["digest"] = sha256(repr(content).encode()).hexdigest()
    cast.campaign.rules = rules
    cast.campaign.save(update_fields=["rules"])


def people(
    cast: Cast, count: int, unit: Unit | None = None, post: str = "Chuyên viên"
) -> list[Person]:
    """So many more people of a unit, without an account."""
    start = Person.objects.count()
    made = Person.objects.bulk_create(
        Person(
            full_name=f"Lâm Văn Số {start + number:04}",
            gender="male",
            search_key=f"lam van so {start + number:04}",
            sort_key=f"{start + number:04}",
        )
        for number in range(count)
    )
    UnitMembership.objects.bulk_create(
        UnitMembership(
            person=one, unit=unit or cast.unit, position=position(post), valid_from=SINCE
        )
        for one in made
    )
    return made


def live(
    cast: Cast,
    award: str,
    persons: Sequence[Person] = (),
    *,
    state: str = "submitted",
    unit: Unit | None = None,
    collective: Unit | None = None,
    **values: Any,
) -> list[Nomination]:
    """Nominations in a state, written past the services: only their number matters."""
    subjects: list[tuple[Person | None, Unit | None]] = [(one, None) for one in persons]
    if collective is not None:
        subjects.append((None, collective))
    made = Nomination.objects.bulk_create(
        Nomination(
            organization=cast.agency,
            unit=unit or group or cast.unit,
            campaign=values.get("campaign", cast.campaign),
            award_type=cast.awards[award],
            kind=RecipientKind.INDIVIDUAL if person else RecipientKind.COLLECTIVE,
            person=person,
            collective=group,
            title=f"{person or group}, {award}",
            subject_name=str(person or group),
            created_at=clock.now(),
        )
        for person, group in subjects
    )
    Nomination._base_manager.filter(pk__in=[one.pk for one in made]).update(state=state)
    return made


def awarded(
    cast: Cast,
    code: str,
    persons: Sequence[Person],
    year: int,
    *,
    post: str = "Chuyên viên",
    **values: Any,
) -> None:
    """Conferred awards of a year."""
    Award.objects.bulk_create(
        Award(
            organization=cast.agency,
            award_type=cast.awards[code],
            kind=RecipientKind.INDIVIDUAL,
            person=one,
            commendation_type=CommendationType.MERIT,
            year=year,
            decision_number=f"{year}/QĐ-STC",
            decision_date=date(year, 12, 20),
            recipient_name=one.full_name,
            position_name=post,
            origin=AwardOrigin.IMPORT,
            recorded_at=clock.now(),
            **values,
        )
        for one in persons
    )


def graded(cast: Cast, persons: Sequence[Person], grade: str, year: int = 0) -> None:
    """The yearly grade of each person, this year's unless told."""
    AnnualGrade.objects.bulk_create(
        AnnualGrade(
            organization=cast.agency,
            person=one,
            year=year or cast.campaign.year,
            grade=grade,
            recorded_at=clock.now(),
        )
        for one in persons
    )


def units_graded(cast: Cast, units: Sequence[Unit], grade: str) -> None:
    """This year's grade of each unit."""
    AnnualGrade.objects.bulk_create(
        AnnualGrade(
            organization=cast.agency,
            unit=one,
            year=cast.campaign.year,
            grade=grade,
            recorded_at=clock.now(),
        )
        for one in units
    )
