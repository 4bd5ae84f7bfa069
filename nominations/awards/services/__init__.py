"""Conferring, correcting and revoking awards."""

from __future__ import annotations

from nominations.awards.services.conferring import NewAward, confer, revoke
from nominations.awards.services.correcting import correct_awards

__all__ = ["NewAward", "confer", "correct_awards", "revoke"]
