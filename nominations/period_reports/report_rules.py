"""Who writes a period report: SQL over its row `s`, no models."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.issued_papers.rules import not_issued
from nominations.people.roles import Role
from nominations.people.rules import role_relation

is_writer = role_relation(
    "is_report_secretary", _("the council secretary"), Role.SECRETARY, "s.organization_id"
) | role_relation("is_report_director", _("the director"), Role.DIRECTOR, "s.organization_id")

not_issued_yet = not_issued(
    "period_report",
    _("The report was issued and is not opened again. Make a later edition that replaces it."),
)
