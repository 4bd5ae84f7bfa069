"""Opening a campaign with the rule set of the day, and changes while it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.dossiers.permissions import require_secretary
from nominations.law import rulesets
from nominations.law.datafile import DataFileError
from nominations.law.models import AwardType, CommendationType
from nominations.people.models import Organization
from nominations.vietnamese import clean_text
from workflow import audit, clock
from workflow.actors import Actor

Window = tuple[datetime, datetime]
WINDOWS = ("registration", "submission")
TITLE_FIELDS = frozenset(
    {"needs_unit_review", "needs_vote", "needs_consultation", "needs_registration"}
)


def award_types(codes: Sequence[str], *, on: date) -> list[AwardType]:
    """The catalogue entries valid on the day, by code; refuses an unknown code."""
    found = {row.code: row for row in AwardType.objects.on(on).filter(code__in=codes)}
    missing = [code for code in codes if code not in found]
    if missing:
        raise ValidationError(
            _("The catalogue has no award %(codes)s on %(day)s.")
            % {"codes": ", ".join(missing), "day": f"{on:%d/%m/%Y}"},
            code="unknown_award",
        )
    return [found[code] for code in dict.fromkeys(codes)]


def _check(
    organization: Organization, code: str, codes: Sequence[str], period: tuple[date, date],
    windows: Sequence[Window],
) -> None:  # fmt: skip
    if not codes:
        raise ValidationError(_("Choose at least one award."), code="no_award")
    if period[1] < period[0]:
        raise ValidationError(
            _("The achievement period ends before it begins."), code="period_in_reverse"
        )
    if any(closes <= opens for opens, closes in windows):
        raise ValidationError(_("A window closes before it opens."), code="window_in_reverse")
    if Campaign.objects.filter(organization=organization, code=code).exists():
        raise ValidationError(
            _("The agency already has a campaign with the code %(code)s.") % {"code": code},
            code="code_taken",
        )


def open_campaign(
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
    plan_number: str = "",
    plan_date: date | None = None,
) -> Campaign:
    """Open a campaign; freeze today's rule set in it and take the parameters of its titles from
    there.

    Refuses anybody but the agency's council secretary (NotAllowed), and with a ValidationError an
    unknown award, a code used before, a window or period in reverse, a day without a rule set.
    """
    require_secretary(actor, organization.pk)
    code = clean_text(code)
    period = (achievement_from, achievement_to)
    _check(organization, code, award_codes, period, (registration, submission))
    campaign = Campaign(
        organization=organization,
        code=code,
        name=clean_text(name),
        year=year,
        commendation_type=commendation_type,
        theme=clean_text(theme),
        plan_number=clean_text(plan_number),
        plan_date=plan_date,
        achievement_from=achievement_from,
        achievement_to=achievement_to,
        registration_opens_at=registration[0],
        registration_closes_at=registration[1],
        submission_opens_at=submission[0],
        submission_closes_at=submission[1],
        review_due_on=review_due_on,
        opened_at=clock.now(),
    )
    titles = _titles(campaign, award_types(award_codes, on=clock.today()))
    with transaction.atomic():
        campaign.save()
        CampaignTitle.objects.bulk_create(titles)
        payload = {
            "code": code,
            "name": campaign.name,
            "awards": [title.award_type.code for title in titles],
            "rule_set": campaign.rules.get("rule_set", ""),
        }
        audit.record(f"campaign:{campaign.pk}", "campaign.opened", actor=actor, payload=payload)
    return campaign


def _titles(campaign: Campaign, types: Sequence[AwardType]) -> list[CampaignTitle]:
    """The campaign's titles with the parameters of today's rule set, which the campaign keeps.

    Standards and quotas are those of the last day of the achievement period, or of the day of
    filing where that comes first; everything else is as today.
    """
    agency = campaign.organization
    filed_on = localtime(campaign.submission_closes_at).date()
    judged_on = min(campaign.achievement_to, filed_on)
    try:
        rule_set = rulesets.rule_set_for(clock.today(), agency, standards_on=judged_on)
        campaign.rules = rulesets.frozen_copy(rule_set)
        campaign.procedure_regime = rule_set.code
        campaign.standards_regime = rule_set.standards_code
        return [
            CampaignTitle(
                campaign=campaign,
                award_type=row,
                **asdict(
                    rulesets.defaults_under(
                        rule_set,
                        row.code,
                        commendation_type=campaign.commendation_type,
                        level=agency.authority,
                    )
                ),
            )
            for row in types
        ]
    except DataFileError as error:
        raise ValidationError(
            _("A regulation of the agency does not fit the law any more: %(problem)s")
            % {"problem": error},
            code="wrong_layer",
        ) from error
    except LookupError as error:
        raise ValidationError(
            _("No rule set is known for the awards chosen on this day."), code="no_rule_set"
        ) from error


def extend_window(
    *, actor: Actor, campaign: Campaign, window: str, closes_at: datetime, reason: str
) -> Campaign:
    """Postpone the end of a window ("registration" or "submission"), with a recorded reason.

    Refuses anybody but the council secretary (NotAllowed); an unknown window, no reason, and a
    moment that is past or not later than the present one (ValidationError).
    """
    require_secretary(actor, campaign.organization_id)
    reason = clean_text(reason)
    if window not in WINDOWS:
        raise ValidationError(_("Choose which window is extended."), code="unknown_window")
    if not reason:
        raise ValidationError(_("Write the reason for the extension."), code="no_reason")
    column = f"{window}_closes_at"
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        before = getattr(locked, column)
        if closes_at <= before or closes_at <= clock.now():
            raise ValidationError(
                _("The new closing time must lie in the future and after %(moment)s.")
                % {"moment": date_format(localtime(before), "H:i d/m/Y")},
                code="not_later",
            )
        setattr(locked, column, closes_at)
        locked.save(update_fields=[column])
        payload = {"window": window, "from": before, "to": closes_at, "reason": reason}
        audit.record(
            f"campaign:{locked.pk}", "campaign.window_extended", actor=actor, payload=payload
        )
    return locked


def change_title(
    *, actor: Actor, title: CampaignTitle, reason: str, **steps: bool
) -> CampaignTitle:
    """Change which steps an award requires in this campaign, with a recorded reason.

    Only `needs_...` flags change; thresholds stay as in the rule set. Refuses anybody but the
    council secretary (NotAllowed), another field, and no reason (ValidationError).
    """
    require_secretary(actor, title.campaign.organization_id)
    reason = clean_text(reason)
    if not reason:
        raise ValidationError(_("Write the reason for the change."), code="no_reason")
    if not set(steps) <= TITLE_FIELDS:
        raise ValidationError(_("Only the steps of an award can be changed."), code="not_a_step")
    with transaction.atomic():
        locked = CampaignTitle.objects.select_for_update().get(pk=title.pk)
        changes = {
            name: value for name, value in steps.items() if getattr(locked, name) != bool(value)
        }
        if changes:
            for name, value in changes.items():
                setattr(locked, name, bool(value))
            locked.save(update_fields=sorted(changes))
            payload = {"award": locked.award_type.code, "reason": reason, "changes": changes}
            audit.record(
                f"campaign:{locked.campaign_id}",
                "campaign.title_changed",
                actor=actor,
                payload=payload,
            )
    return locked
