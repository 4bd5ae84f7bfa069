"""How many values of a regime stand on a text that was read, and what a layer can write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law import catalogue
from nominations.law.regulators import regulator_by
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.unread_acts import ChangeKind, UnreadAct
from nominations.law.step_wording import left_words

MARKS = ("source", "verified", "layer")


class Ground(StrEnum):
    """What a value stands on."""

    TEXT = "text"  # an act, which was read
    UNREAD = "unread"  # an act whose text was not compared
    PROVINCE = "province"  # the law leaves it to the province; the number is a choice until then
    SETTING = "setting"  # no act that was read says it: the agency sets it


@dataclass(frozen=True, slots=True)
class RegimeValue:
    """A table of a rule file that names its source: where it stands, and what it says."""

    path: tuple[str, ...]
    table: Mapping[str, Any]

    @property
    def place(self) -> str:
        """As people name it: award.CSTDCS.standard[merit]."""
        return ".".join(self.path)

    @property
    def is_verified(self) -> bool:
        return bool(self.table["verified"])

    @property
    def ground(self) -> Ground:
        if self.is_verified:
            return Ground.TEXT
        if self.table.get("left_to"):
            return Ground.PROVINCE
        return Ground.UNREAD if self.table["source"] else Ground.SETTING

    def change_by(self, act: UnreadAct) -> ChangeKind | None:
        """What an act that was not read may have changed of it; a layer's value it leaves alone."""
        if self.table.get("layer"):
            return None
        place = [name.partition("[")[0] for name in self.path]
        return act.change_of(place, str(self.table["source"]))

    @property
    def _regulator(self) -> str:
        """Who lays down what concerns the award of its place; "" where it belongs to none."""
        codes = [name for name in self.path if name in catalogue.entries()]
        return regulator_by(catalogue.entries()[codes[0]].authority, "") if codes else ""

    @property
    def missing(self) -> str:
        """Why it does not stand on a text."""
        source = str(self.table["source"])
        if article := self.table.get("left_to"):
            return left_words(article, self._regulator)
        if not source:
            return _("no act that was read says it: a setting")
        if "suy theo" in source:
            return _("inferred, its own text was not read: %(source)s") % {"source": source}
        return _("the text was not read: %(source)s") % {"source": source}

    @property
    def content(self) -> dict[str, Any]:
        """What it says, without where that is written."""
        return {key: value for key, value in self.table.items() if key not in MARKS}


def row_name(row: Mapping[str, Any]) -> str:
    """A row of a list by its key, its kind and for whom it is."""
    named = [str(row[one]) for one in ("key", "kind") if row.get(one)]
    return "/".join([*named, *(["+".join(row["for"])] if row.get("for") else [])])


def regime_values(content: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[RegimeValue]:
    """Every value of a document; a row of a list is named by its key and kind."""
    if path and "verified" in content:
        yield RegimeValue(path, content)
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from regime_values(value, (*path, key))
        for row in value if isinstance(value, list) else ():
            if isinstance(row, Mapping):
                yield from regime_values(row, (*path, f"{key}[{row_name(row)}]"))


def verified_report(rule_set: RuleSet) -> list[str]:
    """How many values stand on a text, and which unread acts may have changed how many of them;
    then each of the others with what is missing, and each that may have changed."""
    values = list(regime_values(rule_set.content))
    head = [verified_head(rule_set.code, values), *unread_report(rule_set, values)]
    return [*head, *missing_lines(values), *_changed(rule_set, values)]


def verified_head(name: str, values: Sequence[RegimeValue]) -> str:
    """How many of the values are an act's and how many of these stand on a text; how many the law
    leaves to the province, and how many no act fixes: these are nothing that a text could bear."""
    grounds = [one.ground for one in values]
    checked, unread = grounds.count(Ground.TEXT), grounds.count(Ground.UNREAD)
    province = grounds.count(Ground.PROVINCE)
    words = {
        "code": name,
        "checked": checked,
        "count": len(values),
        "percent": 100 * checked // max(1, len(values)),
        "of_acts": checked + unread,
        "percent_of_acts": 100 * checked // max(1, checked + unread),
        "open": unread,
        "province": province,
        "percent_decided": 100 * (checked + province) // max(1, len(values)),
        "settings": grounds.count(Ground.SETTING),
    }
    head = _(
        "%(code)s: %(checked)s of %(of_acts)s values of an act (%(percent_of_acts)s %%) stand on a"
        " text that was read, %(open)s were not compared. Besides: %(province)s that the law leaves"
        " to ministries, sectors and provinces, %(settings)s settings on which no act that was read"
        " says anything. Of all %(count)s values %(percent)s %% stand on a text; with those of"
        " which the text says that these lay them down, %(percent_decided)s %%."
    )
    return head % words


def unread_report(rule_set: RuleSet, values: Sequence[RegimeValue]) -> list[str]:
    """One line for each act of the regime that was not read: how many of the values that stand on
    a text it may have changed, or what it is about."""
    lines = []
    for act in rule_set.unread:
        kinds = [one.change_by(act) for one in values if one.is_verified]
        words = {
            "act": act_with_day(act),
            "what": act.what,
            "source": citations.in_full(act.source),
            "content": kinds.count(ChangeKind.CONTENT),
            "procedure": kinds.count(ChangeKind.PROCEDURE),
            "count": sum(one is not None for one in kinds),
        }
        if act.may_change:
            sentence = _(
                "  ATTENTION: %(count)s of these may have been changed by %(act)s, not"
                " read: %(content)s on standards and amounts, %(procedure)s on authority and"
                " procedure (%(source)s). %(what)s."
            )
        else:
            sentence = _("  Not read: %(act)s. %(what)s.")
        lines.append(sentence % words)
    return lines


def act_with_day(act: UnreadAct) -> str:
    """The act, with the day from which it holds where that is known."""
    if act.since is None:
        return act.act
    return _("%(act)s (since %(day)s)") % {"act": act.act, "day": f"{act.since:%d/%m/%Y}"}


def missing_lines(values: Sequence[RegimeValue]) -> list[str]:
    """Each value that does not stand on a text, with what is missing: first what an act says that
    was not compared, then what the province has to say, then the settings."""
    grounds = (Ground.UNREAD, Ground.PROVINCE, Ground.SETTING)
    return [
        f"  {one.place}: {one.missing}"
        for ground in grounds
        for one in values
        if one.ground == ground
    ]


def _changed(rule_set: RuleSet, values: Sequence[RegimeValue]) -> Iterator[str]:
    for one in values:
        acts = [act.act for act in rule_set.unread if one.change_by(act)]
        if one.is_verified and acts:
            words = {"place": one.place, "acts": ", ".join(acts), "source": one.table["source"]}
            yield _("  %(place)s: stands on %(source)s; %(acts)s may have changed it") % words
