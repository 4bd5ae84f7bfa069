"""One answer about the procedure: a word, a sentence, figures, and the rule it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from nominations import citations


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureAnswer:
    """One answer: a stable key, the answer in a word, a sentence, its figures, and its rule."""

    key: str
    answer: str
    says: str
    part: Any = None
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The answer in the form of docs/rules.md."""
        return {
            "key": self.key,
            "answer": self.answer,
            "says": self.says,
            **self.figures,
            "source": getattr(self.part, "source", ""),
            "verified": getattr(self.part, "verified", False),
            "layer": getattr(self.part, "layer", ""),
        }

    def lines(self) -> list[str]:
        """The answer and its source as two lines of text."""
        said = f"[{answer_name(self.answer)}] {self.says}"
        if getattr(self.part, "left_to", ""):  # the sentence names the article
            return [said]
        source = citations.in_full(getattr(self.part, "source", "")) or _("a setting")
        checked = getattr(self.part, "verified", False)
        mark = "" if checked else "; " + _("not checked against the original text")
        cited = _("Source: %(source)s") % {"source": source}
        return [said, f"    {cited}{mark}"]


def answer_name(answer: str) -> str:
    """The answer in words."""
    return {
        "met": _("Met"),
        "unmet": _("Not met"),
        "unknown": _("Data missing"),
        "not_asked": _("Not asked"),
        "needed": _("Needed"),
        "not_needed": _("Not needed"),
        "within": _("Within the limit"),
        "warn": _("Above the figure rounded down"),
        "above": _("Too many"),
        "due": _("Due"),
        "in_time": _("In time"),
        "late": _("Late"),
        "waiting": _("Event has not happened"),
        "answered": _("Answered"),
        "blocked": _("Blocks the next step"),
        "agreed_by_silence": _("Agreed by silence"),
        "not_concerned": _("Not to be asked"),
        "double": _("A double"),
        "check": _("To be checked"),
        "no_double": _("No double found"),
    }[answer]
