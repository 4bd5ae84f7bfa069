"""Who is notified about a model example: SQL that returns user ids for its row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.audiences import holders
from nominations.people.roles import Role
from workflow.audiences import Audience

secretaries = holders(
    "example_secretaries", Role.SECRETARY, "s.organization_id", _("the council secretary")
)
directors = holders("example_directors", Role.DIRECTOR, "s.organization_id", _("the director"))
whom_it_is_about = Audience(
    "whom_it_is_about",
    "SELECT u.id FROM people_user u JOIN awards_award a ON a.person_id = u.person_id"
    " WHERE u.is_active AND a.id = s.award_id",
    _("the person whom it is about"),
)
head_of_the_unit = holders(
    "head_of_the_unit",
    Role.UNIT_HEAD,
    "(SELECT a.collective_id FROM awards_award a WHERE a.id = s.award_id)",
    _("the head of the unit that it is about"),
)
