"""Forms of packages: uploading a package, and the key of another installation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nominations.web.forms import BaseForm


class PackageForm(BaseForm):
    """A package file."""

    file = forms.FileField(
        label=_("Package (.zip)"),
        help_text=_("The file as the sender made it. Nothing is recorded before you confirm."),
        widget=forms.FileInput(
            attrs={"accept": ".zip", "data-max-bytes": settings.PACKAGE_MAX_BYTES}
        ),
        error_messages={"required": _("Choose the file of the package.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.PACKAGE_MAX_BYTES:
            raise forms.ValidationError(
                _(
                    "The package is larger than %(limit)s MB; the administrator takes it in with"
                    " the command import_package."
                )
                % {"limit": settings.PACKAGE_MAX_BYTES // 1024**2}
            )
        return file


class SenderForm(BaseForm):
    """A trusted sender."""

    organization: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Agency on the other installation"), empty_label=None
    )
    public_key = forms.CharField(
        label=_("Its public key"),
        max_length=200,
        help_text=_("64 digits and letters, as the other administrator sends it."),
        error_messages={"required": _("Paste the public key of the other agency.")},
    )
    compared_with = forms.CharField(
        label=_("Fingerprint compared with"),
        max_length=200,
        help_text=_("Who at the other agency read the fingerprint to you, and how."),
        error_messages={"required": _("Write with whom the fingerprint was compared.")},
    )

    def __init__(self, data: Any = None, *, organizations: Any) -> None:
        super().__init__(data)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]  # fields are typed by their base
