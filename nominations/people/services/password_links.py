"""One-time links: the only way to set a password without the old one.

The administrator makes a link and hands it over; the password is chosen by who opens it. Owner and
inspectors are notified of every link that replaces a password, and of its use.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from nominations.people.account_notices import tell_owner_and_inspectors
from nominations.people.authorization import account_of
from nominations.people.models import PasswordLink, User
from nominations.people.services.accounts import (
    end_sessions_of,
    record_account,
    require_keeper_of,
    void_links,
)
from workflow import clock
from workflow.actors import Actor

LETTER_LASTS = timedelta(days=14)
EMAIL_LASTS = timedelta(days=3)


def make_links(*, actor: Actor, users: Sequence[User], delivery: str) -> list[PasswordLink]:
    """A link for each account, in one batch; links made before are void.

    For an account with a password it is a reset: every session ends, owner and inspectors are
    notified. The old password stays valid until the link is used, so that a link locks nobody out.
    Refuses other actors than the managers, closed accounts, and e-mail to an account without
    address.
    """
    batch, found = uuid.uuid4(), []
    with transaction.atomic():
        for user in users:
            require_keeper_of(actor, user)
            _require_reachable(user, delivery)
            found.append(_make(actor, user, delivery, batch))
    return found


def _require_reachable(user: User, delivery: str) -> None:
    if not user.is_active:
        raise ValidationError(
            _("The account %(name)s is closed: open it first.") % {"name": user.username},
            code="closed_account",
        )
    if delivery == PasswordLink.Delivery.EMAIL and not user.email:
        raise ValidationError(
            _("The account %(name)s has no e-mail address: print a letter instead.")
            % {"name": user.username},
            code="no_address",
        )


def _make(actor: Actor, user: User, delivery: str, batch: uuid.UUID) -> PasswordLink:
    now = clock.now()
    lasts = EMAIL_LASTS if delivery == PasswordLink.Delivery.EMAIL else LETTER_LASTS
    user = User.objects.select_for_update(of=("self",)).select_related("person").get(pk=user.pk)
    void_links(user)
    is_reset = user.has_usable_password() or user.last_login is not None
    link = PasswordLink.objects.create(
        user=user,
        made_by=account_of(actor),
        batch=batch,
        delivery=delivery,
        is_reset=is_reset,
        made_at=now,
        expires_at=now + lasts,
    )
    if is_reset:
        end_sessions_of(user)
    key = record_account(
        "account.password_reset" if is_reset else "account.link_made",
        user,
        actor=actor,
        link=link.pk,
        delivery=str(delivery),
        expires_at=link.expires_at,
    )
    if is_reset:
        tell_owner_and_inspectors(user, key, "account.password_reset", by=actor)
    return link


def link_of(token: str) -> PasswordLink | None:
    """The link that can be used now with this token ("12-key"), or None."""
    number, _dash, key = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    link = PasswordLink.objects.select_related("user__person").filter(pk=int(number)).first()
    if link is None or not link.user.is_active or not link.is_open(clock.now()):
        return None
    return link if constant_time_compare(link.key, key.lower()) else None


def token_of(link: PasswordLink) -> str:
    """The token by which `link_of` finds the link."""
    return f"{link.pk}-{link.key}"


def record_recovery(*, user: User) -> None:
    """Record and notify that a password was set by the link for forgotten passwords, like a link of
    an administrator."""
    if user.person is None:
        return
    with transaction.atomic():
        key = record_account("account.password_recovered", user, actor=user, email=user.email)
        tell_owner_and_inspectors(user, key, "account.password_set", by=user)


def use_link(*, token: str, password: str) -> User:
    """Set the password of the account by its link, which becomes void; every session ends.

    The account itself is the actor. Refuses a link that cannot be used and a weak password.
    """
    with transaction.atomic():
        link = link_of(token)
        if link is None:
            raise ValidationError(_("The link has been used already or is too old."), code="gone")
        user = User.objects.select_for_update(of=("self",)).get(pk=link.user_id)
        used = PasswordLink.objects.filter(pk=link.pk, used_at=None, void_at=None)
        validate_password(password, user)
        if not used.update(used_at=clock.now()):
            raise ValidationError(_("The link has been used already or is too old."), code="gone")
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions_of(user)
        made_by = link.made_by.get_full_name() if link.made_by else ""
        key = record_account(
            "account.password_set",
            user,
            actor=user,
            link=link.pk,
            made_by=made_by,
            made_at=link.made_at,
        )
        tell_owner_and_inspectors(user, key, "account.password_set", by=user)
    return user
