"""Which papers an award requires, and which of them the dossier has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.dossiers.missing_papers import missing_papers
from nominations.dossiers.models import CampaignTitle, Evidence, PaperKind, Report


@dataclass(frozen=True, slots=True)
class NeededPaper:
    """A paper the award requires; `there`: the dossier has it."""

    word: str
    there: bool


def needed_papers(
    title: CampaignTitle | None, *, report: Report | None, evidence: Sequence[Evidence]
) -> list[NeededPaper]:
    """The report and the papers of the award, each with whether the dossier has it."""
    have = {f"has_{row.paper}": True for row in evidence}
    have["has_report"] = bool(report is not None and report.achievements)
    found = []
    for entry in ["report", *(title.required_papers if title else [])]:
        words = str(_(" or ")).join(str(PaperKind(p).label) for p in entry.split("|"))
        found.append(NeededPaper(words, not missing_papers([entry], have)))
    return found
