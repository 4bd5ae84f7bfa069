"""A model example (điển hình tiên tiến), chosen from a conferred award: story, picture, consent,
conferences to which it was put forward, and where it was taken up."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.awards.models import Award
from nominations.model_examples.example_workflow import MODEL_EXAMPLES, ExampleState
from nominations.people.models import Organization, User
from nominations.web.stale_page import mark_of
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


def picture_path(instance: ModelExample, filename: str) -> str:
    """A random file name, so that the address of a picture cannot be guessed from its example."""
    suffix = filename.rsplit(".", 1)[-1].lower()[:8]
    return f"model_examples/{uuid.uuid4().hex}.{suffix}"


class ModelExample(WorkflowSubject):
    """A person or a unit held up as an example for one of its awards; one example an award.

    Public is it only while it is published, somebody consents, and the award stands
    (`queries.public_examples`).
    """

    workflow = MODEL_EXAMPLES

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="model_examples", verbose_name=_("agency")
    )
    award = models.OneToOneField(
        Award,
        models.PROTECT,
        related_name="model_example",
        verbose_name=pgettext_lazy("a conferred fact", "award"),
    )
    title = models.CharField(_("headline"), max_length=200)
    story = models.TextField(_("story"), blank=True)
    picture = models.FileField(_("picture"), upload_to=picture_path, max_length=200, blank=True)
    picture_text = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_on = models.DateField(_("published on"), null=True, editable=False)
    created_at = models.DateTimeField(_("created at"))

    propose = bind(MODEL_EXAMPLES, "propose")
    send_back = bind(MODEL_EXAMPLES, "send_back")
    approve = bind(MODEL_EXAMPLES, "approve")
    publish = bind(MODEL_EXAMPLES, "publish")
    take_down = bind(MODEL_EXAMPLES, "take_down")
    withdraw = bind(MODEL_EXAMPLES, "withdraw")
    reopen = bind(MODEL_EXAMPLES, "reopen")

    class Meta:
        ordering = ["-award__year", "-id"]
        verbose_name = _("model example")
        verbose_name_plural = _("model examples")
        constraints = [state_constraint("model_example_state_known", ExampleState)]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("model_examples:example", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether story and picture may change."""
        return bool(self.state == ExampleState.DRAFT)

    @property
    def is_approved(self) -> bool:
        """Whether it may be put forward to conferences and taken up."""
        return self.state in (ExampleState.APPROVED, ExampleState.PUBLISHED)

    @property
    def paragraphs(self) -> list[str]:
        """The story by its lines."""
        return [line.strip() for line in self.story.splitlines() if line.strip()]

    @property
    def picture_kind(self) -> str:
        """The ending of the stored picture: what its content was found to be."""
        return str(self.picture.name).rpartition(".")[2]

    @property
    def text_mark(self) -> str:
        """A mark of what somebody consents to: headline, story and picture as they stand."""
        return mark_of(
            {
                "title": self.title,
                "story": self.story,
                "picture": str(self.picture.name),
                "picture_text": self.picture_text,
            }
        )

    @classmethod
    def describe(cls, row: Any) -> dict[str, str]:
        path = reverse("model_examples:example", args=[row["id"]])
        return {"title": row["title"], "path": path}


class ConsentEnd(models.TextChoices):
    """Why a consent no longer holds."""

    TAKEN_BACK = "taken_back", pgettext_lazy("a consent", "Taken back")
    TEXT_CHANGED = "text_changed", pgettext_lazy("a consent", "Story or picture changed")
    WITHDRAWN = "withdrawn", pgettext_lazy("a consent", "The example was withdrawn")


class ExampleConsent(models.Model):
    """Somebody's consent that this story and picture are public. `paper` says where the signed
    paper is kept; empty for a consent given on the own page."""

    example = models.ForeignKey(ModelExample, models.CASCADE, related_name="consents")
    given_on = models.DateField(_("consent given on"))
    given_by = models.CharField(_("given by"), max_length=150)
    paper = models.CharField(_("signed paper and where it is kept"), max_length=200, blank=True)
    text_mark = models.CharField(max_length=24, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=12, choices=ConsentEnd.choices, blank=True)

    class Meta:
        ordering = ["example", "id"]
        verbose_name = _("consent to a publication")
        verbose_name_plural = _("consents to a publication")
        constraints = [
            models.UniqueConstraint(
                fields=["example"], condition=Q(ended_at__isnull=True), name="one_open_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_by}, {self.given_on}"


class ConferenceLevel(models.TextChoices):
    AGENCY = "CO_SO", pgettext_lazy("a conference of model examples", "The agency")
    CLUSTER = "CUM_KHOI", pgettext_lazy("a conference of model examples", "Emulation bloc")
    PROVINCE = "TINH", pgettext_lazy("a conference of model examples", "Province")
    MINISTRY = "BO", pgettext_lazy("a conference of model examples", "Ministry, central body")
    NATION = "TOAN_QUOC", pgettext_lazy("a conference of model examples", "The whole country")


class ExampleConference(models.Model):
    """A conference of model examples to which the example was put forward, and by which paper."""

    example = models.ForeignKey(ModelExample, models.CASCADE, related_name="conferences")
    level = models.CharField(
        pgettext_lazy("a conference of model examples", "level"),
        max_length=10,
        choices=ConferenceLevel.choices,
    )
    name = models.CharField(_("name of the conference"), max_length=200)
    held_on = models.DateField(_("day of the conference"))
    place = models.CharField(pgettext_lazy("a conference", "place"), max_length=200)
    paper_number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    paper_date = models.DateField(_("date of the paper"), null=True, blank=True)

    class Meta:
        ordering = ["held_on", "id"]
        verbose_name = _("conference of model examples")
        verbose_name_plural = _("conferences of model examples")
        constraints = [
            models.UniqueConstraint(
                fields=["example", "level", "held_on"], name="one_conference_a_day_and_level"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.held_on}"


class ExampleUptake(models.Model):
    """A place that learned from the example: which unit, when, and what was done there."""

    example = models.ForeignKey(ModelExample, models.CASCADE, related_name="uptakes")
    place = models.CharField(_("unit or agency that took it up"), max_length=250)
    taken_up_on = models.DateField(_("taken up on"))
    what = models.CharField(_("what was done there"), max_length=500)

    class Meta:
        ordering = ["taken_up_on", "id"]
        verbose_name = _("place where an example was taken up")
        verbose_name_plural = _("places where an example was taken up")

    def __str__(self) -> str:
        return f"{self.place}, {self.taken_up_on}"
