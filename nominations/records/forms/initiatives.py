"""Forms of an initiative with its authors, and of a wider scope."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.paper_numbers.forms import PaperNumberField
from nominations.people.models import Organization, Person
from nominations.people.person_choice import PersonChoiceField
from nominations.records.council_rules import council_rules
from nominations.records.forms.entries import choice, year_field
from nominations.records.models import Initiative, InitiativeKind
from nominations.records.scales import Scope
from nominations.records.services import AuthorShare, RecordPaper
from nominations.web.forms import BaseForm, VnDateField, VnIntegerField
from workflow import clock

MAX_AUTHORS = 6


class InitiativeForm(BaseForm):
    """Name, year of application, authors."""

    name = forms.CharField(
        label=_("Name of the initiative"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Enter the name of the initiative.")},
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("initiative", "Kind"),
        choices=InitiativeKind.choices,
        initial=InitiativeKind.INITIATIVE,
    )
    year = year_field(label=_("Year of application"))
    field = forms.CharField(
        label=_("Field"),
        max_length=120,
        required=False,
        help_text=_("For example budget, reform of procedures, information technology."),
    )
    summary = forms.CharField(
        label=_("Summary and effect"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is new, where it was applied, what it brought in figures."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: QuerySet[Person],
        initiative: Initiative | None = None,
        author: Person | None = None,
    ) -> None:
        super().__init__(data)
        first: PersonChoiceField | None = None
        for number in range(1, MAX_AUTHORS + 1):
            label = _("Main author") if number == 1 else _("Co-author")
            field = PersonChoiceField(label=label, required=False)
            if first is None:
                first = field
                field.offer(people)
            else:
                field.help_text = ""
                field.offer_same(first, "people_of_agency")
            self.fields[f"person_{number}"] = field
            self.fields[f"share_{number}"] = VnIntegerField(
                label=_("Share in percent"), min_value=0, max_value=100, required=False
            )
        self._fill(initiative, author)

    def _fill(self, initiative: Initiative | None, author: Person | None) -> None:
        self.fields["year"].initial = clock.today().year
        if initiative is None:
            self.initial.update({"person_1": author.pk if author else "", "share_1": 100})
            return
        for name in ("name", "kind", "year", "field", "summary"):
            self.initial[name] = getattr(initiative, name)
        for number, one in enumerate(initiative.authors.all(), 1):
            self.initial[f"person_{number}"] = one.person_id
            self.initial[f"share_{number}"] = one.share

    def author_rows(self) -> list[dict[str, Any]]:
        """The pairs of fields of the authors."""
        return [
            {
                "number": number,
                "person": self[f"person_{number}"],
                "share": self[f"share_{number}"],
            }
            for number in range(1, MAX_AUTHORS + 1)
        ]

    @property
    def has_coauthors(self) -> bool:
        """Whether there are co-authors, so that their rows are expanded."""
        return any(row["person"].value() or row["person"].errors for row in self.author_rows()[1:])

    @cached_property
    def authors(self) -> list[AuthorShare]:
        given = self.cleaned_data
        return [
            AuthorShare(given[f"person_{number}"], given[f"share_{number}"] or 0)
            for number in range(1, MAX_AUTHORS + 1)
            if given.get(f"person_{number}")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, MAX_AUTHORS + 1):
            person, share = f"person_{number}", f"share_{number}"
            if share in self.errors:
                self._name_whose(cleaned.get(person), number)
            is_named = cleaned.get(person) or person in self.errors
            if cleaned.get(share) and not is_named:
                self.add_error(person, _("Choose whose share this is."))
        return cleaned

    def _name_whose(self, person: Person | None, number: int) -> None:
        """Replace the error of a share by one naming the author and the allowed values."""
        share = f"share_{number}"
        del self.errors[share]
        typed = self[f"person_{number}"].data or _("author %(number)s") % {"number": number}
        name = person.full_name if person else typed
        words = _("%(name)s: write the share as a whole number from 0 to 100, not “%(text)s”.")
        self.add_error(share, words % {"name": name, "text": self[share].data})

    def arguments(self) -> dict[str, Any]:
        """The arguments of the services, without the actor."""
        names = ("name", "kind", "year", "field", "summary")
        return {name: self.cleaned_data[name] for name in names} | {"authors": self.authors}


class WiderScopeForm(BaseForm):
    """The paper of the authority above that recognises a wider scope."""

    scope = choice((), _("Scope"))
    paper_number = PaperNumberField(label=_("Number of the decision"))
    paper_date = VnDateField(label=_("Day of the decision"))
    issuer = forms.CharField(label=_("Issued by"), max_length=200)

    def __init__(self, data: Any = None, *, organization: Organization) -> None:
        super().__init__(data)
        own = council_rules().scopes_of(organization.authority)
        wider = [(value, label) for value, label in Scope.choices if value not in own]
        self.choice_field("scope").choices = [("", _("Choose")), *wider]

    def arguments(self) -> dict[str, Any]:
        """The arguments of `record_wider_scope`, without actor and initiative."""
        given = self.cleaned_data
        paper = RecordPaper(given["paper_number"], given["paper_date"], given["issuer"])
        return {"scope": given["scope"], "paper": paper}
