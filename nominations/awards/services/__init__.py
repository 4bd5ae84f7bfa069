"""What the room of awards does: awards are conferred and revoked, regulations laid down."""

from __future__ import annotations

from nominations.awards.services.conferring import NewAward, confer, revoke
from nominations.awards.services.layers import (
    FILE,
    check_layer,
    propose_layer,
)

__all__ = [
    "FILE",
    "NewAward",
    "check_layer",
    "confer",
    "propose_layer",
    "revoke",
]
