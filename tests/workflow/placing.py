"""Puts a subject into a state without the engine, for tests that start in the middle of a
workflow."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from workflow.adoption import adopt
from workflow.models import WorkflowSubject


def place(subject: WorkflowSubject, state: str, **columns: Any) -> None:
    """Write the engine's columns directly; leaves no history, so `audit_verify` would object."""
    QuerySet(type(subject)).filter(pk=subject.pk).update(state=state, **columns)
    subject.refresh_from_db()


def adopt_placed(subject: WorkflowSubject) -> None:
    """Give a subject that was placed the entry of one that was taken into its workflow."""
    table = subject.workflow
    editor = SimpleNamespace(connection=connection)
    adopt(
        apps,
        editor,
        subject._meta.label,
        prefix=table.topic_prefix,
        initial=table.initial,
    )
    subject.refresh_from_db()
