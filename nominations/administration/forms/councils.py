"""Forms of councils and seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.council.models import SeatRole
from nominations.council.services import NewSeat
from nominations.people.models import Organization, Person
from nominations.people.person_choice import PersonChoiceField, person_field
from nominations.people.queries import administrators_among, colleagues
from nominations.web.forms import BaseForm, ManyField, VnDateField
from workflow import clock


class CouncilForm(BaseForm):
    """What the decision says that sets up a council."""

    name = forms.CharField(label=pgettext_lazy("council", "Name"), max_length=250)
    symbol = forms.CharField(label=_("Document symbol"), max_length=20, required=False)
    decision_number = forms.CharField(label=_("Decision number"), max_length=60, required=False)
    decision_date = VnDateField(label=_("Decision date"), required=False)
    valid_from = VnDateField(label=_("First day"))
    valid_to = VnDateField(
        label=_("Last day"), required=False, help_text=_("Leave empty while no end is known.")
    )


class PersonTicks(ManyField):
    """People to tick, each with the unit."""

    def label_from_instance(self, obj: Person) -> str:
        place = obj.membership_on(clock.today())
        return f"{obj.full_name}, {place.unit}" if place else obj.full_name


def _administrators(people: QuerySet[Person]) -> dict[int, str]:
    """Who of the people may not be seated, with the reason."""
    words = _("%(person)s is an administrator and may not sit on a council (separation of duties).")
    barred = administrators_among(people, clock.today())
    return {person.pk: str(words) % {"person": person.full_name} for person in barred}


class NewCouncilForm(CouncilForm):
    """A council with its first members."""

    chair = PersonChoiceField(label=_("Council chair"))
    vice_chair = PersonChoiceField(label=_("Vice chair"), required=False)
    secretary = PersonChoiceField(label=_("Member and secretary"), required=False)
    members = PersonTicks(
        Person.objects.none(),
        label=_("Council members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues(organization, clock.today())
        chair = person_field(self, "chair")
        chair.offer(people, _administrators(people))
        for name in ("vice_chair", "secretary"):
            person_field(self, name).offer_same(chair, "members_to_choose")
        self.row_field("members").queryset = people.exclude(pk__in=chair.barred).prefetch_related(
            "memberships__unit"
        )
        self.fields["valid_from"].initial = clock.today()

    @property
    def seats(self) -> list[NewSeat]:
        """Chair, vice chair, members, secretary: the order of the roster."""
        given = self.cleaned_data
        first = [
            (given["chair"], SeatRole.CHAIR),
            (given["vice_chair"], SeatRole.VICE_CHAIR),
            *((person, SeatRole.MEMBER) for person in given["members"]),
            (given["secretary"], SeatRole.SECRETARY),
        ]
        return [NewSeat(person, seat) for person, seat in first if person]

    @property
    def particulars(self) -> dict[str, Any]:
        """What the form says of the council itself."""
        return {name: self.cleaned_data[name] for name in CouncilForm.base_fields}


class SeatForm(BaseForm):
    """A person to be taken into the council."""

    person = PersonChoiceField(label=pgettext_lazy("council", "Person"))
    seat = forms.ChoiceField(
        label=_("Seat on the council"), choices=SeatRole.choices, initial=SeatRole.MEMBER
    )
    valid_from = VnDateField(label=_("First day"))
    valid_to = VnDateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues(organization, clock.today())
        person_field(self, "person").offer(people, _administrators(people))
        self.fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            raise ValidationError(_("A seat cannot end before it began."), code="ends_before_start")
        return cleaned
