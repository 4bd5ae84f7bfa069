"""Forms of the lists that are kept: agencies, units, positions, persons, awards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.law.models import AwardType
from nominations.people.body_kinds import OF_A_UNIT
from nominations.people.employment import StaffKind
from nominations.people.models import Gender, Organization, Person, Position, Unit
from nominations.people.queries import units_of
from nominations.web.forms import BaseForm, BaseModelForm, VnDateField
from workflow import clock


class ReferenceForm(BaseModelForm):
    """A row of a list; `agencies` are those that the reader manages."""

    def __init__(self, *args: Any, agencies: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and not field.required:
                field.empty_label = pgettext_lazy("a row", "none")

    @property
    def columns(self) -> list[str]:
        """The columns that the form shows."""
        names = {field.name for field in self._meta.model._meta.fields}
        return [name for name in self.fields if name in names]

    @property
    def values(self) -> dict[str, Any]:
        """What the service is to write."""
        return {name: self.cleaned_data[name] for name in self.columns}


class OrganizationForm(ReferenceForm):
    class Meta:
        model = Organization
        fields = (
            "code", "name", "short_name", "symbol", "head_title", "authority", "place_name",
            "body_kind", "sector", "parent", "on_system", "rank", "valid_from", "valid_to",
        )  # fmt: skip


class UnitForm(ReferenceForm):
    class Meta:
        model = Unit
        fields = (
            "organization", "code", "name", "body_kind", "rank", "valid_from", "valid_to",
            "successor",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_field("organization").queryset = Organization.objects.filter(pk__in=self.agencies)
        self.row_field("organization").empty_label = None
        theirs = Unit.objects.workplaces().filter(organization__in=self.agencies)
        self.row_field("successor").queryset = theirs.exclude(pk=self.instance.pk)
        kinds = [(kind.value, kind.label) for kind in OF_A_UNIT]
        self.choice_field("body_kind").choices = [("", _("not recorded")), *kinds]
        if self.instance.pk:
            del self.fields["organization"]


class PositionForm(ReferenceForm):
    class Meta:
        model = Position
        fields = ("name", "rank", "is_manager")


class PersonForm(ReferenceForm):
    class Meta:
        model = Person
        fields = ("full_name", "gender", "birth_date")


class PlaceForm(BaseForm):
    """Where a person works, as what, from when."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose"))
    position = forms.ModelChoiceField(
        Position.objects.all(), label=_("Position"), empty_label=_("Choose")
    )
    staff_kind = forms.ChoiceField(
        label=_("Kind of staff"),
        required=False,
        choices=[("", _("not recorded")), *StaffKind.choices],
        help_text=_("The rules on the yearly grade depend on it."),
    )
    valid_from = VnDateField(label=_("First day"))
    is_primary = forms.BooleanField(
        label=_("Main place of work; the one before ends on the day before"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_field("unit").queryset = units_of(organization, clock.today())
        self.fields["valid_from"].initial = clock.today()


class NewPersonForm(PlaceForm):
    """A new person with the first place of work."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    gender = forms.ChoiceField(
        label=_("Gender"),
        required=False,
        choices=[("", _("not recorded")), *Gender.choices],
    )
    birth_date = VnDateField(label=_("Date of birth"), required=False)
    field_order = (
        "full_name",
        "gender",
        "birth_date",
        "unit",
        "position",
        "staff_kind",
        "valid_from",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_primary"]

    @property
    def values(self) -> dict[str, Any]:
        """What the person is, apart from the place of work."""
        return {name: self.cleaned_data[name] for name in ("full_name", "gender", "birth_date")}


class LastDayForm(BaseForm):
    """The last day of a place of work or of a seat."""

    on = VnDateField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class AwardNameForm(ReferenceForm):
    class Meta:
        model = AwardType
        fields = ("name", "short_name", "rank")


class CalendarDayForm(BaseForm):
    """A day off, or a weekend day worked instead."""

    day = VnDateField(label=pgettext_lazy("calendar", "Day"))
    is_working = forms.TypedChoiceField(
        label=pgettext_lazy("calendar", "What it is"),
        choices=[(0, _("Day off, in place of a working day")), (1, _("Worked, to make up"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial=0,
    )
    note = forms.CharField(
        label=pgettext_lazy("calendar", "Ground"),
        max_length=200,
        help_text=_("The paper or the occasion, for example the notice on the days of Tết."),
    )
