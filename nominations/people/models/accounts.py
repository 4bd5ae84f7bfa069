"""Accounts. A Person is not a User: some have no account, and history outlives accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from nominations.people.models.persons import Person


class User(GuardianUserMixin, AbstractUser):
    """An account to log in with, for at most one person."""

    first_name = None  # type: ignore[assignment]  # the person has the name
    last_name = None  # type: ignore[assignment]  # the person has the name
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )

    def get_full_name(self) -> str:
        return self.person.full_name if self.person else self.username

    def get_short_name(self) -> str:
        return self.get_full_name().split(" ")[-1]
