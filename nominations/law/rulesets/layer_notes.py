"""Notes about layers that are not errors: replaced inferred values, very low shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law.rulesets.layers import Layer, replaces_inferred, tables_of
from nominations.law.rulesets.parts import QUORUM, STEPS, RuleSet
from nominations.law.rulesets.strictness import part_at


def replaced_inferences(base: RuleSet, layers: Sequence[Layer]) -> list[str]:
    """One sentence for each value that the regime only inferred and a checked layer replaces."""
    found = []
    for layer in layers:
        for place, table in tables_of(layer.document):
            for path, before in part_at(base, place):
                if before.source and replaces_inferred(before, table):
                    source = citations.in_full(before.source)
                    words = {"layer": layer.code, "place": path, "source": source}
                    sentence = _(
                        "layer %(layer)s replaces what was only inferred: %(place)s (%(source)s)"
                    )
                    found.append(sentence % words)
    return found


def below_every_act(layers: Sequence[Layer]) -> list[str]:
    """One sentence for each quorum or threshold below the half of a body: no act says so little."""
    found = []
    for layer in layers:
        for place, numerator, denominator in _shares(layer):
            is_quorum = "quorum" in place.split(".")
            if 2 * numerator < denominator or (is_quorum and 2 * numerator == denominator):
                words = {"layer": layer.code, "place": place, "numerator": numerator,
                         "denominator": denominator}  # fmt: skip
                sentence = _(
                    "layer %(layer)s: %(place)s is %(numerator)s/%(denominator)s, less than every"
                    " act that was read asks; is that so in the regulation?"
                )
                found.append(sentence % words)
    return found


def _shares(layer: Layer) -> Iterator[tuple[str, int, int]]:
    """Every share of a body that the layer writes: of quorums by meeting, level and agenda, of
    votes, and the second share of a vote."""
    common = [("quorum", layer.parts.quorum)] if layer.parts.quorum else []
    named = [(f"quorum.{name}", rule) for name, rule in layer.parts.quorums.items()]
    for place, rule in [*common, *named]:
        yield place, rule.numerator, rule.denominator
    for parts, rule in layer.parts.rules.items():
        path = ".".join(parts)
        if parts[-1] == QUORUM or (parts[-1] in ("vote", *STEPS) and rule.needed):
            yield path, rule.numerator, rule.denominator
        if rule.also_numerator:
            yield f"{path}.also_numerator", rule.also_numerator, rule.also_denominator
