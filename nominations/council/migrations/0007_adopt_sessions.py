from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Coalesce

from workflow import adoption

OLD_TOPIC, NEW_TOPIC = "voting.closed", "session.close"


def date_the_states(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A session has been in its state since the latest moment that its columns know."""
    apps.get_model("council", "VotingSession").objects.using(schema_editor.connection.alias).update(
        state_entered_at=Coalesce("certified_at", "counted_at", "closed_at", "opens_at", "created_at")
    )


def rename_topic(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Messages about the end of a vote are named like the transition that tells of it."""
    _rename(apps, schema_editor, OLD_TOPIC, NEW_TOPIC)


def rename_topic_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _rename(apps, schema_editor, NEW_TOPIC, OLD_TOPIC)


def _rename(apps: Apps, schema_editor: BaseDatabaseSchemaEditor, old: str, new: str) -> None:
    for name in ("OutboxMessage", "Notice"):
        rows = apps.get_model("notifications", name).objects
        rows.using(schema_editor.connection.alias).filter(topic=old).update(topic=new)


class Migration(migrations.Migration):
    """Every session gets its history in the workflow; its old entries stay the beginning of it."""

    dependencies = [
        ("council", "0006_session_workflow"),
        ("notifications", "0001_initial"),
        ("workflow", "0002_history_is_append_only"),
    ]

    operations = [
        migrations.RunPython(date_the_states, migrations.RunPython.noop),
        adoption.operation("council.VotingSession", prefix="session", initial="draft"),
        migrations.RunPython(rename_topic, rename_topic_back),
    ]
