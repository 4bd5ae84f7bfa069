"""Filters of figures: agency, years, and the day of knowledge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.law.models import AwardType
from nominations.people.models import Organization
from nominations.statistics import honour_roll
from nominations.statistics.annex_templates import templates
from nominations.statistics.breakdown import NOT_RECORDED, Chosen, Division, division_labels
from nominations.statistics.nomination_counts import YEAR
from nominations.web.forms import BaseForm, VnDateField, VnIntegerField
from workflow import clock

FIRST_YEAR, LAST_YEAR = 1945, 2200
MAX_YEARS = 30
FILTERS = tuple(one for one in Division if one != Division.AGENCY)
"""Filters of a table besides agency and years."""


def with_years(asked: dict[str, str], years: Collection[int]) -> dict[str, str]:
    """The query with its missing first (`tu`) or last year (`den`): of `years` (this one if there
    are none), at most `MAX_YEARS`."""
    last = max(years, default=clock.today().year)
    first = max(min(years, default=last), last - MAX_YEARS + 1)
    return asked | {"tu": asked["tu"] or str(first), "den": asked["den"] or str(last)}


class LongSelect(forms.Select):
    """A list of hundreds of options, without a template rendered for each of them."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            "<option{}>{}</option>",
            (
                (flatatt({"value": one["value"], "selected": one["selected"]}), one["label"])
                for _group, group, _place in widget["optgroups"]
                for one in group
            ),
        )
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **widget["attrs"]}), options
        )


