"""By what issued papers name the records of this room, each edition by itself."""

from __future__ import annotations

from nominations.movements.models import Movement, MovementReport


def response_record(movement: Movement, edition: int | None = None) -> str:
    """ "response:7:1": the first edition of the plan of movement 7."""
    return f"response:{movement.pk}:{edition or movement.response_edition}"


def review_record(report: MovementReport, edition: int | None = None) -> str:
    """ "movement_report:7:2": the second edition of a report on a review."""
    return f"movement_report:{report.pk}:{edition or report.edition}"
