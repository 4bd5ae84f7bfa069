"""Trusted senders: keys recorded and ended by the administrator."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.packages.models import TrustedSender
from nominations.packages.own_key import own_public_key
from nominations.packages.sealing.signing_keys import PublicKey, UnreadableKey
from nominations.people.authorization import require_manager
from nominations.people.models import Organization
from nominations.people.queries import managed_ids
from workflow import audit, clock
from workflow.actors import Actor


def managing_agency(actor: Actor, organization: Organization) -> Organization:
    """The agency managed by the actor above or below `organization`, whose administrator decides
    about trust. Refuses (NotAllowed) an actor who manages none."""
    managed = managed_ids(actor)
    near = [organization.parent, *organization.children.order_by("rank", "code")]
    for one in near:
        if one is not None and one.pk in managed:
            found: Organization = one
            return found
    require_manager(actor, organization)
    return organization


def record_sender(
    *, actor: Actor, organization: Organization, public_key: str, compared_with: str
) -> TrustedSender:
    """Accept packages of this agency signed with this key.

    Refuses (NotAllowed) an actor who administers neither the agency nor one above or below it,
    (ValidationError) an invalid key, this installation's own, one that is recorded already, and an
    empty `compared_with`.
    """
    keeper = managing_agency(actor, organization)
    try:
        key = PublicKey(public_key)
    except UnreadableKey:
        raise ValidationError(
            _("This is no public key; it has 64 digits and letters from a to f."), "no_key"
        ) from None
    if key == own_public_key():
        raise ValidationError(
            _("This is the key of this installation itself; ask the other agency for theirs."),
            "own_key",
        )
    if not compared_with.strip():
        raise ValidationError(_("Write with whom the fingerprint was compared."), "not_compared")
    row = TrustedSender(
        organization=organization,
        public_key=key.text,
        fingerprint=key.fingerprint,
        compared_with=compared_with.strip(),
        added_by_id=actor.pk,
        added_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save()
            _record(row, keeper, "sender.recorded", actor)
    except IntegrityError:
        raise ValidationError(_("This key is recorded for the agency already."), "twice") from None
    return row


@transaction.atomic
def end_sender(*, actor: Actor, sender: TrustedSender) -> TrustedSender:
    """Stop accepting packages signed with this key. Refuses as `record_sender` does. Idempotent."""
    keeper = managing_agency(actor, sender.organization)
    row = TrustedSender.objects.select_for_update(of=("self",)).get(pk=sender.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = clock.now(), actor.pk
        row.save(update_fields=["ended_at", "ended_by"])
        _record(row, keeper, "sender.ended", actor)
    return row


def _record(row: TrustedSender, keeper: Organization, action: str, actor: Actor) -> None:
    audit.record(
        f"organization:{keeper.pk}",
        action,
        actor=actor,
        payload={
            "sender": row.pk,
            "agency": row.organization.code,
            "fingerprint": row.fingerprint,
            "compared_with": row.compared_with,
        },
    )
