"""The opinions that the rules of a campaign require, and whether a dossier may go on. No models.

The rules give a negative opinion no effect: it counts as an answer, the next step asks for
confirmation, and nothing is refused because of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nominations import citations
from nominations.law.opinion_names import BEFORE_NAMES, BODY_NAMES, SILENCE_NAMES, WHO_NAMES
from nominations.law.opinion_terms import OpinionTerms
from nominations.law.recipient_words import kinds_named

LIST_MARK, GAP = ",", " "


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleOpinion(OpinionTerms):
    """A rule stored with a campaign's title by `rulesets.title_procedure`.

    `persons` and `bodies` are the kinds a layer reaches: None for all, empty for none.
    """

    persons: tuple[str, ...] | None = None
    bodies: tuple[str, ...] | None = None

    @classmethod
    def of_stored(cls, row: Mapping[str, Any]) -> Self:
        """From plain data."""
        reached = row.get("reached") or {}
        values = {**row, "persons": reached.get("persons"), "bodies": reached.get("bodies")}
        names = {one.name for one in fields(cls)}
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
            if name in names
        }
        return cls(**known)

    def reaches(self, kind: str) -> bool | None:
        """Whether it is required for a subject of this kind; None if that depends on its particular
        kind."""
        if self.kinds and kind not in self.kinds:
            return False
        named = self.persons if kind == "individual" else self.bodies
        if named is None:
            return True
        return None if named else False

    @property
    def body_name(self) -> str:
        """The name of the body."""
        return str(BODY_NAMES[self.body])

    @property
    def before_name(self) -> str:
        """The name of the step before which the answer is needed."""
        return str(BEFORE_NAMES[self.before])

    @property
    def silence_name(self) -> str:
        """The meaning of silence after the due day."""
        return str(SILENCE_NAMES[self.silence])

    def whom(self, kind: str) -> str:
        """The nominees it is required for; "" for all."""
        parts = [str(WHO_NAMES[one]) for one in self.who]
        of_persons = kind == "individual"
        if kinds := self.persons if of_persons else self.bodies:
            parts.append(kinds_named(kinds, of_persons=of_persons))
        return _(" or ").join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRecord:
    """The record of one opinion: whether it concerns the nominee (None: not decided), and the days
    of the request, of the due answer and of the answer."""

    is_concerned: bool | None = None
    asked_on: date | None = None
    due_on: date | None = None
    answered_on: date | None = None


NO_OPINION = OpinionRecord()


@dataclass(frozen=True, slots=True)
class RequiredOpinion:
    """An opinion required about a dossier, with its record.

    `must_be_said`: the secretary has to decide whether it concerns the nominee.
    """

    rule: TitleOpinion
    record: OpinionRecord
    kind: str
    must_be_said: bool = False

    def status(self, today: date) -> str:
        """ "unsaid", "not_concerned", "not_asked", "asked", "agreed_by_silence" or "answered"."""
        if self.must_be_said and self.record.is_concerned is None:
            return "unsaid"
        if self.must_be_said and not self.record.is_concerned:
            return "not_concerned"
        if self.record.answered_on:
            return "answered"
        if self.record.asked_on is None:
            return "not_asked"
        due = self.record.due_on
        if self.rule.silence == "agrees" and due is not None and today > due:
            return "agreed_by_silence"
        return "asked"

    def is_there(self, today: date) -> bool:
        """Whether the dossier no longer waits for it."""
        return self.status(today) in ("not_concerned", "agreed_by_silence", "answered")

    @property
    def whom(self) -> str:
        """The nominees the rules require it for; "" for all."""
        return self.rule.whom(self.kind)


def required_opinions(
    rules: Iterable[TitleOpinion], records: Mapping[str, OpinionRecord], kind: str
) -> list[RequiredOpinion]:
    """The opinions about a dossier of this kind of subject, in the order of the rules."""
    found: dict[str, RequiredOpinion] = {}
    for rule in rules:
        reaches = rule.reaches(kind)
        if reaches is False:
            continue
        record = records.get(rule.key, NO_OPINION)
        found[rule.key] = RequiredOpinion(rule, record, kind, bool(rule.who) or reaches is None)
    return list(found.values())


def missing_opinions(
    opinions: Iterable[RequiredOpinion], step: str, today: date
) -> list[RequiredOpinion]:
    """The opinions needed before the step that are missing."""
    return [one for one in opinions if one.rule.before == step and not one.is_there(today)]


# --- as facts of a transition read them -----------------------------------------------------------


def title_opinions(stored: Any) -> list[TitleOpinion]:
    """The rules stored with a campaign's title, from a list, its JSON text, or None."""
    rows = (json.loads(stored) if isinstance(stored, str) else stored) or []
    return [TitleOpinion.of_stored(row) for row in rows]


def key_in_facts(key: str) -> str:
    """The key of a rule as `records_of_facts` returns it."""
    return key.replace(LIST_MARK, GAP)


def records_of_facts(joined: str | None) -> dict[str, OpinionRecord]:
    """The records by key, from a text joined by SQL: "1 2026-01-05 - - key,…", "-" for a missing
    value."""
    found = {}
    for one in (joined or "").split(LIST_MARK):
        if not one:
            continue
        said, asked, due, answered, key = one.split(GAP, 4)
        found[key] = OpinionRecord(
            is_concerned={"1": True, "0": False}.get(said),
            asked_on=_day(asked),
            due_on=_day(due),
            answered_on=_day(answered),
        )
    return found


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


def opinions_of_facts(stored: Any, joined: str | None, kind: str) -> list[RequiredOpinion]:
    """The opinions about a dossier, from the facts that a transition reads."""
    records, rules = records_of_facts(joined), title_opinions(stored)
    by_key = {one.key: records.get(key_in_facts(one.key), NO_OPINION) for one in rules}
    return required_opinions(rules, by_key, kind)


# --- in words -------------------------------------------------------------------------------------


def status_words(one: RequiredOpinion, today: date) -> str:
    """The status in words, for pages and refusals."""
    words = {
        "asked": date_format(one.record.asked_on, "d/m/Y") if one.record.asked_on else "",
        "due": date_format(one.record.due_on, "d/m/Y") if one.record.due_on else "",
        "whom": one.whom,
    }
    status = one.status(today)
    if status == "unsaid":
        return _("nobody has said whether the nominee is: %(whom)s") % words
    if status == "not_concerned":
        return _("not needed, the nominee is not: %(whom)s") % words
    if status == "not_asked":
        return _("not asked yet")
    if status == "agreed_by_silence":
        return _("asked on %(asked)s, no answer until %(due)s counts as agreement") % words
    if status == "asked":
        if words["due"]:
            return _("asked on %(asked)s, answer due by %(due)s") % words
        return _("asked on %(asked)s, no answer yet") % words
    return _("answered")


def missing_sentence(waiting: Iterable[RequiredOpinion], step: str, today: date) -> str:
    """The refusal: the opinions that a step waits for, their articles, and what to do."""
    listed = "; ".join(
        _("%(body)s (%(source)s): %(status)s")
        % {
            "body": one.rule.body_name,
            "source": citations.plain(one.rule.source),
            "status": status_words(one, today),
        }
        for one in waiting
    )
    return _(
        "Opinions that must be there %(before)s are missing: %(listed)s. The council secretary"
        " records them under “Opinions to be asked” on the page of the nomination."
    ) % {"before": BEFORE_NAMES[step], "listed": listed}
