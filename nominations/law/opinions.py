"""The status of a required opinion, and its rule in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nominations.law.opinion_names import BEFORE_NAMES, BODY_NAMES, SILENCE_NAMES, WHO_NAMES
from nominations.law.rulesets.opinion_rules import OpinionRule
from workflow.deadlines import WorkingCalendar


class AskedOpinion(Protocol):
    """The dates of request and answer; None if there is none yet."""

    @property
    def asked_on(self) -> date | None: ...

    @property
    def answered_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class OpinionStatus:
    """The status ("answered", "agreed_by_silence", "not_concerned" or "blocked"), the due day, and
    an explanation."""

    answer: str
    due_on: date | None = None
    more: str = ""


def due_day(rule: OpinionRule, asked_on: date | None, calendar: WorkingCalendar) -> date | None:
    """The last day to answer; None if not requested or without a limit."""
    if asked_on is None or not rule.days:
        return None
    return calendar.add_working_days(asked_on, rule.days)


def opinion_status(
    rule: OpinionRule,
    *,
    is_concerned: bool,
    given: AskedOpinion | None,
    on: date,
    calendar: WorkingCalendar,
) -> OpinionStatus:
    """The status of the opinion on a day."""
    if not is_concerned:
        return OpinionStatus("not_concerned")
    asked_on = given.asked_on if given else None
    due_on = due_day(rule, asked_on, calendar)
    if given and given.answered_on:
        day = date_format(given.answered_on, "d/m/Y")
        return OpinionStatus("answered", due_on, _("; answered on %(day)s") % {"day": day})
    if asked_on is None:
        return OpinionStatus("blocked", None, _("; not asked yet"))
    words = {"asked": date_format(asked_on, "d/m/Y")}
    if due_on is None:
        return OpinionStatus("blocked", None, _("; asked on %(asked)s, no answer yet") % words)
    words["due"] = date_format(due_on, "d/m/Y")
    if on > due_on and rule.silence == "agrees":
        more = _("; asked on %(asked)s, no answer until %(due)s counts as agreement") % words
        return OpinionStatus("agreed_by_silence", due_on, more)
    return OpinionStatus("blocked", due_on, _("; asked on %(asked)s, due on %(due)s") % words)


def body_name(body: str) -> str:
    """The name of the body."""
    return str(BODY_NAMES[body])


def who_name(who: str) -> str:
    """The nominees it is required for."""
    return str(WHO_NAMES[who])


def before_name(step: str) -> str:
    """The name of the step before which the answer is needed."""
    return str(BEFORE_NAMES[step])


def opinion_words(rule: OpinionRule) -> str:
    """The rule in words: nominees, step, time limit, meaning of silence."""
    parts = [before_name(rule.before)]
    if rule.who:
        parts.append(
            _("for nominees who are: %(who)s") % {"who": _(" or ").join(map(who_name, rule.who))}
        )
    if rule.days:
        parts.append(_("answer within %(days)s working days") % {"days": rule.days})
    parts.append(str(SILENCE_NAMES[rule.silence]))
    if rule.papers:
        parts.append(_("papers: %(papers)s") % {"papers": rule.papers})
    return "; ".join(parts)
