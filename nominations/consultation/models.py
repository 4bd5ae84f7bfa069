"""Public consultation: a posting for a number of working days, comments, objection cases."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nominations.consultation import objection_rules
from nominations.consultation.objection_workflow import OBJECTIONS, ObjectionState
from nominations.consultation.posting_workflow import POSTINGS, PostingState
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Organization, User
from nominations.web.addresses import address_of
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind

MIN_TEXT_LENGTH = 10
MAX_TEXT_LENGTH = 2_000
"""Maximum length of an opinion, of the matter of a case and of a summary, in characters."""


class Posting(WorkflowSubject):
    """A list of nominations posted for opinions, from one day to another, both included."""

    workflow = POSTINGS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="postings", verbose_name=_("agency")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="postings",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    name = models.CharField(_("name"), max_length=250)
    notice_number = models.CharField(_("notice number"), max_length=60, blank=True)
    contact = models.CharField(_("contact"), max_length=250, blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days"))
    posted_at = models.DateTimeField(_("posted at"))
    posted_on = models.DateField(_("posted on"))
    due_on = models.DateField(_("last day for opinions"))
    minutes_note = models.TextField(_("note for the minutes"), blank=True)
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    extend = bind(POSTINGS, "extend")
    close = bind(POSTINGS, "close")
    pass_on = bind(POSTINGS, "pass_on")

    class Meta:
        ordering = ["-posted_at"]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            state_constraint("posting_state_known", PostingState),
            models.CheckConstraint(
                name="posting_due_not_before_start", condition=Q(due_on__gte=F("posted_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("consultation:posting", self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether the posting is not closed; opinions are taken until the last day only."""
        return bool(self.state == PostingState.OPEN)

    @property
    def closed_at(self) -> datetime | None:
        """When the posting was closed; None while it is open."""
        return None if self.is_open else self.state_entered_at


class PostedItem(models.Model):
    """A nomination on a posting. `ended_at` is set when its consultation ended or was stopped."""

    posting = models.ForeignKey(
        Posting, models.CASCADE, related_name="items", verbose_name=_("posting")
    )
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="posted_items", verbose_name=_("nomination")
    )
    summary = models.TextField(_("summary of achievements"), blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ["posting", "id"]
        verbose_name = _("posted item")
        verbose_name_plural = _("posted items")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(ended_at__isnull=True),
                name="posted_once_at_a_time",
            )
        ]


class Comment(models.Model):
    """An opinion on a posted item. The secretary knows the sender, the nominee never does.

    Its state is derived: from `handled_at` and from an objection case about it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        NOTED = "noted", _("Noted")
        CASE = "case", _("Handled as an objection")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(PostedItem, models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sender_name = models.CharField(_("your name"), max_length=150, blank=True)
    sender_contact = models.CharField(_("phone or e-mail"), max_length=150, blank=True)
    text = models.TextField(_("opinion"))
    is_objection = models.BooleanField(_("this is an objection"), default=False)
    sent_at = models.DateTimeField(_("sent at"))
    note = models.TextField(_("note of the secretary"), blank=True)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    @property
    def state(self) -> Comment.State:
        """Received, noted, or handled as a case."""
        if self.handled_at is None:
            return self.State.RECEIVED
        return self.State.CASE if hasattr(self, "objection") else self.State.NOTED


class Objection(WorkflowSubject):
    """An objection handled as a case: finding, effect, answer. An open case blocks the decision."""

    class Effect(models.TextChoices):
        NONE = objection_rules.NO_EFFECT, _("No effect on the result")
        BACK_TO_COUNCIL = objection_rules.BACK_TO_COUNCIL, _("Back to the council")

    workflow = OBJECTIONS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(PostedItem, models.CASCADE, related_name="objections")
    comment = models.OneToOneField(
        Comment, models.PROTECT, null=True, blank=True, related_name="objection"
    )
    subject_matter = models.TextField(_("matter"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    assigned_to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    finding = models.TextField(_("finding"), blank=True)
    effect = models.CharField(_("effect"), max_length=20, choices=Effect.choices, blank=True)
    answer = models.TextField(_("answer to the sender"), blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    assign = bind(OBJECTIONS, "assign")
    conclude = bind(OBJECTIONS, "conclude")
    reexamine = bind(OBJECTIONS, "reexamine")
    close = bind(OBJECTIONS, "close")

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("objection case")
        verbose_name_plural = _("objection cases")
        constraints = [
            state_constraint("objection_state_known", ObjectionState),
            models.CheckConstraint(
                name="closed_case_has_finding_and_effect",
                condition=Q(state=ObjectionState.OPEN) | (~Q(finding="") & ~Q(effect="")),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of("consultation:objection", self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether the case is not closed yet; its finding may wait for confirmation."""
        return bool(self.state != ObjectionState.CLOSED)

    @property
    def awaits_finding(self) -> bool:
        """Whether the case is still being examined."""
        return bool(self.state == ObjectionState.OPEN)

    @property
    def closed_at(self) -> datetime | None:
        """When the case was closed; None while it is open."""
        return None if self.is_open else self.state_entered_at
