"""Effects of the transitions of an initiative, set-based."""

from __future__ import annotations

from nominations.records.council_rules import regulation_quorum
from nominations.records.models import Initiative, Recognition
from workflow.canonical import given_day
from workflow.table import Effects

QUORUM = ["quorum_numerator", "quorum_denominator", "quorum_source"]
FIELDS = ["members", "present", "agreed", "assessed_on"]


def keep_quorum(effects: Effects) -> None:
    """Store the quorum that a regulation of the agency sets for the initiative council today."""
    rows = Initiative.objects.in_bulk([moved.pk for moved in effects.moved])
    agencies = {row.organization_id for row in rows.values()}
    written = {pk: regulation_quorum(pk, effects.today) for pk in agencies}
    for row in rows.values():
        one = written[row.organization_id]
        row.quorum_numerator = one.numerator if one else None
        row.quorum_denominator = one.denominator if one else None
        row.quorum_source = one.source[:300] if one else ""
    Initiative.objects.bulk_update(rows.values(), QUORUM, batch_size=500)


def keep_assessment(effects: Effects) -> None:
    """Store the figures and the day of the council's meeting on the initiative."""
    rows = Initiative.objects.in_bulk([moved.pk for moved in effects.moved])
    for moved in effects.moved:
        row, data = rows[moved.pk], moved.data
        row.members, row.present, row.agreed = data["members"], data["present"], data["agreed"]
        row.assessed_on = given_day(data["held_on"])
    Initiative.objects.bulk_update(rows.values(), FIELDS, batch_size=500)


def add_recognition(effects: Effects) -> None:
    """Record the decision that recognises the initiative."""
    Recognition.objects.bulk_create(
        (
            Recognition(
                initiative_id=moved.pk,
                organization_id=moved.row["organization_id"],
                scope=moved.data["scope"],
                paper_number=moved.data.get("paper_number") or "",
                paper_date=given_day(moved.data.get("paper_date")),
                issuer=moved.data.get("issuer") or "",
                recorded_at=effects.now,
                recorded_by_id=effects.actor.pk,
            )
            for moved in effects.moved
        ),
        batch_size=1000,
    )
