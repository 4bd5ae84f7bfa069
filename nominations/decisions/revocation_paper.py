"""The decision to revoke awards as a paper."""

from __future__ import annotations

from collections.abc import Sequence

from nominations.awards.issuer_name import head_position
from nominations.decisions.listed_awards import decision_words
from nominations.decisions.models import Revocation
from nominations.documents.agency_texts import agency_texts
from nominations.documents.blocks import Closing, Paper, Paragraph
from nominations.documents.decision_layout import decision_layout
from nominations.documents.paper_words import day_text
from nominations.documents.recipient_lists import post_of
from nominations.documents.recipient_words import say_of
from nominations.documents.standard_parts import (
    award_text,
    bases_of,
    letterhead_of,
    recipients,
    short_name,
    signature_on,
)
from nominations.paper_numbers.models import PaperType


def lines_of_revocation(revocation: Revocation) -> list[Revocation]:
    """The revocations by the same paper of the agency, in order of entry."""
    rows = Revocation.objects.filter(
        nomination__organization_id=revocation.nomination.organization_id,
        paper_number=revocation.paper_number,
        paper_date=revocation.paper_date,
    )
    return list(
        rows.select_related(
            "nomination__organization__parent", "nomination__award_type", "award"
        ).order_by("pk")
    )


def revocation_paper(revocation: Revocation) -> Paper:
    """The decision with one line for each award it revokes."""
    rows = lines_of_revocation(revocation)
    agency, day = revocation.nomination.organization, revocation.paper_date
    say, kinds = decision_words().say, {row.nomination.kind for row in rows}
    subject = say("revocation.subject")
    grounds = list(dict.fromkeys(row.legal_ground.strip() for row in rows if row.legal_ground))
    below = [_line(row, place, len(rows)) for place, row in enumerate(rows, 1)]
    below += [say("revocation.ground", ground=" ".join(text.split())) for text in grounds]
    return decision_layout(
        file_name="quyet_dinh_huy_bo",
        subject=subject,
        letterhead=letterhead_of(
            agency, number=revocation.paper_number, paper=PaperType.DECISION.value, day=day
        ),
        issuer=f"{head_position(agency)} {short_name(agency)}",
        bases=(*bases_of(day), *_decisions(rows)),
        articles=[
            (say("revocation.first"), [Paragraph(text=text) for text in below]),
            (say_of(decision_words(), "revocation.returns", kinds), []),
            (say_of(decision_words(), "revocation.force", kinds, agency=short_name(agency)), []),
        ],
        closing=Closing(
            left=recipients(
                agency_texts(agency, day).lines("decision.recipients", last=3, parent="")
            ),
            right=signature_on(head_position(agency), agency, day),
        ),
    )


def _decisions(rows: Sequence[Revocation]) -> list[str]:
    found = {
        (row.award.decision_number, row.award.decision_date): None
        for row in rows
        if row.award is not None
    }
    return [
        decision_words().say("revocation.base", number=number, date=day_text(day))
        for number, day in found
    ]


def _line(row: Revocation, place: int, last: int) -> str:
    one = row.nomination
    post = post_of(one.position_name, one.unit_name, one.subject_name)
    return decision_words().say(
        "revocation.line",
        place=place,
        award=award_text(one.award_type),
        subject=", ".join(filter(None, (one.subject_name, post))),
        number=row.award.decision_number if row.award else "",
        date=day_text(row.award.decision_date) if row.award else "",
        mark="." if place == last else ";",
    )
