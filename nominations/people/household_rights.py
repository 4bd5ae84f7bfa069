"""Who manages the households that an agency may nominate: its secretary and its administrators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import holds, is_trusted, may_manage, roles_today
from nominations.people.models import Organization
from nominations.people.queries import managed_ids
from nominations.people.roles import Role
from nominations.web.refusals import not_allowed
from workflow.actors import Actor


def keeps_households(user: Actor, organization: Organization) -> bool:
    """Whether the person manages the households of the agency: as its secretary or
    administrator."""
    return holds(user, Role.SECRETARY, organization=organization) or may_manage(user, organization)


def keeps_some_households(user: Actor) -> bool:
    """Whether the person manages the households of any agency today, for the menu."""
    return is_trusted(user) or holds(user, Role.SECRETARY, Role.ADMINISTRATOR)


def require_household_keeper(user: Actor, organization: Organization) -> None:
    """Refuse (NotAllowed) an actor who does not manage the households of this agency."""
    if not keeps_households(user, organization):
        sentence = _(
            "Only the council secretary or the system administrator of %(agency)s keeps its"
            " households. Ask one of them to record it."
        )
        raise not_allowed("not_household_keeper", sentence % {"agency": organization.name})


def household_agency_ids(user: Actor) -> frozenset[int]:
    """Agencies whose households the account manages: as secretary or as administrator."""
    return managed_ids(user) | roles_today(user).organizations(Role.SECRETARY)
