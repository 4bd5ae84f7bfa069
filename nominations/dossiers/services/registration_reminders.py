"""Reminding those who have not registered in a campaign: once a day, by the council secretary."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.models import Campaign, RegistrationReminder
from nominations.dossiers.permissions import require_secretary
from nominations.dossiers.unregistered import accounts_to_remind, unregistered_in
from nominations.people.authorization import account_of
from notifications import outbox
from notifications.moments import moment_text
from workflow import audit, clock
from workflow.actors import Actor


def remind_to_register(*, actor: Actor, campaign: Campaign) -> RegistrationReminder:
    """Notify everybody who has not registered, at most once a day for a campaign.

    Refuses anybody but the agency's council secretary (NotAllowed), and with a ValidationError a
    campaign that takes no registration now, a second reminder on one day, and a campaign in which
    all have registered or nobody has an account.
    """
    require_secretary(actor, campaign.organization_id)
    _require_open(campaign)
    sent = RegistrationReminder.objects.filter(campaign=campaign, sent_on=clock.today()).first()
    if sent is not None:
        raise _sent_already(sent)
    rows = unregistered_in(campaign).rows
    if not rows:
        raise ValidationError(_("Everybody has registered; nobody is reminded."), code="all_in")
    recipients = accounts_to_remind(rows)
    if not recipients:
        raise ValidationError(
            _("None of them has an account, so nobody can be told; call the units."),
            code="nobody_to_tell",
        )
    try:
        return _send(actor, campaign, recipients, unregistered=len(rows))
    except IntegrityError:  # a concurrent request
        first = RegistrationReminder.objects.get(campaign=campaign, sent_on=clock.today())
        raise _sent_already(first) from None


@transaction.atomic
def _send(
    actor: Actor, campaign: Campaign, recipients: list[int], *, unregistered: int
) -> RegistrationReminder:
    reminder = RegistrationReminder.objects.create(
        campaign=campaign,
        sent_on=clock.today(),
        sent_at=clock.now(),
        sent_by=account_of(actor),
        told=len(recipients),
    )
    names = ("name", "registration_closes_at")
    row = {"id": campaign.pk, **{name: getattr(campaign, name) for name in names}}
    outbox.queue_messages(
        topic="campaign.reminder",
        recipients=recipients,
        event_key=f"campaign-reminder:{campaign.pk}:{reminder.sent_on.isoformat()}",
        context=Campaign.describe(row),
    )
    payload = {"told": len(recipients), "unregistered": unregistered}
    audit.record_on(campaign, "campaign.reminded", actor=actor, payload=payload)
    return reminder


def _require_open(campaign: Campaign) -> None:
    now = clock.now()
    if campaign.state != CampaignState.OPEN:
        raise ValidationError(
            _("The campaign is not open, so nobody is reminded to register."), code="not_open"
        )
    if now < campaign.registration_opens_at:
        raise ValidationError(
            _("Registration opens at %(moment)s; reminders are sent after that.")
            % {"moment": moment_text(campaign.registration_opens_at)},
            code="not_yet",
        )
    if now > campaign.registration_closes_at:
        raise ValidationError(
            _("Registration closed at %(moment)s. Extend it before you remind anybody.")
            % {"moment": moment_text(campaign.registration_closes_at)},
            code="registration_over",
        )


def _sent_already(sent: RegistrationReminder) -> ValidationError:
    return ValidationError(
        _("A reminder went out today at %(time)s; the next one can be sent tomorrow.")
        % {"time": f"{localtime(sent.sent_at):%H:%M}"},
        code="reminded_today",
    )
