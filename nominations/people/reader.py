"""The person, place of work and roles of an account, for the frame around the page."""

from __future__ import annotations

from functools import cached_property

from nominations.people.authorization import (
    RolesToday,
    maintains_rules,
    may_enter_administration,
    roles_today,
)
from nominations.people.held_roles import PlaceOfWork
from nominations.web.frame import Agency, Reader


class PersonReader(Reader):
    """The reader by at most one query, shared with the page: the roles of today with the place of
    work."""

    @cached_property
    def _today(self) -> RolesToday:
        return roles_today(self.user)

    @property
    def _work(self) -> PlaceOfWork | None:
        return self._today.work

    @property
    def organization(self) -> Agency | None:
        """The agency where the reader works, else that of a role."""
        work = self._work
        if work is not None and work.agency is not None:
            return Agency(work.agency, work.above)
        held = (one for one in self._today.assignments if one.agency_name)
        return next((Agency(str(one.agency_name), one.agency_above) for one in held), None)

    @property
    def roles(self) -> list[str]:
        """The roles held today, in words, with the unit where they are held."""
        return [held.words for held in self._today.assignments]

    @property
    def enters_administration(self) -> bool:
        return may_enter_administration(self.user)

    @property
    def maintains_rules(self) -> bool:
        return maintains_rules(self.user)

    @property
    def name(self) -> str:
        """The name: of the person, else of the account."""
        return self._work.person if self._work is not None else super().name
