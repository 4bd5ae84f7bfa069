"""The answer to one rule, and the answer for an award as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from nominations.law.rulesets import Standard


class Answer(models.TextChoices):
    """The three answers of a rule, worst first."""

    UNMET = "unmet", _("Not met")
    UNKNOWN = "unknown", _("Data missing")
    MET = "met", _("Met")


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule: the answer, the records it read, what is missing or short, in full words."""

    standard: Standard
    answer: Answer
    records: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether it stops a submission unless somebody overrides it with a reason."""
        return self.answer == Answer.UNMET and self.standard.effect == "blocking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """A subject x an award x a year under a rule set; rules in the order they are written.

    `has_way` is false where the rules do not provide the award for this type of commendation; the
    answer is then at best unknown. `kind_without_way` names the kind of the subject if they provide
    it for other kinds only. `lacks` is what the list of conditions is known to lack; the answer is
    then at best unknown.
    """

    subject: str
    award: str
    year: int
    on: date
    rule_set: str
    layers: tuple[str, ...]
    rules: tuple[RuleAnswer, ...]
    commendation_type: str = "CONG_TRANG"
    has_way: bool = True
    kind_without_way: str = ""
    lacks: str = ""

    @property
    def answer(self) -> Answer:
        """The worst answer of all rules: met only if every rule is, `has_way`, and nothing is
        lacking."""
        found = {one.answer for one in self.rules}
        if not self.has_way or self.lacks:
            found.add(Answer.UNKNOWN)
        return next(answer for answer in Answer if answer in found or answer == Answer.MET)

    @property
    def blocking(self) -> tuple[RuleAnswer, ...]:
        """The rules that stop a submission."""
        return tuple(one for one in self.rules if one.blocks)
