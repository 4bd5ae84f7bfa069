"""Recipients of messages about a vote: SQL for user ids over row `s` of a nomination or session."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.audiences import holders
from nominations.people.roles import Role
from workflow.audiences import Audience

council_chairs = Audience(
    "council_chairs",
    "SELECT u.id FROM people_user u JOIN council_councilmember cm ON cm.person_id = u.person_id"
    " JOIN council_council co ON co.id = cm.council_id"
    " WHERE u.is_active AND co.organization_id = s.organization_id AND cm.seat = 'chair'"
    " AND cm.valid_from <= %(today)s AND (cm.valid_to IS NULL OR cm.valid_to >= %(today)s)"
    " AND co.valid_from <= %(today)s AND (co.valid_to IS NULL OR co.valid_to >= %(today)s)",
    _("the chair of the council"),
)

_AGENCY = "(SELECT co.organization_id FROM council_council co WHERE co.id = s.council_id)"

session_scrutineers = Audience(
    "session_scrutineers",
    "SELECT u.id FROM people_user u JOIN council_scrutineer sc ON sc.person_id = u.person_id"
    " WHERE u.is_active AND sc.session_id = s.id",
    _("the scrutineers of the session"),
)
session_presiders = Audience(
    "session_presiders",
    "SELECT u.id FROM people_user u JOIN council_rosterentry re ON re.person_id = u.person_id"
    " WHERE u.is_active AND re.session_id = s.id AND re.seat IN ('chair', 'vice_chair')",
    _("the chair and the vice chairs of the session"),
)
session_secretaries = holders(
    "session_secretaries", Role.SECRETARY, _AGENCY, _("the council secretary")
)
