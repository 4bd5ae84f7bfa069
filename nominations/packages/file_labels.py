"""Labels of the files of a package, and the files of one dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_WORDS = {
    "submission": _("Submission with its list"),
    "list": _("List"),
    "council_minutes": _("Minutes of the council's meeting"),
    "count_minutes": _("Minutes of the count"),
    "consultation_minutes": _("Minutes of the consultation"),
    "decision": pgettext_lazy("packages", "Decision of the agency"),
    "report": _("Achievement report"),
    "opinion": _("Opinion of another body"),
    "report_paper": _("Report as it was issued"),
    "signed_copy": _("Signed copy of the report"),
}
FORMATS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


@dataclass(slots=True)
class PackedPaper:
    """A paper with its files: name of each format and index in the manifest."""

    word: str
    files: list[tuple[str, int]] = field(default_factory=list)


def papers_of(manifest: Mapping[str, Any], *, of: str | None = None) -> list[PackedPaper]:
    """The papers of the package as a whole, or of one dossier with its evidence; a paper in two
    formats is one. Data for programs is left out."""
    found: dict[str, PackedPaper] = {}
    for place, one in enumerate(manifest["files"]):
        kind = one.get("kind", "")
        if one.get("of") != of or (kind not in _WORDS and kind != "evidence"):
            continue
        stem, _dot, ending = one["name"].rpartition(".")
        is_evidence = kind == "evidence"
        word = str(one.get("title") or stem) if is_evidence else str(_WORDS[kind])
        if kind == "opinion" and one.get("title"):
            word = f"{word}: {one['title']}"
        paper = found.setdefault(one["name"] if is_evidence else stem, PackedPaper(word))
        paper.files.append((FORMATS.get(ending, ending.upper()), place))
    return list(found.values())
