"""What the rules answer about a meeting, a route, quotas, days and opinions, with sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nominations.eligibility.double_answers import double_answers
from nominations.eligibility.meeting_answers import meeting_answers
from nominations.eligibility.procedure_answer import ProcedureAnswer
from nominations.eligibility.procedure_facts import ProcedureFacts
from nominations.law.deadlines import (
    ComputedDeadline,
    DossierProfile,
    deadlines_of,
    event_name,
    span_words,
    step_name,
)
from nominations.law.opinions import body_name, opinion_status, opinion_words
from nominations.law.quota_wording import quota_limit
from nominations.law.regulators import regulator_by, regulator_of_award
from nominations.law.routes import route_of
from nominations.law.rulesets import Quota, RuleSet
from nominations.law.rulesets.deadline_rules import DEADLINE_STEPS
from nominations.law.setting_words import setting_name
from nominations.law.step_wording import left_words
from workflow.deadlines import WorkingCalendar

# --- a route --------------------------------------------------------------------------------------


def route_answers(
    rule_set: RuleSet, award: str, level: str, commendation_type: str, regulator: str
) -> Iterator[ProcedureAnswer]:
    """The steps of an award in their order, those that are passed over included."""
    for step in route_of(
        rule_set,
        award,
        level=level,
        commendation_type=commendation_type,
        regulator=regulator,
    ):
        yield ProcedureAnswer(
            key=step.name,
            answer="needed" if step.needed else "not_needed",
            says=f"{step.label}: {step.says}",
            part=step.part,
        )


# --- quotas ---------------------------------------------------------------------------------------


def quota_answers(
    rule_set: RuleSet, asked: DossierProfile, kind: str, counts: Mapping[str, int]
) -> Iterator[ProcedureAnswer]:
    """How many at most under each quota, and whether those nominated are too many."""
    for quota in rule_set.quotas_for(asked.award, kind, commendation_type=asked.commendation_type):
        yield _quota_answer(quota, counts)


def _used(quota: Quota, counts: Mapping[str, int]) -> int | None:
    if quota.type == "managers":
        return counts.get("managers")
    if quota.type == "yearly" and "nominated" in counts:
        return counts["nominated"] + counts.get("this_year", 0)
    return counts.get("nominated")


def _quota_answer(quota: Quota, counts: Mapping[str, int]) -> ProcedureAnswer:
    of = {"percent": quota.of, "managers": "nominated"}.get(quota.type, "")
    base = counts.get(of) if of else 0
    unit = counts.get("unit") if quota.scope == "unit" else None
    key = f"{quota.key}/{quota.kind}" if quota.kind else quota.key
    head = f"{quota.says} ({quota_limit(quota)})"
    if base is None:
        says = _("%(head)s: not known of how many.") % {"head": head}
        return ProcedureAnswer(key=key, answer="unknown", says=says, part=quota)
    limit, rounded_up = quota.limit(base, unit), quota.limit_rounded_up(base, unit)
    used = _used(quota, counts)
    counted = {"limit": limit, "most": rounded_up, "used": used}
    figures = {"base": base, **counted, "effect": quota.effect}
    words = {"head": head, **counted}
    if used is None:
        answer, says = "unknown", _("%(head)s: at most %(limit)s.") % words
    elif used <= limit:
        answer, says = "within", _("%(head)s: %(used)s, at most %(limit)s.") % words
    elif used <= rounded_up:
        answer = "warn"
        says = (
            _("%(head)s: %(used)s is above %(limit)s, but not above %(most)s rounded up.") % words
        )
    else:
        answer, says = "above", _("%(head)s: %(used)s, but at most %(most)s.") % words
        if quota.effect == "blocking":
            says += " " + _("The decision cannot be signed.")
    return ProcedureAnswer(key=key, answer=answer, says=says, part=quota, figures=figures)


# --- days -----------------------------------------------------------------------------------------


def date_answers(
    rule_set: RuleSet,
    asked: DossierProfile,
    events: Mapping[str, date],
    done: Mapping[str, date],
    calendar: WorkingCalendar,
    regulator: str,
) -> Iterator[ProcedureAnswer]:
    """The day of every deadline, and whether what was done about it was in time; of one that is
    only proposed, who has to lay it down."""
    above = regulator_of_award(rule_set, asked.award, regulator)
    for one in deadlines_of(rule_set, asked, events, calendar):
        found = _date_answer(one, done.get(one.key))
        if article := getattr(one.part, "left_to", ""):
            proposed = _("It is only proposed: %(left)s.") % {"left": left_words(article, above)}
            found = replace(found, says=f"{found.says.rstrip('.')}. {proposed}")
        yield found


def _named(key: str) -> str:
    if key == "consultation":
        return _("End of the posting")
    return step_name(key) if key in DEADLINE_STEPS else setting_name(key)


def _date_answer(one: ComputedDeadline, done_on: date | None) -> ProcedureAnswer:
    name = _named(one.key)
    words = {"name": name, "says": one.says}
    if one.event:
        words |= {"span": span_words(one.count, one.unit), "event": event_name(one.event)}
    if one.day is None:
        at_once, answer = one.count == 0, "waiting" if one.event_day is None else "due"
        says = _("%(name)s: at once after %(event)s") if at_once else _(
            "%(name)s: %(span)s after %(event)s"
        )  # fmt: skip
        says, figures = says % words, {"event": one.event, "day": None}
        return ProcedureAnswer(
            key=one.key, answer=answer, says=says, part=one.part, figures=figures
        )
    words["day"] = date_format(one.day, "d/m/Y")
    if not one.event:
        says = _("%(name)s: by %(day)s") % words
    elif one.at_least:
        says = _("%(name)s: not before %(day)s, %(span)s after %(event)s") % words
    else:
        says = _("%(name)s: by %(day)s, %(span)s after %(event)s") % words
    figures = {"event": one.event, "day": one.day.isoformat()}
    answer = "due"
    if done_on is not None:
        answer = "in_time" if one.is_met(done_on) else "late"
        says += "; " + _("done on %(day)s") % {"day": date_format(done_on, "d/m/Y")}
    return ProcedureAnswer(
        key=one.key, answer=answer, says=says + ".", part=one.part, figures=figures
    )


# --- opinions -------------------------------------------------------------------------------------


def opinion_answers(
    rule_set: RuleSet,
    asked: DossierProfile,
    facts: ProcedureFacts,
    on: date,
    calendar: WorkingCalendar,
) -> Iterator[ProcedureAnswer]:
    """Whom to ask, before which step, and whether the dossier has to wait on that day."""
    for rule in rule_set.opinions:
        if (
            not rule.holds_for(
                award=asked.award,
                commendation_type=asked.commendation_type,
                level=asked.level,
                kind=facts.kind,
            )
            or rule.reached.reaches(asked.kind, asked.subject_kinds) is False
        ):
            continue
        status = opinion_status(
            rule,
            is_concerned=rule.concerns(facts.who or ()),
            given=facts.opinions.get(rule.key),
            on=on,
            calendar=calendar,
        )
        yield ProcedureAnswer(
            key=rule.key,
            answer=status.answer,
            says=f"{body_name(rule.body)}: {rule.says} ({opinion_words(rule)})" + status.more,
            part=rule,
            figures={
                "body": rule.body,
                "before": rule.before,
                "due_on": status.due_on.isoformat() if status.due_on else None,
            },
        )


def procedure_answers(
    rule_set: RuleSet,
    asked: DossierProfile,
    facts: ProcedureFacts,
    *,
    on: date,
    calendar: WorkingCalendar,
    regulator: str = "",
) -> dict[str, list[ProcedureAnswer]]:
    """The answers to everything that was asked of the procedure, part by part; `regulator` is the
    province or ministry of the agency (`law.regulators`), unless its level says it."""
    regulator = regulator_by(facts.level, regulator)
    found: dict[str, list[ProcedureAnswer]] = {}
    if facts.meeting is not None:
        found["meeting"] = list(meeting_answers(rule_set, facts.meeting, facts.level, regulator))
    if facts.asks_route:
        asked_for = (asked.award, facts.level, asked.commendation_type)
        found["route"] = list(route_answers(rule_set, *asked_for, regulator))
    if facts.counts is not None:
        found["quotas"] = list(quota_answers(rule_set, asked, facts.kind, facts.counts))
    if facts.events is not None:
        found["dates"] = list(
            date_answers(rule_set, asked, facts.events, facts.done, calendar, regulator)
        )
    if facts.who is not None:
        found["opinions"] = list(opinion_answers(rule_set, asked, facts, on, calendar))
    if facts.doubles is not None:
        found["doubles"] = list(double_answers(rule_set, asked, facts.doubles))
    return found


def with_parts(
    data: Mapping[str, Any],
    rule_set: RuleSet,
    asked: DossierProfile,
    on: date,
    found: Mapping[str, list[ProcedureAnswer]],
) -> dict[str, Any]:
    """The answers as plain data, beside what was answered about a subject."""
    head = {
        "award": asked.award,
        "type": asked.commendation_type,
        "year": asked.year,
        "on": on.isoformat(),
        "rule_set": rule_set.code,
        "layers": list(rule_set.layers),
    }
    parts = {part: [one.as_data() for one in answers] for part, answers in found.items()}
    return {**head, **data, **parts}


def part_name(part: str) -> str:
    """The heading of a part of the answer."""
    return {
        "meeting": _("The meeting"),
        "route": _("Steps"),
        "quotas": _("Limits in number"),
        "dates": _("Days and deadlines"),
        "opinions": _("Opinions to be asked"),
        "doubles": _("One achievement, several awards"),
    }[part]


def as_text(found: Mapping[str, list[ProcedureAnswer]]) -> str:
    """The answers part by part."""
    lines: list[str] = []
    for part, answers in found.items():
        lines += ["", part_name(part).upper()]
        for one in answers:
            lines += one.lines()
        if not answers:
            lines.append(_("nothing is laid down"))
    return "\n".join(lines).lstrip("\n")
