"""Audiences: who is notified of a transition, as queries of user ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.rules import _checked_name

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Audience:
    """`sql` is a SELECT of one column, the recipients' user ids, over the subject's row `s`.

    The row is as it was before the move. The parameters are those of a fact (`workflow.rules`). The
    engine leaves out NULLs, duplicates and the actor.
    """

    name: str
    sql: str
    label: _StrOrPromise = ""

    def __post_init__(self) -> None:
        _checked_name(self.name)
