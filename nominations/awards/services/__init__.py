"""Conferring and revoking awards."""

from __future__ import annotations

from nominations.awards.services.conferring import NewAward, confer, revoke

__all__ = ["NewAward", "confer", "revoke"]
