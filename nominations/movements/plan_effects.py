"""What putting a plan in force writes besides the state."""

from __future__ import annotations

from nominations.movements.models import EmulationPlan
from nominations.movements.own_paper_numbers import name_own_paper
from nominations.movements.plan_workflow import PLANS, PlanState
from nominations.paper_numbers.models import PaperPurpose, PaperType
from workflow.engine import perform
from workflow.table import Effects


def replace_earlier(effects: Effects) -> None:
    """The edition that was in force is replaced, in the same transaction."""
    for moved in effects.moved:
        plan = EmulationPlan.objects.get(pk=moved.pk)
        earlier = EmulationPlan.objects.filter(
            organization_id=plan.organization_id, year=plan.year, state=PlanState.IN_FORCE
        )
        for one in earlier.exclude(pk=plan.pk):
            perform(PLANS, one.pk, "replace", actor=effects.actor, joins=True)


def take_number(effects: Effects) -> None:
    """Name the number of the plan in the register; refuses (ValidationError) another paper's."""
    for moved in effects.moved:
        plan = EmulationPlan.objects.select_related("organization").get(pk=moved.pk)
        if plan.paper_date is not None:
            name_own_paper(
                plan.organization,
                subject=plan.stream,
                paper=PaperType.PLAN,
                purpose=PaperPurpose.PLAN,
                number=plan.paper_number,
                day=plan.paper_date,
            )
