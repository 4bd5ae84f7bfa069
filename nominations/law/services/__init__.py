"""Proposing, approving and ending regulations."""

from __future__ import annotations

from nominations.law.services.layers import FILE, check_layer, propose_layer

__all__ = [
    "FILE",
    "check_layer",
    "propose_layer",
]
