"""Of many nominations: which opinions a step still waits for, and which are not in favour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from nominations.dossiers.models import (
    CampaignTitle,
    Nomination,
    OpinionAnswer,
    RequestedOpinion,
)
from nominations.dossiers.panels.opinions import required_of
from nominations.dossiers.required_opinions import RequiredOpinion, awaited, missing_sentence
from workflow import clock

MAX_NAMED = 5


def _required(
    nominations: Iterable[Nomination], step: str
) -> list[tuple[Nomination, list[RequiredOpinion], list[RequestedOpinion]]]:
    """The opinions to be asked before the step about each nomination, with what is on record of
    them; two queries at most."""
    rows = list(nominations)
    titles = {
        (one.campaign_id, one.award_type_id): one
        for one in CampaignTitle.objects.filter(campaign__in={row.campaign_id for row in rows})
        if any(rule["before"] == step for rule in one.opinions)
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
                if one.rule.before == step
            ],
            on_record[row.pk],
        )
        for row in asked
    ]


def awaited_opinions(nominations: Iterable[Nomination], step: str) -> dict[int, str]:
    """By nomination: the sentence which opinions the step waits for; only where it does."""
    today = clock.today()
    found = {}
    for row, required, _rows in _required(nominations, step):
        if waiting := awaited(required, step, today):
            found[row.pk] = missing_sentence(waiting, step, today)
    return found


def awaited_sentence(nominations: Iterable[Nomination], step: str) -> str:
    """One sentence for a list that waits for opinions; "" where it does not."""
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
    """A line for each opinion before the step that does not agree or says something else."""
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
