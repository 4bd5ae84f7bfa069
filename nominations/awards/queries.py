"""Reading awards: the catalogue of a day, one recipient's history."""

from __future__ import annotations

from datetime import date

from nominations.awards.models import Award, AwardQuerySet, AwardType
from nominations.people.models import Person, Unit


def open_types(on: date) -> list[AwardType]:
    """The award types that hold on the day, in order of rank."""
    return list(AwardType.objects.on(on).order_by("rank", "code"))


def history_of(recipient: Person | Unit) -> AwardQuerySet:
    """Every award a person or a collective holds, the latest year first, revoked ones left out."""
    key = "person" if isinstance(recipient, Person) else "collective"
    return (
        Award.objects.valid()
        .filter(**{key: recipient})
        .select_related("award_type")
        .order_by("-year", "award_type__rank", "id")
    )
