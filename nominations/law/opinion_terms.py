"""The terms of a required opinion. No models."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionTerms:
    """A required opinion: body, step, nominees, and the meaning of silence.

    `kinds` limits to kinds of subject, `who` to nominees; each is empty for all. The answer is due
    `days` working days after the request (0: no limit); `silence` "agrees" lets the dossier go on
    after these, "waits" does not. `papers` are the enclosures of the request.
    """

    key: str
    body: str
    says: str
    before: str
    source: str
    verified: bool
    days: int = 0
    silence: str = "waits"
    papers: str = ""
    kinds: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
