"""The minutes of a unit's meeting, from the results the unit recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import override

from nominations.documents.blocks import (
    Alignment,
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
from nominations.documents.paper_words import BLANK, count_text, day_text
from nominations.documents.recipient_lists import post_of
from nominations.documents.recipient_words import recipient_heading
from nominations.documents.standard_parts import award_text, counts_of_kinds, short_name
from nominations.dossiers.models import Campaign, UnitReview
from nominations.dossiers.wording import period_text, words
from nominations.fractions import share_text
from nominations.law.models import RecipientKind
from nominations.people.models import Person, Unit
from nominations.people.queries import staff_count


def _say(sentence: str, /, **values: object) -> str:
    return words().say(f"unit_minutes.{sentence}", **values)


def meetings_of_unit(campaign: Campaign, unit: Unit) -> list[date]:
    """The days on which the unit met about nominations of the campaign, the latest first."""
    rows = UnitReview.objects.filter(nomination__campaign=campaign, nomination__unit=unit)
    return list(rows.order_by("-held_on").values_list("held_on", flat=True).distinct())


def _reviews(campaign: Campaign, unit: Unit, day: date) -> list[UnitReview]:
    """The last result of each nomination at the meeting."""
    rows = UnitReview.objects.filter(
        nomination__campaign=campaign, nomination__unit=unit, held_on=day
    ).select_related("nomination__award_type", "reviewer__person")
    last = {row.nomination_id: row for row in rows.order_by("pk")}
    return sorted(
        last.values(),
        key=lambda row: (
            row.nomination.award_type.rank,
            row.nomination.award_type_id,
            row.nomination.kind,
            row.pk,
        ),
    )


@override("vi")
def unit_minutes(campaign: Campaign, unit: Unit, day: date) -> Paper:
    """The minutes of the meeting of that day; hours, place and clerk are left blank."""
    reviews = _reviews(campaign, unit, day)
    subject = _say("subject", period=period_text(campaign)).strip()
    chair, gap = _chair(reviews), BLANK * 4
    return Paper(
        file_name="bien_ban_hop_don_vi",
        title=f"{subject}: {unit.name}",
        letterhead=Letterhead(
            parent=short_name(campaign.organization).upper(), issuer=unit.name.upper(), number=""
        ),
        blocks=(
            Title(name=_say("name"), subject=subject),
            PartHeading(text=_say("first")),
            *_lines(*_gathering(unit, day, reviews, chair)),
            PartHeading(text=_say("second")),
            *_lines(_say("opening", counts=_counts(reviews))),
            _table(reviews),
            *_lines(*_comments(reviews)),
            PartHeading(text=_say("third")),
            *_lines(_say("passed", counts=_counts(reviews)), _say("ended", hour=gap, minute=gap)),
            Closing(
                left=Signature(positions=(_say("clerk_signs"),)),
                right=Signature(
                    positions=(_say("chair_signs"),), names=(chair.full_name if chair else "",)
                ),
            ),
        ),
    )


def _gathering(
    unit: Unit, day: date, reviews: Sequence[UnitReview], chair: Person | None
) -> Iterator[str]:
    """When and where the unit met, and who was there."""
    blank, gap = _say("blank"), BLANK * 4
    staff = staff_count(unit, day)
    present = count_text(max((row.present for row in reviews), default=0))
    yield _say("time", hour=gap, minute=gap, date=day_text(day))
    yield _say("place", blank=blank)
    if staff:
        yield _say("staff", staff=count_text(staff), present=present)
    else:
        yield _say("present", present=present)
    if chair:
        yield _say("chair", honorific=chair.honorific, name=chair.full_name)
    else:
        yield _say("chair_unknown", blank=blank)
    yield _say("clerk", blank=blank)


def _lines(*texts: str) -> tuple[Block, ...]:
    return tuple(Paragraph(text=text) for text in texts)


def _chair(reviews: Sequence[UnitReview]) -> Person | None:
    """Who recorded every result of the meeting; None where several people did."""
    persons = {row.reviewer.person_id: row.reviewer.person for row in reviews}
    return next(iter(persons.values())) if len(persons) == 1 else None


def _counts(reviews: Sequence[UnitReview]) -> str:
    return counts_of_kinds(row.nomination.kind for row in reviews)


def _comments(reviews: Sequence[UnitReview]) -> Iterator[str]:
    for row in reviews:
        if row.comment.strip():
            yield _say("comment", name=row.nomination.subject_name, comment=row.comment.strip())


def _table(reviews: Sequence[UnitReview]) -> Table:
    def centred(name: str, width: float) -> Column:
        return Column(heading=_say(name), width=width, alignment=Alignment.CENTRE)

    kinds = {row.nomination.kind for row in reviews}
    return Table(
        columns=(
            centred("place_column", 1),
            Column(heading=recipient_heading(_say("name_column"), kinds), width=5.5),
            Column(heading=_say("award_column"), width=4.5),
            centred("agreed_column", 2),
            centred("share_column", 1.8),
        ),
        rows=tuple(_row(place, row) for place, row in enumerate(reviews, 1)),
    )


def _row(place: int, row: UnitReview) -> Row:
    one = row.nomination
    is_household = one.kind == RecipientKind.HOUSEHOLD
    post = one.unit_name if is_household else post_of(one.position_name, "", one.subject_name)
    return Row(
        cells=(
            str(place),
            "\n".join(filter(None, (one.subject_name, post))),
            award_text(one.award_type),
            _say("agreed", agreed=row.agreed, present=row.present),
            share_text(row.agreed, row.present),
        )
    )
