"""Forms of sessions, presence and counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.council.models import (
    BallotItem,
    Council,
    RosterEntry,
    Scrutineer,
    SeatRole,
    VotingMode,
)
from nominations.council.services import Counts, MemberPresence
from nominations.dossiers.models import Nomination
from nominations.people.models import Person
from nominations.people.models.dated import holds_on
from nominations.people.person_choice import PersonChoiceField, person_field
from nominations.web.forms import BaseForm, ManyField, VnDateField, VnIntegerField
from workflow import clock

OFFERED_MODES = [(mode.value, mode.label) for mode in (VotingMode.NAMED, VotingMode.PAPER)]
MAX_BALLOTS = 999
_COUNTED = ("yes", "no", "invalid")
SCRUTINEERS = ("first_scrutineer", "second_scrutineer", "third_scrutineer")


def possible_scrutineers(council: Council) -> QuerySet[Person]:
    """People of the agency who can sign on screen, and members of the council."""
    at_work = Person.objects.filter(
        holds_on(clock.today(), "memberships__"),
        memberships__unit__organization_id=council.organization_id,
    ).values("pk")
    seated = council.members.filter(holds_on(clock.today())).values("person_id")
    people = Person.objects.filter(user__is_active=True)
    return (people.filter(pk__in=at_work) | people.filter(pk__in=seated)).distinct()


class SessionForm(BaseForm):
    """A session before it opens. The agenda's check boxes are drawn by the page as a list."""

    name = forms.CharField(label=_("Name of the session"), max_length=250)
    mode = forms.ChoiceField(
        label=_("Way of voting"),
        choices=OFFERED_MODES,
        widget=forms.RadioSelect,
        initial=VotingMode.NAMED,
    )
    held_on = VnDateField(label=_("Day of the meeting"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    first_scrutineer = PersonChoiceField(label=_("First scrutineer"))
    second_scrutineer = PersonChoiceField(label=_("Second scrutineer"))
    third_scrutineer = PersonChoiceField(label=_("Third scrutineer, if any"), required=False)
    nominations = ManyField(
        Nomination.objects.none(),
        label=_("Agenda"),
        error_messages={"required": _("Choose at least one nomination for the agenda.")},
    )

    def __init__(
        self, *args: Any, council: Council, choosable: QuerySet[Nomination], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = choosable  # type: ignore[attr-defined]  # fields are typed by their base
        first, *others = (person_field(self, name) for name in SCRUTINEERS)
        first.offer(possible_scrutineers(council), self._barred(council, choosable))
        for field in others:
            field.help_text = ""
            field.offer_same(first, "possible_scrutineers")

    def _barred(self, council: Council, choosable: QuerySet[Nomination]) -> dict[int, Any]:
        """People who may not be scrutineers: the chair, and nominees on the ticked agenda."""
        chairs = council.members.filter(holds_on(clock.today()), seat=SeatRole.CHAIR)
        sentence = _("The chair does not count the votes; choose somebody else.")
        found: dict[int, Any] = dict.fromkeys(chairs.values_list("person_id", flat=True), sentence)
        ticked = choosable
        if self.is_bound or "nominations" in self.initial:
            keys = [str(key) for key in self["nominations"].value() or ()]
            ticked = choosable.filter(pk__in=[int(key[:18]) for key in keys if key.isdecimal()])
        nominees = ticked.filter(person__isnull=False).values_list("person_id", flat=True)
        sentence = _("This person's nomination is on the agenda; choose somebody else to count.")
        return found | dict.fromkeys(nominees.order_by(), sentence)

    def payload(self) -> dict[str, Any]:
        """The keyword arguments of `prepare_session`."""
        data = self.cleaned_data
        order = {str(pk): place for place, pk in enumerate(self["nominations"].data)}
        return {
            **{name: data[name] for name in ("name", "mode", "held_on", "place")},
            "scrutineers": [data[place] for place in SCRUTINEERS if data.get(place)],
            "nominations": sorted(data["nominations"], key=lambda one: order.get(str(one.pk), 0)),
        }

    def keys(self) -> dict[str, Any]:
        """The data of the transition "revise": people and nominations by their keys."""
        payload = self.payload()
        listed = ("scrutineers", "nominations")
        return {**payload, **{name: [one.pk for one in payload[name]] for name in listed}}


class RecusalForm(BaseForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example: a relative of the nominee.")
    )


class PresenceForm(BaseForm):
    """One line of the roster."""

    present = forms.ChoiceField(
        label=_("Presence"),
        choices=[("yes", _("Present")), ("no", _("Absent"))],
        widget=forms.RadioSelect,
        required=False,
    )
    absence_reason = forms.CharField(label=_("Reason of absence"), max_length=200, required=False)
    written_opinion = forms.BooleanField(label=_("Sent an opinion in writing"), required=False)

    def __init__(self, data: Any = None, *, entry: RosterEntry) -> None:
        self.entry = entry
        choice = {True: "yes", False: "no", None: ""}[entry.present]
        super().__init__(
            data,
            prefix=f"r{entry.pk}",
            initial={
                "present": choice,
                "absence_reason": entry.absence_reason,
                "written_opinion": entry.written_opinion,
            },
        )

    @property
    def presence(self) -> MemberPresence | None:
        """The entered presence; None for an empty line."""
        data = self.cleaned_data
        if not data.get("present"):
            return None
        return MemberPresence(
            data["present"] == "yes", data["absence_reason"], data["written_opinion"]
        )


class CountsForm(BaseForm):
    """One item's counts by a scrutineer; an empty line is not counted yet."""

    yes = VnIntegerField(
        label=pgettext_lazy("vote", "Yes"), min_value=0, max_value=MAX_BALLOTS, required=False
    )
    no = VnIntegerField(
        label=pgettext_lazy("vote", "No"), min_value=0, max_value=MAX_BALLOTS, required=False
    )
    invalid = VnIntegerField(
        label=_("Invalid"),
        min_value=0,
        max_value=MAX_BALLOTS,
        required=False,
        help_text=_("No box marked, or both."),
    )

    def __init__(self, data: Any = None, *, item: BallotItem, **kwargs: Any) -> None:
        self.item = item
        super().__init__(data, prefix=f"i{item.pk}", **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [data.get(name) for name in _COUNTED]
        if any(value is not None for value in given) and (given[0] is None or given[1] is None):
            raise ValidationError(
                _("Enter both the yes and the no ballots, 0 where there is none.")
            )
        return data

    @property
    def counts(self) -> Counts | None:
        """The line's counts; None for an empty line."""
        data = self.cleaned_data
        if data.get("yes") is None:
            return None
        return Counts(data["yes"], data["no"], invalid=data.get("invalid") or 0)


def counts_forms(
    scrutineer: Scrutineer, items: list[BallotItem], data: Any = None
) -> list[CountsForm]:
    """A form per item with this scrutineer's own earlier counts, never another's."""
    own = {count.item_id: count for count in scrutineer.counts.all()}
    forms_ = []
    for item in items:
        count = own.get(item.pk)
        initial = {name: getattr(count, name) for name in _COUNTED} if count else {}
        forms_.append(CountsForm(data, item=item, initial=initial))
    return forms_
