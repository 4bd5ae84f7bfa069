"""Papers of the registration: the sheet of one person or collective, and the list of a unit or of
the whole agency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.documents.blocks import (
    Block,
    Closing,
    Column,
    Letterhead,
    Paper,
    Paragraph,
    PartHeading,
    Signature,
    Table,
    Title,
)
from nominations.documents.paper_words import roman_numeral
from nominations.documents.recipient_lists import (
    ListedGroup,
    ListedRecipient,
    post_of,
    recipient_table,
)
from nominations.documents.standard_parts import (
    award_text,
    counts_of_kinds,
    place_line,
    short_name,
    signature_on,
)
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.subject_records import Subject, subject_of
from nominations.dossiers.wording import period_text, words
from nominations.law.models import AwardCategory, RecipientKind
from nominations.people.authorization import sole_holder
from nominations.people.models import Organization, Unit
from nominations.people.roles import Role
from nominations.states import State
from workflow import clock

NOT_REGISTERED = frozenset({State.DRAFT, State.WITHDRAWN})


def _say(sentence: str, /, **values: object) -> str:
    return words().say(sentence, **values)


def registered_nominations(campaign: Campaign, unit: Unit | None = None) -> list[Nomination]:
    """The registered nominations of the campaign, of one unit or of all; without late ones."""
    rows = Nomination.objects.filter(campaign=campaign, late_reason="").exclude(
        state__in=NOT_REGISTERED
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    return list(
        rows.select_related("award_type", "campaign", "person", "collective", "unit").order_by(
            "kind", "unit__rank", "person__sort_key", "collective__rank", "award_type__rank", "pk"
        )
    )


def whole_period(campaign: Campaign) -> str:
    """ "Năm 2026" as the line of a title."""
    period = period_text(campaign)
    return f"{period[:1].upper()}{period[1:]}"


# --- one person or collective --------------------------------------------------------------------


@override("vi")
def registration_sheet(nomination: Nomination) -> Paper:
    """Everything the subject registered in the campaign; for a draft its present text."""
    rows = [
        row
        for row in registered_nominations(nomination.campaign)
        if subject_of(row) == subject_of(nomination)
    ] or [nomination]
    is_person = nomination.person_id is not None
    agency, day = nomination.organization, clock.today()
    unit_name = nomination.unit_name or nomination.unit.name
    post = post_of(nomination.position_name, unit_name, nomination.subject_name)
    name = "sheet.person" if is_person else f"sheet.{nomination.kind}"
    about = (
        _say("sheet.post", post=post) if is_person else _say("sheet.unit", unit=short_name(agency))
    )
    if nomination.kind == RecipientKind.HOUSEHOLD:
        about, unit_name = _say("sheet.address", address=unit_name), nomination.unit.name
    return Paper(
        file_name="ban_dang_ky_thi_dua",
        title=f"{_say('sheet.name')}: {nomination.subject_name}",
        letterhead=Letterhead(
            parent=short_name(agency).upper(),
            issuer=unit_name.upper(),
            number="",
            place_and_date=place_line(agency, None, blank_year=day.year),
        ),
        blocks=(
            Title(name=_say("sheet.name"), subject=whole_period(nomination.campaign)),
            Paragraph(text=_say(name, name=nomination.subject_name)),
            Paragraph(text=about),
            PartHeading(text=_say("sheet.first")),
            *_registered_awards(rows),
            PartHeading(text=_say("sheet.second")),
            *_texts(row.goals for row in rows),
            PartHeading(text=_say("sheet.third")),
            *_texts(row.planned_initiative for row in rows),
            Paragraph(text=_say(f"sheet.promise_{nomination.kind}")),
            _sheet_signatures(nomination, is_person=is_person),
        ),
    )


def _registered_awards(rows: Sequence[Nomination]) -> Iterator[Block]:
    for place, row in enumerate(rows, 1):
        mark = "." if place == len(rows) else ";"
        yield Paragraph(text=_say("sheet.award", award=award_text(row.award_type), mark=mark))


def _texts(texts: Iterable[str]) -> Iterator[Block]:
    """The texts as lines, without repeating those that several awards share."""
    lines = dict.fromkeys(
        line.strip() for text in texts for line in text.splitlines() if line.strip()
    )
    yield from (Paragraph(text=line) for line in lines or (_say("sheet.none"),))


def _sheet_signatures(nomination: Nomination, *, is_person: bool) -> Closing:
    head = sole_holder(Role.UNIT_HEAD, nomination.unit, on=clock.today())
    name = head.full_name if head else ""
    if is_person:
        return Closing(
            left=Signature(positions=(_say("sheet.confirmed"),), names=(name,)),
            right=Signature(
                positions=(_say("sheet.registrant"),), names=(nomination.subject_name,)
            ),
        )
    if nomination.kind == RecipientKind.HOUSEHOLD:
        household: Any = nomination.collective
        return Closing(
            left=Signature(positions=(_say("sheet.confirmed"),), names=(name,)),
            right=Signature(
                positions=(_say("sheet.household_signs"),), names=(household.representative,)
            ),
        )
    return Closing(
        left=Signature(positions=(_say("sheet.confirmed_by_agency"),)),
        right=Signature(positions=(_say("sheet.head"),), names=(name,)),
    )


# --- a unit or the agency ------------------------------------------------------------------------


@override("vi")
def registration_list(campaign: Campaign, unit: Unit | None = None) -> Paper:
    """The list of registrations: a line for each person, collective and household, by unit."""
    rows = registered_nominations(campaign, unit)
    persons = [row for row in rows if row.person_id]
    collectives = [row for row in rows if row.kind == RecipientKind.COLLECTIVE]
    households = [row for row in rows if row.kind == RecipientKind.HOUSEHOLD]
    groups = [
        *_listed("individuals", persons),
        *_listed("collectives" if persons else "collectives_only", collectives),
    ]
    groups += _listed("households", households, roman=roman_numeral(len(groups) + 1))
    columns = ("list.title", "list.commendation", "list.initiative")
    return list_paper(
        campaign,
        unit,
        file_name="danh_sach_dang_ky_thi_dua",
        title=Title(name=_say("list.registrations"), subject=whole_period(campaign)),
        table=recipient_table(
            groups,
            counts=_counts(rows),
            more=tuple(Column(heading=_say(name), width=4) for name in columns),
        ),
        counts=_counts(rows),
    )


def list_paper(
    campaign: Campaign,
    unit: Unit | None,
    *,
    file_name: str,
    title: Title,
    table: Table,
    counts: str,
) -> Paper:
    """A wide list of the unit or of the agency, signed by its head."""
    agency, day = campaign.organization, clock.today()
    subject = title.subject
    if unit is not None:
        subject = _say("list.unit", subject=subject, unit=unit.name)
    return Paper(
        file_name=file_name,
        title=f"{title.name}: {subject}".replace("\n", ", "),
        letterhead=_letterhead(agency, unit, day.year),
        landscape=True,
        blocks=(
            Title(name=title.name, subject=subject),
            table,
            Paragraph(text=_say("list.sum", counts=counts)),
            Closing(left=Signature(positions=(_say("list.clerk"),)), right=_head_of(agency, unit)),
        ),
    )


def _letterhead(agency: Organization, unit: Unit | None, year: int) -> Letterhead:
    above, own = agency.parent, short_name(agency)
    parent = own if unit is not None else short_name(above) if above else ""
    return Letterhead(
        parent=parent.upper(),
        issuer=(unit.name if unit is not None else own).upper(),
        number="",
        place_and_date=place_line(agency, None, blank_year=year),
    )


def _head_of(agency: Organization, unit: Unit | None) -> Signature:
    day = clock.today()
    if unit is None:
        return signature_on(head_position(agency), agency, day)
    head = sole_holder(Role.UNIT_HEAD, unit, on=day)
    return Signature(positions=(_say("list.head"),), names=(head.full_name if head else "",))


def _counts(rows: Sequence[Nomination]) -> str:
    """The number of collectives, households and persons in words, each counted once."""
    return counts_of_kinds(kind for kind, _key in {subject_of(row) for row in rows})


def _listed(name: str, rows: Sequence[Nomination], **words: str) -> list[ListedGroup]:
    if not rows:
        return []
    heading = _say(f"list.{name}", counts=_counts(rows), **words)
    return [ListedGroup(heading=heading, recipients=tuple(map(_registrant, registrants(rows))))]


def _registrant(rows: Sequence[Nomination]) -> ListedRecipient:
    first = rows[0]
    return ListedRecipient(
        kind=first.kind,
        name=first.subject_name,
        post=post_of(first.position_name, first.unit_name, first.subject_name),
        more=registered_texts(rows),
    )


def registrants(rows: Iterable[Nomination]) -> list[list[Nomination]]:
    """The rows of each person and collective, in the order of the list."""
    subjects: dict[Subject, list[Nomination]] = {}
    for row in rows:
        subjects.setdefault(subject_of(row), []).append(row)
    return list(subjects.values())


def registered_texts(rows: Sequence[Nomination]) -> tuple[str, str, str]:
    """What one registrant registered: titles, other commendations, planned initiatives."""
    titles = [row for row in rows if row.award_type.form == AwardCategory.TITLE]
    others = [row for row in rows if row.award_type.form != AwardCategory.TITLE]
    ideas = dict.fromkeys(row.planned_initiative.strip() for row in rows)
    return (
        "\n".join(row.award_type.name for row in titles),
        "\n".join(row.award_type.name for row in others),
        "\n".join(filter(None, ideas)),
    )
