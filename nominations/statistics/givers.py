"""Who gave the awards of a report: the agency's own head, or whom their papers name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from nominations.awards.issuer_name import giver_key, is_head_of, shared_words, title_words
from nominations.people.models import Organization
from nominations.statistics.queries import TallyCell
from nominations.statistics.wording import wording


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAward:
    """An award as the paragraphs tell it."""

    code: str
    phrase: str
    form: str
    is_own: bool
    rank: int
    label: str


@dataclass(slots=True)
class GivenAwards:
    """Cells by who gave them. `others` are givers of awards of the agency's own level."""

    own: list[TallyCell] = field(default_factory=list)
    others: dict[str, list[TallyCell]] = field(default_factory=lambda: defaultdict(list))
    unknown: list[TallyCell] = field(default_factory=list)
    higher: list[TallyCell] = field(default_factory=list)


def giver_of(organization: Organization) -> str:
    """How a report calls the agency's own head: "Giám đốc Sở", whatever the title entered.

    Words of the title that repeat the agency's name make way for the kind of agency.
    """
    title = title_words(organization)
    shared = shared_words(organization)
    name = organization.name.casefold()
    for kind in wording().giver_kinds:
        if name.startswith(f"{kind.casefold()} "):
            return " ".join([*title[: len(title) - shared], kind])
    return organization.head_title


class Givers:
    """Who gave what the agency reports: its own head, somebody else, or nobody knows."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self._own: dict[str, bool] = {}

    def is_own_head(self, issuer: str) -> bool:
        if issuer not in self._own:
            short = giver_key(giver_of(self.organization))
            self._own[issuer] = bool(issuer) and (
                giver_key(issuer) == short
                or is_head_of(issuer, self.organization, wording().giver_places)
            )
        return self._own[issuer]

    def by_giver(self, cells: Iterable[TallyCell], names: Mapping[str, NamedAward]) -> GivenAwards:
        """The cells taken apart by giver; counts are those of the giver alone."""
        found, spellings = GivenAwards(), dict[str, str]()
        for cell in cells:
            own_level = names[cell.award_code].is_own
            for one in cell.givers:
                part = replace(cell, count=one.count, givers=(one,))
                if self.is_own_head(one.issuer):
                    found.own.append(part)
                elif not own_level:
                    found.higher.append(part)
                elif one.issuer:
                    name = spellings.setdefault(giver_key(one.issuer), one.issuer)
                    found.others[name].append(part)
                else:
                    found.unknown.append(part)
        return found
