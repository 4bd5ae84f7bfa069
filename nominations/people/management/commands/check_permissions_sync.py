"""Compare the permission rows with the roles of today."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nominations.people.models import Organization, Unit, User
from nominations.people.permission_projection import (
    UNIT,
    PermissionDrift,
    PermissionGrant,
    permission_differences,
    sync_permissions,
)


class Command(BaseCommand):
    """Exit code 0 when everything is in step, 1 when something differs and was not corrected."""

    help = "Compare the permission rows with today's roles; --fix makes them equal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="correct what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = permission_differences()
        if not found:
            self.stdout.write(_("The permissions are in step with the roles."))
            return
        for line in self._lines(found):
            self.stdout.write(line)
        if not options["fix"]:
            raise CommandError(
                _("%(count)s differences; run again with --fix to correct them.")
                % {"count": found.count}
            )
        changed = sync_permissions()
        self.stdout.write(_("%(count)s differences corrected.") % {"count": changed})

    def _lines(self, found: PermissionDrift) -> list[str]:
        names = dict(User.objects.values_list("id", "username"))
        places = {UNIT: dict(Unit.objects.values_list("id", "name"))}
        agencies = dict(Organization.objects.values_list("id", "name"))

        def words(grant: PermissionGrant) -> dict[str, Any]:
            return {
                "user": names.get(grant.user_id, grant.user_id),
                "permission": grant.codename,
                "place": places.get(grant.table, agencies).get(grant.place_id, grant.place_id),
            }

        lacks = _("%(user)s lacks %(permission)s in %(place)s")
        extra = _("%(user)s has %(permission)s in %(place)s without a role")
        return [lacks % words(grant) for grant in found.missing] + [
            extra % words(grant) for grant in found.surplus
        ]
