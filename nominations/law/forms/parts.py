"""The form of one part of a regulation, generated from the description of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.law.citation_fields import CitationFields, joined_citation, split_citation
from nominations.law.key_fields import field_for, file_keys, initial_of
from nominations.law.rulesets.key_types import KeyDescription, TableDescription
from nominations.web.forms import BaseForm, VnDateField

ARTICLE, LETTER = r"\d+[a-zđ]?", r"[a-zđ]"
CITED = ("article", "clause", "point", "other_source", "verified")


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A field with the values of another field under which it is shown."""

    bound: forms.BoundField
    when: str = ""


def _citation_fields() -> dict[str, forms.Field]:
    def short(label: Any, pattern: str, problem: Any) -> forms.Field:
        return forms.RegexField(
            f"^{pattern}$",
            label=label,
            required=False,
            max_length=8,
            error_messages={"invalid": problem},
            widget=forms.TextInput(attrs={"class": "form-control input-number"}),
        )

    return {
        "article": short(
            gettext_lazy("Article"), ARTICLE, gettext_lazy("Write only the number, such as 12.")
        ),
        "clause": short(
            gettext_lazy("Clause"), ARTICLE, gettext_lazy("Write only the number, such as 2.")
        ),
        "point": short(
            gettext_lazy("Point"), LETTER, gettext_lazy("Write only the letter, such as a.")
        ),
        "other_source": forms.CharField(
            label=gettext_lazy("Other citation"),
            help_text=gettext_lazy(
                "Only where it stands in several articles or in another act, in full."
            ),
            required=False,
            max_length=250,
        ),
        "verified": forms.BooleanField(
            label=gettext_lazy("Compared with the text"),
            help_text=gettext_lazy("Tick it when the value was read in the signed regulation."),
            required=False,
        ),
    }


NOT_ZERO = gettext_lazy("Silence agrees only after so many days: write at least 1.")


class PartForm(BaseForm):
    """One part of a regulation: its keys and its article; `extra` are further choices of a key."""

    def __init__(
        self,
        description: TableDescription,
        table: Mapping[str, Any],
        *,
        act: str,
        data: QueryDict | None = None,
        typed: QueryDict | None = None,
        extra: Mapping[str, Sequence[tuple[str, Any]]] | None = None,
    ) -> None:
        self.description, self.act = description, act
        self.keys = [key for key in description.keys if key.in_layers and key.kind != "expression"]
        super().__init__(data, initial=self._initial(table))
        for key in self.keys:
            self.fields[key.name] = field_for(key, (extra or {}).get(key.name, ()))
        if description.is_cited:
            self.fields |= _citation_fields()
        for field in self.fields.values():
            if isinstance(field, VnDateField):
                field.required = False
        if description.name == "head":  # a draft may begin with its name alone
            for name in ("source", "code"):
                self.fields[name].required = False
        if typed is not None:
            self.initial = {**self.initial, **self._typed(typed)}

    def _initial(self, table: Mapping[str, Any]) -> dict[str, Any]:
        found = {key.name: initial_of(key, table) for key in self.keys}
        place = split_citation(str(table.get("source", "")), self.act)
        return found | {
            "article": place.article,
            "clause": place.clause,
            "point": place.point,
            "other_source": place.other,
            "verified": bool(table.get("verified", False)),
        }

    def _typed(self, data: QueryDict) -> dict[str, Any]:
        """The submitted values, unvalidated."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                found[name] = data.getlist(name)
            elif isinstance(field, forms.BooleanField):
                found[name] = name in data
            else:
                found[name] = data.get(name, "")
        return found

    # --- what the page shows ---------------------------------------------------------------------

    @property
    def shown_keys(self) -> list[ShownKey]:
        found: list[ShownKey] = []
        for key in self.keys:
            name, values = key.when
            words = "|".join("on" if one is True else str(one or "") for one in values)
            found.append(ShownKey(self[key.name], f"{name}={words}" if name else ""))
        return found

    @property
    def citation(self) -> list[forms.BoundField]:
        return [self[name] for name in CITED if name in self.fields]

    # --- what was answered -----------------------------------------------------------------------

    def _key(self, name: str) -> KeyDescription | None:
        return self.description.key(name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = {name: value for name, value in data.items() if not isinstance(value, tuple)}
        for key in self.keys:
            if key.when[0] and not key.is_asked(asked):
                self.errors.pop(key.name, None)
                data[key.name] = None
            elif self._lacks(key, data):
                self.add_error(key.name, _("Fill this in: the regulation has to say it."))
            elif self._is_zero(key, data) and key.may_not_be_zero(asked):
                self.add_error(key.name, NOT_ZERO)
        if data.get("clause") and not data.get("article"):
            self.add_error("article", _("Write the article to which the clause belongs."))
        if data.get("point") and not data.get("clause") and not data.get("article"):
            self.add_error("clause", _("Write the clause to which the point belongs."))
        if data.get("article") and not self.act:
            raise ValidationError(
                _("First write number and day of the act under “Name and days in force”.")
            )
        if data.get("verified") and not (data.get("article") or data.get("other_source")):
            self.add_error("article", _("What is compared with the text names its article."))
        return data

    def _is_zero(self, key: KeyDescription, data: Mapping[str, Any]) -> bool:
        return key.name not in self.errors and not data.get(key.name)

    def _lacks(self, key: KeyDescription, data: Mapping[str, Any]) -> bool:
        """Whether a conditionally required key is empty."""
        is_asked_now = key.needed and key.when[0] and key.kind != "flag"
        is_empty = key.name not in self.errors and data.get(key.name) in (None, "", [])
        return bool(is_asked_now and is_empty)

    def table(self) -> dict[str, Any]:
        """The table of a valid form in the format of the file."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        for key in self.keys:
            if key.when[0] and not key.is_asked(data):
                continue
            found |= file_keys(key, data.get(key.name))
        if self.description.is_cited:
            place = CitationFields(
                article=data["article"],
                clause=data["clause"],
                point=data["point"],
                other=data["other_source"],
            )
            source = joined_citation(place, self.act)
            found |= {"source": source} if source else {}
            found["verified"] = bool(data["verified"])
        return found

    def blame(self, key: str, sentence: str) -> None:
        """Show a sentence at the field of a key of the file; above the form if it has none."""
        if key == "source":
            name = "other_source" if self.cleaned_data.get("other_source") else "article"
            self.add_error(name if name in self.fields else "source", sentence)
            return
        described = self._key(key)
        known = described is not None and described.name in self.fields
        self.add_error(described.name if described and known else None, sentence)