class StatisticsPeriodForm(BaseForm):
    """Years, agency and day of knowledge of a table."""

    co_quan = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Organization.objects.none(),
        widget=LongSelect,
        to_field_name="code",
        empty_label=None,
    )
    tu = VnIntegerField(label=_("From the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    den = VnIntegerField(label=_("To the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    tinh_den = VnDateField(
        label=_("As known on"),
        required=False,
        help_text=_("Leave empty for today."),
    )
    gom = forms.BooleanField(label=_("With the agencies below"), required=False)
    theo = forms.ChoiceField(label=_("Also divided by"), required=False)
    narrows: ClassVar[tuple[Division, ...]] = FILTERS
    """The filters of this form."""

    def __init__(
        self, data: Any, *, agencies: Sequence[Organization], agency: Organization
    ) -> None:
        super().__init__(data)
        divisions = [one for one in Division if one != Division.AWARD]
        self.choice_field("theo").choices = [
            ("", _("nothing else")),
            *((one.value, one.label) for one in divisions),
        ]
        self._words: dict[str, dict[str, str]] = {}
        for one in self.narrows:
            words = division_labels(one)
            if one == Division.UNIT:
                words = {name: name for name in honour_roll.unit_names(agency)}
            self._words[f"p_{one}"] = {value or NOT_RECORDED: word for value, word in words.items()}
            choices = [("", _("all")), *self._words[f"p_{one}"].items()]
            self.fields[f"p_{one}"] = forms.ChoiceField(
                label=one.label, required=False, choices=choices, widget=LongSelect
            )
        field = self.row_field("co_quan")
        field.queryset = Organization.objects.filter(pk__in=[one.pk for one in agencies])
        field.choices = [(one.code, field.label_from_instance(one)) for one in agencies]
        if len(agencies) < 2:
            self.fields["co_quan"].widget = forms.HiddenInput()
            del self.fields["gom"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("tu"), cleaned.get("den")
        if first and last and not 0 <= last - first < MAX_YEARS:
            raise ValidationError(
                _("Choose at most %(most)s years, the first before the last."),
                "years",
                {"most": MAX_YEARS},
            )
        return cleaned

    @property
    def finer(self) -> list[forms.BoundField]:
        """The fields that narrow the table beyond agency and years."""
        return [self[f"p_{one}"] for one in self.narrows]

    @property
    def plain(self) -> list[forms.BoundField]:
        """All other fields."""
        return [field for field in self if not field.name.startswith("p_")]

    @property
    def chosen(self) -> list[Chosen]:
        """The chosen filters."""
        found = ((one.value, self.cleaned_data[f"p_{one}"]) for one in self.narrows)
        return [(by, value or NOT_RECORDED) for by, value in found if value]

    @property
    def filters_in_words(self) -> list[tuple[str, str]]:
        """Every filter with its value in words, for the head of a list."""
        given = [("co_quan", str(self.cleaned_data["co_quan"]))]
        names = ("tu", "den", "tinh_den", "gom", *(f"p_{one}" for one in self.narrows))
        for name in names:
            value = self.cleaned_data.get(name)
            if not value:
                continue
            if name.startswith("p_"):
                value = self._words[name][value]
            elif name == "tinh_den":
                value = f"{value:%d/%m/%Y}"
            given.append(
                (name, str(pgettext_lazy("answer", "yes")) if name == "gom" else str(value))
            )
        return [(str(self.fields[name].label), value) for name, value in given]

    @property
    def period(self) -> dict[str, Any]:
        """The arguments of a tally."""
        given = self.cleaned_data
        known_on: date | None = given.get("tinh_den")
        return {
            "year_from": given["tu"],
            "year_to": given["den"],
            "known_on": known_on,
            "subtree": bool(given.get("gom")),
        }


class NominationCountsForm(StatisticsPeriodForm):
    """Years and agency of the table of nominations, by what it is divided, what it is narrowed to.

    Nominations are counted in their present state, so there is no day of knowledge.
    """

    narrows = (Division.AWARD, Division.UNIT, Division.KIND, Division.TYPE, Division.AUTHORITY)

    def __init__(
        self, data: Any, *, agencies: Sequence[Organization], agency: Organization
    ) -> None:
        super().__init__(data, agencies=agencies, agency=agency)
        del self.fields["tinh_den"]
        self.fields.pop("gom", None)
        self.fields["theo"].label = _("Divided by")
        choices = [(one.value, one.label) for one in self.narrows]
        self.choice_field("theo").choices = [*choices, (YEAR, _("Year"))]


class YearField(forms.ChoiceField):
    """A year of the list, or any other: a year without awards is an answer, no mistake."""

    def valid_value(self, value: Any) -> bool:
        text = str(value)
        return super().valid_value(value) or (
            text.isascii() and text.isdecimal() and len(text) == 4
        )


class RollForm(BaseForm):
    """The filters of the roll of honour; units only of one agency."""

    nam = YearField(label=_("Year"), required=False)
    danh_hieu = forms.ChoiceField(label=_("Award"), required=False)
    co_quan = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Organization.objects.none(),
        widget=LongSelect,
        to_field_name="code",
        required=False,
        empty_label=_("All agencies"),
    )
    don_vi = forms.ChoiceField(label=_("Unit"), required=False)
    ten = forms.CharField(label=_("Name"), required=False, max_length=100)

    def __init__(
        self,
        data: Any,
        *,
        years: Sequence[int],
        agencies: Sequence[Organization],
        awards: Sequence[AwardType],
    ) -> None:
        super().__init__(data)
        shown = [str(year) for year in years]
        asked = self.data.get("nam", "")
        if asked not in shown and self.choice_field("nam").valid_value(asked):
            shown = sorted([*shown, asked], reverse=True)  # the list says what is shown
        self.choice_field("nam").choices = [("", _("All years")), *zip(shown, shown, strict=True)]
        self.choice_field("danh_hieu").choices = [
            ("", _("All awards")),
            *((one.code, one.name) for one in awards),
        ]
        field = self.row_field("co_quan")
        field.queryset = Organization.objects.filter(pk__in=[one.pk for one in agencies])
        field.choices = [
            ("", field.empty_label),
            *((one.code, field.label_from_instance(one)) for one in agencies),
        ]
        if len(agencies) < 2:
            self.fields["co_quan"].widget = forms.HiddenInput()
        self.agency = self._agency(agencies)
        if self.agency is None:
            del self.fields["don_vi"]
        else:
            units = honour_roll.unit_names(self.agency)
            self.choice_field("don_vi").choices = [
                ("", _("All units")),
                *zip(units, units, strict=True),
            ]

    def _agency(self, agencies: Sequence[Organization]) -> Organization | None:
        """The agency whose units are offered: the one asked for, or the only one."""
        if len(agencies) == 1:
            return agencies[0]
        return next((one for one in agencies if one.code == self.data.get("co_quan")), None)


class AnnexForm(BaseForm):
    """Which form of the yearly statistics, of which agency and year."""

    bieu = forms.ChoiceField(label=pgettext_lazy("of the statistics", "Form"))
    co_quan = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Organization.objects.none(),
        widget=LongSelect,
        to_field_name="code",
        empty_label=None,
    )
    nam = VnIntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    tinh_den = VnDateField(
        label=_("As known on"), required=False, help_text=_("Leave empty for today.")
    )
    gom = forms.BooleanField(label=_("With the agencies below"), required=False)

    def __init__(self, data: Any, *, agencies: Sequence[Organization]) -> None:
        super().__init__(data)
        self.choice_field("bieu").choices = [(one.key, one.form) for one in templates()]
        keys = [one.pk for one in agencies]
        self.row_field("co_quan").queryset = Organization.objects.filter(pk__in=keys)
        if len(keys) < 2:
            self.fields["co_quan"].widget = forms.HiddenInput()

    @property
    def period(self) -> dict[str, Any]:
        """Year, day of knowledge and whether the agencies below count."""
        given = self.cleaned_data
        return {
            "year": given["nam"],
            "known_on": given["tinh_den"],
            "subtree": given["gom"],
        }
