"""What happens besides the move; named in the table by dotted path."""

from __future__ import annotations

from tests.workflow.toy.models import Parcel
from workflow.actors import Actor
from workflow.models import WorkflowSubject
from workflow.table import Effects


def note_address(effects: Effects) -> None:
    """Write the new address on the parcel."""
    for moved in effects.moved:
        Parcel.objects.filter(pk=moved.pk).update(note=f"to {moved.data['address']}")


def note_asked(subject: WorkflowSubject, actor: Actor) -> None:
    """Write on the parcel who asked."""
    Parcel.objects.filter(pk=subject.pk).update(note=f"asked by {actor}")
