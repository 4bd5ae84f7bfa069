"""The day of recruitment, which a table of persons carries, as records of service."""

from __future__ import annotations

from datetime import date

from nominations.people.models import Organization, Person
from nominations.records.models import Service
from nominations.records.services.entry import NO_PAPER, record_columns
from workflow.actors import Actor


class ServiceCareers:
    """Reads and writes Service rows for the import of persons."""

    def first_days(self, organization: Organization) -> dict[int, date]:
        """The first day of service of each person of the agency that stands on record."""
        rows = Service.objects.not_cancelled().filter(organization=organization)
        pairs = rows.order_by("-valid_from").values_list("person_id", "valid_from")
        return dict(pairs)

    def record(
        self, rows: list[tuple[Person, date, str]], organization: Organization, actor: Actor
    ) -> None:
        """Open a service for each of these, inside the caller's transaction."""
        columns = record_columns(actor, organization, NO_PAPER)
        Service.objects.bulk_create(
            [
                Service(person=person, valid_from=first, begins_by=began_by, **columns)
                for person, first, began_by in rows
            ],
            batch_size=500,
        )
