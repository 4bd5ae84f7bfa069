"""Where the wording of this room's papers stands."""

from __future__ import annotations

from pathlib import Path

WORDS = Path(__file__).resolve().parent / "data" / "papers.toml"
