"""Who may settle a correction: SQL over its row `s`. No models: the table is loaded before them.

A decision and a revocation were drafted by one person and signed by another; so is their
correction. An outcome from above is recorded, and corrected, by one person.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_sql
from workflow.rules import ActorRelation

_NAMED = (
    "FROM dossiers_nomination n WHERE (n.id IN (SELECT dl.nomination_id FROM decisions_decisionline"
    " dl WHERE dl.decision_id = s.decision_id) OR n.id = (SELECT rv.nomination_id FROM"
    " decisions_revocation rv WHERE rv.id = s.revocation_id) OR n.id = (SELECT oc.nomination_id"
    " FROM decisions_outcome oc WHERE oc.id = s.outcome_id))"
)
_ABOUT_DIRECTOR = (
    f"EXISTS (SELECT 1 {_NAMED} AND"
    f" {role_sql(Role.DIRECTOR, 's.organization_id', person='n.person_id')})"
)
_SIGNS = (
    f"({role_sql(Role.DIRECTOR, 's.organization_id')}"
    f" OR ({role_sql(Role.DIRECTOR_DELEGATE, 's.organization_id')} AND {_ABOUT_DIRECTOR}))"
)

is_concerned = ActorRelation(
    "is_named_on_corrected_paper",
    _("whoever the corrected paper names"),
    f"EXISTS (SELECT 1 {_NAMED} AND n.person_id = %(actor_person_id)s)",
)
is_second_signer = ActorRelation(
    "is_second_signer",
    _("the director, or the delegate where a director is named, but not whoever proposed it"),
    f"(s.outcome_id IS NULL AND s.proposed_by_id <> %(actor_id)s AND {_SIGNS})",
)
is_recorder = ActorRelation(
    "is_recorder_of_correction",
    _("whoever records outcomes, for the outcome"),
    "(s.outcome_id IS NOT NULL AND s.proposed_by_id = %(actor_id)s)",
)
is_proposer = ActorRelation(
    "is_proposer_of_correction",
    _("whoever proposed the correction"),
    "s.proposed_by_id = %(actor_id)s",
)
