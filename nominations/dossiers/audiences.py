"""Who is notified about a nomination: SQL that selects user ids for the nomination's row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.audiences import accounts_where, leads_in_sql, works_in_sql
from nominations.people.audiences import holders as _role
from nominations.people.roles import Role
from workflow.audiences import Audience

nominee = Audience(
    "nominee",
    "SELECT u.id FROM people_user u WHERE u.is_active AND u.person_id = s.person_id",
    _("the nominee"),
)
registrar = Audience(
    "registrar",
    "SELECT u.id FROM people_user u WHERE u.is_active AND u.id = s.registered_by_id",
    _("the person who registered"),
)
unit_clerks = _role("unit_clerks", Role.UNIT_CLERK, "s.unit_id", _("the unit clerk"))
unit_heads = _role("unit_heads", Role.UNIT_HEAD, "s.unit_id", _("the unit head"))
secretaries = _role("secretaries", Role.SECRETARY, "s.organization_id", _("the council secretary"))
directors = _role("directors", Role.DIRECTOR, "s.organization_id", _("the director"))

_FOR_PERSONS = (
    "EXISTS (SELECT 1 FROM dossiers_campaigntitle ct"
    " JOIN awards_awardtype t ON t.id = ct.award_type_id"
    " WHERE ct.campaign_id = s.id AND t.for_individuals)"
)
campaign_concerned = accounts_where(
    "campaign_concerned",
    f"({_FOR_PERSONS} AND {works_in_sql('s.organization_id')})"
    f" OR {leads_in_sql('s.organization_id')}",
    _("everybody whom the campaign concerns"),
)
"""Over the row of a campaign: the staff of the agency if one of its awards is for individuals, and
heads and clerks of units."""
