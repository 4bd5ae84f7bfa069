"""Councils, their members, voting sessions and what was voted.

A session votes in one of three modes. *Named*: each member marks yes or no per item on screen; a
line without a mark is invalid, as on paper. *Paper*: two scrutineers enter the counts of the paper
ballots and must agree. *Sealed*: the ballots are sealed in the members' browsers.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from nominations.council.session_workflow import SESSIONS, SessionState
from nominations.dossiers.models import Campaign, Nomination, VoteAbsent, VoteBase, VoteRule
from nominations.fractions import BodyFraction, share_text
from nominations.people.models import Organization, Person, User
from nominations.people.models.dated import Dated, ends_after_start
from nominations.web.addresses import address_of
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class Council(Dated):
    """The emulation and commendation council of an agency, set up by a decision for a term."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="councils", verbose_name=_("agency")
    )
    name = models.CharField(_("name"), max_length=250)
    symbol = models.CharField(_("document symbol"), max_length=20, blank=True)
    decision_number = models.CharField(_("set up by decision"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    # Accounts that changed the list of members since its last confirmation: the next session opens
    # after somebody else confirmed it.
    is_confirmed = models.BooleanField(_("list of members confirmed"), default=True)
    changed_by = models.JSONField(_("list of members changed by"), default=list, blank=True)

    class Meta:
        ordering = ["organization__rank", "-valid_from"]
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        permissions = [("vote_in_council", "Vote in the sessions of the council")]
        constraints = [ends_after_start("council_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class CouncilUserPermission(UserObjectPermissionBase):
    """Guardian's projection of today's council members."""

    content_object = models.ForeignKey(Council, models.CASCADE)


class SeatRole(models.TextChoices):
    CHAIR = "chair", _("Council chair")
    VICE_CHAIR = "vice_chair", _("Vice chair")
    MEMBER = "member", _("Council member")
    SECRETARY = "secretary", _("Member and secretary")


class CouncilMember(Dated):
    """A dated seat of a person on a council. All seats vote."""

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="members", verbose_name=_("council")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="council_seats", verbose_name=_("person")
    )
    seat = models.CharField(
        _("seat"), max_length=12, choices=SeatRole.choices, default=SeatRole.MEMBER
    )
    rank = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["council", "rank", "person__sort_key"]
        verbose_name = _("council member")
        verbose_name_plural = _("council members")
        constraints = [
            ends_after_start("council_member_ends_after_start"),
            models.UniqueConstraint(
                fields=["council", "person"],
                condition=Q(valid_to__isnull=True),
                name="one_open_seat_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_seat_display()}"


class VotingMode(models.TextChoices):
    NAMED = "named", _("Named vote online")
    PAPER = "paper", _("Paper ballots")
    SEALED = "sealed", _("Sealed ballots online")


class VotingSession(WorkflowSubject):
    """One meeting of the council with its agenda, its roster frozen at opening, and its result."""

    workflow = SESSIONS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="sessions", verbose_name=_("council")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="sessions",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    name = models.CharField(_("name"), max_length=250)
    mode = models.CharField(
        _("way of voting"), max_length=10, choices=VotingMode.choices, default=VotingMode.NAMED
    )
    held_on = models.DateField(_("meeting held on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    opens_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True)
    certified_at = models.DateTimeField(_("certified at"), null=True, blank=True)
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum numerator"), default=2)
    quorum_denominator = models.PositiveSmallIntegerField(_("quorum denominator"), default=3)
    quorum_citation = models.CharField(_("legal source of the quorum"), max_length=300, blank=True)
    quorum_asked_by = models.CharField(_("award asking for the quorum"), max_length=250, blank=True)
    settings = models.JSONField(_("settings of the meeting"), default=dict, blank=True)
    agenda_sent_at = models.DateTimeField(_("agenda sent to the members at"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reruns",
        verbose_name=_("held again in place of"),
    )
    minutes_number = models.CharField(_("minutes number"), max_length=60, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    void_reason = models.TextField(_("reason for voiding"), blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))

    revise = bind(SESSIONS, "revise")
    open = bind(SESSIONS, "open")
    close = bind(SESSIONS, "close")
    count = bind(SESSIONS, "count")
    complete_minutes = bind(SESSIONS, "complete_minutes")
    sign = bind(SESSIONS, "sign")
    certify = bind(SESSIONS, "certify")
    void = bind(SESSIONS, "void")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("voting session")
        verbose_name_plural = _("voting sessions")
        constraints = [
            state_constraint("session_state_known", SessionState),
            models.CheckConstraint(
                name="quorum_is_a_fraction",
                condition=Q(
                    quorum_denominator__gt=0, quorum_numerator__lte=F("quorum_denominator")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def quorum(self) -> BodyFraction:
        """How many of the members must take part, as frozen when the session opened."""
        return BodyFraction(
            self.quorum_numerator, self.quorum_denominator, source=self.quorum_citation
        )

    def get_absolute_url(self) -> str:
        return address_of("council:session", self.public_id)

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        """Name and path, for messages."""
        path = address_of("council:session", row["public_id"])
        return {"title": row["name"], "path": path}


class BallotItem(VoteRule):
    """One nomination on the agenda with its rule, frozen at opening, and the counts at the end.

    `live` until the session is certified or void: a nomination is on one live agenda at a time.
    Counts: `members` of the whole roster, `took_part` of those with a ballot, `silent` of absent
    members who agree by silence under the rule; `yes` counts ballots only.
    """

    session = models.ForeignKey(
        VotingSession, models.CASCADE, related_name="items", verbose_name=_("session")
    )
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="ballot_items", verbose_name=_("nomination")
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    live = models.BooleanField(default=True, editable=False)
    members = models.PositiveSmallIntegerField(_("members counted"), default=0)
    took_part = models.PositiveSmallIntegerField(_("members taking part"), default=0)
    silent = models.PositiveSmallIntegerField(_("absent and agreeing by silence"), default=0)
    yes = models.PositiveSmallIntegerField(_("yes"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("no"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("abstain"), null=True, blank=True)
    invalid = models.PositiveSmallIntegerField(_("invalid"), null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)

    class Meta:
        ordering = ["session", "position", "id"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "nomination"], name="nomination_once_per_session"
            ),
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(live=True), name="nomination_on_one_live_agenda"
            ),
            models.CheckConstraint(
                name="counts_not_more_than_members",
                condition=Q(yes__isnull=True)
                | Q(members__gte=F("yes") + F("no") + F("abstain") + F("invalid") + F("silent")),
            ),
            models.CheckConstraint(
                name="took_part_and_silent_are_members",
                condition=Q(members__gte=F("took_part") + F("silent")),
            ),
            models.CheckConstraint(
                name="silence_agrees_over_all_members",
                condition=Q(silent=0)
                | Q(vote_base=VoteBase.ALL, vote_absent=VoteAbsent.SILENCE_AGREES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.position}"

    @property
    def of_present(self) -> bool:
        """Whether the base of the threshold is those who took part."""
        return self.vote_base == VoteBase.PRESENT

    @property
    def takes_written(self) -> bool:
        """Whether an absent member's written opinion is a ballot."""
        return self.vote_absent != VoteAbsent.COUNTS_NO

    @property
    def silence_agrees(self) -> bool:
        """Whether an absent member who says nothing agrees."""
        return self.vote_absent == VoteAbsent.SILENCE_AGREES

    @property
    def base(self) -> int:
        """The base of the threshold; those taking part are known after counting."""
        return self.took_part if self.of_present else self.members

    @property
    def other_base(self) -> int:
        """The base of the second threshold."""
        return self.members if self.of_present else self.took_part

    @property
    def is_carried(self) -> bool:
        """Whether the votes in favour reach every threshold."""
        return self.is_reached(self.in_favour or 0, self.base, self.other_base)

    @property
    def in_favour(self) -> int | None:
        """Yes ballots and those who agree by silence; None before counting."""
        return None if self.yes is None else self.yes + self.silent

    @property
    def needed(self) -> int:
        """Votes in favour needed, once base and rule are frozen."""
        return self.threshold.needed(self.base)

    @property
    def share(self) -> str:
        """Share of the base that is in favour, "88,89"; "" before counting."""
        favour = self.in_favour
        return "" if favour is None or not self.base else share_text(favour, self.base)

    @property
    def valid(self) -> int | None:
        """Ballots on which the line of this item is valid; None before counting."""
        return None if self.yes is None else self.yes + (self.no or 0) + (self.abstain or 0)

    @property
    def returned(self) -> int | None:
        """Ballots on this item; None before counting."""
        return None if self.valid is None else self.valid + (self.invalid or 0)


class RosterEntry(models.Model):
    """A member entitled to vote in a session, as frozen when it opened; presence and cast flag."""

    session = models.ForeignKey(VotingSession, models.CASCADE, related_name="roster")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seat = models.CharField(max_length=12, choices=SeatRole.choices)
    present = models.BooleanField(_("present"), null=True, blank=True)
    absence_reason = models.CharField(_("reason of absence"), max_length=200, blank=True)
    written_opinion = models.BooleanField(_("opinion in writing"), default=False)
    has_voted = models.BooleanField(_("has voted"), default=False)

    class Meta:
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="member_once_per_roster")
        ]


class Scrutineer(models.Model):
    """A person who counts a session; two of them sign."""

    session = models.ForeignKey(VotingSession, models.CASCADE, related_name="scrutineers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)

    class Meta:
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="scrutineer_once_per_session"
            )
        ]


class ChairSignature(models.Model):
    """The chair's signature under the minutes of a session."""

    session = models.OneToOneField(VotingSession, models.CASCADE, related_name="chair_signature")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"))


class Recusal(models.Model):
    """A member does not vote on an item: always on their own nomination, or by declaration."""

    item = models.ForeignKey(BallotItem, models.CASCADE, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    is_own = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="recused_once_per_item")
        ]


class VoteChoice(models.TextChoices):
    YES = "yes", _("Yes, agree")
    NO = "no", _("No, do not agree")
    ABSTAIN = "abstain", _("No opinion")


class NamedVote(models.Model):
    """A member's answer on an item in the named mode; the last one before closing counts."""

    item = models.ForeignKey(BallotItem, models.CASCADE, related_name="named_votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=VoteChoice.choices)

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="one_named_vote_per_item")
        ]


class PaperCount(models.Model):
    """One scrutineer's counts of the paper ballots for an item; two must agree."""

    item = models.ForeignKey(BallotItem, models.CASCADE, related_name="paper_counts")
    scrutineer = models.ForeignKey(Scrutineer, models.CASCADE, related_name="counts")
    yes = models.PositiveSmallIntegerField(_("yes"))
    no = models.PositiveSmallIntegerField(_("no"))
    abstain = models.PositiveSmallIntegerField(_("abstain"), default=0)
    invalid = models.PositiveSmallIntegerField(_("invalid"), default=0)
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "scrutineer"], name="one_count_per_scrutineer")
        ]
