"""Who is notified of a movement: SQL over its row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.audiences import accounts_where, works_in_sql

staff = accounts_where(
    "movement_staff", works_in_sql("s.organization_id"), _("everybody who works in the agency")
)
