"""The papers a dossier still lacks, in words. No models here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PAPERS = ("initiative", "excellence", "unit_minutes", "other")
_PAPER_WORDS = {
    "report": _("achievement report"),
    "initiative": _("certificate of initiative or topic"),
    "excellence": _("confirmation of excellent completion of duty"),
    "unit_minutes": _("minutes of the unit meeting"),
    "other": _("other evidence"),
}


def missing_papers(required: list[str], facts: Any) -> list[str]:
    """Words for the papers still missing; "initiative|excellence" asks for one of the two."""
    missing = []
    for entry in required:
        alternatives = entry.split("|")
        if not any(facts.get(f"has_{paper}") for paper in alternatives):
            words = [str(_PAPER_WORDS[paper]) for paper in alternatives]
            missing.append(str(_(" or ")).join(words))
    return missing
