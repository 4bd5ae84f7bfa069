"""The rules for an award on a day, in an agency, or under a stored rule set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.datafile import Section
from nominations.law.layer_workflow import LayerState
from nominations.law.models import CommendationType, LayerLevel, RuleLayer
from nominations.law.rulesets import loader
from nominations.law.rulesets.dated_values import BaseSalary
from nominations.law.rulesets.layers import Layer, read_layer_text, with_layers
from nominations.law.rulesets.loader import (
    from_content,
    plain_document,
    read_salaries,
    restored_document,
)
from nominations.law.rulesets.parts import RuleSet, StepRule
from nominations.law.rulesets.rule_settings import Setting
from nominations.law.rulesets.title_defaults import TitleDefaults
from nominations.law.rulesets.title_procedure import deadlines_data, opinions_data
from nominations.people.models import Authority, Organization

LAYER_STATES_IN_FORCE = (
    LayerState.APPROVED,
    LayerState.ENDED,
)  # ended layers held until their last day


class NoRuleSet(LookupError):
    """No rule set holds on the day."""


@cache
def _folder(path: Path) -> tuple[RuleSet, ...]:
    return tuple(loader.read_rule_sets(path))


@cache
def _salaries() -> tuple[BaseSalary, ...]:
    return tuple(read_salaries())


def shipped_regimes() -> tuple[RuleSet, ...]:
    """Every regime, oldest first."""
    return _folder(loader.FOLDER)


def clear_caches() -> None:
    """Clear the caches, so that files changed while the process runs are read again."""
    for cached in (_folder, _salaries, _cached_layer, _stacked):
        cached.cache_clear()
    _FROZEN.clear()


def regime_on(day: date) -> RuleSet:
    """The regime of the day without layers; refuses a day before the first with NoRuleSet."""
    for rule_set in shipped_regimes():
        if rule_set.holds_on(day):
            return rule_set
    raise NoRuleSet(_("No rule set holds on %(day)s.") % {"day": f"{day:%d/%m/%Y}"})


@lru_cache(maxsize=256)
def _cached_layer(text: str, code: str) -> Layer:
    return read_layer_text(text, code)


@lru_cache(maxsize=128)
def _stacked(base: _ByDigest, layers: tuple[tuple[str, str], ...]) -> RuleSet:
    return with_layers(base.rule_set, [_cached_layer(text, code) for text, code in layers])


class _ByDigest:
    """A rule set that is looked up by its digest alone."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set

    def __hash__(self) -> int:
        return hash(self.rule_set.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.rule_set.digest == self.rule_set.digest


class AgencyRules:
    """The regulations of an agency and of the provinces above it, loaded once for many days."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        above = [one.pk for one in organization.lineage()]
        self.rows = list(
            RuleLayer.objects.filter(
                Q(organization=organization)
                | Q(organization__in=above, level=str(LayerLevel.PROVINCE)),
                state__in=LAYER_STATES_IN_FORCE,
            ).order_by("valid_from", "approved_at", "pk")
        )

    def rows_on(self, day: date) -> list[RuleLayer]:
        """The layers that hold on the day and reach the agency, in order of time."""
        return [row for row, layer in self._holding(day) if layer.scope.reaches(self.organization)]

    def _holding(self, day: date) -> list[tuple[RuleLayer, Layer]]:
        rows = [one for one in self.rows if one.valid_from <= day and not _ended(one, day)]
        return [(row, _cached_layer(row.content, row.code)) for row in rows]

    def unclear_on(self, day: date) -> list[Layer]:
        """The layers of the day that may or may not apply to the agency, because its kind is not
        recorded."""
        found = (layer for _row, layer in self._holding(day))
        return [one for one in found if one.scope.reaches(self.organization) is None]

    def refusing_on(self, day: date) -> list[Layer]:
        """The layers of the day that refuse the agency, which is out of their scope."""
        found = (layer for _row, layer in self._holding(day))
        return [
            one
            for one in found
            if one.scope.rest == "refused" and one.scope.reaches(self.organization) is False
        ]

    def on(self, day: date) -> RuleSet:
        """The rule set of the day; refuses like `rule_set_on`."""
        base, rows = regime_on(day), self.rows_on(day)
        if not rows:
            return base
        stack = tuple((row.content, row.code) for row in rows)
        return _stacked(_ByDigest(base), stack)


class RulesOfAgencies:
    """The rule sets of several agencies, the regulations of each loaded once."""

    def __init__(self) -> None:
        self._agencies: dict[int, AgencyRules] = {}
        self._found: dict[tuple[int, date], RuleSet] = {}

    def on(self, day: date, organization: Organization | None) -> RuleSet:
        """The rule set of the day for the agency; refuses like `rule_set_on`."""
        if organization is None:
            return regime_on(day)
        key = (organization.pk, day)
        if key not in self._found:
            if organization.pk not in self._agencies:
                self._agencies[organization.pk] = AgencyRules(organization)
            self._found[key] = self._agencies[organization.pk].on(day)
        return self._found[key]


def _ended(layer: RuleLayer, day: date) -> bool:
    return layer.valid_to is not None and layer.valid_to < day


def layers_on(day: date, organization: Organization) -> list[RuleLayer]:
    """The approved layers that hold for the agency on the day: provinces' and its own."""
    return AgencyRules(organization).rows_on(day)


def rule_set_on(
    day: date, organization: Organization | None = None, *, layers: Sequence[Layer] = ()
) -> RuleSet:
    """The rule set that holds on the day, with the layers of the agency and of those above it.

    `layers` are added if they hold on the day. Refuses a day before the first regime with
    NoRuleSet, and a layer that no longer fits with DataFileError.
    """
    mine = [one for one in layers if one.holds_on(day)]
    if organization is None:
        base = regime_on(day)
        return with_layers(base, mine) if mine else base
    mine = [one for one in mine if one.scope.reaches(organization)]
    agency = AgencyRules(organization)
    if not mine:
        return agency.on(day)
    approved = [_cached_layer(row.content, row.code) for row in agency.rows_on(day)]
    return with_layers(regime_on(day), [*approved, *mine])


def rule_set_for(
    day: date, organization: Organization | None = None, *, standards_on: date
) -> RuleSet:
    """The procedure of one day with the standards and quotas of another, layers included.

    The procedure of a dossier follows today's law, its standards the law of its achievement year.
    """
    procedure = rule_set_on(day, organization)
    standards = rule_set_on(standards_on, organization)
    if procedure.digest == standards.digest:
        return procedure
    document = deepcopy(dict(procedure.content))
    awards = document.setdefault("award", {})
    for code in {*awards, *standards.content.get("award", {})}:
        mine, theirs = awards.setdefault(code, {}), standards.content.get("award", {}).get(code, {})
        for name in ("standard", "quota"):
            mine.pop(name, None)
            if name in theirs:
                mine[name] = deepcopy(theirs[name])
    document["standards_from"] = standards.code
    document["layers"] = list(dict.fromkeys([*procedure.layers, *standards.layers]))
    joined = sha256(f"{procedure.digest}|{standards.digest}".encode()).hexdigest()
    return from_content(Section(file=procedure.code, path="", content=document), digest=joined)


_FROZEN: dict[str, RuleSet] = {}


def from_frozen(rules: Mapping[str, Any]) -> RuleSet:
    """The rule set that `frozen_rules` stored with a campaign, including its layers.

    Refuses with NoRuleSet rules stored before whole documents were.
    """
    content, digest = rules.get("content"), str(rules.get("digest", ""))
    if not content:
        raise NoRuleSet(_("The campaign was opened before standards were kept with it."))
    if digest not in _FROZEN:
        if len(_FROZEN) > 256:
            _FROZEN.clear()
        name = str(rules.get("rule_set", ""))
        _FROZEN[digest] = from_content(
            Section(file=name, path="", content=restored_document(content)), digest=digest
        )
    return _FROZEN[digest]


def base_salary(on: date) -> BaseSalary:
    """The base salary in force on the day; refuses a day before the first one with NoRuleSet."""
    holding = [one for one in _salaries() if one.valid_from <= on]
    if not holding:
        raise NoRuleSet(_("No base salary is known on %(day)s.") % {"day": f"{on:%d/%m/%Y}"})
    return holding[-1]


def title_defaults(
    code: str,
    *,
    on: date,
    commendation_type: str = CommendationType.MERIT,
    level: str = Authority.AGENCY,
    organization: Organization | None = None,
) -> TitleDefaults:
    """The parameters of an award in a campaign opened on the day.

    `level` is the level of the agency that runs the campaign: what is proposed upward by a
    department is decided by the province. Refuses an unknown award with KeyError.
    """
    return defaults_under(
        rule_set_on(on, organization), code, commendation_type=commendation_type, level=level
    )


def defaults_under(
    rule_set: RuleSet, code: str, *, commendation_type: str, level: str
) -> TitleDefaults:
    """The parameters of an award under a rule set; KeyError for an unknown award."""
    entry = catalogue.entries()[code]

    def rule(name: str) -> StepRule:
        return rule_set.rule(
            name, code=code, form=entry.form, level=level, commendation_type=commendation_type
        )

    here = rule_set.catalogue.get(code)
    authority = here.authority if here else entry.authority
    vote, posting, papers = rule("vote"), rule("consultation"), rule("papers")
    registration, review = rule("registration"), rule("unit_review")
    # A ballot cites the source of its threshold, even if that is a setting and not a law.
    applied = [vote] if vote.needed else [one for one in (posting, papers, review) if one.source]
    sources = dict.fromkeys(one.source for one in applied if one.source)
    return TitleDefaults(
        needs_unit_review=review.needed,
        needs_vote=vote.needed,
        needs_consultation=posting.needed,
        needs_registration=registration.needed,
        own_authority=authority == level,
        threshold_numerator=vote.numerator,
        threshold_denominator=vote.denominator,
        threshold_strict=vote.strict,
        also_numerator=vote.also_numerator,
        also_denominator=vote.also_denominator,
        also_strict=vote.also_strict,
        vote_base=vote.base,
        vote_absent=vote.absent,
        unit_meeting=_unit_meeting(rule_set, rule("unit_meeting")),
        left_to=vote.left_to if vote.needed else "",
        consultation_days=posting.days if posting.needed else 0,
        required_papers=list(papers.papers),
        citation="; ".join(sources)[:300],
        verified=bool(sources) and all(one.verified for one in applied),
        deadlines=deadlines_data(rule_set, code, commendation_type, level),
        opinions=opinions_data(rule_set, code, commendation_type, level),
    )


STEP_RULES = {
    "needs_registration": "registration",
    "needs_unit_review": "unit_review",
    "needs_vote": "vote",
    "needs_consultation": "consultation",
}
"""The rule behind each step of an award."""


def required_steps(
    rule_set: RuleSet, code: str, *, commendation_type: str, level: str
) -> dict[str, str]:
    """The steps that the law requires for an award, each with its source.

    A step without a source is a setting that the agency may change, except a vote that is written
    for the award and whose threshold the law leaves to the province: it is required, without a
    source. One that stands for all awards of some authorities (`left_for`) may be taken away.
    """
    form = catalogue.entries()[code].form
    found = {
        step: rule_set.rule(
            name, code=code, form=form, level=level, commendation_type=commendation_type
        )
        for step, name in STEP_RULES.items()
    }
    return {
        step: rule.source
        for step, rule in found.items()
        if rule.needed
        and (rule.source or (step == "needs_vote" and rule.left_to and not rule.left_for))
    }


def _unit_meeting(rule_set: RuleSet, vote: StepRule) -> dict[str, Any] | None:
    """The requirements of the unit's meeting; the common quorum does not apply to it."""
    found: dict[str, Any] = {}
    if quorum := rule_set.quorums.get("unit_meeting"):
        found["quorum"] = _plain_fraction(quorum)
    if vote.needed:
        found["vote"] = {**_plain_fraction(vote), "strict": vote.strict, "base": vote.base}
    return found or None


def _plain_fraction(rule: StepRule) -> dict[str, Any]:
    return {
        "numerator": rule.numerator,
        "denominator": rule.denominator,
        "source": rule.source,
    }


def rule_set_value(name: str, *, on: date, organization: Organization | None = None) -> Setting:
    """The value of a setting; KeyError if it is not set."""
    return rule_set_on(on, organization).settings[name]


def frozen_rules(on: date, *, organization: Organization | None = None) -> dict[str, Any]:
    """The whole rule set as plain data, to be stored with a campaign."""
    return frozen_copy(rule_set_on(on, organization))


def frozen_copy(rule_set: RuleSet) -> dict[str, Any]:
    """A rule set as plain data; `from_frozen` turns it back."""
    common = rule_set.quorum_of("council")
    return {
        "rule_set": rule_set.code,
        "digest": rule_set.digest,
        "valid_from": rule_set.valid_from.isoformat(),
        "valid_to": rule_set.valid_to.isoformat() if rule_set.valid_to else None,
        "source": rule_set.source,
        "verified": rule_set.verified,
        "quorum": {
            "numerator": common.numerator,
            "denominator": common.denominator,
            "source": common.source,
            "verified": common.verified,
        },
        "settings": {
            name: {**asdict(one), "types": list(one.types), "awards": list(one.awards)}
            for name, one in rule_set.settings.items()
        },
        "rules": {
            ".".join(place): {
                **asdict(rule),
                "papers": list(rule.papers),
                "left_for": list(rule.left_for),
            }
            for place, rule in rule_set.rules.items()
        },
        "layers": list(rule_set.layers),
        "content": plain_document(rule_set.content),
    }
