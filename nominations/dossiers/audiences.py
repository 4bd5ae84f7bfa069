"""Who is told about a nomination: SQL that gives user ids for the nomination's row `s`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nominations.people.roles import UNIT_ROLES, Role
from workflow.audiences import Audience


def _role(name: str, role: Role, where: str, label: str | Promise) -> Audience:
    place = "unit_id" if role in UNIT_ROLES else "organization_id"
    return Audience(
        name,
        "SELECT u.id FROM people_user u"  # noqa: S608 -- our own constants only
        " JOIN people_roleassignment ra ON ra.person_id = u.person_id"
        f" WHERE u.is_active AND ra.role = '{role}' AND ra.{place} = {where}"
        " AND ra.valid_from <= %(today)s AND (ra.valid_to IS NULL OR ra.valid_to >= %(today)s)",
        label,
    )


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
