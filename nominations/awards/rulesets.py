"""The law as dated data: which steps, thresholds, papers and days hold for an award on a day.

A rule set is a file in data/regimes. Each rule in it is a small table with its source and whether
that source was checked; the most particular rule wins as a whole (see `RuleSet.rule`). Campaigns
pin the set they were opened under, so a later change of law does not reach back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nominations.awards import catalogue, datafile
from nominations.awards.models import Authority, CommendationType, Form

FOLDER = datafile.DATA / "regimes"
SCHEMA = 1
PAPERS = ("initiative", "excellence", "unit_minutes", "other")
RULES = ("unit_review", "registration", "vote", "consultation", "papers")
SETTINGS = ("correction_days", "return_days")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its source. Only the values that belong to its name are meant."""

    needed: bool = True
    numerator: int = 1
    denominator: int = 2
    strict: bool = False
    days: int = 0
    papers: tuple[str, ...] = ()
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that belongs to no award, such as the days left to correct a dossier."""

    value: int
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class TitleDefaults:
    """The parameters of an award's way, as a campaign's title takes them over.

    `citation` is the source of the threshold, or of the other rules where there is no vote;
    `verified` says whether it was checked.
    """

    needs_unit_review: bool
    needs_vote: bool
    needs_consultation: bool
    needs_registration: bool
    own_authority: bool
    threshold_numerator: int
    threshold_denominator: int
    threshold_strict: bool
    consultation_days: int
    required_papers: list[str]
    citation: str
    verified: bool


class NoRuleSet(LookupError):
    """No rule set holds on the day."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A regime: the days on which it holds, and its rules by place."""

    code: str
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool
    quorum: Rule
    settings: Mapping[str, Setting]
    rules: Mapping[tuple[str, ...], Rule]
    digest: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def rule(self, name: str, *, code: str, form: str, level: str, commendation_type: str) -> Rule:
        """The rule of that name for an award: the last that is written of defaults, form of award,
        award, award at the level of the deciding agency, type of commendation."""
        places = (
            ("defaults", name),
            ("form", form, name),
            ("award", code, name),
            ("level", level, code, name),
            ("type", commendation_type, name),
        )
        return next(self.rules[place] for place in reversed(places) if place in self.rules)


# --- reading -------------------------------------------------------------------------------------


def _fraction(section: datafile.Section, rule: Rule) -> Rule:
    denominator = section.whole("denominator", least=1, most=100)
    numerator = section.whole("numerator", least=1, most=denominator)
    return replace(rule, numerator=numerator, denominator=denominator)


def _rule(name: str, section: datafile.Section) -> Rule:
    rule = Rule(source=section.text("source", ""), verified=section.flag("verified"))
    if name == "registration":
        rule = replace(rule, needed=section.flag("required"))
    elif name == "papers":
        rule = replace(rule, papers=section.words("required"))
        for entry in rule.papers:
            if not set(entry.split("|")) <= set(PAPERS):
                problem = _("must be one of: %(known)s") % {"known": ", ".join(PAPERS)}
                raise section.fail("required", problem)
    else:
        rule = replace(rule, needed=section.flag("needed"))
        if name == "vote" and rule.needed:
            rule = replace(_fraction(section, rule), strict=section.flag("strict"))
        if name == "consultation" and rule.needed:
            rule = replace(rule, days=section.whole("days", least=1, most=60))
    section.close()
    if rule.verified and not rule.source:
        raise section.fail("source", _("a verified value needs its source"))
    return rule


def _rules_at(section: datafile.Section, *place: str) -> dict[tuple[str, ...], Rule]:
    return {(*place, name): _rule(name, one) for name, one in section.sections(RULES).items()}


def _all_rules(content: datafile.Section) -> dict[tuple[str, ...], Rule]:
    codes = {entry.code for entry in catalogue.read()}
    defaults = content.section("defaults")
    found = _rules_at(defaults, "defaults")
    for name in RULES:
        if ("defaults", name) not in found:
            raise defaults.fail(name, _("is missing"))
    for key, known in (("form", Form.values), ("award", codes), ("type", CommendationType.values)):
        for one, section in content.section(key, needed=False).sections(known).items():
            found |= _rules_at(section, key, one)
    levels = content.section("level", needed=False).sections(Authority.values)
    for level, section in levels.items():
        for code, one in section.section("award").sections(codes).items():
            found |= _rules_at(one, "level", level, code)
        section.close()
    return found


def _setting(section: datafile.Section) -> Setting:
    setting = Setting(
        value=section.whole("value", least=0, most=365),
        source=section.text("source", ""),
        verified=section.flag("verified"),
    )
    section.close()
    return setting


