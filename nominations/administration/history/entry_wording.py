"""An entry of the history in words: the act, its subject, what was before and what is after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from nominations.administration.history.scope import PATHS
from nominations.council.models import SeatRole
from nominations.people.models import PasswordLink
from nominations.people.roles import Role
from workflow import clock, registry
from workflow.models import AuditEvent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MAX_LISTED = 12

LABELS: dict[str, _StrOrPromise] = {
    "person": pgettext_lazy("role", "Person"),
    "person_name": pgettext_lazy("role", "Person"),
    "name": pgettext_lazy("history", "Name"),
    "username": gettext_lazy("User name"),
    "email": gettext_lazy("E-mail"),
    "role": gettext_lazy("Role"),
    "seat": gettext_lazy("Seat on the council"),
    "people": gettext_lazy("Council members"),
    "place": pgettext_lazy("role", "Where"),
    "unit": gettext_lazy("Unit"),
    "position": gettext_lazy("Position"),
    "valid_from": gettext_lazy("First day"),
    "valid_to": gettext_lazy("Last day"),
    "paper_number": gettext_lazy("Paper number"),
    "paper_date": gettext_lazy("Paper date"),
    "number": gettext_lazy("Decision number"),
    "decision_number": gettext_lazy("Decision number"),
    "delivery": gettext_lazy("How the owner gets the link"),
    "expires_at": gettext_lazy("Valid until"),
    "made_by": gettext_lazy("Link made by"),
    "made_at": gettext_lazy("Link made at"),
    "messages": pgettext_lazy("history", "Messages"),
    "accounts": gettext_lazy("Accounts"),
    "file": gettext_lazy("File"),
    "rows": gettext_lazy("Rows"),
    "added": gettext_lazy("Added"),
    "changed": gettext_lazy("Changed"),
    "reason": gettext_lazy("Reason"),
    "comment": gettext_lazy("Comment"),
    "note": gettext_lazy("Note"),
    "amount": gettext_lazy("Amount"),
    "grade": gettext_lazy("Grade"),
    "year": gettext_lazy("Year"),
    "held_on": gettext_lazy("Meeting held on"),
    "state": gettext_lazy("State"),
    "is_active": gettext_lazy("Account can be used"),
}
"""Keys of a payload that are shown, in this order; ids, sums and keys of programs are not."""
COUNTS = frozenset({"rows", "added", "changed", "amount", "year"})
"""Keys whose numbers say something to people; other numbers are keys of rows."""
CODES: dict[str, Mapping[str, _StrOrPromise]] = {
    "role": dict(Role.choices),
    "seat": dict(SeatRole.choices),
    "delivery": dict(PasswordLink.Delivery.choices),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One particular of an entry; `before` is None where nothing stood there or it does not say."""

    label: str
    before: str | None
    after: str

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.label}: {self.after}"
        return f"{self.label}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry as it is shown."""

    event: AuditEvent
    subject: str
    lines: list[HistoryLine]

    @property
    def actor(self) -> str:
        """Who acted; the system has a name of its own."""
        return self.event.actor_name if self.event.actor_id is not None else _("the system")

    @property
    def act(self) -> str:
        """The act in words, beginning with a capital."""
        label = self.event.label
        return label[:1].upper() + label[1:]


def entries_of(events: Iterable[AuditEvent]) -> list[HistoryEntry]:
    """Entries in words; the names of their subjects are read in one query per kind."""
    listed = list(events)
    names = subject_names({event.stream for event in listed})
    return [HistoryEntry(event, names[event.stream], _lines(event)) for event in listed]


# --- what an entry is about -----------------------------------------------------------------------

KINDS: dict[str, tuple[str, _StrOrPromise]] = {
    "person": ("people.Person", gettext_lazy("Person and account")),
    "organization": ("people.Organization", gettext_lazy("Agency")),
    "council": ("council.Council", gettext_lazy("Council")),
    "campaign": ("dossiers.Campaign", gettext_lazy("Campaign")),
    "position": ("people.Position", gettext_lazy("Position")),
    "nomination": (PATHS["nomination"][0], gettext_lazy("Nomination")),
    "initiative": (PATHS["initiative"][0], gettext_lazy("Initiative")),
    "session": (PATHS["session"][0], gettext_lazy("Voting session")),
    "posting": (PATHS["posting"][0], gettext_lazy("Posting")),
    "objection": (PATHS["objection"][0], gettext_lazy("Objection case")),
    "decision": (PATHS["decision"][0], gettext_lazy("Decision")),
    "rule_layer": (PATHS["rule_layer"][0], gettext_lazy("Regulation")),
    "import": (PATHS["import"][0], gettext_lazy("Import of a table")),
    "records": ("people.Organization", gettext_lazy("Records")),
    "award": ("", gettext_lazy("Award")),
    "calendar": ("", gettext_lazy("Working calendar")),
}
"""Beginning of a stream -> model of its subject, and the kind in words."""


