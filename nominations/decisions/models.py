"""Decisions, revocations, reports upward and the outcomes that come back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nominations.awards.models import Award
from nominations.decisions.correction_workflow import CORRECTIONS, CorrectionState
from nominations.decisions.decision_workflow import DECISIONS, DecisionState
from nominations.dossiers.models import Campaign, Nomination
from nominations.law.models import AwardType
from nominations.people.models import Organization, User
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class Decision(WorkflowSubject):
    """A decision paper with number and date: awards conferred, or agreed to be proposed above.

    A discarded draft has no lines and is not listed; its history stays.
    """

    workflow = DECISIONS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="decisions", verbose_name=_("agency")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    name = models.CharField(_("subject of the decision"), max_length=300)
    number = models.CharField(_("number"), max_length=60, blank=True)
    signed_on = models.DateField(_("date"), null=True, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=150, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=150, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))

    change_list = bind(DECISIONS, "change_list")
    sign = bind(DECISIONS, "sign")
    discard = bind(DECISIONS, "discard")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            state_constraint("decision_state_known", DecisionState),
            models.CheckConstraint(
                name="signed_decision_has_number_and_date",
                condition=~Q(state="signed") | (~Q(number="") & Q(signed_on__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["organization", "number", "signed_on"],
                condition=~Q(number=""),
                name="decision_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.public_id])

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        """Subject and path, for messages."""
        public_id = uuid.UUID(str(row["public_id"]))
        return {"title": row["name"], "path": reverse("decisions:decision", args=[public_id])}


class DecisionLine(models.Model):
    """A nomination in a decision, and the award conferred when the authority is the agency's."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="decision_lines")
    position = models.PositiveIntegerField(_("order"), default=0)
    award = models.OneToOneField(
        Award, models.PROTECT, null=True, blank=True, related_name="decision_line"
    )

    class Meta:
        ordering = ["decision", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "nomination"], name="nomination_once_per_decision"
            )
        ]


class UpwardReport(models.Model):
    """Tờ trình (awards of a higher authority) or annual report (own awards), with its package; a
    supplementary report lists awards that were revoked after their report.

    `in_priority_order`: the secretary ordered the dossiers within each award. `package` is the
    manifest as canonical JSON; `package_sha256` its seal.
    """

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("Submission to the superior authority")
        ANNUAL_REPORT = "annual_report", _("Annual report")
        SUPPLEMENT = "supplement", _("Supplementary report on revocations")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="upward_reports", verbose_name=_("agency")
    )
    recipient = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_reports",
        verbose_name=_("superior agency"),
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="upward_reports", null=True, blank=True
    )
    kind = models.CharField(_("kind of paper"), max_length=15, choices=Kind.choices)
    name = models.CharField(_("subject"), max_length=300)
    number = models.CharField(_("number"), max_length=60)
    issued_on = models.DateField(_("date"))
    package = models.TextField(_("package"), blank=True)
    package_sha256 = models.CharField(max_length=64, blank=True)
    in_priority_order = models.BooleanField(_("in order of priority"), default=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("report upward")
        verbose_name_plural = _("reports upward")

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:report", args=[self.public_id])


class ReportLine(models.Model):
    """A nomination in a report upward. One returned for supplement no longer counts and goes into a
    new report."""

    report = models.ForeignKey(UpwardReport, models.PROTECT, related_name="lines")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="report_lines")
    position = models.PositiveIntegerField(_("order"), default=0)
    returned_at = models.DateTimeField(_("returned for supplement at"), null=True, blank=True)
    return_reason = models.TextField(_("what is to be supplemented"), blank=True)

    class Meta:
        ordering = ["report", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "nomination"], name="nomination_once_per_report"
            )
        ]


class Outcome(models.Model):
    """What the superior authority decided on one nomination, with its paper.

    `other_award` is what it conferred instead of the award that was proposed.
    """

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="outcome")
    conferred = models.BooleanField(_("conferred"))
    other_award = models.ForeignKey(
        AwardType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("award given instead"),
    )
    paper_number = models.CharField(_("paper number"), max_length=60)
    paper_date = models.DateField(_("paper date"))
    issuer = models.CharField(_("issued by"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    award = models.OneToOneField(
        Award, models.PROTECT, null=True, blank=True, related_name="outcome"
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = _("outcome from above")
        verbose_name_plural = _("outcomes from above")
        constraints = [
            models.CheckConstraint(
                name="another_award_only_where_one_was_conferred",
                condition=Q(other_award=None) | Q(conferred=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_number} {self.nomination}"


class Revocation(models.Model):
    """A decision to revoke an award: legal ground, paper, and what must be returned.

    `file_by` is the last day to file it after the finding, if a regulation sets one.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="revocations")
    award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="revocations"
    )
    legal_ground = models.TextField(_("legal ground"))
    paper_number = models.CharField(_("paper number"), max_length=60)
    paper_date = models.DateField(_("paper date"))
    concluded_on = models.DateField(_("day of the finding"), null=True, blank=True)
    file_by = models.DateField(_("to be filed by"), null=True, blank=True)
    filing_source = models.CharField(_("legal source"), max_length=300, blank=True)
    money_returned_on = models.DateField(_("prize money returned on"), null=True, blank=True)
    object_returned_on = models.DateField(_("certificate returned on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    due_on: date  # these four only on rows of `returns.fill_returns`
    money: int
    asks_money: bool
    asks_object: bool

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")

    def __str__(self) -> str:
        return f"{self.paper_number} {self.nomination}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:revocation", args=[self.pk])

    @property
    def filed_late(self) -> bool:
        """Whether the paper is later than the regulation allows; only a warning."""
        return self.file_by is not None and self.paper_date > self.file_by


class PaperCorrection(WorkflowSubject):
    """A correction of a paper, a line of it or an outcome.

    `before` and `after` hold the values by name, days as ISO text. The corrections of one paper
    form a chain: `before` of the next equals `after` of the last.
    """

    workflow = CORRECTIONS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    line = models.ForeignKey(
        DecisionLine, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    revocation = models.ForeignKey(
        Revocation, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.TextField(_("reason of the correction"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(_("settled at"), null=True)

    approve = bind(CORRECTIONS, "approve")
    drop = bind(CORRECTIONS, "drop")

    class Meta:
        ordering = ["proposed_at", "id"]
        verbose_name = _("correction of a paper")
        verbose_name_plural = _("corrections of papers")
        constraints = [
            state_constraint("paper_correction_state_known", CorrectionState),
            models.CheckConstraint(
                name="correction_of_one_paper",
                condition=Q(decision__isnull=False, outcome=None, revocation=None)
                | Q(decision=None, line=None, outcome__isnull=False, revocation=None)
                | Q(decision=None, line=None, outcome=None, revocation__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    fields=[name],
                    condition=Q(state=CorrectionState.PROPOSED),
                    name=f"one_open_correction_of_{name}",
                )
                for name in ("decision", "outcome", "revocation")
            ),
        ]

    @property
    def paper(self) -> Decision | Outcome | Revocation:
        """The record that is corrected."""
        found = self.decision or self.outcome or self.revocation
        if found is None:  # refused by a constraint of the table
            raise ValueError(f"correction {self.pk} belongs to no paper")
        return found

    def get_absolute_url(self) -> str:
        """The page of the corrected paper; for an outcome that of its nomination."""
        if self.decision is not None:
            return self.decision.get_absolute_url()
        if self.revocation is not None:
            return self.revocation.get_absolute_url()
        return reverse("decisions:outcome_correct", args=[self.outcome_id])
