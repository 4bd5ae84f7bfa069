"""Texts of papers that an agency may edit: their registry, and the text valid on a day.

Placeholders are replaced by values once. Nothing in a text is executed, and values are not searched
for placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from nominations.documents.models import AgencyText
from nominations.documents.paper_words import paper_words
from nominations.people.models import Organization
from workflow import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Letters between braces: whoever writes so means a placeholder. "{{7*7}}" and "{% %}" are text.
_BRACED = re.compile(r"\{+\s*[^\W\d_][\w ]*\}+")
_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditableText:
    """A sentence, or the lines of a list, with the placeholders that may stand in it.

    `file` and `sentence` say where the shipped text stands, which the agency's own replaces.
    """

    name: str
    paper: _StrOrPromise
    label: _StrOrPromise
    file: Path
    sentence: str
    placeholders: tuple[str, ...] = ()
    is_list: bool = False

    def shipped(self) -> str:
        """The shipped text as people edit it."""
        found = paper_words(self.file).sentences[self.sentence]
        text = found if isinstance(found, str) else "\n".join(found)
        return _NAMED.sub(lambda match: placeholder(match[1]), text)


_texts: dict[str, EditableText] = {}


def register(*texts: EditableText) -> None:
    """Register texts that an agency may edit."""
    for one in texts:
        _texts[one.name] = one


def editable_texts() -> list[EditableText]:
    """Every sentence, in the order in which the rooms registered them."""
    return list(_texts.values())


def editable_text(name: str) -> EditableText:
    """The sentence of that name; KeyError for a name that no room registered."""
    return _texts[name]


def placeholder(placeholder: str) -> str:
    """ "{cơ quan}": the placeholder as people write it."""
    return f"{{{paper_words().say(f'placeholder.{placeholder}')}}}"


def example_of(placeholder: str) -> str:
    """An example value for the preview."""
    return paper_words().say(f"example.{placeholder}")


def unknown_placeholders(text: str, known: Iterable[str]) -> list[str]:
    """The placeholders in the text that the sentence does not have."""
    allowed = {placeholder(name) for name in known}
    return [one for one in dict.fromkeys(_BRACED.findall(text)) if one not in allowed]


def filled_text(text: str, values: Mapping[str, object]) -> str:
    """The text with the values in the place of their names, put in once."""
    places = {placeholder(name): str(value) for name, value in values.items()}
    if not places:
        return text
    found = re.compile("|".join(re.escape(place) for place in places))
    return found.sub(lambda match: places[match[0]], text)


@dataclass(frozen=True, slots=True)
class AgencyTexts:
    """The sentences of one agency as they hold on a day."""

    own: Mapping[str, str] = field(default_factory=dict)

    def say(self, name: str, /, **values: object) -> str:
        """The agency's sentence with the values in it, or the shipped one."""
        text, editable = self.own.get(name), editable_text(name)
        if text:
            return filled_text(text, {key: values[key] for key in editable.placeholders})
        return paper_words(editable.file).say(editable.sentence, **values)

    def lines(self, name: str, /, **values: object) -> tuple[str, ...]:
        """The lines of a list. One that is about a value there is none of is left out."""
        text = self.own.get(name) or editable_text(name).shipped()
        empty = [placeholder(key) for key, value in values.items() if not value]
        kept = [line.strip() for line in text.splitlines() if line.strip()]
        return tuple(
            filled_text(line, values) for line in kept if not any(mark in line for mark in empty)
        )


def agency_texts(agency: Organization, day: date | None) -> AgencyTexts:
    """The sentences that hold for a paper of the day (today): one query."""
    rows = AgencyText.objects.filter(organization=agency, valid_from__lte=day or clock.today())
    return AgencyTexts({row.name: row.text for row in rows.order_by("pk")})
