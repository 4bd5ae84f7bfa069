"""Correcting recorded awards, with the old values in the agency's history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.awards.models import Award
from nominations.awards.services.award_counts import recount_awards
from workflow import audit
from workflow.actors import Actor

CORRECTABLE = frozenset(
    {
        "decision_number",
        "decision_date",
        "issuer",
        "recipient_name",
        "position_name",
        "unit_name",
        "revoked_on",
        "award_type_id",
    }
)
COUNTED = frozenset({"decision_date", "issuer", "revoked_on", "award_type_id"})
"""What a change of the counts of awards may come from."""


@transaction.atomic
def correct_awards(
    *, awards: Iterable[Award], actor: Actor, reason: str, **values: Any
) -> list[Award]:
    """Write other values into the record of awards; an entry for each in the agency's history.

    Refuses (ValidationError) values under which the same award stands already.
    """
    if unknown := set(values) - CORRECTABLE:
        raise ValueError(f"not to be corrected: {', '.join(sorted(unknown))}")
    ids = [award.pk for award in awards]
    rows = list(Award.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for award in rows:
        before = {name: getattr(award, name) for name in values}
        for name, value in values.items():
            setattr(award, name, value)
        try:
            with transaction.atomic():
                award.save(update_fields=list(values))
        except IntegrityError:
            raise ValidationError(
                _("One of these awards is already recorded under the same decision number."),
                "duplicate",
            ) from None
        audit.record(
            f"organization:{award.organization_id}",
            "awards.corrected",
            actor=actor,
            payload={"award": award.pk, "before": before, "after": values, "reason": reason},
        )
    if not COUNTED.isdisjoint(values):
        recount_awards(rows)
    return rows
