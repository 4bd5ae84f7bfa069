"""Who may act on a print run and what must hold. No models here: SQL over the row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_relation
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

is_printer = role_relation(
    "is_printer", _("the secretary of the agency"), Role.SECRETARY, "s.organization_id"
)
is_starter = ActorRelation(
    "is_starter", _("whoever started the print run"), "s.created_by_id = %(actor_id)s"
)
items_left = Fact(
    "items_left",
    "(SELECT COUNT(*) FROM print_runs_printitem pi WHERE pi.run_id = s.id"
    " AND pi.made_at IS NULL AND pi.problem = '')",
    int,
)


def _nothing_left(case: Case) -> Verdict:
    """Every item is made or has its reason."""
    if case.facts["items_left"]:
        return unmet("items_left", _("There are items that were not made yet."))
    return met("nothing_left")


nothing_left = Condition("nothing_left", _nothing_left, facts=(items_left,))
