"""The table of a period report: written, completed and locked, opened again with a reason."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.period_reports.report_rules import is_writer, not_issued_yet
from workflow.table import Transition, Workflow, lazy_effect


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("a period report", "Being written")
    COMPLETED = "completed", pgettext_lazy("a period report", "Completed, locked")
    DISCARDED = "discarded", pgettext_lazy("a period report", "Discarded")


_EFFECTS = "nominations.period_reports.report_effects"
_FORMS = "nominations.period_reports.forms"

TRANSITIONS = (
    Transition(
        "complete",
        sources={ReportState.DRAFT},
        target=ReportState.COMPLETED,
        label=pgettext_lazy("a period report", "Complete the report"),
        done_label=pgettext_lazy("a period report", "completed the report"),
        allowed_for=is_writer,
        effects=[lazy_effect(f"{_EFFECTS}.check_and_freeze")],
        form=f"{_FORMS}.CompleteForm",
        shows={"findings"},
        emphasis="primary",
        inbox=False,
    ),
    Transition(
        "reopen",
        sources={ReportState.COMPLETED},
        target=ReportState.DRAFT,
        label=pgettext_lazy("a period report", "Open the report again"),
        done_label=pgettext_lazy("a period report", "opened the report again"),
        allowed_for=is_writer,
        requires=[not_issued_yet],
        effects=[lazy_effect(f"{_EFFECTS}.thaw")],
        needs_comment=True,
        inbox=False,
    ),
    Transition(
        "discard",
        sources={ReportState.DRAFT},
        target=ReportState.DISCARDED,
        label=pgettext_lazy("a period report", "Discard the report"),
        done_label=pgettext_lazy("a period report", "discarded the report"),
        allowed_for=is_writer,
        needs_comment=True,
        emphasis="danger",
        inbox=False,
    ),
)

PERIOD_REPORTS = Workflow(
    "period_report",
    states=ReportState,
    initial=ReportState.DRAFT,
    final=frozenset({ReportState.DISCARDED}),
    transitions=TRANSITIONS,
    topic_prefix="period_report",
    columns=("title", "organization_id"),
    snapshot=("title", "organization_id"),
)
