"""Forms of the households that an agency may put up. The services validate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.people.gender import HONORIFICS
from nominations.people.models import Organization, Unit
from nominations.people.services.households import same_household
from nominations.web.forms import BaseForm, BaseModelForm, VnDateField
from workflow import clock


class HouseholdForm(BaseModelForm):
    """A household; a second one with the same representative and address needs a confirmation.
    `agencies` are those whose households the reader manages."""

    is_another = forms.BooleanField(
        label=_("This is another household with the same representative and address"),
        required=False,
    )

    class Meta:
        model = Unit
        fields = (
            "organization", "representative_gender", "representative", "address", "valid_from",
            "valid_to",
        )  # fmt: skip
        labels = {"valid_from": _("First day"), "valid_to": _("Last day")}
        help_texts = {
            "representative": _("Full name; papers call the household by it."),
            "address": _("As it stands on papers: hamlet or street, commune, province."),
            "valid_from": _("From when on the household may be put up."),
            "valid_to": _("Leave empty while no end is known."),
        }

    def __init__(self, *args: Any, agencies: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_agency: Organization | None = None
        for name in ("representative_gender", "representative", "address"):
            self.fields[name].required = True
        nothing_said = [] if self.instance.pk else [("", _("Choose"))]
        self.choice_field("representative_gender").choices = [
            *nothing_said,
            *HONORIFICS.items(),
        ]
        self.fields["representative_gender"].label = _("Form of address")
        if self.instance.pk:
            del self.fields["organization"]
        else:
            self._offer_agencies(agencies)
            self.initial["valid_from"] = clock.today()
            del self.fields["valid_to"]
        self.repeated: Unit | None = None
        if not self.is_bound:  # only shown if there is such a household
            del self.fields["is_another"]

    def _offer_agencies(self, agencies: frozenset[int]) -> None:
        """Offer the agencies; a single one is not asked for."""
        found = Organization.objects.filter(pk__in=agencies)
        if len(agencies) == 1:
            self.only_agency = found.first()
            del self.fields["organization"]
            return
        self.row_field("organization").queryset = found
        self.row_field("organization").empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        agency = self._agency(cleaned)
        named, place = cleaned.get("representative"), cleaned.get("address")
        if agency and named and place:
            self.repeated = same_household(agency, named, place, but=self.instance.pk)
        if self.repeated is None:
            self.fields.pop("is_another", None)
        return cleaned

    def _agency(self, cleaned: dict[str, Any]) -> Organization | None:
        if self.instance.pk:
            kept: Organization = self.instance.organization
            return kept
        chosen: Organization | None = self.only_agency or cleaned.get("organization")
        return chosen

    def _post_clean(self) -> None:
        """Skips the model validation: the service sets name and kind, and validates the row."""

    @property
    def columns(self) -> list[str]:
        """The columns that the form shows."""
        return [name for name in self.fields if name != "is_another"]

    @property
    def values(self) -> dict[str, Any]:
        """The values for the service."""
        given = {name: self.cleaned_data[name] for name in self.columns}
        if not self.instance.pk:
            given["organization"] = self._agency(self.cleaned_data)
        return given | {"is_another": self.cleaned_data.get("is_another", False)}


class HouseholdFilterForm(BaseForm):
    """Part of the name or the address, with or without diacritics, and the agency."""

    q = forms.CharField(
        label=_("Representative or address"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    agency = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Agency"), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, agencies: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(agencies) > 1:
            self.row_field("agency").queryset = Organization.objects.filter(pk__in=agencies)
        else:
            del self.fields["agency"]


class HouseholdEndForm(BaseForm):
    """The last day on which the household may be put up."""

    on = VnDateField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
