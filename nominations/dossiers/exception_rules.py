"""Who may answer a request for an exception, who is notified, and the conditions. No models
here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_relation
from workflow.audiences import Audience
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_NOMINATION = "FROM dossiers_nomination n WHERE n.id = s.nomination_id"

is_secretary = role_relation(
    "is_exception_secretary",
    _("the council secretary"),
    Role.SECRETARY,
    f"(SELECT n.organization_id {_NOMINATION})",
)
is_nominee = ActorRelation(
    "is_exception_nominee",
    _("the nominee"),
    f"EXISTS (SELECT 1 {_NOMINATION} AND n.person_id = %(actor_person_id)s)",
)
asker = Audience(
    "exception_asker",
    "SELECT u.id FROM people_user u WHERE u.is_active AND u.id = s.asked_by_id",
    _("whoever asked"),
)
nominee = Audience(
    "exception_nominee",
    "SELECT u.id FROM people_user u JOIN dossiers_nomination n ON n.person_id = u.person_id"
    " WHERE u.is_active AND n.id = s.nomination_id",
    _("the nominee"),
)
dossier_state = Fact("exception_dossier_state", f"(SELECT n.state {_NOMINATION})", str)


def _dossier_still_open(case: Case) -> Verdict:
    """The report of the nomination has not been submitted, so that an exception still helps."""
    if case.facts["exception_dossier_state"] != "registered":
        return unmet(
            "dossier_gone_on",
            _("The dossier has gone on since the request; an exception changes nothing any more."),
        )
    return met("dossier_still_open")


dossier_still_open = Condition("dossier_still_open", _dossier_still_open, facts=(dossier_state,))
