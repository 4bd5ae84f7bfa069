"""Forms of the confirmation page of an act on an initiative: `Form(data, initiative=...)`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.paper_numbers.forms import PaperNumberField
from nominations.records.council_rules import council_rules
from nominations.records.models import Initiative
from nominations.records.scales import Scope
from nominations.web.forms import VnDateField, VnIntegerField
from nominations.web.transition_form import TransitionForm
from workflow import clock

MAX_MEMBERS = 200


class InitiativeTransitionForm(TransitionForm):
    """A form of a transition of an initiative."""

    def __init__(self, data: Any = None, *, initiative: Initiative) -> None:
        self.initiative = initiative
        super().__init__(data)


class InitiativeReasonForm(InitiativeTransitionForm):
    """A reason that the authors will read."""

    comment = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The authors read this reason."),
        error_messages={"required": _("Write the reason.")},
    )


def _count(label: Any, missing: Any, minimum: int) -> VnIntegerField:
    return VnIntegerField(
        label=label,
        min_value=minimum,
        max_value=MAX_MEMBERS,
        error_messages={"required": missing},
    )


class AssessmentForm(InitiativeTransitionForm):
    """The meeting of the initiative council."""

    members = _count(_("Members of the council"), _("Enter the size of the council."), 1)
    present = _count(_("How many were present"), _("Write how many were present."), 0)
    agreed = _count(_("How many agreed"), _("Write how many agreed."), 0)
    held_on = VnDateField(
        label=_("Day of the meeting"),
        error_messages={"required": _("Enter the day of the council's meeting.")},
    )

    def __init__(self, data: Any = None, *, initiative: Initiative) -> None:
        super().__init__(data, initiative=initiative)
        rules = council_rules()
        self.fields["held_on"].initial = clock.today()
        self.fields["present"].help_text = _("At least %(part)s of the members.") % {
            "part": initiative.quorum.text()
        }
        self.fields["agreed"].help_text = _("%(part)s of all members pass an initiative.") % {
            "part": rules.threshold.text()
        }

    def payload(self) -> dict[str, Any]:
        given = self.cleaned_data
        counts = {name: given[name] for name in ("members", "present", "agreed")}
        return {**counts, "held_on": given["held_on"].isoformat()}


class RecognitionForm(InitiativeTransitionForm):
    """The decision of the head of the agency."""

    scope = forms.ChoiceField(label=_("Scope"))
    paper_number = PaperNumberField(
        label=_("Number of the decision"),
        error_messages={"required": _("Enter the number of the decision.")},
    )
    paper_date = VnDateField(label=_("Day of the decision"))
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, initiative: Initiative) -> None:
        super().__init__(data, initiative=initiative)
        organization = initiative.organization
        own = council_rules().scopes_of(organization.authority)
        self.choice_field("scope").choices = [(one, Scope(one).label) for one in own]
        self.fields["paper_date"].initial = clock.today()
        self.fields["issuer"].initial = organization.head_title

    def payload(self) -> dict[str, Any]:
        given = self.cleaned_data
        texts = {name: given[name] for name in ("scope", "paper_number", "issuer")}
        return {**texts, "paper_date": given["paper_date"].isoformat()}
