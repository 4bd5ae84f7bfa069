"""The names under which awards are shown; what the law says of them comes from the data files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nominations.law.models import AwardType
from nominations.people.authorization import require_shared_data_keeper
from nominations.web.refusals import refused
from workflow import audit
from workflow.actors import SYSTEM, Actor
from workflow.changes import record_changes, save_row

CHANGED, KEPT = "catalogue.changed", "catalogue.kept"
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
        stream=_stream,
        added=CHANGED,
        changed=CHANGED,
    )


def keep_given_names(row: AwardType, shipped: Mapping[str, Any]) -> dict[str, Any]:
    """What of the names people gave to this award and still stands beside what is shipped.

    Where the two differ the history says once what was kept, and what is shipped.
    """
    events = [one for one in audit.history(_stream(row)) if one.content.get("row") == row.pk]
    given = {
        name: change["after"]
        for event in events
        if event.action == CHANGED
        for name, change in event.content["changes"].items()
    }
    kept = {name: value for name, value in given.items() if getattr(row, name) == value}
    changes = {
        name: {"before": shipped[name], "after": value}
        for name, value in kept.items()
        if shipped[name] != value
    }
    kept_changes = [event.content["changes"] for event in events if event.action == KEPT]
    if changes and changes not in kept_changes[-1:]:
        record_changes(row, changes, actor=SYSTEM, stream=_stream(row), action=KEPT)
    return kept


def _stream(row: AwardType) -> str:
    return f"award:{row.code}"
