"""Proposing, approving and ending regulations; the names of awards."""

from __future__ import annotations

from nominations.law.services.award_names import rename_award
from nominations.law.services.layers import FILE, check_layer, propose_layer

__all__ = [
    "FILE",
    "check_layer",
    "propose_layer",
    "rename_award",
]
