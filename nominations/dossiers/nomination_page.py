"""The context of the page of a nomination, by its state and the reader's relation to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nominations.dossiers.corrections import (
    AnsweredCorrection,
    answered_correction,
    changed_items,
    words_of,
)
from nominations.dossiers.deadlines import deadline_of
from nominations.dossiers.duplicates.findings import DuplicateSearch
from nominations.dossiers.incomplete_lists import incomplete_lists
from nominations.dossiers.legal_deadlines import deadlines_of_page, sector_sentence
from nominations.dossiers.models import CampaignTitle, Correction, Evidence, Nomination, Report
from nominations.dossiers.panels.eligibility import EligibilityPanel, eligibility_panel
from nominations.dossiers.panels.needed_papers import NeededPaper, needed_papers
from nominations.dossiers.panels.next_button import (
    NextAct,
    is_barred,
    next_act,
    offers_with_todays_standards,
    reachable_offers,
)
from nominations.dossiers.panels.next_step import position_sentence
from nominations.dossiers.panels.opinions import opinion_lines
from nominations.dossiers.panels.paper_links import links_of_nomination
from nominations.dossiers.panels.progress import ProgressPanel, progress_panel
from nominations.dossiers.panels.report_diff import report_diff
from nominations.dossiers.panels.review_basis import ReviewBasis, review_basis
from nominations.dossiers.panels.timeline import (
    NominationTimelineEntry,
    milestone_dates,
    timeline,
)
from nominations.dossiers.permissions import EDITABLE, may_allow_duplicate, may_delete, may_write
from nominations.people.models import User
from nominations.pipeline import PIPELINE
from nominations.states import State
from workflow import clock, engine
from workflow.available import Offer, offer_of

UNPROCESSABLE = 422
EXCEPTION_ACTIONS = frozenset({"exception.asked", "exception.answered", "standard.overridden"})


def skipped_milestones(title: CampaignTitle | None) -> list[str]:
    """The names of the steps that the campaign skips."""
    if title is None:
        return []
    steps = {
        State.UNIT_REVIEWED: title.needs_unit_review,
        State.COUNCIL_VOTED: title.needs_vote,
        State.CONSULTED: title.needs_consultation,
    }
    return [str(state) for state, needed in steps.items() if not needed]


def report_context(versions: Sequence[Report], *, writer: bool) -> dict[str, Any]:
    """The version the reader may read, the one before it, and what changed between them."""
    frozen = [version for version in versions if version.frozen_at is not None]
    shown = versions[-1] if writer and versions else (frozen[-1] if frozen else None)
    before = [version for version in frozen if shown is not None and version.number < shown.number]
    return {
        "report": shown,
        "report_parts": report_parts(shown),
        "changes": report_diff(before[-1], shown) if shown and before else [],
        "versions": frozen,
    }


def report_parts(report: Report | None) -> list[tuple[str, str]]:
    """The parts of a report with their names, the empty ones left out."""
    if report is None:
        return []
    return [
        (Report.label_of(name), getattr(report, name))
        for name in Report.FIELDS
        if getattr(report, name)
    ]


def open_correction(nomination: Nomination) -> dict[str, Any] | None:
    """`correction_context` for a nomination; reads its open correction."""
    rows = nomination.corrections.filter(resolved_at__isnull=True)
    return correction_context(rows.select_related("requested_by__person").first())


def correction_context(correction: Correction | None) -> dict[str, Any] | None:
    """What must be corrected now: the reason, by whom, and the parts in words."""
    if correction is None:
        return None
    return {"row": correction, "items": list(words_of(correction.items).values())}


def page_context(reader: User, row: Any) -> dict[str, Any]:
    """The context of the page; `row` was read by `page_or_404`."""
    title: CampaignTitle | None = getattr(row, "title_here", None)
    writer, files = may_write(reader, row), list(row.evidence.select_related("added_by__person"))
    evidence = [file for file in files if file.removed_at is None]
    versions = list(row.reports.order_by("number"))
    history = timeline(row, reader, versions=versions)
    report = report_context(versions, writer=writer)
    to_correct, answered = _corrections(row, report["versions"], files)
    needed = needed_papers(title, report=report["report"], evidence=evidence)
    progress = progress_panel(row, title, reader, history=history, evidence=evidence)
    judged = _judged(row, reader, submitted=bool(report["versions"]))
    panel, offers = judged["eligibility"], engine.offers(PIPELINE, row.pk, actor=reader)
    obstacle = panel.obstacle if panel else None
    offers = offers_with_todays_standards(reachable_offers(offers), obstacle)
    next_one = _first_button(row, to_correct, offers, needed, versions, files) if writer else None
    return {
        "nomination": row,
        "title": title,
        "next_act": next_one,
        "is_draft": row.state == State.DRAFT,
        "may_delete": may_delete(reader, row),
        "writer": writer,
        "offers": offers,
        "next_step": position_sentence(row, title, returned=to_correct is not None),
        "deadline": deadline_of(row),
        "correction": correction_context(to_correct),
        "evidence": evidence,
        "needed": needed,
        "incomplete_lists": incomplete_lists(row),
        "answered": answered,
        "basis": _basis(row, title, panel, offers, progress),
        **_exception(row, offers, history),
        **_of_the_rules(row, title, reader, history),
        "progress_panel": progress,
        "history": history,
        "dates": milestone_dates(history),
        "skipped": skipped_milestones(title),
        **report,
        **judged,
        "paper_links": links_of_nomination(row, with_report=bool(writer or report["report"])),
    }


def _of_the_rules(
    row: Nomination,
    title: CampaignTitle | None,
    reader: User,
    history: Sequence[NominationTimelineEntry],
) -> dict[str, Any]:
    """The required opinions, the legal deadlines, and the sentence that the sector has to be
    recorded."""
    prefix = f"{PIPELINE.topic_prefix}."
    acts = {
        entry.action.removeprefix(prefix): clock.day_of(entry.at)
        for entry in reversed(history)
        if entry.action.startswith(prefix)
    }
    lines = deadlines_of_page(row, title, acts)
    asked = any(one.sector_asked for one in lines)
    return {
        "opinions": opinion_lines(row, title, reader),
        "deadlines": lines,
        "sector_sentence": sector_sentence(row.organization.name) if asked else "",
    }


def _first_button(
    row: Nomination,
    correction: Correction | None,
    offers: Sequence[Offer],
    needed: Sequence[NeededPaper],
    versions: Sequence[Report],
    files: Sequence[Evidence],
) -> NextAct | None:
    changed = (
        changed_items(correction, versions=versions, files=files) if correction is not None else {}
    )
    return next_act(row, offers, needed=needed, correction=correction, changed=changed)


def _corrections(
    row: Any, versions: Sequence[Report], files: Sequence[Evidence]
) -> tuple[Correction | None, AnsweredCorrection | None]:
    """The open correction; or the answered one, while the unit reviews the resubmitted dossier."""
    last: Correction | None = getattr(row, "last_correction", None)
    if last is None or last.resolved_at is None:
        return last, None
    is_reviewed = row.state == State.SUBMITTED
    return None, answered_correction(last, versions=versions, files=files) if is_reviewed else None


def _refusal(history: Sequence[NominationTimelineEntry]) -> NominationTimelineEntry | None:
    """The refusal of the last request for an exception; `history` has the newest entry first."""
    last = next((entry for entry in history if entry.action in EXCEPTION_ACTIONS), None)
    return last if last is not None and last.action == "exception.answered" else None


def _basis(
    row: Nomination,
    title: CampaignTitle | None,
    panel: EligibilityPanel | None,
    offers: Sequence[Offer],
    progress: ProgressPanel,
) -> ReviewBasis | None:
    """The basis of the review, for readers who have its three choices."""
    if offer_of(offers, "endorse") is None:
        return None
    result = progress.results[0].note if progress.results else None
    return review_basis(row, title, panel.lines if panel else (), result)


def _exception(
    row: Any, offers: Sequence[Offer], history: Sequence[NominationTimelineEntry]
) -> dict[str, Any]:
    """Whether standards block the submission, and the request for an exception."""
    return {
        "barred": is_barred(offers),
        "asked": getattr(row, "open_exception", None),
        "exception_refused": _refusal(history),
    }


def _judged(row: Nomination, user: User, *, submitted: bool) -> dict[str, Any]:
    """Standards, possible duplicates, initiatives, and (after the first submission) the unit's
    review."""
    overrides = list(row.overrides.select_related("granted_by__person"))
    search = DuplicateSearch([row], reader=user, overrides=overrides, members=True)
    return {
        "eligibility": eligibility_panel(row, user, overrides=overrides, search=search),
        "doubles": search.findings()[row.pk],
        "may_allow": may_allow_duplicate(user, row) and row.state in EDITABLE,
        "uses": [use for use in search.uses if use.nomination_id == row.pk],
        "reviews": list(row.unit_reviews.select_related("reviewer__person")) if submitted else [],
    }
