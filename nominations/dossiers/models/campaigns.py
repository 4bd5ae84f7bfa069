"""A campaign (đợt): the year's annual review, a special topic, a sudden achievement."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.campaign_workflow import CAMPAIGNS, CampaignState
from nominations.dossiers.models.fields import CachedJSONField
from nominations.dossiers.step_change_workflow import STEP_CHANGES, StepChangeState
from nominations.fractions import BodyFraction
from nominations.law.models import AwardType, CommendationType
from nominations.law.movements import MovementLauncher, MovementReview
from nominations.law.regulators import regulator_by, regulator_of
from nominations.law.step_wording import chosen_words
from nominations.people.models import Organization, User
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class Campaign(WorkflowSubject):
    """A review round of an agency: its year, awards, time windows and frozen rule set."""

    workflow = CAMPAIGNS

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="campaigns", verbose_name=_("agency")
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=250)
    year = models.PositiveSmallIntegerField(_("year"))
    commendation_type = models.CharField(
        _("commendation type"),
        max_length=12,
        choices=CommendationType.choices,
        default=CommendationType.MERIT,
    )
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    movement_launched_by = models.CharField(
        _("movement launched by"), max_length=12, choices=MovementLauncher.choices, blank=True
    )
    movement_years = models.PositiveSmallIntegerField(
        _("years of the movement"), null=True, blank=True
    )
    movement_review = models.CharField(
        _("review of the movement"), max_length=10, choices=MovementReview.choices, blank=True
    )
    plan_number = models.CharField(_("plan number"), max_length=60, blank=True)
    plan_date = models.DateField(_("plan date"), null=True, blank=True)
    achievement_from = models.DateField(_("achievement from"))
    achievement_to = models.DateField(_("achievement to"))
    registration_opens_at = models.DateTimeField(_("registration opens"))
    registration_closes_at = models.DateTimeField(_("registration closes"))
    submission_opens_at = models.DateTimeField(_("report submission opens"))
    submission_closes_at = models.DateTimeField(_("report submission closes"))
    review_due_on = models.DateField(_("unit review due"), null=True, blank=True)
    standards_regime = models.CharField(_("regime of the standards"), max_length=10, blank=True)
    procedure_regime = models.CharField(_("regime of the procedure"), max_length=10, blank=True)
    rules = CachedJSONField(_("frozen rule set"), default=dict, blank=True)
    own_choice = models.TextField(
        _("why the agency chose what the law leaves to the province"), blank=True
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    open = bind(CAMPAIGNS, "open")
    open_for_arrivals = bind(CAMPAIGNS, "open_for_arrivals")
    close = bind(CAMPAIGNS, "close")
    cancel = bind(CAMPAIGNS, "cancel")

    class Meta:
        ordering = ["-year", "code"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            state_constraint("campaign_state_known", CampaignState),
            models.UniqueConstraint(
                fields=["organization", "code"], name="campaign_code_unique_in_agency"
            ),
            models.CheckConstraint(
                name="registration_window_in_order",
                condition=Q(registration_closes_at__gt=F("registration_opens_at")),
            ),
            models.CheckConstraint(
                name="submission_window_in_order",
                condition=Q(submission_closes_at__gt=F("submission_opens_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dossiers:campaign", args=[self.pk])

    @classmethod
    def describe(cls, row: Any) -> dict[str, str]:
        return {
            "title": row["name"],
            "path": reverse("dossiers:campaign", args=[row["id"]]),
            "deadline_at": row["registration_closes_at"].isoformat(),
        }

    def choice_words(self, article: str, authority: str = "") -> str:
        """That the agency chose a value, and whom the article leaves it to; `authority` decides
        the award it is about, where it is about one."""
        if not article:
            return ""
        regulator = regulator_by(authority, regulator_of(self.organization))
        return chosen_words(article, regulator)

    @property
    def asks_opinions(self) -> bool:
        """Whether the rules of one of its awards ask for an opinion of another body."""
        return self.titles.exclude(opinions=[]).exists()


class RegistrationReminder(models.Model):
    """A reminder to people who had not registered in a campaign: at most one a day."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="reminders", verbose_name=_("campaign")
    )
    sent_on = models.DateField(_("sent on"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    told = models.PositiveIntegerField(_("number of accounts told"))

    class Meta:
        ordering = ["-sent_on"]
        verbose_name = _("reminder to register")
        verbose_name_plural = _("reminders to register")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sent_on"], name="one_reminder_of_a_campaign_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}, {self.sent_on:%d/%m/%Y}"


class VoteBase(models.TextChoices):
    """The base of a threshold: all members, or those taking part."""

    ALL = "all", _("of all members")
    PRESENT = "present", _("of the members taking part")


class VoteAbsent(models.TextChoices):
    """How an absent member counts."""

    COUNTS_NO = "counts_no", _("an absent member's written opinion is no ballot")
    WRITTEN = "written", _("an absent member's written opinion is a ballot")
    SILENCE_AGREES = "silence_agrees", _("an absent member who says nothing agrees")


class VoteRule(models.Model):
    """The vote an award requires: threshold, its base, and how absent members count.

    `also_numerator`/`also_denominator`, where not 0, is a second threshold of the other base, which
    has to be reached too.
    """

    threshold_numerator = models.PositiveSmallIntegerField(_("threshold numerator"), default=1)
    threshold_denominator = models.PositiveSmallIntegerField(_("threshold denominator"), default=2)
    threshold_strict = models.BooleanField(_("more than the threshold"), default=False)
    also_numerator = models.PositiveSmallIntegerField(_("second threshold numerator"), default=0)
    also_denominator = models.PositiveSmallIntegerField(
        _("second threshold denominator"), default=1
    )
    also_strict = models.BooleanField(_("more than the second threshold"), default=False)
    vote_base = models.CharField(
        _("base of the vote"), max_length=8, choices=VoteBase.choices, default=VoteBase.ALL
    )
    vote_absent = models.CharField(
        _("absent members"), max_length=14, choices=VoteAbsent.choices, default=VoteAbsent.WRITTEN
    )
    citation = models.CharField(_("legal source"), max_length=300, blank=True)
    verified = models.BooleanField(_("checked against the original text"), default=False)

    RULE = (
        "threshold_numerator",
        "threshold_denominator",
        "threshold_strict",
        "also_numerator",
        "also_denominator",
        "also_strict",
        "vote_base",
        "vote_absent",
        "citation",
        "verified",
    )

    class Meta:
        abstract = True

    @property
    def threshold(self) -> BodyFraction:
        """How many of the base must say yes."""
        return BodyFraction(
            self.threshold_numerator,
            self.threshold_denominator,
            strict=self.threshold_strict,
            source=self.citation,
            verified=self.verified,
        )

    def is_reached(self, in_favour: int, base: int, other_base: int) -> bool:
        """Whether `in_favour` votes reach the threshold of `base`, and the second threshold of
        `other_base` if there is one. Members who agree by silence took no part: with a second
        threshold none may count so."""
        second = self.second_threshold
        return self.threshold.reached(in_favour, base) and (
            second is None or second.reached(in_favour, other_base)
        )

    @property
    def second_threshold(self) -> BodyFraction | None:
        """The second threshold, of the other base; None if there is none."""
        if not self.also_numerator:
            return None
        return BodyFraction(
            self.also_numerator,
            self.also_denominator,
            strict=self.also_strict,
            source=self.citation,
            verified=self.verified,
        )


class CampaignTitle(VoteRule):
    """An award open in a campaign, with the parameters of its way: which steps, which threshold.

    `threshold_numerator / threshold_denominator` of the members of the council (`vote_base`) must
    say yes; posting lasts `consultation_days` working days; `required_papers` holds codes of
    `PaperKind`; `unit_meeting` is what the rules ask of the unit's meeting (`TitleDefaults`).
    `left_to` is the article that leaves the threshold to the province, where no regulation says
    it: the threshold is then the agency's choice (`Campaign.own_choice`). `deadlines` and
    `opinions` are those of the rules, as `rulesets.title_procedure` keeps them.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="titles", verbose_name=_("campaign")
    )
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="+", verbose_name=_("award type")
    )
    needs_unit_review = models.BooleanField(_("needs unit review"), default=True)
    needs_vote = models.BooleanField(_("needs council vote"), default=True)
    needs_consultation = models.BooleanField(_("needs public consultation"), default=True)
    needs_registration = models.BooleanField(_("needs registration of goals"), default=False)
    own_authority = models.BooleanField(_("decided by this agency"), default=True)
    unit_meeting = models.JSONField(_("rule of the unit's meeting"), null=True, blank=True)
    consultation_days = models.PositiveSmallIntegerField(
        _("working days of consultation"), default=0
    )
    required_papers = models.JSONField(_("required papers"), default=list, blank=True)
    left_to = models.CharField(_("left to the province by"), max_length=200, blank=True)
    deadlines = models.JSONField(_("deadlines"), default=list, blank=True)
    opinions = models.JSONField(_("opinions to be asked"), default=list, blank=True)

    STEPS = ("needs_registration", "needs_unit_review", "needs_vote", "needs_consultation")

    class Meta:
        ordering = ["award_type__rank"]
        verbose_name = _("title of a campaign")
        verbose_name_plural = _("titles of a campaign")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "award_type"], name="title_once_per_campaign"
            ),
            models.CheckConstraint(
                name="threshold_is_a_fraction",
                condition=Q(
                    threshold_denominator__gt=0,
                    threshold_numerator__gt=0,
                    threshold_numerator__lte=F("threshold_denominator"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_type}, {self.campaign}"

    @property
    def choice_words(self) -> str:
        """That the agency chose the threshold, and who is to lay it down by which article; empty
        where a rule says it."""
        return self.campaign.choice_words(self.left_to, self.award_type.authority)

    @property
    def conferring(self) -> dict[str, Any]:
        """`source` and `verified` of the frozen rule on who confers the award; empty without one.
        `citation` is that of the vote; a setting has none."""
        awards = self.campaign.rules.get("content", {}).get("award", {})
        found: dict[str, Any] = awards.get(self.award_type.code, {}).get("catalogue", {})
        return found if found.get("source") else {}


class StepChange(WorkflowSubject):
    """A proposed set of steps for an award of a campaign, with its reason and outcome."""

    workflow = STEP_CHANGES
    STEPS = CampaignTitle.STEPS

    title = models.ForeignKey(
        CampaignTitle,
        models.CASCADE,
        related_name="step_changes",
        verbose_name=_("title of a campaign"),
    )
    needs_registration = models.BooleanField(_("needs registration of goals"))
    needs_unit_review = models.BooleanField(_("needs unit review"))
    needs_vote = models.BooleanField(_("needs council vote"))
    needs_consultation = models.BooleanField(_("needs public consultation"))
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    confirm = bind(STEP_CHANGES, "confirm")
    reject = bind(STEP_CHANGES, "reject")
    withdraw = bind(STEP_CHANGES, "withdraw")

    class Meta:
        ordering = ["-proposed_at", "-id"]
        verbose_name = _("change of steps")
        verbose_name_plural = _("changes of steps")
        constraints = [
            state_constraint("step_change_state_known", StepChangeState),
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(state=StepChangeState.PROPOSED),
                name="one_step_change_proposed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("dossiers:step_change", args=[self.pk])

    def changed(self, title: CampaignTitle) -> dict[str, bool]:
        """The steps that differ from those of the title, with their new value."""
        return {
            name: getattr(self, name)
            for name in self.STEPS
            if getattr(self, name) != getattr(title, name)
        }
