"""Starting nominations: one by one from pages, in bulk from lists and the demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from nominations import citations
from nominations.chunking import key_chunks
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.dossiers.permissions import require_writer
from nominations.dossiers.recipients import barred_recipients
from nominations.dossiers.services.late_nominations import reason_for
from nominations.law import catalogue
from nominations.law.models import AwardType, RecipientKind, kind_of_subject
from nominations.law.rulesets import from_frozen
from nominations.people.authorization import account_of, person_id_of, roles_today
from nominations.people.models import Person, Unit, UnitMembership, User
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.states import State
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from workflow import clock
from workflow.actors import Actor, is_system


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNomination:
    """One nomination to start: exactly one of person and collective.

    `arrived_from` is the dossier of an agency below; then the subject belongs to that agency.
    `late_reason` is why somebody is nominated whom nobody registered in time.
    """

    award_type: AwardType
    unit: Unit
    person: Person | None = None
    collective: Unit | None = None
    goals: str = ""
    planned_initiative: str = ""
    achievement: str = ""
    arrived_from: Nomination | None = None
    late_reason: str = ""

    @property
    def kind(self) -> str:
        return kind_of_subject(self.collective)

    @property
    def subject_key(self) -> int:
        """The primary key of the person or the collective."""
        return (self.person or self.collective).pk  # type: ignore[union-attr]  # one of the two is set

    @property
    def subject_name(self) -> str:
        subject = self.person.full_name if self.person is not None else self.collective.name  # type: ignore[union-attr]  # one of the two is set
        return clean_text(subject)


def title_of(subject_name: str, award_name: str, year: int) -> str:
    """The title of a nomination, stored in the site's language whatever language is active."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(subject)s, %(award)s of %(year)s") % {
            "subject": subject_name,
            "award": award_name,
            "year": year,
        }
    return text[:400]


def _memberships(rows: Sequence[NewNomination], day: date) -> dict[int, list[UnitMembership]]:
    """By person the memberships on the day, the primary one first."""
    found: dict[int, list[UnitMembership]] = {}
    for chunk in key_chunks(row.person.pk for row in rows if row.person is not None):
        held = (
            UnitMembership.objects.filter(holds_on(day), person_id__in=chunk)
            .select_related("unit", "position")
            .order_by("-is_primary", "-valid_from")
        )
        for membership in held:
            found.setdefault(membership.person_id, []).append(membership)
    return found


