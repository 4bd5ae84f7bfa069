"""Registry of the actions that the history may record, with their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_labels: dict[str, _StrOrPromise] = {}


def register(action: str, label: _StrOrPromise) -> None:
    """Allow an action in the history; `label` is shown in a timeline."""
    _labels[action] = label


def is_registered(action: str) -> bool:
    """Whether the history may record the action."""
    return action in _labels


def label_of(action: str) -> str:
    """The label of an action; an unregistered one is shown as it is."""
    return str(_labels.get(action, action))


def labels() -> dict[str, _StrOrPromise]:
    """Every action that the history may record, with its label."""
    return dict(_labels)
