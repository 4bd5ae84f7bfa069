"""Checks the draft of a regulation: missing and wrong values, by part and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law import lint, rulesets
from nominations.law.datafile import DataFileError, Section
from nominations.law.layer_text import head_of, places_of, with_table
from nominations.law.rulesets import AgencyRules, Layer, RuleSet
from nominations.law.rulesets.layer_changes import REFUSED, LayerChange, layer_changes
from nominations.law.rulesets.layer_keys import HEAD, key_of_path, table_at
from nominations.law.rulesets.layers import read_layer
from nominations.people.models import Organization
from workflow import clock

Place = tuple[str, ...]
NAME = "quy-che.toml"
STAND_INS = {"schema": 2, "layer": "agency", "code": "?", "name": "?", "source": "?"}
"""Stand-in values for the head of an incomplete draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartProblem:
    """A problem of one part: place, key ("" for the whole part), sentence."""

    place: Place
    key: str
    sentence: str

    @property
    def path(self) -> str:
        return ".".join(self.place)


def layer_of_draft(document: Mapping[str, Any]) -> Layer:
    """The layer of a draft, with stand-ins for what its head lacks; refuses like `read_layer`."""
    head = {key: value for key, value in document.items() if value != ""}
    whole = {**STAND_INS, "valid_from": clock.today(), **head}
    return read_layer(Section(file=NAME, path="", content=whole))


def _alone(document: Mapping[str, Any], place: Place, table: Mapping[str, Any]) -> dict[str, Any]:
    """The head with this one part, a row as the first of its list."""
    first = (*place[:-1], "0") if place[-1].isdigit() else place
    return with_table(head_of(document), first, table)


def _of_error(error: DataFileError, place: Place) -> PartProblem:
    found, key = key_of_path(error.key)
    kept = len(place) - place[-1].isdigit()  # the row is read as the first of its list
    is_here = found[:kept] == place[:kept] or place == ("head",)
    return PartProblem(place=place, key=key if is_here else "", sentence=str(error.problem))


def reading_problem(
    document: Mapping[str, Any], place: Place, table: Mapping[str, Any]
) -> PartProblem | None:
    """Why the part cannot be read, has no effect or cites an act that had ended; None otherwise."""
    try:
        alone = layer_of_draft(_alone(document, place, table) if place != ("head",) else table)
    except DataFileError as error:
        return _of_error(error, place)
    for finding in lint.lint_layer(alone, rulesets.shipped_regimes()):
        if place == ("head",) or key_of_path(finding.key)[0] != ("head",):
            fault = DataFileError(finding.file, finding.key, finding.problem)
            return _of_error(fault, place)
    return None


class DraftGround:
    """The rules without the draft, on the days on which it would hold."""

    def __init__(self, organization: Organization, code: str) -> None:
        self.organization, self.code = organization, code
        self.agency = AgencyRules(organization)

    def days(self, layer: Layer) -> list[date]:
        """The first day of the layer, and every later day on which other rules change during its
        validity."""
        regimes = rulesets.shipped_regimes()
        begins = [one.valid_from for one in regimes]
        begins += [row.valid_from for row in self.agency.rows]
        days = {day for day in (layer.valid_from, *begins) if layer.holds_on(day)}
        return sorted(day for day in days if day >= regimes[0].valid_from)

    def others(self, day: date) -> list[Layer]:
        """The approved layers of the day, without one of the same code."""
        rows = [row for row in self.agency.rows_on(day) if row.code != self.code]
        return [rulesets.read_layer_text(row.content, row.code) for row in rows]

    def base(self, day: date) -> tuple[RuleSet, list[Layer]]:
        """The rule set of the day without the draft, and its layers."""
        others = self.others(day)
        regime = rulesets.regime_on(day)
        return (rulesets.with_layers(regime, others) if others else regime), others

    def changes(self, layer: Layer, day: date) -> list[LayerChange]:
        """The effect of each value of the layer on the day."""
        base, others = self.base(day)
        return list(layer_changes(layer, base, others))

    def refusals(self, layer: Layer) -> Iterator[PartProblem]:
        """Each value that the law or a regulation above does not allow, once."""
        seen: set[Place] = set()
        for day in self.days(layer):
            for one in self.changes(layer, day):
                if one.effect == REFUSED and one.place not in seen:
                    seen.add(one.place)
                    yield PartProblem(place=one.place, key=one.key, sentence=_refused(one))