def subject_names(streams: set[str]) -> dict[str, str]:
    keys: dict[str, list[int]] = {}
    for stream in streams:
        kind, _colon, key = stream.partition(":")
        if KINDS.get(kind, ("",))[0] and key.isdigit():
            keys.setdefault(kind, []).append(int(key))
    found = {kind: _names(KINDS[kind][0], wanted) for kind, wanted in keys.items()}
    names = {}
    for stream in streams:
        kind, _colon, key = stream.partition(":")
        word = str(KINDS[kind][1]) if kind in KINDS else _("Other")
        name = found.get(kind, {}).get(key, "" if kind in keys else key)
        names[stream] = f"{word}: {name}" if name else word
    return names


def _names(label: str, keys: list[int]) -> dict[str, str]:
    rows = apps.get_model(label)._base_manager.in_bulk(keys)
    return {str(pk): _name(row) for pk, row in rows.items()}


def _name(row: Any) -> str:
    for attribute in ("title", "file_name", "name", "full_name"):
        if isinstance(getattr(row, attribute, None), str):
            return str(getattr(row, attribute))
    return ""


# --- what was done --------------------------------------------------------------------------------


def _lines(event: AuditEvent) -> list[HistoryLine]:
    content = event.content
    found = _moved(event, content)
    changes = content.get("changes")
    shown: set[str] = set()
    if isinstance(changes, dict):
        table = str(content.get("table", ""))
        for name, pair in sorted(changes.items()):
            if isinstance(pair, dict) and {"before", "after"} <= pair.keys():
                shown.add(name)
                found.append(
                    HistoryLine(
                        _label_of(table, name),
                        _value(name, pair["before"], table),
                        _value(name, pair["after"], table),
                    )
                )
    data = content.get("data")
    merged = {**data, **content} if isinstance(data, dict) else content
    for key, label in LABELS.items():
        if key in shown or merged.get(key) in (None, "", [], {}):
            continue
        if isinstance(merged[key], dict) or _is_id(key, merged[key]):
            continue
        found.append(HistoryLine(str(label), None, _value(key, merged[key])))
    return found


def _is_id(key: str, value: Any) -> bool:
    """Whether the value only names a row for programs."""
    return isinstance(value, int) and not isinstance(value, bool) and key not in COUNTS


def _moved(event: AuditEvent, content: Mapping[str, Any]) -> list[HistoryLine]:
    """The state before and after, of an entry about a transition."""
    workflow = registry.by_prefix(event.stream.partition(":")[0])
    source, target = content.get("from"), content.get("to")
    if workflow is None or not isinstance(source, str) or not isinstance(target, str):
        return []
    if source == target:
        return []
    before, after = workflow.label_of(source), workflow.label_of(target)
    return [HistoryLine(str(LABELS["state"]), str(before), str(after))]


def _label_of(table: str, name: str) -> str:
    if table:
        try:
            words = str(apps.get_model(table)._meta.get_field(name).verbose_name)
            return words[:1].upper() + words[1:]
        except (LookupError, FieldDoesNotExist, ValueError):
            pass
    return str(LABELS.get(name, _("Content")))


def _value(key: str, value: Any, table: str = "") -> str:
    if value is None or value == "":
        return _("(nothing)")
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, list):
        listed = [_value(key, one) for one in value[:MAX_LISTED]]
        more = len(value) - MAX_LISTED
        return ", ".join(listed) + (_(" and %(more)s more") % {"more": more} if more > 0 else "")
    text = str(value)
    if text in CODES.get(key, {}):
        return str(CODES[key][text])
    return _chosen(table, key, text) or _moment(text)


def _chosen(table: str, name: str, text: str) -> str:
    """The word of a choice of the column."""
    if not table:
        return ""
    try:
        choices = apps.get_model(table)._meta.get_field(name).choices
    except (LookupError, FieldDoesNotExist, ValueError):
        return ""
    return str(dict(choices or ()).get(text, ""))


def _moment(text: str) -> str:
    if not DAY.match(text):
        return text
    try:
        if len(text) == len("2026-01-05"):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        return f"{datetime.fromisoformat(text).astimezone(clock.zone()):%d/%m/%Y %H:%M}"
    except ValueError:
        return text
