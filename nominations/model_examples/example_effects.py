"""What a step of a model example writes besides its state."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from nominations.model_examples.models import ConsentEnd, ExampleConsent, ModelExample
from nominations.people.authorization import account_of
from workflow.table import Effects


def keep_proposer(effects: Effects) -> None:
    """Whoever proposed does not approve."""
    _write(effects, proposed_by=account_of(effects.actor))


def keep_publication(effects: Effects) -> None:
    _write(effects, published_on=effects.today)


def end_publication(effects: Effects) -> None:
    _write(effects, published_on=None)


def end_everything(effects: Effects) -> None:
    """A withdrawn example is not public, nobody consents to it, and its picture is deleted."""
    pks = [moved.pk for moved in effects.moved]
    ExampleConsent.objects.filter(example_id__in=pks, ended_at__isnull=True).update(
        ended_at=effects.now,
        ended_by=account_of(effects.actor),
        ended_because=ConsentEnd.WITHDRAWN,
    )
    for example in ModelExample.objects.filter(pk__in=pks).exclude(picture=""):
        delete_picture(example)
    _write(effects, published_on=None)


def delete_picture(example: ModelExample) -> None:
    """Take the picture off the example, and off the disk once this is certain."""
    name = str(example.picture.name)
    if not name:
        return
    example.picture, example.picture_text = "", ""
    example.save(update_fields=["picture", "picture_text"])
    transaction.on_commit(partial(default_storage.delete, name))


def _write(effects: Effects, **values: object) -> None:
    ModelExample.objects.filter(pk__in=[moved.pk for moved in effects.moved]).update(**values)
