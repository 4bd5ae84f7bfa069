"""Numbers, periods and counts of movements as papers and pages write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from nominations.awards.models import Award
from nominations.documents.paper_words import paper_words
from nominations.documents.standard_parts import counts_text
from nominations.law.models import RecipientKind
from nominations.movements.models import IndicatorResult, Movement, MovementIndicator

WORDS = Path(__file__).resolve().parent / "data" / "movement_words.toml"


def decimal_words(value: Decimal | None) -> str:
    """ "98,5" of 98.50, "1.200" of 1200.00, "" of nothing."""
    if value is None:
        return ""
    whole, _point, part = format(value, "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if whole.startswith("-") and not grouped.startswith("-") else ""
    part = part.rstrip("0")
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def target_words(indicator: MovementIndicator, target: Decimal | None) -> str:
    """The target as it is printed; "không quá 5" of a limit."""
    words = decimal_words(target)
    if words and indicator.at_most:
        return paper_words(WORDS).say("indicator.at_most", target=words)
    return words


def result_words(result: IndicatorResult) -> str:
    """Whether the target was reached; "" where nobody can say."""
    if result.is_reached is None:
        return ""
    return paper_words(WORDS).say("indicator.met" if result.is_reached else "indicator.missed")


def period_words(movement: Movement) -> str:
    """ "01/01/2026 - 31/12/2026"."""
    first = f"{movement.starts_on:%d/%m/%Y}"
    if movement.ends_on is None:
        return paper_words(WORDS).say("period.open", first=first)
    return paper_words(WORDS).say("period.both", first=first, last=f"{movement.ends_on:%d/%m/%Y}")


def launcher_words(movement: Movement) -> str:
    """Who launched it: the body as it is named, else the kind of body."""
    if movement.launcher:
        return movement.launcher
    if movement.is_own:
        return str(movement.organization.name)
    return str(movement.get_launched_by_display())


@dataclass(slots=True, kw_only=True)
class AwardsOfDecision:
    """The awards of one type by one decision; `decision` is its address, "" of one from above."""

    name: str
    number: str
    dated: date | None
    issuer: str
    decision: str = ""
    collectives: int = 0
    persons: int = 0
    households: int = 0

    @property
    def counts(self) -> str:
        """ "04 tập thể và 12 cá nhân", as papers say it."""
        return counts_text(self.collectives, self.persons, self.households)


def by_decision(awards: Iterable[Award]) -> list[AwardsOfDecision]:
    """The awards counted by decision and award type, in the order of the decisions."""
    found: dict[tuple[object, ...], AwardsOfDecision] = {}
    for one in awards:
        key = (one.decision_number, one.decision_date, one.issuer, one.award_type_id)
        row = found.setdefault(
            key,
            AwardsOfDecision(
                name=one.award_type.name, number=one.decision_number, dated=one.decision_date,
                issuer=one.issuer, decision=_address_of(one),
            ),
        )  # fmt: skip
        if one.kind == RecipientKind.HOUSEHOLD:
            row.households += 1
        elif one.person_id is None:
            row.collectives += 1
        else:
            row.persons += 1
    return list(found.values())


def _address_of(award: Award) -> str:
    line = getattr(award, "decision_line", None)
    return str(line.decision.get_absolute_url()) if line is not None else ""
