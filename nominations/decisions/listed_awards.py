"""Lists of awards in papers of this room: counts in words, sentences and annexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from nominations.decisions.queries import AwardGroup, grouped_by_award
from nominations.documents.blocks import Appendix, Column, Paragraph
from nominations.documents.paper_words import PaperWords, paper_words, roman_numeral
from nominations.documents.recipient_lists import (
    ListedGroup,
    ListedRecipient,
    post_of,
    recipient_table,
)
from nominations.documents.standard_parts import award_text, counts_text
from nominations.dossiers.models import CampaignTitle
from nominations.law.models import AwardCategory

WORDS = Path(__file__).resolve().parent / "data" / "papers.toml"
ExtraCells = Callable[[Any], tuple[str, ...]]
"""The cells of a line for the extra columns of a list."""


def decision_words() -> PaperWords:
    """The wording of the papers of this room."""
    return paper_words(WORDS)


def kinds_of(groups: Iterable[AwardGroup]) -> set[str]:
    """The kinds of recipients of the groups."""
    return {str(line.nomination.kind) for group in groups for line in group.lines}


def counts_of(groups: Iterable[AwardGroup]) -> str:
    """The numbers of collectives, households and individuals in words."""
    listed = list(groups)
    return counts_text(
        sum(len(group.collectives) for group in listed),
        sum(len(group.individuals) for group in listed),
        sum(len(group.households) for group in listed),
    )


def acts_text(groups: Sequence[AwardGroup]) -> str:
    """ "công nhận danh hiệu thi đua và tặng Giấy khen"."""
    say = decision_words().say
    acts = []
    if any(group.award_type.form == AwardCategory.TITLE for group in groups):
        acts.append(say("acts.title"))
    names = [
        group.award_type.name for group in groups if group.award_type.form != AwardCategory.TITLE
    ]
    if names:
        acts.append(say("acts.commendation", awards=", ".join(names)))
    return say("acts.and", first=acts[0], second=acts[1]) if len(acts) == 2 else "".join(acts)


def group_lines(groups: Sequence[AwardGroup], sentence: str) -> list[Paragraph]:
    """A line for each award with its counts, numbered from 1; empty for a single award."""
    last = len(groups)
    if last == 1:
        return []
    return [
        Paragraph(
            text=decision_words().say(
                sentence,
                number=place,
                award=award_text(group.award_type),
                counts=counts_of([group]),
                mark="." if place == last else ";",
            )
        )
        for place, group in enumerate(groups, 1)
    ]


def award_sentence(name: str, groups: Sequence[AwardGroup], /, **values: object) -> str:
    """The sentence before the lines of awards, or the one with the only award."""
    if len(groups) > 1:
        return decision_words().say(name, counts=counts_of(groups), **values)
    award = award_text(groups[0].award_type)
    return decision_words().say(f"{name}_one", counts=counts_of(groups), award=award, **values)


def _recipient(line: Any, more: ExtraCells | None) -> ListedRecipient:
    one = line.nomination
    return ListedRecipient(
        kind=one.kind,
        name=one.subject_name,
        post=post_of(one.position_name, one.unit_name, one.subject_name),
        more=more(line) if more else (),
    )


def award_annex(
    groups: Sequence[AwardGroup],
    *,
    name: str,
    title: str,
    note: str,
    columns: Sequence[Column] = (),
    more: ExtraCells | None = None,
) -> Appendix:
    """The list as an annex: awards in their order, collectives first, numbered through."""
    listed = [
        ListedGroup(
            heading=decision_words().say(
                "annex.group",
                roman=roman_numeral(place),
                award=award_text(group.award_type),
                counts=counts_of([group]),
            ),
            recipients=tuple(_recipient(line, more) for line in group.lines),
        )
        for place, group in enumerate(groups, 1)
    ]
    table = recipient_table(listed, counts=counts_of(groups), more=columns)
    return Appendix(name=name, title=title.strip(), note=note, blocks=(table,))


def by_authority(lines: Iterable[Any]) -> tuple[list[AwardGroup], list[AwardGroup]]:
    """(groups the agency itself decides, groups it proposes to the level above)."""
    listed = list(lines)
    campaigns = {line.nomination.campaign_id for line in listed}
    own = set(
        CampaignTitle.objects.filter(campaign__in=campaigns, own_authority=True).values_list(
            "campaign_id", "award_type_id"
        )
    )

    def is_own(line: Any) -> bool:
        return (line.nomination.campaign_id, line.nomination.award_type_id) in own

    return (
        grouped_by_award(line for line in listed if is_own(line)),
        grouped_by_award(line for line in listed if not is_own(line)),
    )
