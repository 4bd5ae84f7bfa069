"""The list of nominees with their records (danh sách trích ngang)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import override

from nominations.documents.blocks import Alignment, Column, Paper, Title
from nominations.documents.paper_words import roman_numeral
from nominations.documents.recipient_lists import (
    ListedGroup,
    ListedRecipient,
    post_of,
    recipient_table,
)
from nominations.documents.recipient_words import say_of
from nominations.documents.standard_parts import award_text, counts_of_kinds
from nominations.dossiers.achievement_paper import recognised_text
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.dossiers.registration_papers import list_paper
from nominations.dossiers.subject_records import SubjectRecord, subject_records
from nominations.dossiers.wording import period_text, words
from nominations.people.models import Unit
from nominations.states import State

NOT_SUBMITTED = frozenset({State.DRAFT, State.REGISTERED, State.WITHDRAWN, State.DECLINED})


def _say(sentence: str, /, **values: object) -> str:
    return words().say(f"list.{sentence}", **values)


def submitted_nominations(campaign: Campaign) -> NominationQuerySet:
    """The nominations that were submitted and not withdrawn, in order."""
    rows = Nomination.objects.filter(campaign=campaign).exclude(state__in=NOT_SUBMITTED)
    return rows.order_by(
        "award_type__rank",
        "award_type_id",
        "kind",
        "unit__rank",
        "person__sort_key",
        "collective__rank",
        "pk",
    )


def listed_nominations(campaign: Campaign, unit: Unit | None = None) -> list[Nomination]:
    """The same with what the list prints, of the agency or of a unit."""
    rows = submitted_nominations(campaign)
    if unit is not None:
        rows = rows.filter(unit=unit)
    return list(rows.select_related("award_type", "campaign", "person", "collective", "unit"))


@override("vi")
def nomination_list(campaign: Campaign, unit: Unit | None = None) -> Paper:
    """The list under its awards: birth, post, recognised initiatives of the year, its grade."""
    rows = listed_nominations(campaign, unit)
    records = subject_records(rows)
    groups: list[ListedGroup] = []
    for award, listed in groupby(rows, key=lambda row: row.award_type):
        of_award = list(listed)
        heading = _say(
            "group",
            roman=roman_numeral(len(groups) + 1),
            award=award_text(award),
            counts=_counts(of_award),
        )
        people = tuple(_line(row, records[row.pk]) for row in of_award)
        groups.append(ListedGroup(heading=heading, recipients=people))
    return list_paper(
        campaign,
        unit,
        file_name="danh_sach_trich_ngang",
        title=Title(
            name=_say("nominations"),
            subject=say_of(
                words(),
                "list.nominations_subject",
                {row.kind for row in rows},
                period=period_text(campaign),
            ).strip(),
        ),
        table=recipient_table(
            groups,
            counts=_counts(rows),
            more=(
                Column(heading=_say("born"), width=2.8, alignment=Alignment.CENTRE),
                Column(heading=_say("recognised"), width=5.4),
                Column(heading=_say("grade"), width=3),
                Column(heading=_say("note"), width=2),
            ),
        ),
        counts=_counts(rows),
    )


def _counts(rows: Sequence[Nomination]) -> str:
    return counts_of_kinds(row.kind for row in rows)


def record_of_the_year(row: Nomination, record: SubjectRecord) -> tuple[str, str]:
    """The recognised initiatives and the grade of the campaign's year, a line each."""
    year = row.campaign.year
    made = [recognised_text(*one) for one in record.initiatives if one[0].year == year]
    grades = [str(one.get_grade_display()) for one in record.grades if one.year == year]
    return "\n".join(made), "\n".join(grades)


def _line(row: Nomination, record: SubjectRecord) -> ListedRecipient:
    born = row.person.birth_date if row.person else None
    return ListedRecipient(
        kind=row.kind,
        name=row.subject_name,
        post=post_of(row.position_name, row.unit_name, row.subject_name),
        more=(
            f"{born:%d/%m/%Y}" if born else "",
            *record_of_the_year(row, record),
            "",
        ),
    )