class NominationStarter:
    """Checks rows against one campaign and creates the nominations; reads in bulk.

    `by_secretary`: the caller has checked that the actor is the council secretary, who may add
    anybody except themselves and the unit they lead.
    """

    def __init__(
        self,
        actor: Actor,
        campaign: Campaign,
        rows: Sequence[NewNomination],
        *,
        by_secretary: bool = False,
    ) -> None:
        self.actor, self.campaign, self.by_secretary = actor, campaign, by_secretary
        self.now, self.today = clock.now(), clock.today()
        self.memberships = _memberships(rows, self.today)
        self.open_awards = set(
            CampaignTitle.objects.filter(campaign=campaign).values_list("award_type_id", flat=True)
        )
        self.barred = barred_recipients(
            campaign,
            {row.award_type.code for row in rows},
            persons={row.person.pk for row in rows if row.person is not None},
            units={row.collective.pk for row in rows if row.collective is not None},
        )
        has_households = any(row.kind == RecipientKind.HOUSEHOLD for row in rows)
        self.rule_set = (
            from_frozen(campaign.rules) if has_households and "content" in campaign.rules else None
        )
        held = roles_today(actor)
        self.clerk_units = held.units(Role.UNIT_CLERK)
        self.headed_units = held.units(Role.UNIT_HEAD)

    def make(self, row: NewNomination) -> Nomination:
        self._check_subject(row)
        self._check_right(row)
        membership = self._place(row)
        name = row.subject_name
        unit_name = membership.unit.name if membership else ""
        if row.kind == RecipientKind.HOUSEHOLD and row.collective is not None:
            unit_name = row.collective.address  # papers show it
        return Nomination(
            organization_id=self.campaign.organization_id,
            unit=row.unit,
            campaign=self.campaign,
            award_type=row.award_type,
            kind=row.kind,
            person=row.person,
            collective=row.collective,
            title=title_of(name, row.award_type.name, self.campaign.year),
            subject_name=name,
            position_name=membership.position.name if membership else "",
            unit_name=unit_name or (row.unit.name if row.arrived_from is None else ""),
            registered_by=account_of(self.actor),
            goals=clean_text(row.goals),
            planned_initiative=clean_text(row.planned_initiative),
            achievement=clean_text(row.achievement),
            late_reason=clean_text(row.late_reason),
            arrived_from=row.arrived_from,
            state_entered_at=self.now,
            created_at=self.now,
        )

    def _check_subject(self, row: NewNomination) -> None:
        if (row.person is None) == (row.collective is None):
            raise ValidationError(
                _("Name one person or one collective, not both."), code="one_subject"
            )
        if row.award_type.pk not in self.open_awards:
            raise ValidationError(
                _("%(award)s is not open in this campaign; choose another award.")
                % {"award": row.award_type.name},
                code="title_not_open",
            )
        if row.unit.is_household:
            raise ValidationError(
                _("%(household)s is a household: choose the unit of the agency that proposes it.")
                % {"household": row.unit.name},
                code="household_reviews",
            )
        if row.kind == RecipientKind.HOUSEHOLD and (unfit := self._barred_household(row)):
            raise ValidationError(unfit, code="not_for_households")
        if not row.award_type.is_for(row.kind):
            raise ValidationError(
                _("%(award)s is for collectives only.") % {"award": row.award_type.name}
                if row.person is not None
                else _("%(award)s is for individuals only.") % {"award": row.award_type.name},
                code="wrong_kind",
            )
        if refusal := self.barred.get((row.award_type.code, str(row.kind), row.subject_key)):
            raise ValidationError(refusal, code="not_a_recipient")
        if row.unit.organization_id != self.campaign.organization_id:
            raise ValidationError(
                _("%(unit)s belongs to another agency than the campaign.")
                % {"unit": row.unit.name},
                code="unit_elsewhere",
            )
        for unit in (row.unit, row.collective):
            if unit is not None and row.arrived_from is None and not unit.holds_on(self.today):
                raise ValidationError(
                    _("%(unit)s no longer exists on this day; choose the unit that replaced it.")
                    % {"unit": unit.name},
                    code="unit_closed",
                )

    def _barred_household(self, row: NewNomination) -> str:
        """Why the award excludes households, with the article; "" if it does not."""
        given = self.rule_set.catalogue.get(row.award_type.code) if self.rule_set else None
        entry = catalogue.entries()[row.award_type.code]
        targets = given.targets if given else entry.targets
        if RecipientKind.HOUSEHOLD in targets and row.award_type.for_households:
            return ""
        source = given.source if given else entry.citation
        whom = ", ".join(
            str(RecipientKind(kind).label).lower()
            for kind in targets
            if kind != RecipientKind.HOUSEHOLD
        )
        return _("%(award)s is not given to households, only to: %(whom)s (%(source)s).") % {
            "award": row.award_type.name,
            "whom": whom,
            "source": citations.in_full(source) or _("a setting"),
        }

    def _check_right(self, row: NewNomination) -> None:
        if is_system(self.actor):
            return
        own = row.person is not None and row.person.pk == person_id_of(self.actor)
        collective_id = row.collective.pk if row.collective else None
        if self.by_secretary:
            self._check_secretary(own, collective_id in self.headed_units)
            return
        if not (own or row.unit.pk in self.clerk_units or collective_id in self.headed_units):
            raise not_allowed(
                "not_registrant",
                _("Only the unit clerk registers on behalf of %(name)s.")
                % {"name": row.subject_name},
            )

    def _check_secretary(self, own: bool, leads: bool) -> None:
        if leads:
            raise not_allowed(
                "own_collective",
                _(
                    "The secretary does not add the unit they lead here;"
                    " the unit clerk registers it, or the secretary as head of the unit."
                ),
            )
        if own:
            raise not_allowed(
                "own_nomination",
                _(
                    "The secretary does not add their own name here;"
                    " the unit clerk registers it, or the secretary as everybody else."
                ),
            )

    def _place(self, row: NewNomination) -> UnitMembership | None:
        """The membership whose post and unit are stored; refuses a person of another agency."""
        if row.collective is not None:
            if (
                row.arrived_from is None
                and row.collective.organization_id != self.campaign.organization_id
            ):
                raise ValidationError(
                    _("%(unit)s belongs to another agency than the campaign.")
                    % {"unit": row.collective.name},
                    code="unit_elsewhere",
                )
            return None
        places = self.memberships.get(row.person.pk, [])  # type: ignore[union-attr]  # only rows of persons come here
        if row.arrived_from is not None:
            return places[0] if places else None
        here = [p for p in places if p.unit.organization_id == self.campaign.organization_id]
        if not here:
            raise ValidationError(
                _("%(name)s does not work in the agency that runs the campaign.")
                % {"name": row.subject_name},
                code="person_elsewhere",
            )
        of_unit = [place for place in here if place.unit_id == row.unit.pk]
        if not of_unit and not is_system(self.actor):
            raise ValidationError(
                _("%(name)s works in %(unit)s; the nomination is reviewed there.")
                % {"name": row.subject_name, "unit": here[0].unit.name},
                code="person_in_other_unit",
            )
        return (of_unit or here)[0]


