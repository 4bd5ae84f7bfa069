"""The items of a correction request, and which of them changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models import Correction, Evidence, Report
from nominations.dossiers.models.reviews import EVIDENCE_ITEM
from nominations.dossiers.panels.report_diff import ReportPartChange, report_diff

FIXED, LEFT = "fixed", "left"
ANSWERS = {FIXED: _("corrected"), LEFT: _("not corrected")}
"""The writer's answer about an item when the dossier is submitted again."""


def correction_items() -> list[tuple[str, Any]]:
    """What can be marked for correction: the parts of the report, and the files."""
    parts = [(name, Report.label_of(name)) for name in Report.FIELDS]
    return [*parts, (EVIDENCE_ITEM, _("attached files"))]


def words_of(items: Sequence[str]) -> dict[str, str]:
    """The labels of the items."""
    words = dict(correction_items())
    return {item: str(words.get(item, item)) for item in items}


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """One item of a request with the writer's answer; "" if none was required."""

    label: str
    answer: str

    @property
    def word(self) -> str:
        return str(ANSWERS.get(self.answer, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredCorrection:
    """The last correction request after the resubmission: items, answers and changes."""

    row: Correction
    items: Sequence[AnsweredItem]
    changes: Sequence[ReportPartChange]
    files: Sequence[Evidence]


def changed_items(
    correction: Correction, *, versions: Sequence[Report], files: Iterable[Evidence]
) -> dict[str, bool]:
    """Which items of an open request changed since it was made: texts compared with the returned
    version, files by the time of upload or removal.

    `versions` of the report in order, `files` including removed ones.
    """
    changed = set()
    if len(versions) > 1:
        changed = {change.name for change in report_diff(versions[-2], versions[-1])}
    found = {item: item in changed for item in correction.items}
    if EVIDENCE_ITEM in found:
        found[EVIDENCE_ITEM] = bool(_since(correction, files))
    return found


def _since(correction: Correction, files: Iterable[Evidence]) -> list[Evidence]:
    since = correction.requested_at
    return [
        file
        for file in files
        if file.added_at >= since or (file.removed_at is not None and file.removed_at >= since)
    ]


def answered_correction(
    correction: Correction, *, versions: Sequence[Report], files: Iterable[Evidence]
) -> AnsweredCorrection | None:
    """The last request, answered by the current version; None for a first submission.

    `versions`: the submitted versions of the report, in order; `files` as in `changed_items`.
    """
    if len(versions) < 2:
        return None
    return AnsweredCorrection(
        row=correction,
        items=[
            AnsweredItem(word, str(correction.answers.get(item, "")))
            for item, word in words_of(correction.items).items()
        ],
        changes=report_diff(versions[-2], versions[-1]),
        files=_since(correction, files),
    )
