"""The person, place of work and roles of an account, for the frame around the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from nominations.people.authorization import maintains_rules, may_enter_administration, roles_today
from nominations.people.models import UnitMembership
from nominations.prepared_query import PreparedQuery
from nominations.web.frame import Agency, Reader
from workflow import clock


@dataclass(frozen=True, slots=True)
class PlaceOfWork:
    """Names of a person, of the agency of a main place of work and of the agency above it."""

    person: str
    agency: str
    above: str | None


def _compose(person: Any, day: Any) -> QuerySet[Any, Any]:
    rows = UnitMembership.objects.on(day).filter(person_id=person, is_primary=True)
    return rows.order_by("-valid_from").values_list(
        "person__full_name", "unit__organization__name", "unit__organization__parent__name"
    )


_PLACES = PreparedQuery(
    PlaceOfWork,
    _compose,
    person=UnitMembership._meta.get_field("person"),
    day=UnitMembership._meta.get_field("valid_from"),
)


class PersonReader(Reader):
    """At most two queries: the primary place of work, and the roles held today."""

    @cached_property
    def _place(self) -> PlaceOfWork | None:
        if self.user.person_id is None:
            return None
        return next(iter(_PLACES.rows(person=self.user.person_id, day=clock.today())), None)

    @property
    def organization(self) -> Agency | None:
        """Where the reader works, or the agency of a role held there."""
        if self._place is not None:
            return Agency(self._place.agency, self._place.above)
        held = (one for one in roles_today(self.user).assignments if one.agency_name)
        return next((Agency(str(one.agency_name), one.agency_above) for one in held), None)

    @property
    def roles(self) -> list[str]:
        """The roles held today, in words, with the unit where they are held."""
        return [held.words for held in roles_today(self.user).assignments]

    @property
    def enters_administration(self) -> bool:
        return may_enter_administration(self.user)

    @property
    def maintains_rules(self) -> bool:
        return maintains_rules(self.user)

    @property
    def name(self) -> str:
        """The name, without a query of its own where the place of work already brought it."""
        return self._place.person if self._place is not None else super().name