def read_file(path: Path) -> RuleSet:
    """One rule set; refuses a wrong file with DataFileError naming the file and the key."""
    content = datafile.read(path)
    content.whole("schema", least=SCHEMA, most=SCHEMA)
    quorum = content.section("quorum")
    settings = content.section("settings")
    rule_set = RuleSet(
        code=content.text("code"),
        valid_from=content.day("valid_from"),
        valid_to=content.day("valid_to", None),
        source=content.text("source"),
        verified=content.flag("verified"),
        quorum=_fraction(
            quorum, Rule(source=quorum.text("source", ""), verified=quorum.flag("verified"))
        ),
        settings={name: _setting(settings.section(name)) for name in SETTINGS},
        rules=_all_rules(content),
        digest=sha256(path.read_bytes()).hexdigest(),
    )
    for section in (quorum, settings, content):
        section.close()
    if rule_set.valid_to is not None and rule_set.valid_to < rule_set.valid_from:
        raise content.fail("valid_to", _("lies before valid_from"))
    return rule_set


def read(folder: Path = FOLDER) -> list[RuleSet]:
    """Every rule set of a folder in order of time; refuses gaps and overlaps between them."""
    found = sorted(
        ((read_file(path), path.name) for path in folder.glob("*.toml")),
        key=lambda pair: pair[0].valid_from,
    )
    for (earlier, _name), (later, name) in pairwise(found):
        if earlier.valid_to is None or later.valid_from != earlier.valid_to + timedelta(days=1):
            problem = _("must be the day after %(code)s ends") % {"code": earlier.code}
            raise datafile.DataFileError(name, "valid_from", problem)
    return [rule_set for rule_set, _name in found]


@cache
def _shipped() -> tuple[RuleSet, ...]:
    return tuple(read())


# --- asking --------------------------------------------------------------------------------------


def rule_set_on(day: date) -> RuleSet:
    """The rule set that holds on the day; refuses a day before the first one with NoRuleSet."""
    for rule_set in _shipped():
        if rule_set.holds_on(day):
            return rule_set
    raise NoRuleSet(_("No rule set holds on %(day)s.") % {"day": f"{day:%d/%m/%Y}"})


def title_defaults(
    code: str,
    *,
    on: date,
    commendation_type: str = CommendationType.MERIT,
    level: str = Authority.AGENCY,
) -> TitleDefaults:
    """The parameters of an award's way for a campaign opened on the day.

    `level` is the level of the agency that runs the campaign: what is proposed upward by a
    department is decided by the province. Refuses an unknown award with KeyError.
    """
    entry = catalogue.entries()[code]
    rule_set = rule_set_on(on)

    def rule(name: str) -> Rule:
        return rule_set.rule(
            name, code=code, form=entry.form, level=level, commendation_type=commendation_type
        )

    vote, posting, papers = rule("vote"), rule("consultation"), rule("papers")
    registration, review = rule("registration"), rule("unit_review")
    # What a ballot cites is the source of its threshold, also when that is no law but a setting.
    applied = [vote] if vote.needed else [one for one in (posting, papers, review) if one.source]
    sources = dict.fromkeys(one.source for one in applied if one.source)
    return TitleDefaults(
        needs_unit_review=review.needed,
        needs_vote=vote.needed,
        needs_consultation=posting.needed,
        needs_registration=registration.needed,
        own_authority=entry.authority == level,
        threshold_numerator=vote.numerator,
        threshold_denominator=vote.denominator,
        threshold_strict=vote.strict,
        consultation_days=posting.days if posting.needed else 0,
        required_papers=list(papers.papers),
        citation="; ".join(sources)[:300],
        verified=bool(sources) and all(one.verified for one in applied),
    )


def quorum(on: date) -> tuple[int, int, str, bool]:
    """How many of all members must be present: numerator, denominator, source, verified."""
    rule = rule_set_on(on).quorum
    return rule.numerator, rule.denominator, rule.source, rule.verified


def setting(name: str, *, on: date) -> Setting:
    """A number of the rule set, "correction_days" or "return_days"; others are a KeyError."""
    return rule_set_on(on).settings[name]


def frozen(on: date) -> dict[str, Any]:
    """The whole rule set as plain data, to be kept with a campaign."""
    rule_set = rule_set_on(on)
    return {
        "rule_set": rule_set.code,
        "digest": rule_set.digest,
        "valid_from": rule_set.valid_from.isoformat(),
        "valid_to": rule_set.valid_to.isoformat() if rule_set.valid_to else None,
        "source": rule_set.source,
        "verified": rule_set.verified,
        "quorum": {
            "numerator": rule_set.quorum.numerator,
            "denominator": rule_set.quorum.denominator,
            "source": rule_set.quorum.source,
            "verified": rule_set.quorum.verified,
        },
        "settings": {name: asdict(one) for name, one in rule_set.settings.items()},
        "rules": {
            ".".join(place): {**asdict(rule), "papers": list(rule.papers)}
            for place, rule in rule_set.rules.items()
        },
    }
