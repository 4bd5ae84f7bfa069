"""What a signer confirms before signing: number, day, counts, prize money."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from nominations.awards.amounts import amount_in_words
from nominations.awards.prizes import PrizeTotals, bases_of, prize_totals
from nominations.decisions.models import Decision
from nominations.decisions.prizes import lines_of_decision
from nominations.decisions.step_days import days_before_decision
from nominations.documents.standard_parts import counts_text
from nominations.law.models import RecipientKind
from nominations.law.rulesets import BaseSalary
from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.paper_days import check_order
from nominations.paper_numbers.series import coming_number


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningSummary:
    """The decision as it would be signed."""

    number: str
    signed_on: date
    individuals: int
    collectives: int
    households: int
    money: PrizeTotals
    base_salaries: list[BaseSalary]

    @property
    def key(self) -> str:
        """A hash of the shown values; signing requires that it is unchanged."""
        count = f"{self.individuals}+{self.collectives}+{self.households}"
        return f"{self.number}|{self.signed_on:%Y-%m-%d}|{count}|{self.money.payable}"

    @property
    def commended(self) -> str:
        """ "04 tập thể và 12 cá nhân", as papers say it."""
        return counts_text(self.collectives, self.individuals, self.households)

    @property
    def words(self) -> str:
        return amount_in_words(self.money.payable)


def signing_summary(
    decision: Decision, *, number: str, signed_on: date, signer_id: int | None
) -> SigningSummary:
    """The summary of a draft for the signer, whose own lines go on a second paper.

    Refuses (ValidationError) the number and the day that signing would refuse.
    """
    own = Q(nomination__person_id=signer_id or 0, nomination__person__isnull=False)
    lines = decision.lines.exclude(own)
    found = dict(lines.values_list("nomination_id", "nomination__kind"))
    check_order(signed_on, after=days_before_decision(list(found)))
    counted = Counter(found.values())
    prizes = [
        line for line in lines_of_decision(decision, signed_on=signed_on) if -line.fact.pk in found
    ]
    return SigningSummary(
        number=coming_number(decision.organization, PaperType.DECISION, number, signed_on),
        signed_on=signed_on,
        individuals=counted[RecipientKind.INDIVIDUAL],
        collectives=counted[RecipientKind.COLLECTIVE],
        households=counted[RecipientKind.HOUSEHOLD],
        money=prize_totals(prizes),
        base_salaries=list(dict.fromkeys(one.price.base for one in bases_of(prizes))),
    )
