"""One nomination: one subject (person or collective) x one award x one campaign."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models.campaigns import Campaign
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.law.models import KINDS_OF_UNITS, AwardType, RecipientKind
from nominations.people.models import Organization, Person, Unit, User
from nominations.pipeline import PIPELINE
from nominations.states import RETURNED, State
from nominations.web.addresses import address_of, addresses_of
from workflow.models import Describe, WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class Nomination(WorkflowSubject):
    """A person or collective proposed for one award in one campaign. Only `workflow.engine` changes
    its state.

    `unit` reviews it; `person` or `collective` is the subject; names are snapshots taken at
    registration. A dossier that arrived from an agency below links to it by `arrived_from`.
    """

    workflow = PIPELINE

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="nominations", verbose_name=_("agency")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="nominations", verbose_name=_("reviewing unit")
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="nominations", verbose_name=_("campaign")
    )
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="+", verbose_name=_("award")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RecipientKind.choices)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("person"),
    )
    collective = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="collective_nominations",
        verbose_name=_("collective"),
    )
    title = models.CharField(_("title"), max_length=400)
    subject_name = models.CharField(_("subject"), max_length=250)
    position_name = models.CharField(_("position at the time"), max_length=120, blank=True)
    unit_name = models.CharField(_("unit at the time"), max_length=250, blank=True)
    registered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    goals = models.TextField(_("goals"), blank=True)
    planned_initiative = models.TextField(_("planned initiative"), blank=True)
    achievement = models.CharField(_("achievement rewarded"), max_length=300, blank=True)
    late_reason = models.TextField(_("reason for nominating without registration"), blank=True)
    eligibility = models.JSONField(_("eligibility at submission"), default=dict, blank=True)
    eligibility_block = models.TextField(
        _("standards that bar the submission"), blank=True, editable=False
    )
    correction_due_at = models.DateTimeField(_("correction due"), null=True, blank=True)
    paused_at = models.DateTimeField(_("clock paused at"), null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(_("seconds the clock was paused"), default=0)
    returned_above_at = models.DateTimeField(_("returned for supplement at"), null=True, blank=True)
    arrived_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="arrived_as",
        verbose_name=_("dossier of the agency below"),
    )
    created_at = models.DateTimeField(_("created at"))

    # The plugin declares the manager of an abstract base as a class variable, this one as its own.
    objects = NominationQuerySet.as_manager()  # type: ignore[misc]  # the stubs lose the query set's own type

    register = bind(PIPELINE, "register")
    submit = bind(PIPELINE, "submit")
    return_for_correction = bind(PIPELINE, "return_for_correction")
    endorse = bind(PIPELINE, "endorse")
    waive_unit_review = bind(PIPELINE, "waive_unit_review")
    decline = bind(PIPELINE, "decline")
    withdraw = bind(PIPELINE, "withdraw")
    pass_vote = bind(PIPELINE, "pass_vote")
    fail_vote = bind(PIPELINE, "fail_vote")
    waive_vote = bind(PIPELINE, "waive_vote")
    close_consultation = bind(PIPELINE, "close_consultation")
    waive_consultation = bind(PIPELINE, "waive_consultation")
    send_back_to_council = bind(PIPELINE, "send_back_to_council")
    decide = bind(PIPELINE, "decide")
    refuse = bind(PIPELINE, "refuse")
    report_upward = bind(PIPELINE, "report_upward")
    record_outcome = bind(PIPELINE, "record_outcome")
    record_refusal = bind(PIPELINE, "record_refusal")
    return_from_above = bind(PIPELINE, "return_from_above")
    arrive_in_package = bind(PIPELINE, "arrive_in_package")
    correct_to_refusal = bind(PIPELINE, "correct_to_refusal")
    correct_to_conferral = bind(PIPELINE, "correct_to_conferral")
    revoke = bind(PIPELINE, "revoke")
    restore = bind(PIPELINE, "restore")

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            state_constraint("nomination_state_known", State),
            models.CheckConstraint(
                name="nomination_has_one_subject",
                condition=(
                    Q(kind=RecipientKind.INDIVIDUAL, person__isnull=False, collective__isnull=True)
                    | Q(kind__in=KINDS_OF_UNITS, person__isnull=True, collective__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                name="one_live_nomination_per_person",
                fields=["person", "award_type", "campaign"],
                condition=Q(person__isnull=False)
                & ~Q(state__in=[State.DRAFT, State.WITHDRAWN, State.DECLINED]),
            ),
            models.UniqueConstraint(
                name="one_live_nomination_per_collective",
                fields=["collective", "award_type", "campaign"],
                condition=Q(collective__isnull=False)
                & ~Q(state__in=[State.DRAFT, State.WITHDRAWN, State.DECLINED]),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-created_at"]),
            models.Index(fields=["organization", "state", "-created_at"]),
            models.Index(fields=["campaign", "state"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def says_kind(self) -> bool:
        """Whether the kind has to be shown because the award is for individuals too."""
        return self.kind in KINDS_OF_UNITS and self.award_type.for_individuals

    @property
    def kind_in_plural(self) -> str:
        """ "tập thể" or "hộ gia đình", shown after the award if `says_kind`."""
        return str(_("households") if self.kind == RecipientKind.HOUSEHOLD else _("collectives"))

    @property
    def is_returned(self) -> bool:
        """Whether it was returned for correction; its clock is paused meanwhile."""
        return self.state == State.REGISTERED and self.paused_at is not None

    @property
    def state_label(self) -> str:
        return str(RETURNED) if self.is_returned else super().state_label

    def get_absolute_url(self) -> str:
        return address_of("dossiers:nomination", self.public_id)

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        """Title and path, for messages."""
        return cls.describer()(row)

    @classmethod
    def describer(cls) -> Describe:
        address = addresses_of("dossiers:nomination")
        return lambda row: {"title": row["title"], "path": address(row["public_id"])}
