"""The progress panel (registration, notes of progress, result of the year), and when a note is
expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nominations.dossiers.models import (
    Campaign,
    CampaignTitle,
    Evidence,
    Nomination,
    ProgressKind,
    ProgressNote,
)
from nominations.dossiers.panels.timeline import NominationTimelineEntry
from nominations.dossiers.permissions import may_write
from nominations.dossiers.services.late_nominations import is_late
from nominations.people.models import User
from nominations.states import State
from workflow import clock


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """A note with its files; `counts` marks the newest result."""

    note: ProgressNote
    files: Sequence[Evidence]
    counts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPanel:
    """Goals, progress and result of a nomination; `registered` is the history entry of the
    registration."""

    registered: NominationTimelineEntry | None
    progress: Sequence[ProgressEntry] = ()
    results: Sequence[ProgressEntry] = ()
    may_note: bool = False
    late_draft: bool = False
    cannot_be_late: bool = False


def midpoint(campaign: Campaign) -> date:
    """The middle of the period under review; from then on a note of progress is expected."""
    period = campaign.achievement_to - campaign.achievement_from
    return campaign.achievement_from + period // 2


def expected_note_kind(nomination: Nomination, written: Iterable[str]) -> str:
    """The kind of note expected from a registered nomination today; "" if none.

    The result from the opening of the submission window on; progress from the middle of the year
    on. `written`: the kinds of its notes. Nothing is expected without a registered goal, and no
    progress after a result.
    """
    there = set(written)
    if nomination.state != State.REGISTERED or not nomination.goals:
        return ""
    if ProgressKind.RESULT in there:
        return ""
    campaign = nomination.campaign
    if clock.now() >= campaign.submission_opens_at:
        return str(ProgressKind.RESULT)
    if ProgressKind.PROGRESS not in there and clock.today() >= midpoint(campaign):
        return str(ProgressKind.PROGRESS)
    return ""


def progress_panel(
    nomination: Nomination,
    title: CampaignTitle | None,
    user: User,
    *,
    history: Sequence[NominationTimelineEntry],
    evidence: Sequence[Evidence],
) -> ProgressPanel:
    """Build the panel from what the page has already read (`history`, `evidence`)."""
    notes = list(nomination.progress_notes.select_related("written_by__person"))
    results = [note for note in notes if note.kind == ProgressKind.RESULT]
    files: dict[int | None, list[Evidence]] = {}
    for file in evidence:
        files.setdefault(file.progress_id, []).append(file)

    def noted(rows: Iterable[ProgressNote]) -> list[ProgressEntry]:
        return [ProgressEntry(one, files.get(one.pk, ()), one in results[-1:]) for one in rows]

    late = nomination.state == State.DRAFT and is_late(nomination.campaign)
    barred = title is not None and title.needs_registration
    return ProgressPanel(
        registered=next(
            (entry for entry in history[::-1] if entry.state == State.REGISTERED), None
        ),
        progress=noted(note for note in notes if note.kind == ProgressKind.PROGRESS),
        results=noted(results[::-1]),
        may_note=nomination.state == State.REGISTERED and may_write(user, nomination),
        late_draft=late and not barred,
        cannot_be_late=late and barred,
    )
