"""What administrators may do in the administration pages: reference data, and nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from nominations.people.queries import managed_ids

REFERENCE_DATA = (
    "people.organization",
    "people.unit",
    "people.position",
    "people.person",
    "people.unitmembership",
    "people.roleassignment",
    "people.user",
    "awards.awardtype",
    "council.council",
    "council.councilmember",
    "workflow.calendarday",
)
"""Models an administrator keeps. Nominations, votes, decisions and awards are not among them."""

READ_ONLY = ("workflow.auditevent", "notifications.outboxmessage")
_PERMISSIONS = frozenset(
    [
        f"{label.partition('.')[0]}.{act}_{label.partition('.')[2]}"
        for label in REFERENCE_DATA
        for act in ("view", "add", "change", "delete")
    ]
    + [f"{label.replace('.', '.view_')}" for label in READ_ONLY]
)


class AdministratorBackend(BaseBackend):
    """Model permissions on reference data for whoever is administrator of some agency today.

    Object permissions are guardian's; this backend answers questions without an object only.
    """

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        return set(_PERMISSIONS) if managed_ids(user_obj) else set()

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the administration shows this application to the account at all."""
        prefix = f"{app_label}."
        return any(name.startswith(prefix) for name in self.get_all_permissions(user_obj))
