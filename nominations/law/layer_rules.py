"""Relations and conditions of the transitions of a regulation: SQL over its row `s`.

No models: the table is loaded before them. A person has at most one account, so "somebody else"
compares accounts.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_sql
from workflow.canonical import given_day
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_APPROVER = (
    f"({role_sql(Role.SECRETARY, 's.organization_id')}"
    f" OR {role_sql(Role.DIRECTOR, 's.organization_id')})"
)

# --- who -----------------------------------------------------------------------------------------


def _other_than(name: str, label: _StrOrPromise, account: str) -> ActorRelation:
    """Director or council secretary, but not the account, an SQL value."""
    return ActorRelation(name, label, f"({_APPROVER} AND {account} <> %(actor_id)s)")


is_approver = ActorRelation("is_approver", _("the director or a council secretary"), _APPROVER)
is_second_approver = _other_than(
    "is_second_approver",
    _("the director or another council secretary, but not whoever proposed the regulation"),
    "s.proposed_by_id",
)
is_second_ender = _other_than(
    "is_second_ender",
    _("the director or another council secretary, but not whoever proposed the end"),
    "COALESCE(s.ending_proposed_by_id, 0)",
)

# --- what must hold ------------------------------------------------------------------------------

valid_from = Fact("valid_from", "s.valid_from", date)
valid_to = Fact("valid_to", "s.valid_to", date)
ending_on = Fact("ending_on", "s.ending_on", date)


def _within(case: Case, last_day: date | None) -> bool:
    starts, ends = case.facts["valid_from"], case.facts["valid_to"]
    return last_day is None or (starts <= last_day and (ends is None or last_day <= ends))


def _no_end_proposed(case: Case) -> Verdict:
    """No end of the regulation waits to be settled."""
    if case.facts["ending_on"] is not None:
        return unmet(
            "end_proposed",
            _("The end of this regulation is proposed already; it has to be settled first."),
        )
    return met("no_end_proposed")


def _end_proposed(case: Case) -> Verdict:
    """Somebody has proposed to end the regulation."""
    if case.facts["ending_on"] is None:
        return unmet("no_end_proposed", _("Nobody has proposed to end this regulation."))
    return met("end_proposed")


_WRONG_DAY = unmet(
    "wrong_day", _("The last day must lie within the days on which the regulation holds.")
)


def _last_day_fits(case: Case) -> Verdict:
    """A last day is given, within the days on which the regulation holds."""
    last_day = given_day(case.data.get("last_day"))
    if last_day is None:
        return unmet("no_last_day", _("Say until which day it holds."))
    return met("last_day_fits") if _within(case, last_day) else _WRONG_DAY


def _proposed_day_fits(case: Case) -> Verdict:
    """The proposed last day lies within the days on which the regulation holds."""
    return met("day_fits") if _within(case, case.facts["ending_on"]) else _WRONG_DAY


no_end_proposed = Condition("no_end_proposed", _no_end_proposed, facts=(ending_on,))
end_proposed = Condition("end_proposed", _end_proposed, facts=(ending_on,))
last_day_fits = Condition("last_day_fits", _last_day_fits, facts=(valid_from, valid_to))
proposed_day_fits = Condition(
    "proposed_day_fits", _proposed_day_fits, facts=(valid_from, valid_to, ending_on)
)
