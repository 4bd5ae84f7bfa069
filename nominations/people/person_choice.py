"""A field to choose a person by typing: name, unit and year of birth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.people.models import Person, UnitMembership
from nominations.vietnamese import fold, spelling_key, tidy_name
from workflow import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SUGGESTED = 5
"""At most so many people are listed if a text matches several or nobody."""


class PersonInput(forms.TextInput):
    """A text input with a datalist of the people."""

    template_name = "people/person_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.labels: dict[int, str] = {}
        self.list_id = ""
        self.renders_list = True

    def format_value(self, value: Any) -> str | None:
        """The label of a person given by key; other text unchanged."""
        key = str(value if value is not None else "")
        return self.labels.get(int(key[:18]), "") if key.isdecimal() else key or None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        list_id = self.list_id or f"{(attrs or {}).get('id', name)}_people"
        context = super().get_context(name, value, {**(attrs or {}), "list": list_id})
        context["widget"] |= {"people": self.labels.values(), "renders_list": self.renders_list}
        return context


class PersonChoiceField(forms.Field):
    """One of the people that `offer` names; its value is the Person.

    Takes what the list shows, and a full name (with or without marks) that only one of them bears.
    Refuses, with a sentence each: a name that several bear, one that nobody bears, and whoever is
    barred.
    """

    widget = PersonInput
    default_error_messages = {"required": gettext_lazy("Choose a person.")}

    def __init__(self, *, help_text: _StrOrPromise = "", **kwargs: Any) -> None:
        words = help_text or gettext_lazy("Type some letters of the name and choose from the list.")
        super().__init__(help_text=words, **kwargs)
        self.people: dict[int, Person] = {}
        self.barred: dict[int, str] = {}

    def offer(self, people: QuerySet[Person], barred: Mapping[int, str] | None = None) -> None:
        """Set the choices, in their order; one query.

        `barred` has, by key, the reason why some of them cannot be chosen: they are left out of the
        list, and refused with the reason when typed.
        """
        self.people = {person.pk: person for person in _placed(people)}
        self.barred = {pk: words for pk, words in (barred or {}).items() if pk in self.people}
        labels = _labels(self.people.values())
        self._widget.labels = {pk: words for pk, words in labels.items() if pk not in self.barred}

    def offer_same(self, first: PersonChoiceField, list_id: str) -> None:
        """Offer the people of another field of the page, whose list both of them show."""
        self.people, self.barred = first.people, first.barred
        self._widget.labels = first._widget.labels
        first._widget.list_id = self._widget.list_id = list_id
        self._widget.renders_list = False

    @property
    def _widget(self) -> PersonInput:
        assert isinstance(self.widget, PersonInput)  # noqa: S101 -- a field is not given another
        return self.widget

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Person) else value

    def to_python(self, value: Any) -> Person | None:
        text = tidy_name(str(value or ""))
        if not text:
            return None
        found = self._meant(text)
        if len(found) == 1:
            if found[0].pk in self.barred:
                raise ValidationError(self.barred[found[0].pk], code="barred")
            return found[0]
        raise ValidationError(self._which(text, found), code="several" if found else "nobody")

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = self._widget.format_value(self.prepare_value(initial))
        return tidy_name(shown or "") != tidy_name(self._widget.format_value(data) or "")

    def _meant(self, text: str) -> list[Person]:
        """The people matching the text: by key, by label, by name, by name without diacritics."""
        if text.isdecimal():
            return [self.people[pk] for pk in (int(text[:18]),) if pk in self.people]
        shown = [pk for pk, label in self._widget.labels.items() if label == text]
        if shown:
            return [self.people[pk] for pk in shown]
        everybody = list(self.people.values())
        key = spelling_key(text)
        exact = [one for one in everybody if spelling_key(one.full_name) == key]
        return exact or [one for one in everybody if fold(one.full_name) == fold(text)]

    def _which(self, text: str, found: list[Person]) -> str:
        labels = self._widget.labels
        if found:
            named = "; ".join(labels[one.pk] for one in found if one.pk in labels)
            return _("“%(text)s” may be: %(names)s. Choose one of them from the list.") % {
                "text": text,
                "names": named,
            }
        words = fold(text).split()
        names = {pk: fold(self.people[pk].full_name) for pk in labels}
        near = [labels[pk] for pk, name in names.items() if all(word in name for word in words)]
        if near:
            return _("Nobody here is called “%(text)s” in full. Do you mean: %(names)s?") % {
                "text": text,
                "names": "; ".join(near[:SUGGESTED]),
            }
        return _("Nobody called “%(text)s” can be chosen here.") % {"text": text}


def person_field(form: forms.BaseForm, name: str) -> PersonChoiceField:
    """The field of that name, typed, for a form that sets its choices."""
    field = form.fields[name]
    assert isinstance(field, PersonChoiceField)  # noqa: S101 -- the form declares it
    return field


def _placed(people: QuerySet[Person]) -> QuerySet[Person]:
    """The people annotated with the name of their unit today."""
    place = UnitMembership.objects.on(clock.today()).filter(person=OuterRef("pk"))
    unit = place.order_by("-is_primary", "valid_from").values("unit__name")[:1]
    return people.annotate(unit_today=Subquery(unit))


def _labels(people: Iterable[Person]) -> dict[int, str]:
    """A unique label for each person."""
    found: dict[int, str] = {}
    used: dict[str, int] = {}
    for person in people:
        born = person.birth_date
        unit: str = getattr(person, "unit_today", "") or ""
        year = _("born in %(year)s") % {"year": born.year} if born else ""
        label = ", ".join(filter(None, (person.full_name, unit, year)))
        if label in used and born:
            day = _("born on %(day)s") % {"day": f"{born:%d/%m/%Y}"}
            label = ", ".join(filter(None, (person.full_name, unit, day)))
        used[label] = used.get(label, 0) + 1
        found[person.pk] = label if used[label] == 1 else f"{label} ({used[label]})"
    return found
