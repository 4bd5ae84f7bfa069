"""An uploaded table, from the file to the rows."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.importing.run_workflow import IMPORT_RUNS, WORKING, RunStatus
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class ImportRun(WorkflowSubject):
    """An uploaded table: owner, kind, progress and result.

    `seen_at` is the heartbeat of the worker; without one for a while another worker continues.
    Nothing of the table is written before the run is CONFIRMED, and DONE is written in the same
    transaction as the rows. A run has a history and is never deleted: one that nobody confirmed in
    time is EXPIRED and its uploaded data is deleted.
    """

    workflow = IMPORT_RUNS
    MAX_REASON = 500

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    organization = models.ForeignKey(
        "people.Organization", models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    file_name = models.CharField(_("file name"), max_length=250)
    stored = models.CharField(max_length=250, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    language = models.CharField(max_length=10, default="vi")
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    handed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    answers: Any = models.JSONField(default=dict, blank=True)
    result: Any = models.JSONField(default=dict, blank=True)
    failure = models.CharField(_("reason"), max_length=MAX_REASON, blank=True)

    finish_check = bind(IMPORT_RUNS, "finish_check")
    answer = bind(IMPORT_RUNS, "answer")
    confirm = bind(IMPORT_RUNS, "confirm")
    finish = bind(IMPORT_RUNS, "finish")
    reopen = bind(IMPORT_RUNS, "reopen")
    fail = bind(IMPORT_RUNS, "fail")
    expire = bind(IMPORT_RUNS, "expire")

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = pgettext_lazy("model", "import")
        verbose_name_plural = pgettext_lazy("model", "imports")
        constraints = [state_constraint("import_state_known", RunStatus)]
        indexes = [models.Index(fields=["state", "seen_at"])]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def agencies(cls) -> models.QuerySet[Any]:
        """The agencies an import may be for. Their room is above this one and not imported."""
        model: Any = cls._meta.get_field("organization").related_model
        found: models.QuerySet[Any] = model._default_manager.all()
        return found

    @property
    def is_working(self) -> bool:
        """Whether there is work for a worker."""
        return self.state in WORKING
