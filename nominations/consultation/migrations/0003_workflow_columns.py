"""Postings and objection cases become subjects of workflows; their state comes from the dates."""

import workflow.clock
import workflow.fields
from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q

from workflow import adoption


def fill_state(apps, schema_editor):
    """The state and since when, from the dates; a date for every opinion that was dealt with."""
    using = schema_editor.connection.alias
    for name, beginning in (("Posting", "posted_at"), ("Objection", "opened_at")):
        rows = apps.get_model("consultation", name).objects.using(using)
        rows.filter(closed_at=None).update(state_entered_at=F(beginning))
        rows.exclude(closed_at=None).update(
            state="closed", previous_state="open", state_entered_at=F("closed_at")
        )
    opinions = apps.get_model("consultation", "Comment").objects.using(using)
    opinions.filter(~Q(state="received"), handled_at=None).update(handled_at=F("sent_at"))


def fill_dates(apps, schema_editor):
    """The reverse: the dates from the state, the state of an opinion from what was done with it."""
    using = schema_editor.connection.alias
    for name in ("Posting", "Objection"):
        rows = apps.get_model("consultation", name).objects.using(using)
        rows.filter(state="closed").update(closed_at=F("state_entered_at"))
    case = apps.get_model("consultation", "Objection").objects.filter(comment_id=OuterRef("pk"))
    opinions = apps.get_model("consultation", "Comment").objects.using(using)
    opinions.exclude(handled_at=None).update(state="noted")
    opinions.filter(Exists(case)).update(state="case")


def _columns(model):
    fields = {
        "audit_head": models.CharField(blank=True, default="", editable=False, max_length=64),
        "audit_seq": models.PositiveIntegerField(default=0, editable=False),
        "previous_state": models.CharField(
            blank=True, default="", editable=False, max_length=32, verbose_name="previous state"
        ),
        "state": workflow.fields.StateField(
            default="open", editable=False, max_length=32, verbose_name="state"
        ),
        "state_entered_at": models.DateTimeField(
            default=workflow.clock.now, editable=False, verbose_name="in this state since"
        ),
        "version": models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
    }
    return [migrations.AddField(model, name, field) for name, field in fields.items()]


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0002_initial"),
        ("workflow", "0002_history_is_append_only"),
    ]

    operations = [
        *_columns("objection"),
        *_columns("posting"),
        migrations.RunPython(fill_state, fill_dates),
        adoption.operation("consultation.Posting", prefix="posting", initial="open"),
        adoption.operation("consultation.Objection", prefix="objection", initial="open"),
    ]
