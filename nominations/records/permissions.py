"""Who enters records: the council secretary; for service and absence the administrator too.

Nobody else, since records decide about awards.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.people import authorization
from nominations.people.authorization import holds, may_manage, person_id_of
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.web.refusals import not_allowed
from workflow.actors import Actor, is_system


def require_secretary(actor: Actor, organization: Organization) -> None:
    """Refuse (NotAllowed) an actor who is not the council secretary of the agency today."""
    sentence = _("Only the council secretary of %(agency)s keeps these records.")
    authorization.require_secretary(actor, organization, sentence)


def require_staff_keeper(actor: Actor, organization: Organization) -> None:
    """Refuse (NotAllowed) everybody but the secretary and the administrator of the agency."""
    if not (
        is_system(actor)
        or holds(actor, Role.SECRETARY, organization=organization)
        or (person_id_of(actor) is not None and may_manage(actor, organization))
    ):
        raise not_allowed(
            "not_staff_keeper",
            _(
                "Only the council secretary or the system administrator of %(agency)s"
                " keeps these records."
            )
            % {"agency": organization.name},
        )
