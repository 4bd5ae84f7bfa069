"""The opinions required about a nomination, as its page and the council's list show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from nominations.dossiers.models import CampaignTitle, Nomination, OpinionAnswer, RequestedOpinion
from nominations.dossiers.permissions import is_registrant, may_record_opinions
from nominations.dossiers.required_opinions import (
    OpinionRecord,
    RequiredOpinion,
    required_opinions,
    status_words,
    title_opinions,
)
from nominations.dossiers.services.opinions import RECORDED_IN
from nominations.people.models import User
from workflow import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One opinion of a nomination: its rule, its record (None: nothing yet), and the paths of the
    form and of the file ("" if there is none or the reader may not use it).

    `shows_answer` is false for the nominee.
    """

    required: RequiredOpinion
    row: RequestedOpinion | None
    status: str
    words: str
    record_path: str = ""
    file_path: str = ""
    shows_answer: bool = True

    @property
    def tone(self) -> str:
        """The colour of the mark."""
        if self.is_negative and self.shows_answer:
            return "bad"
        return {
            "answered": "good",
            "agreed_by_silence": "good",
            "not_concerned": "neutral",
        }.get(self.status, "warn")

    @property
    def is_negative(self) -> bool:
        """Whether the body does not agree, or answered something else."""
        return self.row is not None and self.row.answer in (
            OpinionAnswer.DISAGREES,
            OpinionAnswer.OTHER,
        )


def record_of(row: RequestedOpinion) -> OpinionRecord:
    """The record as the rules read it."""
    return OpinionRecord(
        is_concerned=row.is_concerned,
        asked_on=row.asked_on,
        due_on=row.due_on,
        answered_on=row.answered_on,
    )


def required_of(
    nomination: Nomination, title: CampaignTitle | None, rows: Iterable[RequestedOpinion]
) -> list[RequiredOpinion]:
    """The opinions that the campaign's rules ask for about the nomination."""
    records = {row.key: record_of(row) for row in rows}
    return required_opinions(
        title_opinions(title.opinions if title else None), records, nomination.kind
    )


def opinion_lines(
    nomination: Nomination,
    title: CampaignTitle | None,
    reader: User,
    rows: Sequence[RequestedOpinion] | None = None,
) -> list[OpinionLine]:
    """The opinions of a nomination, in the order of the rules; no query where none is asked for."""
    if title is None or not title.opinions:
        return []
    if rows is None:
        rows = list(nomination.opinions.select_related("paper", "recorded_by__person"))
    by_key = {row.key: row for row in rows}
    may_record = nomination.state in RECORDED_IN and may_record_opinions(reader, nomination)
    shows = not is_registrant(
        reader,
        unit_id=nomination.unit_id,
        person_id=nomination.person_id,
        collective_id=nomination.collective_id,
    )
    found, today = required_of(nomination, title, rows), clock.today()
    return [
        _line(one, by_key.get(one.rule.key), nomination, number, today, may_record, shows)
        for number, one in enumerate(found, start=1)
    ]


def _line(
    one: RequiredOpinion,
    row: RequestedOpinion | None,
    nomination: Nomination,
    number: int,
    today: date,
    may_record: bool,
    shows: bool,
) -> OpinionLine:
    file_path = ""
    if shows and row is not None and row.paper is not None and row.paper.file:
        file_path = reverse(
            "dossiers:opinion_file", args=[nomination.public_id, row.paper.public_id]
        )
    return OpinionLine(
        required=one,
        row=row,
        status=one.status(today),
        words=status_words(one, today),
        record_path=reverse("dossiers:opinion", args=[nomination.public_id, number])
        if may_record
        else "",
        file_path=file_path,
        shows_answer=shows,
    )
