"""A request to let a nomination pass standards it does not meet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.exception_workflow import EXCEPTIONS, ExceptionState
from nominations.dossiers.models.nominations import Nomination
from nominations.people.models import User
from nominations.web.addresses import address_of
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class ExceptionRequest(WorkflowSubject):
    """Asked by whoever writes the dossier, answered with a reason by the council secretary.

    `rules` are the blocking rules on the day of the request: key -> wording.
    """

    workflow = EXCEPTIONS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        related_name="exception_requests",
        verbose_name=_("nomination"),
    )
    title = models.CharField(_("title"), max_length=400)
    rules = models.JSONField(_("standards asked to be set aside"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    grant = bind(EXCEPTIONS, "grant")
    refuse = bind(EXCEPTIONS, "refuse")

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("request for an exception")
        verbose_name_plural = _("requests for exceptions")
        constraints = [
            state_constraint("exception_state_known", ExceptionState),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(state=ExceptionState.ASKED),
                name="one_open_exception_request_per_nomination",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("dossiers:exception", self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether the secretary has not answered yet."""
        return bool(self.state == ExceptionState.ASKED)

    @property
    def wordings(self) -> list[str]:
        """The wordings of the rules on the day of the request."""
        return list(self.rules.values())

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        """Title of the nomination and path, for messages."""
        path = address_of("dossiers:exception", uuid.UUID(str(row["public_id"])))
        return {"title": row["title"], "path": path}
