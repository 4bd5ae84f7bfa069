"""Reading the catalogue of awards and the regulations of agencies."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.models import AwardType, RuleLayer
from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.people.roles import RULE_MAINTAINERS


def readable_agencies(user: User) -> frozenset[int]:
    """Agencies whose rules the account may read; raises PermissionDenied if there are none."""
    found = roles_today(user).organizations(*RULE_MAINTAINERS)
    if not found:
        raise PermissionDenied(
            _("The rules are read by the council secretary, the director and the inspector.")
        )
    return found


def visible_to(user: User) -> QuerySet[RuleLayer]:
    """The regulations of these agencies, proposed and ended ones included; refuses as
    `readable_agencies`."""
    return RuleLayer.objects.filter(organization__in=readable_agencies(user))


def open_types(on: date) -> list[AwardType]:
    """The award types that hold on the day and have rules, in order of rank."""
    found = AwardType.objects.on(on).order_by("rank", "code")
    return [one for one in found if catalogue.is_nominable(one.code)]
