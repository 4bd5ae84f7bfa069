"""Forms of decisions, outcomes, revocations and the commendation fund."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nominations import citations
from nominations.awards.issuer_name import issuer_of
from nominations.awards.models import CommendationFund
from nominations.decisions.conferred_awards import award_choices, award_choices_of
from nominations.decisions.filing_deadline import filing_rule
from nominations.decisions.models import Revocation
from nominations.dossiers.forms import NominationTransitionForm
from nominations.dossiers.models import Nomination
from nominations.paper_numbers.forms import PaperNumberField
from nominations.paper_numbers.models import PaperType
from nominations.people.models import Organization, User
from nominations.web.forms import (
    BaseForm,
    ManyField,
    VnAmountField,
    VnDateField,
    style_widget,
)
from nominations.web.transition_form import TransitionForm
from workflow import clock

CONFERRED, REFUSED = "conferred", "refused"
NUMBER_HELP = _("As given by the document office. Leave empty to take the agency's next number.")


def not_in_the_future(day: date) -> None:
    """Refuse a date in the future."""
    if day > clock.today():
        raise ValidationError(_("The date lies in the future."), code="future")


PAST_DAY = [not_in_the_future]


def _day_field(**kwargs: Any) -> VnDateField:
    return VnDateField(validators=PAST_DAY, **{"label": _("Date of the paper"), **kwargs})


class NominationChoice(ManyField):
    """Several nominations as checkboxes, which the page lays out as a list."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": _("Tick at least one line of the list.")}

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class DraftForm(BaseForm):
    """Subject and nominations of a decision."""

    name = forms.CharField(
        label=_("Subject of the decision"),
        max_length=300,
        error_messages={"required": _("Write what the decision is about.")},
    )
    nominations = NominationChoice(label=_("List of the decision"), queryset=None)

    def __init__(self, data: Any = None, *, nominations: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["nominations"].queryset = nominations  # type: ignore[attr-defined]  # fields are typed by their base


class DecisionTransitionForm(TransitionForm):
    """Base form of a transition of a decision; without fields."""

    def __init__(self, data: Any = None, *, user: User, initial: Any = None) -> None:
        self.user = user
        super().__init__(data, initial=initial)


class DecisionSignForm(DecisionTransitionForm):
    """Number and date of the decision; a blank number takes the next of the agency's own series."""

    number = PaperNumberField(paper=PaperType.DECISION, required=False, help_text=NUMBER_HELP)
    signed_on = _day_field(label=_("Date of the decision"), initial=clock.today)

    def payload(self) -> dict[str, Any]:
        return {
            "number": self.cleaned_data["number"],
            "signed_on": self.cleaned_data["signed_on"].isoformat(),
        }


class OutcomePaperForm(BaseForm):
    """The paper by which the superior authority answered."""

    paper_number = PaperNumberField(
        error_messages={"required": _("Write the number of the paper.")}
    )
    paper_date = _day_field(error_messages={"required": _("Write the date of the paper.")})
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=200,
        error_messages={"required": _("Write who issued the paper.")},
    )


