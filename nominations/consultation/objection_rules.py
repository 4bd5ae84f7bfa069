"""Relations and conditions of the transitions of an objection case. No models here: SQL over the
row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_relation, role_sql
from workflow.canonical import given_day
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

NO_EFFECT, BACK_TO_COUNCIL = "none", "back_to_council"
EFFECTS = (NO_EFFECT, BACK_TO_COUNCIL)
"""The possible effects of a finding."""
NOMINEE_BARRED = _("The nominee cannot examine the case.")
OPENER_BARRED = _(
    "Whoever opened the case closes it after the finding, and cannot examine it as well."
)
SENDER_BARRED = _("Whoever sent the opinion cannot examine the case about it.")

_NOMINATION = (
    "FROM consultation_posteditem pi JOIN dossiers_nomination n ON n.id = pi.nomination_id"
)

# --- who -----------------------------------------------------------------------------------------

_AGENCY = (
    "(SELECT po.organization_id FROM consultation_posteditem pi"
    " JOIN consultation_posting po ON po.id = pi.posting_id WHERE pi.id = s.item_id)"
)
_NOMINEE = f"(SELECT n.person_id {_NOMINATION} WHERE pi.id = s.item_id)"

is_conductor = role_relation(
    "is_case_conductor", _("the council secretary"), Role.SECRETARY, _AGENCY
)
is_substitute_conductor = ActorRelation(
    "is_case_substitute_conductor",
    _("the director or the director's delegate, when the case is about the council secretary"),
    f"({role_sql(Role.SECRETARY, _AGENCY, person=_NOMINEE)}"
    f" AND ({role_sql(Role.DIRECTOR, _AGENCY)} OR {role_sql(Role.DIRECTOR_DELEGATE, _AGENCY)}))",
)
is_examiner = ActorRelation(
    "is_case_examiner", _("the person who examines the case"), "s.assigned_to_id = %(actor_id)s"
)
is_nominee = ActorRelation(
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
opener_account = Fact("opener_account", "s.opened_by_id", int)
sender_account = Fact(
    "sender_account",
    "(SELECT c.author_id FROM consultation_comment c WHERE c.id = s.comment_id)",
    int,
)
has_finding = Fact("has_finding", "s.finding <> ''")


def _examiner_is_impartial(case: Case) -> Verdict:
    """The case is given to somebody: not the nominee, not whoever opened it or sent the opinion."""
    chosen, facts = case.data.get("assigned_to"), case.facts
    if chosen is None:
        return unmet("examiner_missing", _("Choose who examines the case."))
    if chosen == facts["nominee_account"]:
        return unmet("assigned_to_nominee", NOMINEE_BARRED)
    if chosen == facts["opener_account"]:
        return unmet(
            "assigned_to_opener",
            OPENER_BARRED,
        )
    if chosen == facts["sender_account"]:
        return unmet("assigned_to_sender", SENDER_BARRED)
    return met("examiner_is_impartial")


def _due_day_ahead(case: Case) -> Verdict:
    """The day until which to examine, if there is one, does not lie in the past."""
    day = given_day(case.data.get("due_on"))
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


examiner_is_impartial = Condition(
    "examiner_is_impartial",
    _examiner_is_impartial,
    facts=(nominee_account, opener_account, sender_account),
)
due_day_ahead = Condition("due_day_ahead", _due_day_ahead)
finding_written = Condition("finding_written", _finding_written, facts=(has_finding,))
