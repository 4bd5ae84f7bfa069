"""How django-allauth behaves here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_reset
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import ngettext

from config.login_limits import Attempt
from notifications.clock import wall_clock


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by the administrator: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail may say until when its link holds."""
        until = wall_clock() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        super().send_mail(template_prefix, email, {**context, "valid_until": until})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is read while this visitor has to wait for this account."""
        self._attempt = Attempt(request, str(credentials.get("username", "")))
        if minutes := self._attempt.begin():
            raise ValidationError(
                ngettext(
                    "Wrong too often. Please wait %(minutes)s minute, then try again; if you "
                    "have forgotten the password, ask the administrator for a new one.",
                    "Wrong too often. Please wait %(minutes)s minutes, then try again; if you "
                    "have forgotten the password, ask the administrator for a new one.",
                    minutes,
                )
                % {"minutes": minutes},
                code="too_many_login_attempts",
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            self._attempt.succeeded()
        return user


@receiver(password_reset)
def may_try_at_once(request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Whoever has set a new password through a link does not wait for the old mistakes."""
    Attempt(request, user.get_username()).forget()
