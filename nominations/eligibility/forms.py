"""Forms of the what-if screen: the question, and the facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.law import catalogue
from nominations.law.forms.layers import YEARS_BACK, AgencyForm, agency_field
from nominations.law.models import CommendationType, RecipientKind, RuleLayer
from nominations.records.scales import DisciplineForm, Grade
from nominations.web.forms import BaseForm, VnDateField, VnIntegerField
from workflow import clock

UNKNOWN = ("", _("Not known"))
YES_NO = [UNKNOWN, ("yes", _("Yes")), ("no", _("No"))]


def award_choices() -> list[tuple[str, str]]:
    """Every award that has rules, in the order of the catalogue."""
    entries = sorted(catalogue.nominable_entries().values(), key=lambda entry: entry.rank)
    return [(entry.code, entry.name) for entry in entries]


class QuestionForm(AgencyForm):
    """Which award, which year, under which rules."""

    organization = agency_field(())
    award = forms.ChoiceField(label=_("Award"), choices=award_choices)
    type = forms.TypedChoiceField(
        label=_("Commendation type"),
        choices=CommendationType.choices,
        required=False,
        empty_value=str(CommendationType.MERIT),
    )
    year = VnIntegerField(label=_("Year of the achievement"), min_value=1990, max_value=2100)
    on = VnDateField(
        label=_("Law of the day"),
        required=False,
        help_text=_("Left empty: the last day of the year."),
    )
    rules = forms.ChoiceField(label=_("Regulations"))
    facts = forms.CharField(
        label=_("Facts as YAML"),
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "font-monospace"}),
        help_text=_("When this is filled in, the fields above are not read."),
    )

    def __init__(self, *args: Any, agencies: Iterable[int], **kwargs: Any) -> None:
        agencies = list(agencies)
        super().__init__(*args, agencies=agencies, **kwargs)
        proposed = RuleLayer.objects.filter(organization__in=agencies, state="proposed")
        self.choice_field("rules").choices = [
            ("agency", _("The law and the regulations in force")),
            ("law", _("The law alone")),
            *((str(row.pk), _("With the proposal %(layer)s") % {"layer": row}) for row in proposed),
        ]

    def question_day(self) -> date:
        """The day whose law applies."""
        return self.cleaned_data["on"] or date(self.cleaned_data["year"], 12, 31)


class FactsForm(BaseForm):
    """The facts people ask about most; everything else is written as YAML."""

    kind = forms.ChoiceField(label=_("Individual or collective"), choices=RecipientKind.choices)
    subject = forms.CharField(label=_("Name"), required=False, max_length=200)
    service_months = VnIntegerField(
        label=_("Months worked in the year"), required=False, min_value=0, max_value=12
    )
    absence_months = VnIntegerField(
        label=_("Months of absence in the year"), required=False, min_value=0, max_value=12
    )
    discipline = forms.ChoiceField(
        label=_("Discipline in the year"),
        required=False,
        choices=[UNKNOWN, ("NONE", _("None")), *DisciplineForm.choices],
    )
    discipline_until = VnDateField(
        label=_("Last day of the discipline"),
        required=False,
        help_text=_("Achievements count again from the day after. Leave empty if not known."),
    )
    examined = forms.ChoiceField(
        label=_("A matter is being examined"), required=False, choices=YES_NO
    )
    registered = forms.ChoiceField(
        label=_("The goal was registered in time"), required=False, choices=YES_NO
    )
    base = VnIntegerField(
        label=_("Initiatives of the year, base level"), required=False, min_value=0, max_value=20
    )
    province = VnIntegerField(
        label=_("Initiatives of the year, province level"),
        required=False,
        min_value=0,
        max_value=20,
    )
    awards = forms.CharField(
        label=_("Awards held"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line: award and year, such as Chiến sĩ thi đua cơ sở 2023. Left empty: not"
            " known."
        ),
    )
    no_awards = forms.BooleanField(label=_("No award is held"), required=False)
    total = VnIntegerField(
        label=_("Number of members"), required=False, min_value=0, max_value=100_000
    )
    ldtt = VnIntegerField(
        label=_("Members with Lao động tiên tiến"), required=False, min_value=0, max_value=100_000
    )
    cstdcs = VnIntegerField(
        label=_("Members with Chiến sĩ thi đua cơ sở"),
        required=False,
        min_value=0,
        max_value=100_000,
    )

    def __init__(self, *args: Any, year: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = year or clock.today().year
        for back in range(YEARS_BACK):
            label = _("Grade of %(year)s") % {"year": this_year - back}
            self.fields[f"grade_{back}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", pgettext_lazy("grade", "Not known")), *Grade.choices],
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def grades(self) -> list[Any]:
        return [self[f"grade_{back}"] for back in range(YEARS_BACK)]

    @property
    def individual(self) -> list[Any]:
        names = ("service_months", "absence_months", "discipline", "discipline_until", "examined")
        return [self[name] for name in (*names, "registered", "base", "province")]

    @property
    def collective(self) -> list[Any]:
        return [self[name] for name in ("total", "ldtt", "cstdcs")]
