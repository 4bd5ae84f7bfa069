"""Conferring, correcting, revoking and striking awards."""

from __future__ import annotations

from nominations.awards.services.conferring import NewAward, confer, revoke, strike
from nominations.awards.services.correcting import correct_awards

__all__ = ["NewAward", "confer", "correct_awards", "revoke", "strike"]
