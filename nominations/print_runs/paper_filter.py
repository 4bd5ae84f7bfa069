"""The list of papers filtered by the groups of the source, from the query string."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nominations.print_runs.print_sources import PrintablePaper

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """A choice above the list: its word in the address, its values, the chosen one or ""."""

    name: str
    label: _StrOrPromise
    values: tuple[str, ...]
    chosen: str


def filtered_papers(
    papers: Sequence[PrintablePaper],
    labels: Mapping[str, _StrOrPromise],
    given: Mapping[str, str],
) -> tuple[list[PrintablePaper], list[FilterGroup]]:
    """The papers that have every value chosen in the address, and the choices above their list."""
    groups = _groups(papers, labels, given)
    chosen = [(one.name, one.chosen) for one in groups if one.chosen]
    fitting = [
        paper for paper in papers if all(paper.groups.get(name) == value for name, value in chosen)
    ]
    return fitting, groups


def _groups(
    papers: Sequence[PrintablePaper],
    labels: Mapping[str, _StrOrPromise],
    given: Mapping[str, str],
) -> list[FilterGroup]:
    """Each group of which the list has several values; a value that it has not is no choice."""
    found = []
    for name, label in labels.items():
        values = tuple(dict.fromkeys(one.groups[name] for one in papers if one.groups.get(name)))
        chosen = given.get(name, "")
        if len(values) > 1:
            found.append(
                FilterGroup(
                    name=name,
                    label=label,
                    values=values,
                    chosen=chosen if chosen in values else "",
                )
            )
    return found
