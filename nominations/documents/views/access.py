"""The agency whose papers the reader may edit."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from nominations.people.authorization import roles_today
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.people.roles import Role
from nominations.web.access import require_allowed, user_of

AGENCY = "co-quan"
"""The parameter of an address that names the agency."""


def worded_agency(request: HttpRequest) -> tuple[list[Organization], Organization]:
    """The agencies of which the reader is the secretary, and the chosen one; 403 without any."""
    sentence = _("Only the council secretary settles what papers say.")
    return chosen_agency(request, Role.SECRETARY, sentence=sentence)


def chosen_agency(
    request: HttpRequest, *roles: str, sentence: str
) -> tuple[list[Organization], Organization]:
    """The agencies in which the reader holds one of the roles, and the one of the address; 403 with
    the sentence without any."""
    user = user_of(request)
    ids = roles_today(user).organizations(*roles)
    require_allowed(bool(ids), sentence)
    agencies = list(Organization.objects.filter(pk__in=ids).order_by("rank", "code"))
    wanted = request.GET.get(AGENCY, "")
    chosen = next((one for one in agencies if str(one.pk) == wanted), None)
    return agencies, chosen or agency_shown_first(user, agencies) or agencies[0]
