"""The names under which awards are shown; what the law says of them comes from the data files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nominations.law.models import AwardType
from nominations.people.authorization import require_shared_data_keeper
from nominations.web.refusals import refused
from workflow.actors import Actor
from workflow.changes import save_row

NAMES = frozenset({"name", "short_name", "rank"})


def rename_award(*, actor: Actor, row: AwardType, values: Mapping[str, Any]) -> bool:
    """Change name, short name and place in lists of an award, for every agency.

    Refuses whoever does not keep shared data, and every other column: authority, recipients and
    days of force are law.
    """
    require_shared_data_keeper(actor)
    if not values.keys() <= NAMES or row.pk is None:
        raise refused("law_is_data", _("Only the names of an award are kept here."))
    return save_row(
        row,
        values,
        actor=actor,
        stream=lambda award: f"award:{award.code}",
        added="catalogue.changed",
        changed="catalogue.changed",
    )
