"""The wording of what this room writes into packages."""

from __future__ import annotations

from pathlib import Path

from nominations.documents.paper_words import PaperWords, paper_words

_FILE = Path(__file__).resolve().parent / "data" / "papers.toml"


def words() -> PaperWords:
    """The wording of this room."""
    return paper_words(_FILE)
