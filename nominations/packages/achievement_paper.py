"""The achievement report of a dossier as a paper, with the awards on record (form of a report on
merit: curriculum, achievements, earlier awards)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from nominations.awards.models import Award
from nominations.decisions.listed_awards import period_text
from nominations.documents.blocks import (
    Block,
    Closing,
    Column,
    Letterhead,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    Signature,
    Table,
    Title,
)
from nominations.documents.paper_words import PaperWords, paper_words
from nominations.documents.recipient_lists import post_of
from nominations.documents.standard_parts import short_name
from nominations.dossiers.models import Nomination, Report
from nominations.law.models import AwardCategory

_FILE = Path(__file__).resolve().parent / "data" / "papers.toml"
_PARTS = ("goals", "duties", "achievements", "initiative", "self_assessment")


def words() -> PaperWords:
    """The wording of the papers of this room."""
    return paper_words(_FILE)


def _say(sentence: str, /, **values: object) -> str:
    return words().say(f"report.{sentence}", **values)


def achievement_paper(nomination: Nomination, report: Report, earlier: Sequence[Award]) -> Paper:
    """The frozen report; `earlier` are the awards on record, the oldest first."""
    agency = nomination.organization
    subject = _say(
        "subject",
        award=nomination.award_type.name,
        period=period_text(nomination.campaign),
    ).strip()
    kind = nomination.kind
    return Paper(
        file_name="bao_cao_thanh_tich",
        title=f"{subject}: {nomination.subject_name}",
        letterhead=Letterhead(
            parent=short_name(agency).upper(),
            issuer=(nomination.unit_name or nomination.subject_name).upper(),
            number="",
        ),
        blocks=(
            Title(name=_say("name"), subject=subject),
            PartHeading(text=_say("first_person" if nomination.person_id else "first_collective")),
            *_who(nomination),
            PartHeading(text=_say("second")),
            *_achievements(nomination, report),
            PartHeading(text=_say("third")),
            *_awards(earlier),
            Closing(
                left=Signature(positions=(_say("confirmed"),)),
                right=Signature(
                    positions=(_say("author"),),
                    names=(nomination.subject_name if kind == "individual" else "",),
                ),
            ),
        ),
    )


def _who(nomination: Nomination) -> Iterable[Block]:
    person = nomination.person
    if person is None:
        yield Paragraph(text=_say("name_collective", name=nomination.subject_name))
        return
    yield Paragraph(text=_say("name_person", name=nomination.subject_name))
    if person.birth_date:
        yield Paragraph(text=_say("born", date=f"{person.birth_date:%d/%m/%Y}"))
    if person.gender:
        yield Paragraph(text=_say("gender", gender=person.get_gender_display()))
    post = post_of(nomination.position_name, nomination.unit_name)
    if post:
        yield Paragraph(text=_say("post", post=post))


def _achievements(nomination: Nomination, report: Report) -> Iterable[Block]:
    for part in _PARTS:
        text = nomination.goals if part == "goals" else getattr(report, part)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if lines:
            yield Paragraph(text="", lead=_say(part))
            yield from (Paragraph(text=line) for line in lines)


def _awards(earlier: Sequence[Award]) -> Iterable[Block]:
    for heading, is_title in (("titles", True), ("commendations", False)):
        rows = [
            Row(cells=(str(one.year), one.award_type.name, _paper(one)))
            for one in earlier
            if (one.award_type.form == AwardCategory.TITLE) == is_title
        ]
        yield Paragraph(text=_say(heading))
        if not rows:
            yield Paragraph(text=_say("none"))
            continue
        yield Table(
            columns=(
                Column(heading=_say("year"), width=1),
                Column(heading=_say("award"), width=4),
                Column(heading=_say("decision"), width=5),
            ),
            rows=tuple(rows),
        )


def _paper(award: Award) -> str:
    if award.decision_number and award.decision_date:
        return _say(
            "paper",
            number=award.decision_number,
            date=f"{award.decision_date:%d/%m/%Y}",
            issuer=award.issuer,
        )
    return _say("paper_unsaid", issuer=award.issuer)
