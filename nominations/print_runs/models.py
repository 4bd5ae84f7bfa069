"""A print run, its items, and the files that came of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.people.models import Organization, User
from nominations.print_runs.run_workflow import PRINT_RUNS, PrintState
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class PrintRun(WorkflowSubject):
    """Papers of one record that are made together: whose, of what, how far, why once more.

    `handed_at` is when it was handed over to be worked on, `seen_at` the heartbeat of whoever
    works on it, `holder` their mark: nobody else writes items meanwhile. The items were composed
    when the run was started, so a run that goes on later makes the same papers.
    """

    workflow = PRINT_RUNS
    MAX_SENTENCE = 500

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of paper"), max_length=24)
    record = models.CharField(max_length=60)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    title = models.CharField(_("Print run"), max_length=300)
    reason = models.CharField(_("Reason for printing again"), max_length=500, blank=True)
    layout: Any = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    handed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(_("items"))
    done = models.PositiveIntegerField(_("items done"), default=0)
    failed = models.PositiveIntegerField(_("items with errors"), default=0)
    failure = models.CharField(max_length=MAX_SENTENCE, blank=True)

    finish = bind(PRINT_RUNS, "finish")
    stop = bind(PRINT_RUNS, "stop")
    go_on = bind(PRINT_RUNS, "go_on")
    expire = bind(PRINT_RUNS, "expire")

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = pgettext_lazy("model", "print run")
        verbose_name_plural = pgettext_lazy("model", "print runs")
        constraints = [state_constraint("print_run_state_known", PrintState)]
        indexes = [
            models.Index(fields=["kind", "record"], name="print_run_of_record"),
            models.Index(fields=["organization", "-created_at"], name="print_run_of_agency"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("print_runs:run", args=[self.public_id])

    @property
    def is_working(self) -> bool:
        return bool(self.state == PrintState.WORKING)


class PrintItem(models.Model):
    """One paper of a run. It waits until it has a moment or a reason; `is_again` where the same
    paper was made before.

    `file_name`, `size` (bytes) and `sha256` are those of its PDF; `word_sha256` is empty for a
    paper that is not made as Word.
    """

    run = models.ForeignKey(PrintRun, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=60)
    number = models.CharField(_("number"), max_length=20, blank=True)
    name = models.CharField(_("recipient"), max_length=300)
    content = models.TextField()
    is_again = models.BooleanField(_("printed again"))
    made_at = models.DateTimeField(_("made at"), null=True)
    problem = models.CharField(_("error"), max_length=500, blank=True)
    file_name = models.CharField(max_length=60)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    word_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["run", "position"]
        verbose_name = _("printed paper")
        verbose_name_plural = _("printed papers")
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="paper_once_in_a_run"),
            models.UniqueConstraint(fields=["run", "position"], name="place_once_in_a_run"),
            models.CheckConstraint(
                name="item_is_made_or_has_a_problem",
                condition=models.Q(made_at=None) | models.Q(problem=""),
            ),
        ]
        indexes = [models.Index(fields=["key"], name="printed_paper_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of each file of the paper, by its format."""
        found = {"docx": self.word_sha256, "pdf": self.sha256}
        return {form: digest for form, digest in found.items() if digest}

    def named(self, form: str) -> str:
        """What the paper's file of that format is called in the zip."""
        return f"{self.file_name.removesuffix('.pdf')}.{form}"


class PrintFile(models.Model):
    """A file of a run in the folder of files: all papers as one PDF, or each by itself in a zip."""

    run = models.ForeignKey(PrintRun, models.PROTECT, related_name="files")
    format = models.CharField(max_length=5)
    name = models.CharField(_("file name"), max_length=80)
    stored = models.CharField(max_length=250)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["run", "format"]
        constraints = [
            models.UniqueConstraint(fields=["run", "format"], name="one_file_of_a_format_in_a_run")
        ]

    def __str__(self) -> str:
        return self.name
