"""The extract of a person's awards as a paper: what was given, for what, by which decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.awards.models import Award
from nominations.awards.queries import history_of
from nominations.documents.blocks import (
    Alignment,
    Block,
    Closing,
    Column,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    Table,
    Title,
)
from nominations.documents.paper_words import PaperWords, count_text, day_text, paper_words
from nominations.documents.recipient_lists import post_of
from nominations.documents.standard_parts import letterhead_of, recipients, signature_of
from nominations.law.models import AwardCategory
from nominations.people.models import Organization, Person
from workflow import clock

_FILE = Path(__file__).resolve().parent / "data" / "extract_paper.toml"
_COLUMNS = (("number", 1), ("year", 1.4), ("award", 5), ("reason", 5), ("decision", 6))


def _words() -> PaperWords:
    return paper_words(_FILE)


def _agency(person: Person, awards: Sequence[Award]) -> Organization | None:
    """The agency where the person works, else the one of the latest award."""
    membership = person.membership_on(clock.today())
    if membership is not None:
        return membership.unit.organization
    return awards[0].organization if awards else None


@override("vi")
def extract_paper(person: Person) -> Paper | None:
    """The valid awards, the latest first; None for who neither works anywhere nor has any.

    Number and day are left blank: whoever signs it gives them.
    """
    say, today = _words().say, clock.today()
    awards = list(history_of(person).select_related("organization__parent", "award_type"))
    agency = _agency(person, awards)
    if agency is None:
        return None
    titles = [one for one in awards if one.award_type.form == AwardCategory.TITLE]
    others = [one for one in awards if one.award_type.form != AwardCategory.TITLE]
    who = person.honorific.lower()
    subject = say("subject", who=who, name=person.full_name)
    head = letterhead_of(agency, number="", paper="", day=None, year=today.year)
    return Paper(
        file_name="trich_luc_khen_thuong",
        title=f"{say('name')}: {person.full_name}",
        letterhead=replace(head, number=""),
        blocks=(
            Title(name=say("name"), subject=subject),
            *_about(person),
            Paragraph(text=say("opening", date=day_text(today), who=who, name=person.full_name)),
            PartHeading(text=say("titles")),
            _table(titles),
            PartHeading(text=say("commendations")),
            _table(others),
            Paragraph(
                text=say(
                    "total",
                    titles=count_text(len(titles)),
                    commendations=count_text(len(others)),
                )
            ),
            Closing(
                left=recipients((person.full_name, paper_words().say("archive"))),
                right=signature_of(head_position(agency)),
            ),
        ),
    )


def _about(person: Person) -> Iterable[Block]:
    say = _words().say
    yield Paragraph(text=say("person", name=person.full_name))
    if person.birth_date:
        yield Paragraph(text=say("born", date=f"{person.birth_date:%d/%m/%Y}"))
    membership = person.membership_on(clock.today())
    if membership is not None:
        post = post_of(membership.position.name, membership.unit.name)
        yield Paragraph(text=say("post", post=post))


def _table(awards: Sequence[Award]) -> Block:
    say = _words().say
    if not awards:
        return Paragraph(text=say("none"))
    return Table(
        columns=tuple(
            Column(
                heading=say(name),
                width=width,
                alignment=Alignment.CENTRE if name in ("number", "year") else Alignment.LEFT,
            )
            for name, width in _COLUMNS
        ),
        rows=tuple(
            Row(
                cells=(
                    str(place),
                    str(award.year),
                    award.award_type.name,
                    award.achievement,
                    _decision(award),
                )
            )
            for place, award in enumerate(awards, 1)
        ),
    )


def _decision(award: Award) -> str:
    say, number, issuer = _words().say, award.decision_number, award.issuer
    if award.decision_date:
        paper = say("paper", number=number, date=f"{award.decision_date:%d/%m/%Y}", issuer=issuer)
    else:
        paper = say("paper_of", number=number, issuer=issuer)
    return paper.strip("; ")
