"""Forms of accounts: whom to give one, what to change, how to hand over a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.people.models import PasswordLink, UnitMembership, User
from nominations.people.services import NewAccount
from nominations.web.forms import BaseForm


class IssueForm(BaseForm):
    """Ticks, user names and addresses of a list of people without account."""

    by_mail = forms.BooleanField(
        label=gettext_lazy("Send the link by e-mail to whoever has an address; letters for others"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[UnitMembership],
        names: Mapping[int, str],
        ticked: frozenset[int] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            pk = place.person_id
            self.fields[f"tick_{pk}"] = forms.BooleanField(
                label=place.person.full_name, required=False, initial=pk in ticked
            )
            self.fields[f"name_{pk}"] = forms.CharField(
                label=gettext_lazy("User name"), required=False, max_length=150, initial=names[pk]
            )
            self.fields[f"mail_{pk}"] = forms.CharField(
                label=gettext_lazy("E-mail"), required=False, max_length=254
            )
            self.fields[f"tick_{pk}"].widget.attrs |= {
                "class": "form-check-input",
                "aria-label": place.person.full_name,
            }
            for name in ("name", "mail"):
                label = self.fields[f"{name}_{pk}"].label
                self.fields[f"{name}_{pk}"].widget.attrs |= {
                    "class": "form-control",
                    "aria-label": f"{label}: {place.person.full_name}",
                    "autocomplete": "off",
                }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Place of work and the three controls of each person."""
        return [
            {
                "place": place,
                "tick": self[f"tick_{place.person_id}"],
                "name": self[f"name_{place.person_id}"],
                "mail": self[f"mail_{place.person_id}"],
            }
            for place in self.places
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in self.places:
            pk = place.person_id
            if not cleaned.get(f"tick_{pk}"):
                continue
            if not cleaned.get(f"name_{pk}"):
                self.add_error(
                    None, _("%(person)s: write a user name.") % {"person": place.person.full_name}
                )
            if cleaned.get(f"mail_{pk}"):
                try:
                    validate_email(cleaned[f"mail_{pk}"])
                except ValidationError:
                    self.add_error(
                        None,
                        _("%(person)s: the e-mail address is not right.")
                        % {"person": place.person.full_name},
                    )
        return cleaned

    @property
    def accounts(self) -> list[NewAccount]:
        """What was ticked, as the service takes it."""
        given = self.cleaned_data
        return [
            NewAccount(
                place.person,
                given[f"name_{place.person_id}"],
                given[f"mail_{place.person_id}"],
            )
            for place in self.places
            if given.get(f"tick_{place.person_id}")
        ]


class AccountForm(BaseForm):
    """User name and address of an account; the password is its owner's."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Links and notices go there; leave it empty if there is none."),
    )


DELIVERIES = [
    (PasswordLink.Delivery.LETTER, gettext_lazy("A letter to print and hand over, 14 days")),
    (PasswordLink.Delivery.EMAIL, gettext_lazy("An e-mail to the owner, 3 days")),
]


class LinkForm(BaseForm):
    """How the owner gets the link."""

    delivery = forms.ChoiceField(
        label=gettext_lazy("How the owner gets the link"),
        choices=DELIVERIES,
        widget=forms.RadioSelect,
        initial=PasswordLink.Delivery.LETTER,
    )

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not account.email:
            self.choice_field("delivery").choices = DELIVERIES[:1]


class AccountCloseForm(BaseForm):
    """Why an account is closed or opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays in the history."),
    )


class PlainAccountForm(BaseForm):
    """Nothing to fill in: pressing the button is the act."""
