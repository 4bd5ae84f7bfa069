"""Accounts. A Person is not a User: some have no account, and history outlives accounts."""

from __future__ import annotations

import uuid
from base64 import b32encode
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from nominations.people.models.persons import Person

_SALT = "nominations.people.PasswordLink"
_KEY_BYTES = 15


class AccountManager(UserManager["User"]):
    """Finds an account by name regardless of case: phones capitalise the first letter."""

    def get_by_natural_key(self, username: str | None) -> User:
        name = username or ""
        try:
            return self.get(username=name)
        except self.model.DoesNotExist:
            return self.alias(lowered=Lower("username")).get(lowered=name.lower())


class User(GuardianUserMixin, AbstractUser):
    """An account to log in with, for at most one person."""

    first_name = None  # type: ignore[assignment]  # the person has the name
    last_name = None  # type: ignore[assignment]  # the person has the name
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    sessions_ended = models.PositiveIntegerField(
        _("how often all sessions were ended"), default=0, editable=False
    )

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="account_name_once_whatever_the_case",
                violation_error_message=_("An account with this name exists already."),
            )
        ]

    def get_full_name(self) -> str:
        return self.person.full_name if self.person else self.username

    def get_short_name(self) -> str:
        return self.get_full_name().split(" ")[-1]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's hash, which also changes when all sessions of the account are ended."""
        plain: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # not in the stubs
        if not self.sessions_ended:
            return plain
        counted = f"{plain}.{self.sessions_ended}"
        return salted_hmac(_SALT, counted, secret=secret, algorithm="sha256").hexdigest()


class PasswordLink(models.Model):
    """A link by which the owner of an account, and nobody else, sets its password: once.

    The key in the link is not stored: it is computed from the row, the present password and the
    signing key, so that neither a copy of the database nor an older link opens an account.
    """

    class Delivery(models.TextChoices):
        LETTER = "letter", _("printed letter")
        EMAIL = "email", _("e-mail")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="password_links",
        verbose_name=_("account"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    is_reset = models.BooleanField(_("replaces a password"))
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True)
    void_at = models.DateTimeField(_("void since"), null=True)
    told_at = models.DateTimeField(_("owner told at"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")

    @property
    def key(self) -> str:
        """The secret of the link; changes with the password of the account."""
        row = f"{self.pk}.{self.user_id}.{self.user.password}"
        secret = salted_hmac(_SALT, row, algorithm="sha256").digest()[:_KEY_BYTES]
        return b32encode(secret).decode("ascii").lower()

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used at that moment with its key."""
        return self.used_at is None and self.void_at is None and now < self.expires_at
