"""Nominating after the end of the registration: when it is possible, and the required reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.vietnamese import clean_text
from workflow import clock

MIN_REASON_LENGTH = 10


def is_late(campaign: Campaign) -> bool:
    """Whether a nomination without registration is possible now: the registration has closed,
    reports may still be submitted."""
    now = clock.now()
    return campaign.registration_closes_at < now <= campaign.submission_closes_at


def checked_reason(reason: str) -> str:
    """The reason in NFC; refuses (ValidationError, "no_reason") one that is too short."""
    cleaned = clean_text(reason).strip()
    if len(cleaned) < MIN_REASON_LENGTH:
        raise ValidationError(
            _("Write the reason in a sentence of %(count)s characters or more.")
            % {"count": MIN_REASON_LENGTH},
            code="no_reason",
        )
    return cleaned


def reason_for(campaign: Campaign, award_type_id: int, reason: str) -> str:
    """The `late_reason` to store with a nomination of this award that is started now.

    "" while the registration is open. After its end: refuses (ValidationError) an award that needs
    registration (code "registration_needed"), and a missing reason ("no_reason").
    """
    if not is_late(campaign):
        return ""
    if CampaignTitle.objects.filter(
        campaign=campaign, award_type_id=award_type_id, needs_registration=True
    ).exists():
        raise ValidationError(
            _(
                "This award needs goals registered at the beginning of the year;"
                " it can not be nominated without registration."
            ),
            code="registration_needed",
        )
    return checked_reason(reason)
