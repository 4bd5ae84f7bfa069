"""An opinion to be asked for: of whom, before which step, within how many days. No models."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionTerms:
    """Whom to ask, before which step, of whom, and what silence means.

    `kinds` says for which kinds of subject, `who` of which nominees; each is empty for all. The
    answer is due `days` working days after the request, 0 where nobody says; `silence` "agrees"
    lets the dossier go on once these have passed, "waits" does not. `papers` is what goes with the
    request.
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
