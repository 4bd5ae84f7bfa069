"""Taking and naming numbers: the only writers of the register.

A number is taken in the transaction of its paper. Two who take one number at once meet at the
register's constraint: one gets it, the other reads whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.paper_numbers.models import (
    PaperNumber,
    PaperNumberUse,
    PaperPurpose,
    PaperType,
)
from nominations.paper_numbers.number_patterns import pattern_of
from nominations.paper_numbers.spelling import ParsedNumber, parse_number
from nominations.people.models import Organization
from nominations.vietnamese import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssuer:
    """Whose number it is: an agency on record, or a name."""

    key: str
    organization: Organization | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPaper:
    """A paper with the number, the day and the purpose under which a record names it."""

    issuer: PaperIssuer
    paper: str
    number: ParsedNumber
    day: date
    purpose: str

    @property
    def key(self) -> tuple[str, str, int, str]:
        """By what the register tells papers apart."""
        return self.issuer.key, self.paper, self.day.year, self.number.canonical


# --- reading what was written ---------------------------------------------------------------------


def read_number(
    text: str, paper: str = PaperType.LETTER, organization: Organization | None = None
) -> ParsedNumber:
    """The number that was written; refuses (ValidationError) what is no number of such a paper.

    `LETTER` takes the number of a paper of any type.
    """
    form = pattern_of(paper, organization.code if organization else "")
    parsed = parse_number(text)
    if parsed is not None and form.pattern.fullmatch(parsed.canonical):
        return parsed
    symbol = (organization.symbol if organization else "") or "STC"
    sentence = (
        _("“%(text)s” is not the number of a paper. Write it like %(example)s.")
        if paper == PaperType.LETTER
        else _("“%(text)s” is not a number of this type of paper. Write it like %(example)s.")
    )
    example = form.example.format(symbol=symbol)
    raise ValidationError(sentence, "number_form", {"text": text.strip(), "example": example})


def own_issuer(organization: Organization) -> PaperIssuer:
    """The agency as the issuer of its own papers."""
    return PaperIssuer(key=f"agency:{organization.pk}", organization=organization)


def issuer_named(organization: Organization, parsed: ParsedNumber, issuer: str) -> PaperIssuer:
    """Who issued a paper that a record of the agency names: itself, an agency above, or a name.

    The symbol in the number tells the agency, otherwise its name in the words of the record.
    """
    words = fold(issuer)
    agency: Organization | None = organization
    seen: set[int] = set()
    while agency is not None and agency.pk not in seen:
        seen.add(agency.pk)
        symbol = fold(agency.symbol)
        if (symbol and symbol in (fold(parsed.symbol), fold(parsed.groups[0]))) or (
            fold(agency.name) in words
        ):
            return own_issuer(agency)
        agency = agency.parent
    return PaperIssuer(key=words[:250] or fold(parsed.symbol))


def type_of(parsed: ParsedNumber) -> str:
    """The type of paper that the number itself names; a letter has none."""
    known = {value for value in PaperType.values if value != PaperType.LETTER}
    return parsed.groups[0] if parsed.groups[0] in known else PaperType.LETTER


def named_paper(
    organization: Organization,
    text: str,
    day: date,
    *,
    issuer: str = "",
    purpose: str = PaperPurpose.COMMEND,
) -> NamedPaper:
    """The paper that a record of the agency names; refuses what is no number."""
    parsed = read_number(text)
    return NamedPaper(
        issuer=issuer_named(organization, parsed, issuer),
        paper=type_of(parsed),
        number=parsed,
        day=day,
        purpose=purpose,
    )


# --- the register ---------------------------------------------------------------------------------


def registered_number(paper: NamedPaper) -> PaperNumber | None:
    """The row of the register under which the number stands already."""
    issuer, kind, year, canonical = paper.key
    return PaperNumber.objects.filter(
        issuer=issuer, paper=kind, year=year, canonical=canonical, duplicate_of=None
    ).first()


def number_taken(row: PaperNumber) -> ValidationError:
    """The refusal: whose the number is."""
    return ValidationError(
        _(
            "Number %(number)s of %(year)s is already used: %(purpose)s of %(day)s."
            " Check the register of papers."
        ),
        "number_taken",
        {
            "number": row.shown,
            "year": row.year,
            "purpose": row.get_purpose_display(),
            "day": f"{row.dated_on:%d/%m/%Y}",
        },
    )


def check_number_free(paper: NamedPaper) -> None:
    """Refuse (ValidationError) a number that another paper of the issuer bears in that year."""
    row = registered_number(paper)
    if row is not None and not _waits_for(row, paper):
        raise number_taken(row)


def _waits_for(row: PaperNumber, paper: NamedPaper) -> bool:
    """Whether the row only names this very paper, from an agency below."""
    return row.is_named_only and row.dated_on == paper.day and row.purpose == paper.purpose


def check_same_paper(row: PaperNumber, paper: NamedPaper) -> None:
    """Refuse (ValidationError) to name a number that stands on a paper of another kind or day."""
    if row.purpose != paper.purpose or row.dated_on != paper.day:
        raise ValidationError(
            _(
                "Number %(number)s of %(year)s stands in the register as %(purpose)s of %(day)s."
                " Check the number and the date."
            ),
            "number_of_another_paper",
            {
                "number": row.shown,
                "year": row.year,
                "purpose": row.get_purpose_display(),
                "day": f"{row.dated_on:%d/%m/%Y}",
            },
        )


def unsaved_number(paper: NamedPaper, *, is_named_only: bool = True) -> PaperNumber:
    """The row that the paper would be in the register."""
    return PaperNumber(
        issuer=paper.issuer.key,
        organization=paper.issuer.organization,
        paper=paper.paper,
        year=paper.day.year,
        canonical=paper.number.canonical,
        number=paper.number.number,
        shown=paper.number.shown,
        dated_on=paper.day,
        purpose=paper.purpose,
        is_named_only=is_named_only,
    )


def _enter(paper: NamedPaper, *, is_named_only: bool) -> PaperNumber:
    """Write the row, or raise IntegrityError where somebody was faster."""
    row = unsaved_number(paper, is_named_only=is_named_only)
    with transaction.atomic():
        row.save()
    return row


def take_number(paper: NamedPaper, *, subject: str) -> PaperNumber:
    """Take the number for a paper of the issuer's own, in the paper's transaction.

    Refuses (ValidationError) a number that another paper bears; of two who take it at once, one
    gets it.
    """
    check_number_free(paper)
    row = registered_number(paper)
    try:
        row = row or _enter(paper, is_named_only=False)
    except IntegrityError:
        found = registered_number(paper)
        if found is None:
            raise
        raise number_taken(found) from None
    if row.is_named_only:
        PaperNumber.objects.filter(pk=row.pk).update(is_named_only=False)
    PaperNumberUse.objects.create(paper_number=row, subject=subject)
    return row


def attach_number(
    paper: NamedPaper, *, subjects: Iterable[str], is_named_only: bool = True
) -> PaperNumber:
    """Let records name a paper that may stand in the register already, in whatever spelling.

    Refuses (ValidationError) a number that stands on a paper of another purpose or day.
    """
    row = registered_number(paper)
    if row is None:
        try:
            row = _enter(paper, is_named_only=is_named_only)
        except IntegrityError:
            row = registered_number(paper)
            if row is None:
                raise
    check_same_paper(row, paper)
    PaperNumberUse.objects.bulk_create(
        [PaperNumberUse(paper_number=row, subject=subject) for subject in subjects],
        ignore_conflicts=True,
        batch_size=500,
    )
    return row


def release_numbers(subject: str) -> None:
    """Give a record's numbers back; a number that no other record names leaves the register."""
    rows = list(PaperNumber.objects.filter(uses__subject=subject))
    PaperNumberUse.objects.filter(subject=subject).delete()
    for row in rows:
        if not row.uses.exists() and not row.duplicates.exists():
            row.delete()
