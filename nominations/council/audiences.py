"""Who is told about a vote."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
