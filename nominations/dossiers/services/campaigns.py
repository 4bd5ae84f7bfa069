"""Drafting, correcting and copying a campaign, opening it, and extending its windows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.dossiers.campaign_dates import date_problems
from nominations.dossiers.campaign_proposal import moved_dates
from nominations.dossiers.campaign_rules import NOT_EMPTY
from nominations.dossiers.campaign_workflow import CAMPAIGNS, CampaignState
from nominations.dossiers.models import Campaign
from nominations.dossiers.permissions import require_secretary
from nominations.dossiers.services.campaign_titles import award_types, set_titles
from nominations.dossiers.services.own_choice import (
    KEY,
    choice_refusal,
    record_choice,
    values_left,
)
from nominations.dossiers.services.step_changes import propose_steps_as_before
from nominations.law.models import AwardType, CommendationType
from nominations.people.authorization import require
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.vietnamese import clean_text
from notifications.moments import moment_text
from workflow import audit, clock
from workflow.actors import Actor
from workflow.engine import perform

Window = tuple[datetime, datetime]
WINDOWS = ("registration", "submission")
MAX_CODE = 40


@dataclass(frozen=True, slots=True)
class CampaignCopy:
    """The draft for a new year, and the names of awards that could not be copied."""

    campaign: Campaign
    left_out: list[str]


def _fill(campaign: Campaign, registration: Window, submission: Window, **given: Any) -> None:
    """Set the campaign's columns; refuse contradicting dates."""
    texts = {name: clean_text(value) for name, value in given.items() if isinstance(value, str)}
    for name, value in {**given, **texts}.items():
        setattr(campaign, name, value)
    campaign.registration_opens_at, campaign.registration_closes_at = registration
    campaign.submission_opens_at, campaign.submission_closes_at = submission
    for problem in date_problems(campaign):
        raise ValidationError(problem.sentence, code=problem.key)
    taken = Campaign.objects.filter(organization=campaign.organization, code=campaign.code)
    if taken.exclude(pk=campaign.pk).exists():
        raise ValidationError(
            _("The agency already has a campaign with the code %(code)s.")
            % {"code": campaign.code},
            code="code_taken",
        )


def _types(codes: Sequence[str]) -> list[AwardType]:
    if not codes:
        raise ValidationError(_("Choose at least one award."), code="no_award")
    return award_types(codes, on=clock.today())


def _content(campaign: Campaign) -> dict[str, Any]:
    """The history payload of a drafted or corrected campaign."""
    return {
        "code": campaign.code,
        "name": campaign.name,
        "year": campaign.year,
        "awards": list(
            campaign.titles.order_by("award_type__rank").values_list("award_type__code", flat=True)
        ),
        "registration": [campaign.registration_opens_at, campaign.registration_closes_at],
        "submission": [campaign.submission_opens_at, campaign.submission_closes_at],
        "rule_set": campaign.rules.get("rule_set", ""),
    }


def draft_campaign(
    *,
    actor: Actor,
    organization: Organization,
    code: str,
    name: str,
    year: int,
    award_codes: Sequence[str],
    achievement_from: date,
    achievement_to: date,
    registration: Window,
    submission: Window,
    commendation_type: str = CommendationType.MERIT,
    review_due_on: date | None = None,
    theme: str = "",
    movement_launched_by: str = "",
    movement_years: int | None = None,
    movement_review: str = "",
    plan_number: str = "",
    plan_date: date | None = None,
) -> Campaign:
    """Create a campaign as a draft, in which nobody can be nominated yet.

    Refuses anybody but the agency's council secretary (NotAllowed), and with a ValidationError an
    unknown award, a code used before, dates that contradict each other or the year, a day without
    a rule set.
    """
    require_secretary(actor, organization.pk)
    return _drafted(
        actor,
        organization,
        award_codes,
        registration,
        submission,
        code=code,
        name=name,
        year=year,
        commendation_type=commendation_type,
        theme=theme,
        movement_launched_by=movement_launched_by,
        movement_years=movement_years,
        movement_review=movement_review,
        plan_number=plan_number,
        plan_date=plan_date,
        achievement_from=achievement_from,
        achievement_to=achievement_to,
        review_due_on=review_due_on,
    )