def start_many(
    *, actor: Actor, campaign: Campaign, rows: Sequence[NewNomination]
) -> list[Nomination]:
    """Start drafts for all rows, or for none: a handful of statements however many rows.

    Names, posts and units are stored as they are today. Refuses with a ValidationError that names
    the subject: an award not open in the campaign or not for that kind of subject, a unit of
    another agency or one that no longer exists, a person who works elsewhere; with NotAllowed
    whoever is neither the nominee nor the unit clerk nor the head of the collective.
    """
    starter = NominationStarter(actor, campaign, rows)
    made = [starter.make(row) for row in rows]
    with transaction.atomic():
        return Nomination.objects.bulk_create(made, batch_size=500)


def start_nomination(
    *,
    actor: Actor,
    campaign: Campaign,
    award_type: AwardType,
    unit: Unit,
    person: Person | None = None,
    collective: Unit | None = None,
    goals: str = "",
    planned_initiative: str = "",
) -> Nomination:
    """Start one draft; stores and refuses as `start_many`."""
    row = NewNomination(
        award_type=award_type,
        unit=unit,
        person=person,
        collective=collective,
        goals=goals,
        planned_initiative=planned_initiative,
    )
    return start_many(actor=actor, campaign=campaign, rows=[row])[0]


def existing_nomination(actor: Actor, campaign: Campaign, row: NewNomination) -> Nomination | None:
    """The live nomination of this subject for this award: a registered one, or a draft of the
    actor.
    """
    same = Nomination.objects.filter(
        campaign=campaign,
        award_type=row.award_type,
        person=row.person,
        collective=row.collective,
    ).exclude(state__in=[State.WITHDRAWN, State.DECLINED])
    return next(
        (
            nomination
            for nomination in same.order_by("-created_at")
            if nomination.state != State.DRAFT or nomination.registered_by_id == actor.pk
        ),
        None,
    )


def start_once(
    *, actor: Actor, campaign: Campaign, row: NewNomination, as_draft: bool = False
) -> tuple[Nomination, bool]:
    """Like `start_nomination`, but idempotent: a repeated request finds the nomination of the
    first.

    Returns the nomination and whether it is new. Withdrawn and declined ones do not count. After
    the end of the registration a new one requires its `late_reason` (see `late.reason_for`), a
    draft only where something is written.
    """
    with transaction.atomic():
        # Serialises concurrent requests of one person.
        User.objects.select_for_update().get(pk=actor.pk)
        before = existing_nomination(actor, campaign, row)
        if before is not None:
            return before, False
        if not as_draft or row.late_reason.strip():
            reason = reason_for(campaign, row.award_type.pk, row.late_reason)
            row = replace(row, late_reason=reason)
        return start_many(actor=actor, campaign=campaign, rows=[row])[0], True


def save_goals(
    *,
    actor: Actor,
    nomination: Nomination,
    goals: str,
    planned_initiative: str = "",
    achievement: str | None = None,
    late_reason: str | None = None,
    as_draft: bool = False,
) -> Nomination:
    """Change the goals of a draft, and the reason for a late nomination (None: unchanged).

    Refuses anybody but its writers, and goals that are already registered; the reason is checked by
    `late.reason_for`, with `as_draft` only if it is not empty.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
        require_writer(actor, locked)
        if locked.state != State.DRAFT:
            raise ValidationError(
                _("The goals have been registered and can no longer be changed."), code="registered"
            )
        locked.goals, locked.planned_initiative = clean_text(goals), clean_text(planned_initiative)
        if achievement is not None:
            locked.achievement = clean_text(achievement)
        if late_reason is not None and (late_reason.strip() or not as_draft):
            locked.late_reason = reason_for(locked.campaign, locked.award_type_id, late_reason)
        locked.save(update_fields=["goals", "planned_initiative", "achievement", "late_reason"])
    return locked
