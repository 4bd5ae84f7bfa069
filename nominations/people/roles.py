"""The roles that can be assigned; being a nominee or a council member is not a role."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    UNIT_CLERK = "unit_clerk", _("Unit clerk")
    UNIT_HEAD = "unit_head", _("Unit head")
    DEPUTY_HEAD = "deputy_head", _("Deputy unit head")
    SECRETARY = "secretary", _("Council secretary")
    DIRECTOR = "director", _("Director")
    DIRECTOR_DELEGATE = "director_delegate", _("Director's delegate")
    SUPERIOR_OFFICER = "superior_officer", _("Officer of the superior agency")
    AUDITOR = "auditor", _("Inspector")
    ADMINISTRATOR = "administrator", _("System administrator")
    SHARED_DATA_ADMINISTRATOR = "shared_data_administrator", _("Administrator of shared data")


UNIT_ROLES = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD, Role.DEPUTY_HEAD})
"""Roles held in a unit; the others are held in an organization."""

UNIT_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.UNIT_CLERK: ("view_nominations", "register_nominations"),
    Role.UNIT_HEAD: ("view_nominations", "review_nominations"),
    Role.DEPUTY_HEAD: ("view_nominations", "review_nominations"),
}
ORGANIZATION_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.SECRETARY: ("view_nominations", "manage_campaigns"),
    Role.DIRECTOR: ("view_nominations", "decide_nominations"),
    Role.DIRECTOR_DELEGATE: ("view_nominations",),
    Role.SUPERIOR_OFFICER: ("view_nominations", "receive_dossiers"),
    Role.AUDITOR: ("view_nominations", "inspect_records"),
    Role.ADMINISTRATOR: ("manage_people",),
    Role.SHARED_DATA_ADMINISTRATOR: (),
}
"""The object permissions of each role on the unit or organization it is held in."""
READING_PERMISSIONS = frozenset({"view_nominations", "inspect_records"})
"""The permissions that a role has at the predecessors of its place too, whose records it took
over."""

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR, Role.SHARED_DATA_ADMINISTRATOR})
"""The role that manages an agency's people and accounts, and that for shared data."""

RULE_MAINTAINERS = (Role.SECRETARY, Role.DIRECTOR, Role.AUDITOR)
"""Roles that propose, approve and inspect the regulations of an agency."""

INCOMPATIBLE: tuple[frozenset[str], ...] = tuple(
    frozenset({keeper, role})
    for keeper in sorted(ADMINISTRATORS)
    for role in (
        Role.UNIT_HEAD,
        Role.DEPUTY_HEAD,
        Role.SECRETARY,
        Role.DIRECTOR,
        Role.DIRECTOR_DELEGATE,
        Role.AUDITOR,
    )
)
"""Separation of duties: no administrator takes part in any step of a nomination."""
