"""Accounts to log in with."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.authorization import require_manager_of
from nominations.people.models import Person, User
from nominations.people.projection import sync_permissions
from nominations.vietnamese import clean_text
from workflow import audit
from workflow.actors import Actor


def _record(action: str, user: User, *, actor: Actor) -> None:
    payload = {"user_id": user.pk, "username": user.username}
    audit.record(f"person:{user.person_id}", action, actor=actor, payload=payload)


def create_account(
    *, actor: Actor, person: Person, username: str, email: str = "", password: str | None
) -> User:
    """Give a person an account; roles already held take effect at once.

    Without a password nobody can log in until one is set. Refuses anybody but an administrator, a
    person who has an account, a name that is taken (whatever its case), an address that is not
    one, and a weak password.
    """
    require_manager_of(actor, person)
    username, email = clean_text(username), clean_text(email)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if User.objects.filter(person=person).exists():
            raise ValidationError(
                _("%(person)s has an account already.") % {"person": person.full_name},
                code="has_account",
            )
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(
                _("The user name %(name)s is taken: choose another.") % {"name": username},
                code="username_taken",
            )
        if email:
            validate_email(email)
        user = User(username=username, email=email, person=person)
        if password is not None:
            validate_password(password, user)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        sync_permissions(person)
        _record("account.created", user, actor=actor)
    return user


def set_account_active(*, actor: Actor, user: User, active: bool) -> User:
    """Close or open an account; a closed one has no permissions. Refuses closing one's own."""
    if user.person is not None:
        require_manager_of(actor, user.person)
    if not active and getattr(actor, "pk", None) == user.pk:
        raise ValidationError(_("You cannot close your own account."), code="own_account")
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        if user.person is not None:
            sync_permissions(user.person)
            _record("account.opened" if active else "account.closed", user, actor=actor)
    return user
