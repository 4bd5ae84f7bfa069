"""Who may act on an objection case and what must hold. No models here: SQL over the row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.consultation.posting_rules import day_of
from nominations.people.roles import Role
from nominations.people.rules import holds
from workflow.rules import Case, Condition, Fact, Standing
from workflow.verdict import Verdict, met, unmet

NO_EFFECT, BACK_TO_COUNCIL = "none", "back_to_council"
EFFECTS = (NO_EFFECT, BACK_TO_COUNCIL)
"""What may follow from a finding."""

_NOMINATION = (
    "FROM consultation_posteditem pi JOIN dossiers_nomination n ON n.id = pi.nomination_id"
)

# --- who -----------------------------------------------------------------------------------------

is_conductor = holds(
    "is_case_conductor",
    _("the council secretary"),
    Role.SECRETARY,
    "(SELECT po.organization_id FROM consultation_posteditem pi"
    " JOIN consultation_posting po ON po.id = pi.posting_id WHERE pi.id = s.item_id)",
)
is_examiner = Standing(
    "is_case_examiner", _("the person who examines the case"), "s.assigned_to_id = %(actor_id)s"
)
is_nominee = Standing(
    "is_case_nominee",
    _("the nominee of the case"),
    f"EXISTS (SELECT 1 {_NOMINATION}"
    " WHERE pi.id = s.item_id AND n.person_id = %(actor_person_id)s)",
)

# --- what must hold ------------------------------------------------------------------------------

nominee_account = Fact(
    "nominee_account",
    f"(SELECT u.id {_NOMINATION} JOIN people_user u ON u.person_id = n.person_id"
    " WHERE pi.id = s.item_id)",
    int,
)
has_finding = Fact("has_finding", "s.finding <> ''")


def _examiner_is_not_nominee(case: Case) -> Verdict:
    """The case is given to somebody, and not to the nominee."""
    chosen = case.data.get("assigned_to")
    if chosen is None:
        return unmet("examiner_missing", _("Choose who examines the case."))
    if chosen == case.facts["nominee_account"]:
        return unmet("assigned_to_nominee", _("The nominee cannot examine the case."))
    return met("examiner_is_not_nominee")


def _due_day_ahead(case: Case) -> Verdict:
    """The day until which to examine, if there is one, does not lie in the past."""
    day = day_of(case.data.get("due_on"))
    if day is not None and day < case.today:
        return unmet("due_in_the_past", _("The day until which to examine lies in the past."))
    return met("due_day_ahead")


def _finding_written(case: Case) -> Verdict:
    """The finding is written down and says what follows."""
    if case.data.get("effect") not in EFFECTS:
        return unmet("effect_missing", _("Choose what follows from the finding."))
    if not case.facts["has_finding"]:
        return unmet("finding_missing", _("Write down what was found."))
    return met("finding_written")


examiner_is_not_nominee = Condition(
    "examiner_is_not_nominee", _examiner_is_not_nominee, facts=(nominee_account,)
)
due_day_ahead = Condition("due_day_ahead", _due_day_ahead)
finding_written = Condition("finding_written", _finding_written, facts=(has_finding,))
