"""Forms of issuing, checking, signing, trusted authorities and the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nominations.issued_papers.models import CopyForm, IssuedPaper
from nominations.issued_papers.paper_sources import IssueDetails
from nominations.issued_papers.set_checks import label_of
from nominations.paper_numbers.forms import PaperNumberField
from nominations.paper_numbers.models import NumberedBy, PaperType
from nominations.paper_numbers.paper_days import check_order
from nominations.paper_numbers.series import OwnPapers
from nominations.people.models import Organization
from nominations.web.forms import BaseForm, UploadField, VnDateField

if TYPE_CHECKING:  # generic in the stubs only
    _ModelChoiceField = forms.ModelChoiceField[IssuedPaper]
else:
    _ModelChoiceField = forms.ModelChoiceField


class SupplementedField(_ModelChoiceField):
    """An issued paper that the new one supplements."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{label_of(obj)}, {obj.dated_on:%d/%m/%Y}"


class PaperIssueForm(BaseForm):
    """Number, day and signer, unless recorded already."""

    number = PaperNumberField(required=False)
    day = VnDateField(
        label=_("Date of the paper"),
        validators=[check_order],
        error_messages={"required": _("Enter the date of the paper.")},
    )
    signer_name = forms.CharField(
        label=_("Signed by"),
        max_length=150,
        help_text=_("First and last name, without a title or a degree."),
        error_messages={"required": _("Write who signed the paper.")},
    )
    signer_title = forms.CharField(label=_("Title of the signer"), max_length=150, required=False)
    supplements = SupplementedField(
        IssuedPaper.objects.none(),
        label=_("Supplements an issued paper"),
        required=False,
        empty_label=_("no"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        recorded: IssueDetails,
        numbers: OwnPapers | None,
        needs_number: bool,
        needs_signer: bool,
        supplements: QuerySet[IssuedPaper],
        likely_signer: str,
    ) -> None:
        super().__init__(data)
        self.fields["signer_name"].initial = likely_signer
        if numbers is None or recorded.number:
            del self.fields["number"]
        else:
            self._settle_number(numbers, needs_number)
        if recorded.day is not None:
            del self.fields["day"]
        if recorded.signer_name or not needs_signer:
            del self.fields["signer_name"], self.fields["signer_title"]
        self.row_field("supplements").queryset = supplements
        if not supplements.exists():
            del self.fields["supplements"]

    def _settle_number(self, numbers: OwnPapers, needs_number: bool) -> None:
        """Who gives the number by the settings of the agency; minutes may go without one."""
        field, numbered_by = self.fields["number"], numbers.numbered_by
        if isinstance(field, PaperNumberField):
            field.paper = numbers.paper.value
        field.help_text = _("As given by the document office.")
        if not needs_number:
            field.help_text = _("As given by the document office, if the paper bears a number.")
        elif numbered_by == NumberedBy.REGISTRY:
            field.required = True
            field.error_messages["required"] = _("Type in the number that the registry gave.")
        elif numbered_by == NumberedBy.HERE:
            del self.fields["number"]
        else:
            field.help_text = _(
                "As given by the document office. Leave empty to take the agency's next number."
            )

    def details(self) -> IssueDetails:
        """The submitted details."""
        given = self.cleaned_data
        return IssueDetails(
            number=given.get("number", ""),
            day=given.get("day"),
            signer_name=given.get("signer_name", ""),
            signer_title=given.get("signer_title", ""),
        )


class CheckFileForm(BaseForm):
    """A file to be compared with the issued ones."""

    file = forms.FileField(
        label=_("File to check"),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Choose the file that you received."),
        },
    )


def _secret_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=64,
        strip=False,
        help_text=_("Leave empty where the service does not ask for it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class SignedCopyForm(BaseForm):
    """A signed file."""

    form = forms.ChoiceField(
        label=_("What is uploaded"),
        choices=CopyForm.choices,
        initial=CopyForm.SIGNATURE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you upload.")},
    )
    file = forms.FileField(
        label=_("Signed file"),
        max_length=250,
        help_text=_("PDF for a digital signature; PDF or a picture for a scan."),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Choose the file that was signed."),
        },
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.UPLOAD_MAX_BYTES


class RemoteSigningForm(BaseForm):
    """What the signing service asks the signer for; it is passed on and not kept."""

    pin = _secret_field(_("PIN of the signing service"))
    code = _secret_field(_("One-time code"))


class AuthorityFileForm(BaseForm):
    """The certificate of an authority as a file."""

    file = UploadField(
        label=_("Certificate of the authority"),
        kinds=("pem", "crt", "cer", "der"),
        max_mb=1,
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Choose the certificate of the authority."),
        },
    )


class AuthorityForm(BaseForm):
    """The shown file, and with what its fingerprint was compared."""

    pem = forms.CharField(max_length=200_000, widget=forms.HiddenInput)
    source = forms.CharField(
        label=_("Compared with"),
        max_length=300,
        help_text=_("Where the authority publishes the fingerprint, and who compared it."),
        error_messages={"required": _("Write with what the fingerprint was compared.")},
    )


class EndAuthorityForm(BaseForm):
    """The reason to end the trust in an authority."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the authority is trusted no longer.")},
    )


class RegisterFilter(BaseForm):
    """Which part of the register is shown; the names stand in the address."""

    co_quan = forms.ChoiceField(label=_("Agency"), required=False)
    nam = forms.ChoiceField(label=_("Year"), required=False)
    loai = forms.ChoiceField(label=_("Type of paper"), required=False)
    ky_hieu = forms.ChoiceField(label=_("Symbol of the organ"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        agencies: Sequence[Organization],
        years: Sequence[int],
        symbols: Sequence[str],
    ) -> None:
        super().__init__(data)
        everything = [("", _("all"))]
        self.choice_field("co_quan").choices = [(str(one.pk), one.name) for one in agencies]
        self.choice_field("nam").choices = [(str(year), str(year)) for year in years]
        self.choice_field("loai").choices = [*everything, *PaperType.choices]
        self.choice_field("ky_hieu").choices = [*everything, *((one, one) for one in symbols)]
        if len(agencies) < 2:
            del self.fields["co_quan"]
