"""Who is notified about an initiative: SQL that returns user ids for its row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.audiences import holders
from nominations.people.roles import Role
from workflow.audiences import Audience

authors = Audience(
    "authors",
    "SELECT u.id FROM people_user u"
    " JOIN records_initiativeauthor a ON a.person_id = u.person_id"
    " WHERE u.is_active AND a.initiative_id = s.id",
    _("the authors"),
)
clerks = holders("unit_clerks", Role.UNIT_CLERK, "s.unit_id", _("the unit clerk"))
secretaries = holders(
    "secretaries", Role.SECRETARY, "s.organization_id", _("the council secretary")
)
directors = holders("directors", Role.DIRECTOR, "s.organization_id", _("the director"))
