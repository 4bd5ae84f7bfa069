"""One form per kind of record: `Form(data, subject=..., organization=...)`, then `enter(actor)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.paper_numbers.forms import PaperNumberField
from nominations.people.employment import ServiceBegin, ServiceEnd
from nominations.people.models import Organization, Person, Unit
from nominations.records import services
from nominations.records.scales import (
    AbsenceKind,
    AttestationKind,
    DisciplineConcern,
    DisciplineForm,
    DisciplineTrack,
    ExaminationKind,
    Grade,
    TrainingResult,
)
from nominations.records.services import RecordPaper
from nominations.web.forms import BaseForm, VnDateField, VnIntegerField
from workflow import clock
from workflow.actors import Actor

EARLIEST, LATEST = 1900, 2200
"""Bounds of a year field; the services check further."""


def year_field(**kwargs: Any) -> VnIntegerField:
    """A year with the words for a missing one."""
    kwargs.setdefault("label", _("Year"))
    kwargs.setdefault("error_messages", {"required": _("Enter the year.")})
    return VnIntegerField(min_value=EARLIEST, max_value=LATEST, **kwargs)


def choice(choices: Any, label: Any, **kwargs: Any) -> forms.ChoiceField:
    """A select with an empty first option."""
    return forms.ChoiceField(choices=[("", _("Choose")), *choices], label=label, **kwargs)


class RecordPaperForm(BaseForm):
    """The paper of a record; optional unless the form requires it."""

    paper_needed: ClassVar[bool] = False
    paper_number = PaperNumberField(label=_("Paper number"), required=False)
    paper_date = VnDateField(label=_("Paper date"), required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paper = ["paper_number", "paper_date", "issuer", "note"]
        self.order_fields([name for name in self.fields if name not in paper] + paper)

    @property
    def paper(self) -> RecordPaper:
        given = self.cleaned_data
        return RecordPaper(
            given["paper_number"], given["paper_date"], given["issuer"], given["note"]
        )


class EntryForm(RecordPaperForm):
    """A record of one person or one unit."""

    title: ClassVar[str | Promise] = ""
    of_staff: ClassVar[bool] = False
    """Whether administrators may enter it too."""
    secret: ClassVar[bool] = False

    def __init__(
        self,
        data: Any = None,
        *,
        subject: Person | Unit,
        organization: Organization,
        initial: Any = None,
    ) -> None:
        self.subject, self.organization = subject, organization
        super().__init__(data, initial=initial)

    def enter(self, actor: Actor) -> Any:
        """Call the service with the cleaned data; refusals propagate."""
        key = "person" if isinstance(self.subject, Person) else "unit"
        return self.service()(
            actor=actor,
            organization=self.organization,
            paper=self.paper,
            **{key: self.subject},
            **self.arguments(),
        )

    def service(self) -> Callable[..., Any]:
        raise TypeError("an entry names its service")

    def arguments(self) -> dict[str, Any]:
        """The cleaned data without the paper."""
        paper = ("paper_number", "paper_date", "issuer", "note")
        return {name: value for name, value in self.cleaned_data.items() if name not in paper}


class GradeForm(EntryForm):
    """The annual grade."""

    title = _("Annual grade")
    year = year_field()
    grade = choice(Grade.choices[::-1], _("Grade"))

    def service(self) -> Callable[..., Any]:
        return services.enter_grade


class ReplacementForm(RecordPaperForm):
    """The grade of a later decision that replaces the present one."""

    grade = choice(Grade.choices[::-1], _("Grade"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("paper_number", "paper_date"):
            self.fields[name].required = True
            self.fields[name].widget.attrs["aria-required"] = "true"


class AttestationForm(EntryForm):
    """An attestation of a competent body about the year."""

    title = _("Attestation")
    year = year_field()
    what = choice(AttestationKind.choices, _("What is attested"))
    holds = forms.TypedChoiceField(
        label=pgettext_lazy("attestation", "Result"),
        choices=[("1", _("It holds")), ("0", _("It does not hold"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it holds.")},
    )

    def service(self) -> Callable[..., Any]:
        return services.record_attestation


class DisciplineEntryForm(EntryForm):
    """A disciplinary decision."""

    title, secret = _("Discipline"), True
    form = choice(DisciplineForm.choices, _("Form of discipline"))
    decided_on = VnDateField(label=_("Day of the decision"))
    ends_on = VnDateField(
        label=_("Period ends on"),
        required=False,
        help_text=_("Achievements count again from the day after. Leave empty if not known."),
    )

    track = forms.ChoiceField(
        label=_("Whose discipline"),
        choices=DisciplineTrack.choices,
        initial=str(DisciplineTrack.ADMINISTRATIVE),
        required=False,
    )
    concerns = forms.ChoiceField(
        label=_("What the act concerns"),
        required=False,
        choices=[("", _("Not recorded")), *DisciplineConcern.choices],
        help_text=_("Some rules on the yearly grade count only duty and conduct."),
    )
    counted_year = year_field(
        label=_("Counted in the grade of the year"),
        required=False,
        help_text=_(
            "Only where it is another year than that of the decision: an act counts in one year."
        ),
    )

    def clean_track(self) -> str:
        return self.cleaned_data["track"] or str(DisciplineTrack.ADMINISTRATIVE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper_number"].required = True
        self.fields["paper_number"].widget.attrs["aria-required"] = "true"

    def service(self) -> Callable[..., Any]:
        return services.enter_discipline


class ExaminationForm(EntryForm):
    """A matter under examination."""

    title, secret = _("Matter under examination"), True
    kind = choice(ExaminationKind.choices, _("What is being examined"))
    opened_on = VnDateField(label=_("Opened on"))

    def service(self) -> Callable[..., Any]:
        return services.open_examination


class RecordPeriodForm(EntryForm):
    """A period of days, both ends included."""

    of_staff = True
    valid_from = VnDateField(label=_("First day"))
    valid_to = VnDateField(
        label=_("Last day"), required=False, help_text=_("Leave empty while no end is known.")
    )


class ServiceForm(RecordPeriodForm):
    """Time of service in the agency."""

    title = _("Service")
    begins_by = forms.ChoiceField(
        label=_("How it began"),
        required=False,
        choices=[("", _("Not recorded")), *ServiceBegin.choices],
        help_text=_("Who is newly recruited is judged by the months since then."),
    )
    ends_by = forms.ChoiceField(
        label=_("How it ended"), required=False, choices=[("", _("Not ended")), *ServiceEnd.choices]
    )
    field_order = ["valid_from", "begins_by", "valid_to", "ends_by"]

    def service(self) -> Callable[..., Any]:
        return services.enter_service


class AbsenceForm(RecordPeriodForm):
    """Time away from work."""

    title = _("Absence")
    kind = choice(AbsenceKind.choices, _("Kind of absence"))
    result = forms.ChoiceField(
        label=_("Training result"),
        required=False,
        choices=[("", _("None")), *TrainingResult.choices],
        help_text=_("Only for a training."),
    )
    field_order = ["kind", "valid_from", "valid_to", "result"]

    def service(self) -> Callable[..., Any]:
        return services.enter_absence


class HeadcountForm(EntryForm):
    """How many people the unit had on a day."""

    title, of_staff = _("Headcount"), True
    counted_on = VnDateField(label=_("Counted on"))
    total = VnIntegerField(
        label=_("Persons"),
        min_value=0,
        max_value=100_000,
        error_messages={"required": _("Enter the number of persons.")},
    )

    def service(self) -> Callable[..., Any]:
        return services.enter_headcount


PERSON_ENTRIES: dict[str, type[EntryForm]] = {
    "xep-loai": GradeForm,
    "xac-nhan": AttestationForm,
    "ky-luat": DisciplineEntryForm,
    "xem-xet": ExaminationForm,
    "cong-tac": ServiceForm,
    "vang-mat": AbsenceForm,
}
UNIT_ENTRIES: dict[str, type[EntryForm]] = {
    "xep-loai": GradeForm,
    "xac-nhan": AttestationForm,
    "xem-xet": ExaminationForm,
    "quan-so": HeadcountForm,
}
"""Path segment -> form, in display order."""
HOUSEHOLD_ENTRIES: dict[str, type[EntryForm]] = {"xac-nhan": AttestationForm}
"""The forms for a household, which has no grades, examinations or headcounts."""


def entries_of_unit(unit: Unit) -> dict[str, type[EntryForm]]:
    """The forms for the unit or household."""
    return HOUSEHOLD_ENTRIES if unit.is_household else UNIT_ENTRIES


class ClosingForm(BaseForm):
    """The end of an examination with its finding."""

    closed_on = VnDateField(label=_("Closed on"))
    fault_found = forms.TypedChoiceField(
        label=_("Finding"),
        choices=[("0", _("No fault found")), ("1", _("Fault found"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether a fault was found; the matter stays open until then.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = clock.today()


class CancelForm(BaseForm):
    """Why a record is cancelled."""

    reason = forms.CharField(
        label=_("Reason of the cancellation"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the record is cancelled.")},
    )
