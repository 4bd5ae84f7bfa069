"""For many nominations: opinions that a step waits for, and opinions not in favour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from nominations.dossiers.models import (
    Campaign,
    CampaignTitle,
    Nomination,
    OpinionAnswer,
    RequestedOpinion,
)
from nominations.dossiers.panels.opinions import required_of
from nominations.dossiers.required_opinions import (
    RequiredOpinion,
    missing_opinions,
    missing_sentence,
)
from nominations.states import State
from workflow import clock

MAX_NAMED = 5
BEFORE_STATE = {
    State.UNIT_REVIEWED: "vote",
    State.COUNCIL_VOTED: "consultation",
    State.CONSULTED: "decision",
    State.DECIDED: "report_upward",
}
"""State -> the next step that may wait for an opinion."""


def _required(
    nominations: Iterable[Nomination], step: str
) -> list[tuple[Nomination, list[RequiredOpinion], list[RequestedOpinion]]]:
    """The opinions to be asked before the step ("": before any) about each nomination, with their
    records; two queries at most."""
    rows = list(nominations)
    titles = {
        (one.campaign_id, one.award_type_id): one
        for one in CampaignTitle.objects.filter(campaign__in={row.campaign_id for row in rows})
        if any(step in ("", rule["before"]) for rule in one.opinions)
    }
    asked = [row for row in rows if (row.campaign_id, row.award_type_id) in titles]
    if not asked:
        return []
    on_record: dict[int, list[RequestedOpinion]] = defaultdict(list)
    for found in RequestedOpinion.objects.filter(
        nomination__in=[row.pk for row in asked]
    ).select_related("paper"):
        on_record[found.nomination_id].append(found)
    return [
        (
            row,
            [
                one
                for one in required_of(
                    row, titles[row.campaign_id, row.award_type_id], on_record[row.pk]
                )
                if step in ("", one.rule.before)
            ],
            on_record[row.pk],
        )
        for row in asked
    ]


def awaited_opinions(nominations: Iterable[Nomination], step: str) -> dict[int, str]:
    """By nomination the sentence naming the opinions that the step waits for; only where it
    does."""
    today = clock.today()
    found = {}
    for row, required, _rows in _required(nominations, step):
        if waiting := missing_opinions(required, step, today):
            found[row.pk] = missing_sentence(waiting, step, today)
    return found


def awaited_sentence(nominations: Iterable[Nomination], step: str) -> str:
    """One sentence for a list of nominations that wait for opinions; "" if none does."""
    rows = list(nominations)
    found = awaited_opinions(rows, step)
    named = [row for row in rows if row.pk in found]
    if not named:
        return ""
    said = " ".join(f"{row.title}. {found[row.pk]}" for row in named[:1])
    if len(named) == 1:
        return said
    others = [str(row.title) for row in named[1 : MAX_NAMED + 1]]
    more = "; ..." if len(named) > MAX_NAMED + 1 else ""
    return _("%(first)s Opinions are missing also for: %(names)s.") % {
        "first": said,
        "names": "; ".join(others) + more,
    }


def opinions_not_in_favour(nominations: Iterable[Nomination], step: str) -> list[str]:
    """A line for each recorded opinion before the step ("": any) that is not an agreement."""
    lines = []
    for row, required, rows in _required(nominations, step):
        by_key = {one.key: one for one in rows}
        for one in required:
            answer = by_key.get(one.rule.key)
            if (
                answer is not None
                and answer.paper is not None
                and answer.answer in (OpinionAnswer.DISAGREES, OpinionAnswer.OTHER)
            ):
                words = {
                    "title": row.title,
                    "body": one.rule.body_name,
                    "answer": str(OpinionAnswer(answer.answer).label).lower(),
                    "number": answer.paper.number,
                    "day": f"{answer.paper.dated:%d/%m/%Y}",
                }
                lines.append(
                    _("%(title)s: %(body)s, %(answer)s (paper %(number)s of %(day)s)") % words
                )
    return lines


@dataclass(slots=True)
class WaitingOpinions:
    """How many nominations of a campaign wait for opinions before a step, of which bodies, and the
    first day by which an answer is due."""

    number: int = 0
    bodies: list[str] = field(default_factory=list)
    due_on: date | None = None


def waiting_for_opinions(
    rows: Iterable[Nomination], titles: Mapping[tuple[int, int], CampaignTitle]
) -> dict[Campaign, WaitingOpinions]:
    """The campaigns with nominations whose next step waits for an opinion. No query: the rows have
    their campaign and the records of opinions."""
    today = clock.today()
    found: dict[Campaign, WaitingOpinions] = defaultdict(WaitingOpinions)
    for row in rows:
        title = titles.get((row.campaign_id, row.award_type_id))
        required = required_of(row, title, row.opinions.all())
        if waiting := missing_opinions(required, BEFORE_STATE[State(row.state)], today):
            _add(found[row.campaign], waiting)
    return found


def _add(entry: WaitingOpinions, waiting: Iterable[RequiredOpinion]) -> None:
    entry.number += 1
    for one in waiting:
        if one.rule.body_name not in entry.bodies:
            entry.bodies.append(one.rule.body_name)
        due = one.record.due_on
        if due and (entry.due_on is None or due < entry.due_on):
            entry.due_on = due
