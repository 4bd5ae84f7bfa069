"""The person, place of work and roles of an account, for the frame around the page."""

from __future__ import annotations

from functools import cached_property

from nominations.people.authorization import maintains_rules, may_enter_administration, roles_today
from nominations.people.models import Organization, RoleAssignment, UnitMembership
from nominations.web.frame import Reader
from workflow import clock


class PersonReader(Reader):
    """At most two queries: the primary place of work, and the roles held today."""

    @cached_property
    def _membership(self) -> UnitMembership | None:
        if self.user.person_id is None:
            return None
        return (
            UnitMembership.objects.on(clock.today())
            .filter(person_id=self.user.person_id, is_primary=True)
            .select_related("person", "unit__organization__parent")
            .order_by("-valid_from")
            .first()
        )

    @property
    def _assignments(self) -> tuple[RoleAssignment, ...]:
        return roles_today(self.user).assignments

    @property
    def organization(self) -> Organization | None:
        """Where the reader works, or the agency of a role held there."""
        if self._membership is not None:
            return self._membership.unit.organization
        return next((held.organization for held in self._assignments if held.organization), None)

    @property
    def roles(self) -> list[str]:
        """The roles held today, in words, with the unit where they are held."""
        return [
            f"{held.get_role_display()}, {held.unit.name}"
            if held.unit
            else str(held.get_role_display())
            for held in self._assignments
        ]

    @property
    def enters_administration(self) -> bool:
        return may_enter_administration(self.user)

    @property
    def maintains_rules(self) -> bool:
        return maintains_rules(self.user)

    @property
    def name(self) -> str:
        """The name, without a query of its own where the place of work already brought it."""
        return str(self._membership.person) if self._membership is not None else super().name
