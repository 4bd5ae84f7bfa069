"""Forms of postings, opinions and objection cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import MAX_TEXT_LENGTH, Objection, PostedItem
from nominations.consultation.objection_rules import (
    NOMINEE_BARRED,
    OPENER_BARRED,
    SENDER_BARRED,
)
from nominations.dossiers.models import Nomination
from nominations.people.models import Organization, Person, User
from nominations.people.models.dated import holds_on
from nominations.people.person_choice import PersonChoiceField, person_field
from nominations.web.forms import BaseForm, ManyField, VnDateField
from nominations.web.transition_form import TransitionForm
from workflow import clock


class ChooseForm(BaseForm):
    """First step of a posting: the nominations. The page renders the checkboxes as a list."""

    nominations = ManyField(
        Nomination.objects.none(),
        label=_("Nominations"),
        error_messages={"required": _("Choose at least one nomination to post.")},
    )

    def __init__(self, *args: Any, choosable: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = choosable  # type: ignore[attr-defined]  # fields are typed by their base


class PostForm(ChooseForm):
    """Second step: the texts that the public reads."""

    name = forms.CharField(label=_("Title of the posting"), max_length=250)
    notice_number = forms.CharField(
        label=_("Number of the notice"),
        max_length=60,
        required=False,
        help_text=_("For example: 45/TB-STC"),
    )
    contact = forms.CharField(
        label=_("Contact"),
        max_length=250,
        required=False,
        help_text=_("Where opinions may also be sent: office, telephone, e-mail."),
    )

    def __init__(self, *args: Any, choosable: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, choosable=choosable, **kwargs)
        self.fields["nominations"].widget = forms.MultipleHiddenInput()
        self.fields["nominations"].widget.choices = self.fields["nominations"].choices  # type: ignore[attr-defined]  # fields are typed by their base

    def summaries(self) -> dict[int, str]:
        """The summaries as submitted, by nomination id."""
        return {
            one.pk: self.data[f"summary-{one.pk}"][:MAX_TEXT_LENGTH]
            for one in self.cleaned_data["nominations"]
            if f"summary-{one.pk}" in self.data
        }


class OpinionForm(BaseForm):
    """An opinion of a logged-in user."""

    text = forms.CharField(
        label=_("Your opinion"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MAX_TEXT_LENGTH,
        help_text=_("At most %(limit)s characters. Name facts, days and documents where you can.")
        % {"limit": number_format(MAX_TEXT_LENGTH, force_grouping=True)},
    )
    is_objection = forms.BooleanField(
        label=_("I object to this award"),
        required=False,
        help_text=_(
            "Tick if you think the award must not be given. The secretary examines every objection."
        ),
    )


class VisitorOpinionForm(OpinionForm):
    """An opinion of a visitor, with name and contact."""

    sender_name = forms.CharField(label=_("Your name"), max_length=150)
    sender_contact = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=150,
        help_text=_("Seen by the council secretary only, never by the nominee."),
    )
    field_order = ("sender_name", "sender_contact", "text", "is_objection")


class ExtendForm(TransitionForm):
    due_on = VnDateField(label=_("New last day for opinions"))
    comment = forms.CharField(label=_("Reason"), max_length=300)

    def payload(self) -> dict[str, Any]:
        return {"due_on": self.cleaned_data["due_on"]}


class MinutesNoteForm(BaseForm):
    note = forms.CharField(
        label=_("Note for the minutes"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )


class SummaryForm(BaseForm):
    summary = forms.CharField(
        label=_("Summary of achievements"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MAX_TEXT_LENGTH,
        required=False,
        help_text=_("Shown to everybody. No birth dates, telephone numbers or discipline."),
    )


class OpinionNoteForm(BaseForm):
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
        help_text=_("How the opinion was taken into account; printed in the minutes."),
    )


class ObjectionForm(TransitionForm):
    """An objection case: matter, examiner, deadline."""

    subject_matter = forms.CharField(
        label=_("Matter"), widget=forms.Textarea(attrs={"rows": 5}), max_length=MAX_TEXT_LENGTH
    )
    assigned_to = PersonChoiceField(
        label=_("Examined by"),
        help_text=_("Somebody whom the case does not concern; you close it after the finding."),
        error_messages={"required": _("Choose who examines the case.")},
    )
    due_on = VnDateField(label=_("Until"), required=False)

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        nominee_id: int | None,
        opener_id: int | None = None,
        sender_id: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        barred_people = barred_examiners(nominee_id, opener_id, sender_id)
        person_field(self, "assigned_to").offer(examiners(organization), barred_people)

    def clean_assigned_to(self) -> User:
        """The account of the chosen person."""
        chosen: Person = self.cleaned_data["assigned_to"]
        return chosen.user


def case_arguments(
    item: PostedItem, *, opener_id: int | None, sender_id: int | None = None
) -> dict[str, Any]:
    """The keyword arguments of the forms of a case: the agency, and whom the case concerns (the
    nominee, the accounts of who opens it and of the sender)."""
    return {
        "organization": item.posting.organization,
        "nominee_id": item.nomination.person_id,
        "opener_id": opener_id,
        "sender_id": sender_id,
    }


class CaseForm(TransitionForm):
    """The base of the forms of an objection case."""

    def __init__(self, data: Any = None, *, case: Objection, **more: Any) -> None:
        super().__init__(data, **more)


class AssignForm(ObjectionForm):
    def __init__(self, data: Any = None, *, case: Objection) -> None:
        super().__init__(
            data,
            initial={
                "assigned_to": case.assigned_to.person_id if case.assigned_to else None,
                "due_on": case.due_on,
            },
            **case_arguments(
                case.item,
                opener_id=case.opened_by_id,
                sender_id=case.comment.author_id if case.comment else None,
            ),
        )
        del self.fields["subject_matter"]

    def payload(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"assigned_to": given["assigned_to"].pk, "due_on": given["due_on"]}


class ReexamineForm(CaseForm):
    comment = forms.CharField(
        label=_("What has to be examined again"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class CloseCaseForm(CaseForm):
    """No fields: the examiner has written the finding."""


class ObjectionFindingForm(CaseForm):
    finding = forms.CharField(
        label=_("Finding"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000
    )
    effect = forms.ChoiceField(
        label=_("What follows"), choices=Objection.Effect.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("Answer to the sender"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )

    def __init__(self, data: Any = None, *, case: Objection) -> None:
        initial = {"finding": case.finding, "effect": case.effect, "answer": case.answer}
        super().__init__(data, case=case, initial=initial)


def examiners(organization: Organization) -> QuerySet[Person]:
    """The agency's staff with an account."""
    at_work = Person.objects.filter(
        holds_on(clock.today(), "memberships__"),
        memberships__unit__organization=organization,
        user__is_active=True,
    )
    return Person.objects.filter(pk__in=at_work.values("pk")).order_by("sort_key")


def barred_examiners(
    nominee_id: int | None, opener_id: int | None, sender_id: int | None
) -> dict[int, str]:
    """The people who may not examine the case, each with the reason: the nominee, who opens the
    case, and the sender of the opinion."""
    people = dict(
        User.objects.filter(pk__in=[pk for pk in (opener_id, sender_id) if pk]).values_list(
            "pk", "person_id"
        )
    )
    words = {
        people.get(sender_id or 0): SENDER_BARRED,
        people.get(opener_id or 0): OPENER_BARRED,
        nominee_id: NOMINEE_BARRED,
    }
    return {pk: str(sentence) for pk, sentence in words.items() if pk is not None}