def _refused(change: LayerChange) -> str:
    words = {"source": citations.in_full(change.source), "problem": change.problem}
    return (
        _("%(source)s leaves no choice here: %(problem)s. Write the value as that article has it.")
        % words
    )


# --- the whole draft ------------------------------------------------------------------------------


def missing_in_head(document: Mapping[str, Any]) -> list[PartProblem]:
    """The fields of the head without which nothing can be proposed."""
    return [
        PartProblem(place=("head",), key=key.name, sentence=str(key.label))
        for key in HEAD.keys
        if key.needed and not document.get(key.name)
    ]


def draft_problems(document: Mapping[str, Any], ground: DraftGround) -> list[PartProblem]:
    """Everything that prevents proposing the draft, except missing fields of the head."""
    found: list[PartProblem] = []
    head = head_of(document)
    if problem := reading_problem(document, ("head",), head):
        found.append(problem)
    for place, table in places_of(document):
        if table_at(place) is None:
            sentence = _("This part is not known to the forms; change it in the file.")
            found.append(PartProblem(place=place, key="", sentence=sentence))
        elif problem := reading_problem(document, place, table):
            found.append(problem)
    if found:
        return found
    try:
        layer = layer_of_draft(document)
        return list(ground.refusals(layer))
    except DataFileError as error:
        place, key = key_of_path(error.key)
        return [PartProblem(place=place, key=key, sentence=error.problem)]


def part_problems(
    document: Mapping[str, Any], place: Place, table: Mapping[str, Any], ground: DraftGround
) -> list[PartProblem]:
    """The problems of a part that is to be saved."""
    if problem := reading_problem(document, place, table):
        return [problem]
    if place in (("head",), ("open",), ("scope",)):
        return []
    layer = layer_of_draft(_alone(document, place, table))
    return [
        PartProblem(place=place, key=one.key, sentence=one.sentence)
        for one in ground.refusals(layer)
    ]


# --- values that are asked about ------------------------------------------------------------------


@cache
def _lowest_quorum() -> tuple[Fraction, str]:
    """The lowest quorum in any verified act, with its article."""
    rules = [
        rule for one in rulesets.shipped_regimes() for rule in (one.quorum, *one.quorums.values())
    ]
    cited = [rule for rule in rules if rule.source]
    if not cited:
        return Fraction(0), ""
    lowest = min(cited, key=lambda rule: Fraction(rule.numerator, rule.denominator))
    return Fraction(lowest.numerator, lowest.denominator), lowest.source


def unusual_share(place: Place, table: Mapping[str, Any]) -> str:
    """The question to confirm a quorum or threshold lower than in every act; "" if none is
    needed."""
    numerator, denominator = table.get("numerator"), table.get("denominator")
    if not isinstance(numerator, int) or not isinstance(denominator, int) or not denominator:
        return ""
    share, half = Fraction(numerator, denominator), Fraction(1, 2)
    if place[0] != "quorum":
        is_vote = place[-1] in ("vote", "unit_meeting", "unit_council")
        if is_vote and share < half:
            return _(
                "Less than half: no act that was read lets so few votes decide. Compare with the"
                " regulation; if it says so, tick the box at the end and save again."
            )
        return ""
    lowest, source = _lowest_quorum()
    if share > half and share >= lowest:
        return ""
    if not source:
        return _(
            "Half of the members or fewer: no act that was read lets so few decide. Compare with"
            " the regulation; if it says so, tick the box at the end and save again."
        )
    words = {
        "source": citations.in_full(source),
        "numerator": lowest.numerator,
        "denominator": lowest.denominator,
    }
    return (
        _(
            "The lowest quorum of any act that was read is %(numerator)s/%(denominator)s"
            " (%(source)s). Compare with the regulation; if it says so, tick the box at the end and"
            " save again."
        )
        % words
    )


def unchecked_parts(document: Mapping[str, Any]) -> Sequence[tuple[Place, bool]]:
    """Parts without an article or not marked as verified, each with whether it has an article."""
    act = str(document.get("source", ""))
    found = []
    for place, table in places_of(document):
        described = table_at(place)
        if described is None or not described.is_cited:
            continue
        source = str(table.get("source", ""))
        has_article = bool(source) and source != act
        if not has_article or table.get("verified") is not True:
            found.append((place, has_article))
    return found
