"""Relations and conditions of the transitions of an import. No models here: SQL over the row
`s`."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy as _

from nominations.importing.registry import importer_of
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

is_uploader = ActorRelation(
    "is_uploader", _("the person who uploaded the table"), "s.created_by_id = %(actor_id)s"
)
result = Fact("import_result", "CAST(s.result AS text)", str)


def _right_still_held(case: Case) -> Verdict:
    """The uploader may import this kind for the agency today."""
    importer = importer_of(case.row["kind"])
    if case.row["organization_id"] in importer.agencies(case.actor):
        return met("right_still_held")
    return unmet(
        "right_lost",
        _("You may not import this table: %(kind)s.") % {"kind": importer.label},
    )


def _table_is_right(case: Case) -> Verdict:
    """Every row of the table is right and every name is confirmed."""
    if json.loads(case.facts["import_result"]).get("ok"):
        return met("table_is_right")
    return unmet(
        "not_ok", _("The table has rows that are wrong or not confirmed: nothing was imported.")
    )


right_still_held = Condition("right_still_held", _right_still_held)
table_is_right = Condition("table_is_right", _table_is_right, facts=(result,))
