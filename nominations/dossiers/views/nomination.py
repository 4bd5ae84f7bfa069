"""The page of a nomination, and its goals while it is a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers.deadlines import deadline_of
from nominations.dossiers.duplicates.findings import DuplicateSearch
from nominations.dossiers.forms import GoalsForm
from nominations.dossiers.forms.transitions import correction_items
from nominations.dossiers.models import CampaignTitle, Correction, Nomination, Report
from nominations.dossiers.panels.eligibility import eligibility_panel
from nominations.dossiers.panels.needed_papers import needed_papers
from nominations.dossiers.panels.next_step import what_happens_next
from nominations.dossiers.panels.progress import progress_panel
from nominations.dossiers.panels.report_diff import report_diff
from nominations.dossiers.panels.timeline import milestone_dates, timeline
from nominations.dossiers.permissions import EDITABLE, may_write
from nominations.dossiers.services import save_goals
from nominations.dossiers.services.late import is_late
from nominations.dossiers.views.access import page_or_404, title_in_campaign, visible_or_404
from nominations.dossiers.views.duplicates import may_allow
from nominations.people.models import User
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in
from workflow import engine


def skipped_milestones(title: CampaignTitle | None) -> list[str]:
    """The steps the campaign does without."""
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
    """`correction_context` of a nomination whose open correction has not been read yet."""
    rows = nomination.corrections.filter(resolved_at__isnull=True)
    return correction_context(rows.select_related("requested_by__person").first())


def correction_context(correction: Correction | None) -> dict[str, Any] | None:
    """What must be corrected now: the reason, by whom, and the parts in words."""
    if correction is None:
        return None
    words = dict(correction_items())
    return {"row": correction, "items": [str(words.get(item, item)) for item in correction.items]}


@login_required
@require_GET
def nomination(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where it stands, what happens next, what the reader can do, and everything it is made of."""
    row = page_or_404(request, public_id)
    return render(request, "dossiers/nomination.html", _context(user_of(request), row))


def _context(reader: User, row: Any) -> dict[str, Any]:
    title: CampaignTitle | None = getattr(row, "title_here", None)
    writer = may_write(reader, row)
    evidence = list(row.evidence.filter(removed_at__isnull=True).select_related("added_by__person"))
    versions = list(row.reports.order_by("number"))
    history = timeline(row, reader, versions=versions)
    report = report_context(versions, writer=writer)
    correction = correction_context(getattr(row, "open_correction", None))
    return {
        "nomination": row,
        "title": title,
        "is_draft": row.state == State.DRAFT,
        "writer": writer,
        "offers": engine.offers(PIPELINE, row.pk, actor=reader),
        "next_step": what_happens_next(row, title, returned=correction is not None),
        "deadline": deadline_of(row),
        "correction": correction,
        "evidence": evidence,
        "needed": needed_papers(title, report=report["report"], evidence=evidence),
        "progress_panel": progress_panel(row, title, reader, history=history, evidence=evidence),
        "history": history,
        "dates": milestone_dates(history),
        "skipped": skipped_milestones(title),
        **report,
        **_judged(row, reader, submitted=bool(report["versions"])),
    }


def _judged(row: Nomination, user: User, *, submitted: bool) -> dict[str, Any]:
    """How it stands to the standards, what may be a double, on what it rests, the unit's word,
    which nobody has given before the first submission."""
    overrides = list(row.overrides.select_related("granted_by__person"))
    search = DuplicateSearch([row], reader=user, overrides=overrides, members=True)
    return {
        "eligibility": eligibility_panel(row, user, overrides=overrides, search=search),
        "doubles": search.findings()[row.pk],
        "may_allow": may_allow(user, row) and row.state in EDITABLE,
        "uses": [use for use in search.uses if use.nomination_id == row.pk],
        "reviews": list(row.unit_reviews.select_related("reviewer__person")) if submitted else [],
    }


@login_required
@require_http_methods(["GET", "POST"])
def goals(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change the goals of a draft."""
    row = visible_or_404(request, public_id)
    title = title_in_campaign(row)
    needed = bool(title and title.needs_registration)
    form = GoalsForm(
        request.POST or None,
        required=needed,
        late=is_late(row.campaign) and not needed,
        initial={name: getattr(row, name) for name in GoalsForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_goals(actor=user_of(request), nomination=row, **form.cleaned_data)
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The goals have been saved."))
            return redirect(row)
    elif not may_write(user_of(request), row) or row.state != State.DRAFT:
        messages.info(request, _("The goals can no longer be changed."))
        return redirect(row)
    return render(request, "dossiers/goals.html", {"nomination": row, "form": form})
