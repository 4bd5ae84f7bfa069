"""The year's emulation plan of an agency, and the movements it takes part in."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.awards.models import Award
from nominations.dossiers.models import Campaign
from nominations.law.movements import MovementLauncher, MovementReview
from nominations.movements.movement_workflow import MOVEMENTS, MovementState
from nominations.movements.plan_workflow import PLANS, PlanState
from nominations.people.models import Organization, Person, Unit, User
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


def attached_path(instance: AttachedFile, filename: str) -> str:
    """A random file name in the agency's folder; the row stores the original name."""
    suffix = filename.rsplit(".", 1)[-1].lower()[:8]
    return f"movements/{instance.organization_id}/{uuid.uuid4().hex}.{suffix}"


class AttachedFile(models.Model):
    """The file of a plan, of the paper that launched a movement, of a response; never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    file = models.FileField(_("file"), upload_to=attached_path, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """The extension of the stored file: what the content was found to be."""
        return str(self.file.name).rpartition(".")[2]


class EmulationPlan(WorkflowSubject):
    """The plan of an agency for a year. One in force is corrected by a later edition, which says
    why; the earlier one stays as it was."""

    workflow = PLANS

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="emulation_plans", verbose_name=_("agency")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    theme = models.CharField(_("theme of emulation"), max_length=300, blank=True)
    purpose = models.TextField(_("purpose, requirements"), blank=True)
    tasks = models.TextField(_("tasks"), blank=True)
    solutions = models.TextField(_("solutions"), blank=True)
    arrangements = models.TextField(_("who carries it out"), blank=True)
    reason = models.TextField(_("why there is a later edition"), blank=True)
    paper_number = models.CharField(_("plan number"), max_length=60, blank=True)
    paper_date = models.DateField(_("plan date"), null=True, blank=True)
    file = models.ForeignKey(
        AttachedFile, models.PROTECT, null=True, blank=True, related_name="plans"
    )
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies"
    )
    created_at = models.DateTimeField(_("created at"))

    put_in_force = bind(PLANS, "put_in_force")
    replace = bind(PLANS, "replace")
    discard = bind(PLANS, "discard")

    class Meta:
        ordering = ["-year", "-edition", "-id"]
        verbose_name = _("emulation plan")
        verbose_name_plural = _("emulation plans")
        constraints = [
            state_constraint("emulation_plan_state_known", PlanState),
            models.UniqueConstraint(
                fields=["organization", "year"],
                condition=Q(state=PlanState.IN_FORCE),
                name="one_plan_in_force_a_year",
            ),
            models.UniqueConstraint(
                fields=["organization", "year"],
                condition=Q(state=PlanState.DRAFT),
                name="one_draft_plan_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("movements:plan", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return bool(self.state == PlanState.DRAFT)

    @classmethod
    def describe(cls, row: Any) -> dict[str, str]:
        path = reverse("movements:plan", args=[row["id"]])
        return {"title": str(_("Emulation plan of %(year)s") % {"year": row["year"]}), "path": path}


class Movement(WorkflowSubject):
    """An emulation movement: who launched it by which paper, how the agency answers, what came of
    it. `awards` are those named by hand; those of its campaigns count besides.

    `response_edition` counts the editions of the response plan; an issued one is frozen, and the
    columns hold the latest.
    """

    workflow = MOVEMENTS

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="movements", verbose_name=_("agency")
    )
    name = models.CharField(_("name of the movement"), max_length=300)
    launched_by = models.CharField(
        _("launched by"), max_length=12, choices=MovementLauncher.choices
    )
    launcher = models.CharField(_("body that launched it"), max_length=200, blank=True)
    launch_number = models.CharField(_("number of the launching paper"), max_length=60, blank=True)
    launch_date = models.DateField(_("date of the launching paper"), null=True, blank=True)
    launch_file = models.ForeignKey(
        AttachedFile, models.PROTECT, null=True, blank=True, related_name="launched"
    )
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    registration_until = models.DateField(_("register until"), null=True, blank=True)
    for_units = models.BooleanField(_("units register"), default=True)
    for_persons = models.BooleanField(_("individuals register"), default=True)
    content = models.TextField(_("content and criteria"), blank=True)
    response_number = models.CharField(_("number of the response plan"), max_length=60, blank=True)
    response_date = models.DateField(_("date of the response plan"), null=True, blank=True)
    response_edition = models.PositiveSmallIntegerField(default=1, editable=False)
    response_content = models.TextField(_("content of the response"), blank=True)
    response_arrangements = models.TextField(_("who carries out the response"), blank=True)
    response_file = models.ForeignKey(
        AttachedFile, models.PROTECT, null=True, blank=True, related_name="responses"
    )
    campaigns = models.ManyToManyField(
        Campaign, blank=True, related_name="movements", verbose_name=_("campaigns")
    )
    awards = models.ManyToManyField(
        Award, blank=True, related_name="movements", verbose_name=_("awards it led to")
    )
    copied_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next_copy"
    )
    created_at = models.DateTimeField(_("created at"))

    launch = bind(MOVEMENTS, "launch")
    conclude = bind(MOVEMENTS, "conclude")
    reopen = bind(MOVEMENTS, "reopen")
    cancel = bind(MOVEMENTS, "cancel")

    class Meta:
        ordering = ["-starts_on", "name", "id"]
        verbose_name = _("emulation movement")
        verbose_name_plural = _("emulation movements")
        constraints = [
            state_constraint("movement_state_known", MovementState),
            models.CheckConstraint(
                name="movement_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("movements:movement", args=[self.pk])

    @classmethod
    def describe(cls, row: Any) -> dict[str, str]:
        until = row["registration_until"] or row["ends_on"]
        found = {"title": row["name"], "path": reverse("movements:movement", args=[row["id"]])}
        return found | ({"deadline": f"{until:%d/%m/%Y}"} if until else {})

    @property
    def is_running(self) -> bool:
        return bool(self.state == MovementState.RUNNING)

    @property
    def is_correctable(self) -> bool:
        """Whether its rows may still change."""
        return self.state in (MovementState.DRAFT, MovementState.RUNNING)

    @property
    def registers_until(self) -> date | None:
        """The last day to register; None where there is none."""
        return self.registration_until or self.ends_on

    @property
    def is_own(self) -> bool:
        return bool(self.launched_by == MovementLauncher.AGENCY)


class MovementIndicator(models.Model):
    """What a movement is measured by. `at_most`: the target is a limit, fewer is better."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("indicator"), max_length=300)
    measure = models.CharField(_("unit of measure"), max_length=40, blank=True)
    target = models.DecimalField(
        pgettext_lazy("of an indicator", "target"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    at_most = models.BooleanField(_("the target is a limit not to be exceeded"), default=False)

    class Meta:
        ordering = ["movement", "position", "id"]
        verbose_name = _("indicator of a movement")
        verbose_name_plural = _("indicators of a movement")
        constraints = [
            models.UniqueConstraint(fields=["movement", "name"], name="indicator_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class MovementRegistration(models.Model):
    """A unit, or a person of it, registers in a movement. A withdrawn one stays with its day."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    content = models.TextField(_("what is registered"))
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["movement", "unit__rank", "person__sort_key", "id"]
        verbose_name = _("registration in a movement")
        verbose_name_plural = _("registrations in a movement")
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "person"],
                condition=Q(person__isnull=False, withdrawn_at__isnull=True),
                name="person_registers_once_in_a_movement",
            ),
            models.UniqueConstraint(
                fields=["movement", "unit"],
                condition=Q(person__isnull=True, withdrawn_at__isnull=True),
                name="unit_registers_once_in_a_movement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.unit}: {self.movement}"


class MovementReport(models.Model):
    """An interim or the final review of a movement, with a result for each indicator.

    `edition` counts its reports: an issued one is frozen, and the columns hold the latest.
    """

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="reports")
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    review = models.CharField(_("interim or final"), max_length=10, choices=MovementReview.choices)
    held_on = models.DateField(_("reviewed on"))
    number = models.CharField(_("number of the report"), max_length=60, blank=True)
    dated = models.DateField(_("date of the report"), null=True, blank=True)
    results = models.TextField(_("results"))
    limits = models.TextField(_("shortcomings and causes"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    directions = models.TextField(_("what comes next"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["movement", "held_on", "id"]
        verbose_name = _("review of a movement")
        verbose_name_plural = _("reviews of a movement")
        constraints = [
            models.UniqueConstraint(
                fields=["movement"],
                condition=Q(review=MovementReview.FINAL),
                name="one_final_review_of_a_movement",
            ),
            models.UniqueConstraint(
                fields=["movement", "review", "held_on"], name="one_review_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_review_display()}, {self.held_on:%d/%m/%Y}"


class IndicatorResult(models.Model):
    """What was reached of an indicator by the day of a review; the target is that of the day."""

    report = models.ForeignKey(MovementReport, models.CASCADE, related_name="indicator_results")
    indicator = models.ForeignKey(MovementIndicator, models.PROTECT, related_name="results")
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    reached = models.DecimalField(
        _("reached"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        ordering = ["report", "indicator__position", "indicator_id"]
        verbose_name = _("result of an indicator")
        verbose_name_plural = _("results of indicators")
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_result_of_a_report")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.reached}"

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; None where one of the two figures is missing."""
        if self.target is None or self.reached is None:
            return None
        if self.indicator.at_most:
            return bool(self.reached <= self.target)
        return bool(self.reached >= self.target)
