"""How many values of a regime stand on a text that was read, and what a layer can write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.law.rulesets import RuleSet

MARKS = ("source", "verified", "layer")


@dataclass(frozen=True, slots=True)
class RegimeValue:
    """A table of a rule file that names its source: where it stands, and what it says."""

    place: str
    table: Mapping[str, Any]

    @property
    def is_verified(self) -> bool:
        return bool(self.table["verified"])

    @property
    def is_silent(self) -> bool:
        """Whether no act says it: a setting, or what the law leaves to the province."""
        return not self.table["source"]

    @property
    def missing(self) -> str:
        """Why it does not stand on a text."""
        source = str(self.table["source"])
        if article := self.table.get("left_to"):
            return _("%(article)s leaves it to the province") % {"article": article}
        if not source:
            return _("no act that was read says it: a setting")
        if "suy theo" in source:
            return _("inferred, its own text was not read: %(source)s") % {"source": source}
        return _("the text was not read: %(source)s") % {"source": source}

    @property
    def content(self) -> dict[str, Any]:
        """What it says, without where that is written."""
        return {key: value for key, value in self.table.items() if key not in MARKS}


def regime_values(content: Mapping[str, Any], place: str = "") -> Iterator[RegimeValue]:
    """Every value of a document; a row of a list is named by its key and kind."""
    if place and "verified" in content:
        yield RegimeValue(place, content)
    for key, value in content.items():
        path = f"{place}.{key}" if place else key
        if isinstance(value, Mapping):
            yield from regime_values(value, path)
        for row in value if isinstance(value, list) else ():
            if isinstance(row, Mapping):
                named = "/".join(str(row[one]) for one in ("key", "kind") if row.get(one))
                if whom := row.get("for"):
                    named += f"/{'+'.join(whom)}"
                yield from regime_values(row, f"{path}[{named}]")


def verified_report(rule_set: RuleSet) -> list[str]:
    """How many values stand on a text, then each of the others with what is missing."""
    values = list(regime_values(rule_set.content))
    checked = sum(one.is_verified for one in values)
    silent = sum(one.is_silent for one in values)
    words = {
        "code": rule_set.code,
        "checked": checked,
        "count": len(values),
        "silent": silent,
        "open": len(values) - checked - silent,
    }
    head = _(
        "%(code)s: %(checked)s of %(count)s values stand on a text that was read; of %(silent)s no"
        " act says anything, %(open)s were not checked."
    )
    rest = [f"  {one.place}: {one.missing}" for one in values if not one.is_verified]
    return [head % words, *rest]
