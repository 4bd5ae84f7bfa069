"""django-allauth's forms with our labels and cleaned input."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

from nominations.web.forms import CleanTextMixin

LABELS = {
    "login": _("Account name"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "email": _("E-mail address"),
}


class AccountLabelsMixin:
    """Replaces placeholders by labels, which the summary of errors uses too."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "oldpassword"}:
                field.help_text = ""  # the link to a new password is below the form


class AccountLoginForm(AccountLabelsMixin, CleanTextMixin, forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password."""


class AccountPasswordResetForm(AccountLabelsMixin, CleanTextMixin, forms.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The address to which a link to reset the password is sent."""


class AccountPasswordChangeForm(AccountLabelsMixin, CleanTextMixin, forms.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The present password and twice the new one."""


class AccountPasswordSetForm(AccountLabelsMixin, CleanTextMixin, forms.SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A first password, twice."""


class AccountPasswordKeyForm(AccountLabelsMixin, CleanTextMixin, forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """Twice the new password, behind the link of a mail."""


class AccountReauthenticateForm(AccountLabelsMixin, CleanTextMixin, forms.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password again."""
