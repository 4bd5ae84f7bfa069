"""Parts of papers of every room: letterhead, counts, signatures, recipients, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nominations.citations import plain
from nominations.documents.blocks import Letterhead, Recipients, Signature
from nominations.documents.paper_pages import PaperNotes
from nominations.documents.paper_words import BLANK, count_text, day_text, paper_words
from nominations.law.legal_bases import LegalBase, form_of_paper, legal_bases
from nominations.law.models import AwardType, RecipientKind
from nominations.people.authorization import sole_holder
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.vietnamese import fold
from workflow import clock

_DEPUTY = "pho "


def short_name(agency: Organization) -> str:
    """How a letterhead calls the agency."""
    return agency.short_name or agency.name


def number_line(number: str, paper: str, symbol: str) -> str:
    """ "Số: 45/QĐ-STC"; without a number its place is left blank before the symbol."""
    shown = number or "-".join(filter(None, (f"{BLANK * 7}/{paper}", symbol)))
    return paper_words().say("number", number=shown)


def letterhead_of(
    agency: Organization, *, number: str, paper: str, day: date | None, year: int | None = None
) -> Letterhead:
    """The letterhead of a paper of the agency; `paper` is its abbreviation, "QĐ".

    Without a day its places are left blank, the year stands if it is given.
    """
    return Letterhead(
        parent=short_name(agency.parent).upper() if agency.parent else "",
        issuer=short_name(agency).upper(),
        number=number_line(number, paper, agency.symbol),
        place_and_date=place_line(agency, day, blank_year=year),
    )


def place_line(agency: Organization, day: date | None, *, blank_year: int | None = None) -> str:
    """ "Sóc Trăng, ngày 05 tháng 01 năm 2026"; what is not known yet is left blank."""
    place = agency.place_name or BLANK * 12
    date_text = day_text(day, blank_year=blank_year)
    return paper_words().say("place_and_date", place=place, date=date_text)


def counts_text(collectives: int, individuals: int, households: int = 0) -> str:
    """ "04 tập thể, 01 hộ gia đình và 12 cá nhân"; what there is none of is left out."""
    words = paper_words()
    parts = [
        words.say(name, count=count_text(number))
        for name, number in (
            ("collectives", collectives),
            ("households", households),
            ("individuals", individuals),
        )
        if number
    ]
    first = ", ".join(parts[:-1])
    return words.say("and", first=first, second=parts[-1]) if first else "".join(parts)


def counts_of_kinds(kinds: Iterable[str]) -> str:
    """The same of recipients by their kind: "individual", "collective" or "household"."""
    counted = Counter(str(kind) for kind in kinds)
    return counts_text(
        counted[RecipientKind.COLLECTIVE],
        counted[RecipientKind.INDIVIDUAL],
        counted[RecipientKind.HOUSEHOLD],
    )


def award_text(award: AwardType) -> str:
    """ "Danh hiệu “Lao động tiên tiến”", "Giấy khen"."""
    return paper_words().say(f"award.{award.form}", award=award.name)


def signature_of(head: str, *, name: str = "", title: str = "") -> Signature:
    """Who signs for the agency. `head` is the head's position, "Giám đốc".

    A deputy signs for the head. As long as nobody has signed, the head's place is left open.
    """
    if title and fold(title).startswith(_DEPUTY):
        deputy = paper_words().say("deputy", position=head.upper())
        return Signature(positions=(deputy, title.upper()), names=(name,))
    if title and not fold(title).startswith(fold(head)):
        return Signature(positions=(title.upper(),), names=(name,))
    return Signature(positions=(head.upper(),), names=(name,))


def signature_on(head: str, agency: Organization, day: date | None) -> Signature:
    """The head's place with the name of who was the head on the day, where one person was."""
    holder = sole_holder(Role.DIRECTOR, agency, on=day or clock.today())
    return signature_of(head, name=holder.full_name if holder else "")


def recipients(lines: Iterable[str]) -> Recipients:
    """Who gets the paper."""
    return Recipients(label=paper_words().say("recipients"), lines=tuple(lines))


def paper_moment_text(moment: datetime | None) -> str:
    """ "9 giờ 00, ngày 05 tháng 3 năm 2026"; without a moment its places are left blank."""
    words = paper_words()
    if moment is None:
        return words.say("moment", hour=BLANK * 4, minute=BLANK * 4, date=day_text(None))
    local = localtime(moment)
    return words.say(
        "moment", hour=local.hour, minute=f"{local.minute:02d}", date=day_text(local.date())
    )


def bases_of(day: date) -> tuple[str, ...]:
    """The legal bases of a paper of the day, as cited."""
    return tuple(one.text for one in legal_bases(day))


def notes_of(day: date, paper: str = "") -> PaperNotes:
    """The notes on a paper of the day: its form, and unverified sources."""
    form = form_of_paper(paper, day) if paper else None
    unverified: list[LegalBase] = [one for one in legal_bases(day) if not one.verified]
    sources = [one.source for one in unverified]
    form_in_words = ""
    if form is not None:
        form_in_words = _("Form %(number)s, %(source)s.") % {
            "number": form.number,
            "source": plain(form.source),
        }
        if not form.verified:
            sources.append(form.source)
    return PaperNotes(form=form_in_words, unverified=sources)
