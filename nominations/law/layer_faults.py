"""Contradictions within a layer: places of the document, each with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from nominations.law.rulesets.layers import Layer
from nominations.law.rulesets.parts import QUORUM

Fault = tuple[str, str]


def contradictions(layer: Layer) -> Iterator[Fault]:
    """Quorums for a vote that the layer switches off; two deadlines for the same dossiers."""
    for place, rule in layer.parts.rules.items():
        vote = layer.parts.rules.get((*place[:-1], "vote"))
        if place[-1] == QUORUM and rule and vote is not None and not vote.needed:
            path = ".".join((*place[:2], "award", *place[2:]) if place[0] == "level" else place)
            yield path, _("the same layer says that there is no vote on it")
    rows = list(enumerate(layer.parts.row_lists["deadline"]))
    for (_first, one), (number, other) in combinations(rows, 2):
        if one.step == other.step and one.covers(other) and other.covers(one):
            words = {"key": one.key}
            sentence = _("contradicts the deadline %(key)s: the same step of the same dossiers")
            yield f"deadline[{number}]", sentence % words
