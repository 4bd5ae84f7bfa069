"""What the room of awards does: awards are conferred and revoked, regulations laid down."""

from __future__ import annotations

from nominations.awards.services.conferring import NewAward, confer, revoke
from nominations.awards.services.layers import (
    FILE,
    approve_end,
    approve_layer,
    check_layer,
    drop_end,
    may_approve,
    may_approve_end,
    may_end,
    may_propose,
    propose_end,
    propose_layer,
    reject_layer,
)

__all__ = [
    "FILE",
    "NewAward",
    "approve_end",
    "approve_layer",
    "check_layer",
    "confer",
    "drop_end",
    "may_approve",
    "may_approve_end",
    "may_end",
    "may_propose",
    "propose_end",
    "propose_layer",
    "reject_layer",
    "revoke",
]
