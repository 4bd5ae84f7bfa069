"""Guardian's direct-foreign-key permission rows: the projection of today's RoleAssignments."""

from __future__ import annotations

from django.db import models
from guardian.models import UserObjectPermissionBase

from nominations.people.models.organizations import Organization, Unit


class UnitUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Unit, models.CASCADE)


class OrganizationUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Organization, models.CASCADE)