def _drafted(
    actor: Actor,
    organization: Organization,
    award_codes: Sequence[str],
    registration: Window,
    submission: Window,
    **given: Any,
) -> Campaign:
    types = _types(award_codes)
    campaign = Campaign(organization=organization)
    _fill(campaign, registration, submission, **given)
    with transaction.atomic():
        campaign.save()
        set_titles(campaign, types)
        audit.record_on(campaign, "campaign.drafted", actor=actor, payload=_content(campaign))
    return campaign


def open_campaign(
    *, actor: Actor, organization: Organization, choice_reason: str = "", **given: Any
) -> Campaign:
    """Draft a campaign and open it at once; refuses what either of both refuses.

    `choice_reason` is why the agency chooses the proposed values where the law leaves some to the
    province and no regulation says them.
    """
    with transaction.atomic():
        campaign = draft_campaign(actor=actor, organization=organization, **given)
        data = {"choice_reason": choice_reason} if choice_reason else {}
        perform(CAMPAIGNS, campaign.pk, "open", actor=actor, data=data, joins=True)
    campaign.refresh_from_db()
    return campaign


def open_for_arrivals(
    *,
    actor: Actor,
    organization: Organization,
    award_codes: Sequence[str],
    closes_at: datetime,
    choice_reason: str = "",
    **given: Any,
) -> Campaign:
    """Draft and open at once the campaign for dossiers that agencies below have sent.

    Both windows are open from now on, so that later arrivals go into it too; the agency's own staff
    is not notified. Refuses (NotAllowed) anybody but the officer who receives dossiers, and what
    `draft_campaign` and the opening refuse.
    """
    require(
        actor,
        Role.SUPERIOR_OFFICER,
        organization=organization,
        sentence=_("Only the officer of the receiving agency receives dossiers."),
    )
    window = (clock.now(), closes_at)
    data = {"choice_reason": choice_reason} if choice_reason else {}
    with transaction.atomic():
        campaign = _drafted(actor, organization, award_codes, window, window, **given)
        perform(CAMPAIGNS, campaign.pk, "open_for_arrivals", actor=actor, data=data, joins=True)
    campaign.refresh_from_db()
    return campaign


def revise_campaign(
    *, actor: Actor, campaign: Campaign, award_codes: Sequence[str], registration: Window,
    submission: Window, choice_reason: str = "", **given: Any,
) -> Campaign:  # fmt: skip
    """Correct a draft, or an open campaign in which nobody has been nominated.

    Takes what `draft_campaign` takes and refuses what it refuses; also a campaign that is over and
    one with nominations (ValidationError). The rules are read anew: what they leave to the province
    in an open campaign the agency chooses with the reason on record, or with `choice_reason`.
    """
    require_secretary(actor, campaign.organization_id)
    types = _types(award_codes)
    with transaction.atomic():
        locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        _require_correctable(locked)
        before, chosen = _content(locked), _values_left(locked)
        _fill(locked, registration, submission, **given)
        locked.save()
        set_titles(locked, types)
        if locked.state == CampaignState.OPEN:
            _choose_anew(locked, clean_text(choice_reason), actor=actor, before=chosen)
        changed = {
            name: [before[name], value]
            for name, value in _content(locked).items()
            if before[name] != value
        }
        audit.record_on(locked, "campaign.revised", actor=actor, payload={"changed": changed})
    return locked


def _values_left(campaign: Campaign) -> list[str]:
    return values_left(campaign, campaign.titles.select_related("award_type"))


def _choose_anew(campaign: Campaign, reason: str, *, actor: Actor, before: Sequence[str]) -> None:
    """Keep why the agency chose what is left open now, and write it down where that is not what it
    chose before; refuses (ValidationError) a choice without any reason."""
    left = _values_left(campaign)
    reason = reason or campaign.own_choice
    if left and not reason:
        raise ValidationError(choice_refusal(left), code=KEY)
    kept = reason if left else ""
    if (kept, left) == (campaign.own_choice, before):
        return
    campaign.own_choice = kept
    campaign.save(update_fields=["own_choice"])
    if left:
        record_choice(campaign, left, actor=actor)


