"""How prize money is computed and paid, as data: the table `[prize_rules]` of a rule file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nominations.law.datafile import Section
from nominations.law.rulesets.sources import read_source
from nominations.people.models import Authority

SWITCHES = (
    "highest_of_period",
    "each_period",
    "title_and_commendation",
    "each_commendation",
)


@dataclass(frozen=True, slots=True)
class PrizeSwitch:
    """A rule that is on or off, with the words of the law."""

    applies: bool
    says: str = ""
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class MoneyOnly:
    """Awards that come with money and no certificate."""

    awards: tuple[str, ...] = ()
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Payers:
    """The fund that pays ("agency", "province", "ministry"), by deciding authority."""

    by_authority: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class FundShare:
    """The cap of an agency's fund, in percent of its yearly pay fund."""

    percent: Decimal
    says: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeRules:
    """The rules of computation of a regime. By default each award is paid.

    `highest_of_period`: of several titles of one period only the highest is paid. `each_period`:
    titles of different periods are paid each (where it does not hold, only the highest of all).
    `title_and_commendation`: a commendation is paid besides a title. `each_commendation`: several
    commendations are paid each (where it does not hold, only the highest of one period).
    """

    computation: PrizeSwitch = PrizeSwitch(True)
    highest_of_period: PrizeSwitch = PrizeSwitch(False)
    each_period: PrizeSwitch = PrizeSwitch(True)
    title_and_commendation: PrizeSwitch = PrizeSwitch(True)
    each_commendation: PrizeSwitch = PrizeSwitch(True)
    money_only: MoneyOnly = MoneyOnly()
    payers: Payers = field(default_factory=Payers)
    fund_share: FundShare | None = None


def _switch(section: Section) -> PrizeSwitch:
    switch = PrizeSwitch(
        applies=section.flag("applies"), says=section.text("says"), **read_source(section)
    )
    section.close()
    return switch


def _computation(section: Section) -> PrizeSwitch:
    found = PrizeSwitch(applies=True, says=section.text("says"), **read_source(section))
    section.close()
    return found


def _payers(section: Section) -> Payers:
    levels = ("agency", "province", "ministry")
    found = Payers(
        {authority: section.one_of(authority, levels) for authority in Authority.values},
        **read_source(section),
    )
    section.close()
    return found


def _money_only(section: Section) -> MoneyOnly:
    found = MoneyOnly(awards=section.words("awards"), **read_source(section))
    section.close()
    return found


def _fund_share(section: Section) -> FundShare:
    found = FundShare(
        percent=section.number("percent"), says=section.text("says"), **read_source(section)
    )
    section.close()
    return found


TABLES: dict[str, Callable[[Section], Any]] = {
    "computation": _computation,
    **dict.fromkeys(SWITCHES, _switch),
    "money_only": _money_only,
    "payers": _payers,
    "fund_share": _fund_share,
}


def read_prize_rules(content: Section) -> PrizeRules:
    """Read the table `[prize_rules]` of a document; missing rules default to paying most.

    Refuses a wrong table with DataFileError naming the file and the key.
    """
    section = content.section("prize_rules", needed=False)
    found = PrizeRules(
        **{
            name: read(section.section(name))
            for name, read in TABLES.items()
            if name in section.content
        }
    )
    section.close()
    return found