class OutcomesForm(OutcomePaperForm):
    """One paper for several nominations, each with the proposed or another award, or left out for a
    later paper.
    """

    reason = forms.CharField(
        label=_("Reason, for those not approved"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(
        self, data: Any = None, *, nominations: Sequence[Nomination], initial: Any = None
    ) -> None:
        self.rows = list(nominations)
        super().__init__(data, initial=initial)
        awards = award_choices_of(self.rows)
        for row in self.rows:
            self.fields[f"award_{row.pk}"] = forms.ChoiceField(
                label=_("Award given to %(name)s") % {"name": row.subject_name},
                required=False,
                choices=awards[row.pk],
            )
            self.fields[f"outcome_{row.pk}"] = forms.ChoiceField(
                label=row.subject_name,
                required=False,
                choices=[
                    ("", _("Not known yet")),
                    (CONFERRED, _("Conferred")),
                    (REFUSED, _("Not approved")),
                ],
            )
        for name in self.fields:
            style_widget(self.fields[name].widget)

    def choice_fields(self) -> Iterable[tuple[Nomination, Any, Any]]:
        return [(row, self[f"outcome_{row.pk}"], self[f"award_{row.pk}"]) for row in self.rows]

    def chosen(self, outcome: str) -> list[Nomination]:
        return [row for row in self.rows if self.cleaned_data.get(f"outcome_{row.pk}") == outcome]

    def conferred_by_award(self) -> dict[str, list[Nomination]]:
        """The conferred nominations by the code of the award given instead, "" as proposed."""
        found: dict[str, list[Nomination]] = {}
        for row in self.chosen(CONFERRED):
            found.setdefault(self.cleaned_data.get(f"award_{row.pk}") or "", []).append(row)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in self.rows:
            named = cleaned.get(f"award_{row.pk}")
            if named and cleaned.get(f"outcome_{row.pk}") != CONFERRED:
                words = _("%(name)s: another award is chosen, so choose “conferred” beside it.")
                self.add_error(
                    f"outcome_{row.pk}",
                    ValidationError(words, "award_without_outcome", {"name": row.subject_name}),
                )
        if not self.chosen(CONFERRED) and not self.chosen(REFUSED):
            raise ValidationError(_("Choose the outcome of at least one line."), code="empty")
        if self.chosen(REFUSED) and not cleaned.get("reason"):
            self.add_error("reason", _("Write why the award was not approved."))
        return cleaned


class OutcomeForm(NominationTransitionForm):
    """The outcome of one nomination, on its confirmation page."""

    paper_number = OutcomePaperForm.base_fields["paper_number"]
    paper_date = OutcomePaperForm.base_fields["paper_date"]
    issuer = OutcomePaperForm.base_fields["issuer"]
    comment = forms.CharField(
        label=_("Reason or note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("When the award was not approved, write why. The nominee reads it."),
    )

    def __init__(self, data: Any = None, *, nomination: Nomination, user: User) -> None:
        super().__init__(data, nomination=nomination, user=user)
        parent = nomination.organization.parent
        self.fields["issuer"].initial = issuer_of(parent) if parent else ""

    def payload(self) -> dict[str, Any]:
        return {
            "paper_number": self.cleaned_data["paper_number"],
            "paper_date": self.cleaned_data["paper_date"].isoformat(),
            "issuer": self.cleaned_data["issuer"],
        }


class ConferralForm(OutcomeForm):
    """An award was conferred: the proposed one or another."""

    other_award = forms.ChoiceField(
        label=_("Award given"),
        required=False,
        help_text=_("Another one where the superior authority gave another award."),
    )

    def __init__(self, data: Any = None, *, nomination: Nomination, user: User) -> None:
        super().__init__(data, nomination=nomination, user=user)
        self.fields["other_award"].choices = award_choices(nomination)  # type: ignore[attr-defined]  # fields are typed by their base

    def payload(self) -> dict[str, Any]:
        given = self.cleaned_data.get("other_award")
        return {**super().payload(), **({"other_award": given} if given else {})}


class RevocationForm(NominationTransitionForm):
    """The decision to revoke: its ground in law, number and date."""

    comment = forms.CharField(
        label=_("Legal ground"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Name the article and what was established."),
        error_messages={"required": _("Write the legal ground of the revocation.")},
    )
    paper_number = PaperNumberField(
        paper=PaperType.DECISION, error_messages={"required": _("Write the number of the paper.")}
    )
    paper_date = OutcomePaperForm.base_fields["paper_date"]
    concluded_on = _day_field(
        label=_("Day of the finding"),
        error_messages={"required": _("Write the day on which the finding was made.")},
    )

    def __init__(self, data: Any = None, *, nomination: Nomination, user: User) -> None:
        super().__init__(data, nomination=nomination, user=user)
        rule = filing_rule(nomination.organization, clock.today())
        if rule is None:
            del self.fields["concluded_on"]
            return
        self.fields["concluded_on"].help_text = _(
            "The revocation is to be filed within %(days)s working days of the finding"
            " (%(source)s). A later one is taken all the same, and the delay is noted."
        ) % {"days": rule.value, "source": citations.plain(rule.source)}

    def payload(self) -> dict[str, Any]:
        found = {
            "paper_number": self.cleaned_data["paper_number"],
            "paper_date": self.cleaned_data["paper_date"].isoformat(),
        }
        if self.cleaned_data.get("concluded_on"):
            found["concluded_on"] = self.cleaned_data["concluded_on"].isoformat()
        return found


class ReturnedForm(BaseForm):
    """The days on which prize money and certificate were returned, each if it was given."""

    money_returned_on = _day_field(label=_("Prize money returned on"), required=False)
    object_returned_on = _day_field(label=_("Certificate returned on"), required=False)

    def __init__(self, data: Any = None, *, revocation: Revocation) -> None:
        super().__init__(
            data,
            initial={
                "money_returned_on": revocation.money_returned_on,
                "object_returned_on": revocation.object_returned_on,
            },
        )
        if not revocation.asks_money:
            del self.fields["money_returned_on"]
        if not revocation.asks_object:
            del self.fields["object_returned_on"]


class FundChoiceForm(BaseForm):
    """The choice of a fund: agency, year, and the day of knowledge."""

    co_quan = forms.ModelChoiceField(
        label=_("Agency"), queryset=Organization.objects.none(), required=False, empty_label=None
    )
    nam = forms.ChoiceField(label=_("Year"), required=False)
    den = VnDateField(label=_("As known on"), required=False)

    def __init__(
        self, data: Any = None, *, agencies: Sequence[Organization], years: Iterable[int]
    ) -> None:
        super().__init__(data)
        self.agencies = list(agencies)
        pks = [one.pk for one in self.agencies]
        organizations = Organization.objects.filter(pk__in=pks).select_related("parent")
        self.fields["co_quan"].queryset = organizations  # type: ignore[attr-defined]  # fields are typed by their base
        self.fields["nam"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]  # fields are typed by their base


class FundForm(BaseForm):
    """The commendation fund of a year in whole đồng."""

    amount = VnAmountField(
        label=_("Commendation fund (đồng)"),
        min_value=0,
        help_text=_("What is set aside for commendation in the year, for example 120.000.000."),
        error_messages={"required": _("Write the amount of the fund.")},
    )
    pay_fund = VnAmountField(
        label=_("Yearly pay fund by grade and step (đồng)"),
        min_value=0,
        required=False,
        help_text=_("May be left empty; then the share of the pay fund is not checked."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("For example the paper by which the fund was set."),
    )

    def __init__(self, data: Any = None, *, fund: CommendationFund | None) -> None:
        names = ("amount", "pay_fund", "note")
        super().__init__(data, initial={name: getattr(fund, name) for name in names if fund})