def _require_correctable(campaign: Campaign) -> None:
    if campaign.state not in (CampaignState.DRAFT, CampaignState.OPEN):
        raise ValidationError(
            _("The campaign is finished or cancelled and is not corrected any more."), code="over"
        )
    number = campaign.nominations.count()
    if number:
        raise ValidationError(NOT_EMPTY % {"number": number}, code="not_empty")


def copy_campaign(*, actor: Actor, campaign: Campaign) -> CampaignCopy:
    """The draft of the next year's campaign: dates a year later and on working days, the same
    awards; steps that two people had changed are proposed again.

    Awards that the catalogue has no more are left out and named. Refuses anybody but the council
    secretary (NotAllowed), and what `draft_campaign` refuses.
    """
    require_secretary(actor, campaign.organization_id)
    on_record = AwardType.objects.on(clock.today()).values_list("code", flat=True)
    titles = list(campaign.titles.select_related("award_type"))
    kept = [t.award_type.code for t in titles if t.award_type.code in set(on_record)]
    years = max(1, clock.today().year - campaign.year)
    dates = moved_dates(campaign, years)
    year = campaign.year + years
    with transaction.atomic():
        made = draft_campaign(
            actor=actor,
            organization=campaign.organization,
            code=_free_code(campaign, year),
            name=_of_year(campaign.name, campaign.year, year),
            year=year,
            commendation_type=campaign.commendation_type,
            theme=_of_year(campaign.theme, campaign.year, year),
            movement_launched_by=campaign.movement_launched_by,
            award_codes=kept,
            registration=(dates["registration_opens_at"], dates["registration_closes_at"]),
            submission=(dates["submission_opens_at"], dates["submission_closes_at"]),
            achievement_from=dates["achievement_from"],
            achievement_to=dates["achievement_to"],
            review_due_on=dates["review_due_on"],
        )
        propose_steps_as_before(actor=actor, campaign=made, before=campaign)
    left_out = [t.award_type.name for t in titles if t.award_type.code not in kept]
    return CampaignCopy(made, left_out)


def _of_year(text: str, before: int, year: int) -> str:
    return re.sub(rf"\b{before}\b", str(year), text)


def _free_code(campaign: Campaign, year: int) -> str:
    """The code with the new year, followed by a number if it is taken."""
    code = _of_year(campaign.code, campaign.year, year)
    if code == campaign.code:
        code = f"{year}-{code}"
    taken = set(
        Campaign.objects.filter(organization=campaign.organization).values_list("code", flat=True)
    )
    candidates = [code[:MAX_CODE], *(f"{code[: MAX_CODE - 3]}-{number}" for number in range(2, 99))]
    return next(one for one in candidates if one not in taken)


def extend_window(
    *, actor: Actor, campaign: Campaign, window: str, closes_at: datetime, reason: str
) -> Campaign:
    """Postpone the end of a window ("registration" or "submission"), with a recorded reason.

    Refuses anybody but the council secretary (NotAllowed); a campaign that is not open, an unknown
    window, no reason, a moment that is past or not later than the present one, and a registration
    that would close after the submission of reports (ValidationError).
    """
    require_secretary(actor, campaign.organization_id)
    reason = clean_text(reason)
    if window not in WINDOWS:
        raise ValidationError(_("Choose which window is extended."), code="unknown_window")
    if not reason:
        raise ValidationError(_("Write the reason for the extension."), code="no_reason")
    column = f"{window}_closes_at"
    with transaction.atomic():
        locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        if locked.state != CampaignState.OPEN:
            raise ValidationError(
                _("Only the windows of an open campaign are extended."), code="not_open"
            )
        before = getattr(locked, column)
        if closes_at <= before or closes_at <= clock.now():
            raise ValidationError(
                _("The new closing time must lie in the future and after %(moment)s.")
                % {"moment": moment_text(before)},
                code="not_later",
            )
        setattr(locked, column, closes_at)
        for problem in date_problems(locked):
            if problem.field == "submission_closes_at":
                raise ValidationError(
                    _("The registration cannot close after the submission of reports (%(moment)s).")
                    % {"moment": moment_text(locked.submission_closes_at)},
                    code=problem.key,
                )
        locked.save(update_fields=[column])
        payload = {"window": window, "from": before, "to": closes_at, "reason": reason}
        audit.record_on(locked, "campaign.window_extended", actor=actor, payload=payload)
    return locked
