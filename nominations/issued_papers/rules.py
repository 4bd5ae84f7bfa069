"""Conditions on a row `s` whose paper may have been issued. No models: SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.rules import Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def not_issued(kind: str, sentence: _StrOrPromise) -> Condition:
    """The paper of the row was not issued; `kind` is that of the issued paper and the word before
    the row's key in what it was made of ("period_report:7"). `sentence` refuses."""
    fact = Fact(
        f"{kind}_issued",
        "EXISTS (SELECT 1 FROM issued_papers_issuedpaper p"  # noqa: S608 -- our own constants only
        f" WHERE p.kind = '{kind}' AND p.record = '{kind}:' || CAST(s.id AS varchar(20)))",
    )

    def check(case: Case) -> Verdict:
        if case.facts[fact.name]:
            return unmet(fact.name, str(sentence))
        return met(f"{kind}_not_issued")

    check.__doc__ = "The paper was not issued."
    return Condition(f"{kind}_not_issued", check, facts=(fact,))
