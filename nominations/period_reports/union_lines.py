"""What a period report tells of unions and other mass organisations: the awards they gave."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from nominations.awards.issuer_name import giver_key
from nominations.documents.paper_words import paper_words
from nominations.documents.standard_parts import counts_text
from nominations.law.models import AwardType
from nominations.period_reports.report_period import WORDS
from nominations.statistics.period_report import PeriodReport as AwardReport
from nominations.statistics.period_report import RecipientCounts
from nominations.vietnamese import fold


@cache
def _bodies() -> re.Pattern[str]:
    """The names of mass organisations as whole words, folded."""
    names = "|".join(re.escape(fold(name)) for name in paper_words(WORDS).lines("unions.bodies"))
    return re.compile(rf"\b(?:{names})\b")


def names_mass_organisation(text: str) -> bool:
    """Whether a giver or launcher is a union or another mass organisation, alone or with others."""
    return bool(_bodies().search(fold(text)))


def union_award_lines(awards: AwardReport) -> list[str]:
    """A line for each year, giver and award of mass organisations, out of the report's figures."""
    say, own = paper_words(WORDS).say, paper_words(WORDS).lines("unions.awards")
    found: dict[tuple[int, int, str, str], RecipientCounts] = defaultdict(RecipientCounts)
    spellings: dict[str, str] = {}
    for cell in awards.figures:
        for one in cell.givers:
            if cell.award_code in own or names_mass_organisation(one.issuer):
                giver = giver_key(one.issuer) if one.issuer else ""
                spellings.setdefault(giver, one.issuer)
                key = (cell.year, cell.last_year, giver, cell.award_code)
                found[key].add(cell.kind, one.count)
    names = _names({code for *_rest, code in found})
    return [
        say(
            "unions.line_years" if last else "unions.line",
            first=first,
            last=last,
            award=names[code],
            giver=say("unions.giver", giver=spellings[giver]) if giver else "",
            counts=counts_text(counts.collective, counts.individual, counts.household),
        )
        for (first, last, giver, code), counts in sorted(found.items(), key=lambda one: one[0])
    ]


def _names(codes: set[str]) -> dict[str, str]:
    """The names of the awards, of each the newest."""
    rows = AwardType.objects.filter(code__in=codes).order_by("valid_from") if codes else ()
    return {one.code: one.name for one in rows}
