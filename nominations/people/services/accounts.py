"""Accounts: issuing, changing, closing and opening; nobody sets another person's password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.account_notices import tell_inspectors, tell_owner_and_inspectors
from nominations.people.authorization import (
    is_trusted,
    organization_of,
    require_manager,
    require_manager_of,
)
from nominations.people.models import Organization, PasswordLink, Person, User
from nominations.people.permission_projection import sync_permissions
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from workflow import audit, clock
from workflow.actors import Actor

MAX_ISSUED = 500
"""The maximum number of accounts issued at once, so that a browser can print the letters."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person to be given an account."""

    person: Person
    username: str
    email: str = ""


def record_account(action: str, user: User, *, actor: Actor, **more: Any) -> str:
    """Write an entry in the history of the account's person; returns its event key."""
    payload = {"user_id": user.pk, "username": user.username, **more}
    return audit.record(f"person:{user.person_id}", action, actor=actor, payload=payload)


def require_keeper_of(actor: Actor, user: User) -> None:
    """Refuse (NotAllowed) an actor who does not manage this account; technical accounts manage
    themselves."""
    if user.person is None or user.is_superuser:
        if not is_trusted(actor):
            raise not_allowed("technical_account", _("A technical account is not kept here."))
    else:
        require_manager_of(actor, user.person)


def _prepared(given: NewAccount) -> User:
    """The unsaved account; refuses (ValidationError) invalid values."""
    username, email = clean_text(given.username), clean_text(given.email)
    if User.objects.filter(person=given.person).exists():
        raise ValidationError(
            _("%(person)s has an account already.") % {"person": given.person.full_name},
            code="has_account",
        )
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(
            _("The user name %(name)s is taken: choose another.") % {"name": username},
            code="username_taken",
        )
    if email:
        validate_email(email)
    user = User(username=username, email=email, person=given.person)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    return user


def create_account(*, actor: Actor, person: Person, username: str, email: str = "") -> User:
    """Give a person an account; roles already held take effect at once.

    Nobody can log in until its owner has set a password by a one-time link. Refuses anybody but an
    administrator, a person who has an account, a name that is taken (in any case), and an invalid
    address.
    """
    require_manager_of(actor, person)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        user = _prepared(NewAccount(person, username, email))
        user.save()
        sync_permissions(person)
        record_account("account.created", user, actor=actor, email=user.email)
    return user


def issue_accounts(
    *, actor: Actor, organization: Organization, accounts: Sequence[NewAccount]
) -> list[User]:
    """Give many persons of one agency an account, all or none; notifies the inspectors.

    Refuses what `create_account` refuses, with the name of the person in front, an empty list, and
    more than MAX_ISSUED.
    """
    require_manager(actor, organization)
    if not accounts:
        raise ValidationError(_("Choose at least one person."), code="nobody")
    if len(accounts) > MAX_ISSUED:
        raise ValidationError(
            _("At most %(number)s accounts are issued at a time.") % {"number": MAX_ISSUED},
            code="too_many",
        )
    with transaction.atomic():
        users, refused = [], []
        for given in accounts:
            _require_of_agency(given.person, organization)
            try:
                user = _prepared(given)
                user.save()
            except ValidationError as refusal:
                refused += [f"{given.person.full_name}: {message}" for message in refusal.messages]
                continue
            record_account("account.created", user, actor=actor, email=user.email)
            users.append(user)
        if refused:
            raise ValidationError(refused, code="not_issued")
        sync_permissions()
        key = audit.record(
            f"organization:{organization.pk}",
            "account.issued",
            actor=actor,
            payload={"accounts": [[user.get_full_name(), user.username] for user in users]},
        )
        tell_inspectors(
            organization,
            key,
            "account.issued",
            title=_("%(number)s accounts issued in %(agency)s")
            % {"number": len(users), "agency": organization.name},
        )
    return users


def _require_of_agency(person: Person, organization: Organization) -> None:
    place = organization_of(person)
    if place is None or place.pk != organization.pk:
        raise ValidationError(
            _("%(person)s does not work in %(agency)s.")
            % {"person": person.full_name, "agency": organization.name},
            code="not_of_agency",
        )


def change_account(*, actor: Actor, user: User, username: str, email: str) -> bool:
    """Change user name or address, with the former values in the history; returns False without a
    difference.

    Since a forgotten password is sent to the address, a new one notifies owner and inspectors, ends
    all sessions, and voids links sent to the former address. Refuses other actors than the
    managers, a name that is taken and an invalid address.
    """
    require_keeper_of(actor, user)
    username, email = clean_text(username), clean_text(email)
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        before = {"username": user.username, "email": user.email}
        after = {"username": username, "email": email}
        if before == after:
            return False
        if User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists():
            raise ValidationError(
                _("The user name %(name)s is taken: choose another.") % {"name": username},
                code="username_taken",
            )
        user.username, user.email = username, email
        user.full_clean(exclude=["password"])
        user.save(update_fields=["username", "email"])
        void_links(user)
        changes = {
            name: {"before": before[name], "after": after[name]}
            for name in before
            if before[name] != after[name]
        }
        end_sessions_of(user)
        key = record_account(
            "account.changed", user, actor=actor, table="people.user", changes=changes
        )
        tell_owner_and_inspectors(user, key, "account.changed", by=actor)
    return True


def void_links(user: User) -> None:
    """Void all open one-time links of the account."""
    open_links = PasswordLink.objects.filter(user=user, used_at=None, void_at=None)
    open_links.update(void_at=clock.now())


def end_sessions_of(user: User) -> None:
    """End every session of a locked account, on whatever device; the caller writes the history."""
    user.sessions_ended += 1
    user.save(update_fields=["sessions_ended"])


def end_sessions(*, actor: Actor, user: User) -> None:
    """End every session of the account; its password stays. Refuses strangers."""
    require_keeper_of(actor, user)
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        end_sessions_of(user)
        record_account("account.sessions_ended", user, actor=actor)


def set_account_active(*, actor: Actor, user: User, active: bool, reason: str = "") -> User:
    """Close or open an account; a closed one has no permissions and no session left.

    Refuses strangers and closing one's own.
    """
    require_keeper_of(actor, user)
    if not active and getattr(actor, "pk", None) == user.pk:
        raise ValidationError(_("You cannot close your own account."), code="own_account")
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        before = locked.is_active
        user.is_active = locked.is_active = active
        locked.save(update_fields=["is_active"])
        if not active:
            end_sessions_of(locked)
        user.sessions_ended = locked.sessions_ended
        if locked.person is not None:
            sync_permissions(locked.person)
            changes = {"is_active": {"before": before, "after": active}}
            record_account(
                "account.opened" if active else "account.closed",
                locked,
                actor=actor,
                table="people.user",
                changes=changes,
                reason=reason,
            )
    return user
