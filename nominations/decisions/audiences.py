"""Recipients of messages about a nomination's papers: SQL over the nomination's row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.audiences import holders
from nominations.people.roles import Role

_RECIPIENT = (
    "(SELECT ur.recipient_id FROM decisions_upwardreport ur JOIN decisions_reportline rl"
    " ON rl.report_id = ur.id WHERE rl.nomination_id = s.id AND ur.sent_at IS NOT NULL"
    " ORDER BY ur.id DESC LIMIT 1)"
)

receivers_of_report = holders(
    "receivers_of_report",
    Role.SUPERIOR_OFFICER,
    _RECIPIENT,
    _("the officers who received the report upward"),
)
