"""The opinions that the rules of a campaign ask for, and whether a dossier may go on. No models.

What a negative opinion means the rules do not say: it is there as an answer, people are asked about
it, and nothing is refused because of it.
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
    """A rule kept with a campaign's title, as `rulesets.title_procedure` stores it.

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
        """Whether it is asked of such a subject; None where that depends on its particular kind."""
        if self.kinds and kind not in self.kinds:
            return False
        named = self.persons if kind == "individual" else self.bodies
        if named is None:
            return True
        return None if named else False

    @property
    def body_name(self) -> str:
        """Who is asked."""
        return str(BODY_NAMES[self.body])

    @property
    def before_name(self) -> str:
        """Before which step the answer has to be there."""
        return str(BEFORE_NAMES[self.before])

    @property
    def silence_name(self) -> str:
        """What it means when no answer comes in time."""
        return str(SILENCE_NAMES[self.silence])

    def whom(self, kind: str) -> str:
        """Of which nominees it is asked, where not of all."""
        parts = [str(WHO_NAMES[one]) for one in self.who]
        of_persons = kind == "individual"
        if kinds := self.persons if of_persons else self.bodies:
            parts.append(kinds_named(kinds, of_persons=of_persons))
        return _(" or ").join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRecord:
    """What is on record of one opinion: whether the nominee is meant (None: nobody said), when it
    was asked, by when an answer is due, when it was given."""

    is_concerned: bool | None = None
    asked_on: date | None = None
    due_on: date | None = None
    answered_on: date | None = None


NO_OPINION = OpinionRecord()


@dataclass(frozen=True, slots=True)
class RequiredOpinion:
    """An opinion that the rules ask for about a dossier, with what is on record of it.

    `must_be_said`: whether the nominee is meant depends on what the secretary says.
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
        """Whether the dossier need not wait for it any more."""
        return self.status(today) in ("not_concerned", "agreed_by_silence", "answered")

    @property
    def whom(self) -> str:
        """Of which nominees the rules ask it, where they do not mean all."""
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


def awaited(opinions: Iterable[RequiredOpinion], step: str, today: date) -> list[RequiredOpinion]:
    """Those that have to be there before the step and are not."""
    return [one for one in opinions if one.rule.before == step and not one.is_there(today)]


# --- as facts of a transition read them -----------------------------------------------------------


def title_opinions(stored: Any) -> list[TitleOpinion]:
    """The rules kept with a campaign's title: a list, its JSON text, or None."""
    rows = (json.loads(stored) if isinstance(stored, str) else stored) or []
    return [TitleOpinion.of_stored(row) for row in rows]


def key_in_facts(key: str) -> str:
    """The key of a rule as `records_of_facts` gives it back."""
    return key.replace(LIST_MARK, GAP)


def records_of_facts(joined: str | None) -> dict[str, OpinionRecord]:
    """What SQL joined by commas: "1 2026-01-05 - - key", with "-" for what is not there."""
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
    """The opinions about a dossier, out of what a transition reads with its row."""
    records, rules = records_of_facts(joined), title_opinions(stored)
    by_key = {one.key: records.get(key_in_facts(one.key), NO_OPINION) for one in rules}
    return required_opinions(rules, by_key, kind)


# --- in words -------------------------------------------------------------------------------------


def status_words(one: RequiredOpinion, today: date) -> str:
    """Where it stands, as it is read on a page and in a refusal."""
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
    """Which opinions a step waits for, by which article, and what to do."""
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
