"""Reading conferred awards."""

from __future__ import annotations

from nominations.awards.models import Award, AwardQuerySet
from nominations.people.models import Person, Unit


def history_of(recipient: Person | Unit) -> AwardQuerySet:
    """Every award a person or a collective holds, the latest year first, revoked ones left out."""
    key = "person" if isinstance(recipient, Person) else "collective"
    return (
        Award.objects.valid()
        .filter(**{key: recipient})
        .select_related("award_type")
        .order_by("-year", "award_type__rank", "id")
    )
