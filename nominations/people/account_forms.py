"""The forms of logging in, on top of django-allauth's: what is typed is cleaned first."""

from __future__ import annotations

from allauth.account.forms import LoginForm, ResetPasswordForm

from nominations.web.forms import CleanTextMixin


class AccountLoginForm(CleanTextMixin, LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password."""


class AccountPasswordResetForm(CleanTextMixin, ResetPasswordForm):  # type: ignore[misc]
    """The address a forgotten password is set anew by."""
