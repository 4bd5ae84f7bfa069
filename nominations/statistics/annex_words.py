"""Where the wording of the annexes stands."""

from __future__ import annotations

from pathlib import Path

ANNEX_WORDS = Path(__file__).resolve().parent / "data" / "annex_paper.toml"
