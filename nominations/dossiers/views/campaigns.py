"""Campaigns: the list for everybody of the agency; written, corrected, copied by the secretary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.dossiers import services
from nominations.dossiers.boards import permissions
from nominations.dossiers.campaign_proposal import moved_dates, proposed_dates
from nominations.dossiers.campaign_workflow import CAMPAIGNS, HELD, CampaignState
from nominations.dossiers.forms import CampaignForm, ExtensionForm
from nominations.dossiers.legal_deadlines import sector_sentence
from nominations.dossiers.models import Campaign, CampaignTitle, StepChange, VoteBase
from nominations.dossiers.panels.campaign_deadlines import campaign_deadlines
from nominations.dossiers.panels.paper_links import campaign_reports_run_path, links_of_campaign
from nominations.dossiers.services.own_choice import REASON, values_left
from nominations.dossiers.services.step_changes import steps_in_words
from nominations.dossiers.step_change_workflow import StepChangeState
from nominations.dossiers.views.duplicates import duplicates_in
from nominations.fractions import BodyFraction
from nominations.law import rulesets
from nominations.law.datafile import DataFileError
from nominations.law.models import CommendationType, RuleLayer
from nominations.law.queries import open_types
from nominations.law.regime_ends import ends_to_tell
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.access import user_of
from nominations.web.refusals import Refused, refusals_in, show_in, show_refusal
from nominations.web.stale_page import ShownValues
from workflow import audit, clock, engine

READS_DRAFTS = (Role.SECRETARY, Role.DIRECTOR, Role.DIRECTOR_DELEGATE, Role.AUDITOR)
COPIES_OFFERED = 6


def managed_agencies(user: User) -> frozenset[int]:
    """Agencies whose campaigns the person manages today: the council secretary."""
    return roles_today(user).organizations(Role.SECRETARY)


def visible_campaigns(user: User) -> QuerySet[Campaign]:
    """Campaigns of the person's agencies; drafts and cancelled ones for who has a part in them."""
    parts = roles_today(user).organizations(*READS_DRAFTS)
    rows = Campaign.objects.filter(
        Q(state__in=HELD) | Q(organization_id__in=parts), organization_id__in=agency_ids(user)
    )
    return rows.select_related("organization")


def visible_or_404(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(visible_campaigns(user_of(request)), pk=pk)


def managed_campaign(request: HttpRequest, pk: int) -> Campaign:
    """The campaign for who manages it; 403 for the others who see it."""
    campaign = visible_or_404(request, pk)
    if campaign.organization_id not in managed_agencies(user_of(request)):
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    return campaign


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The campaigns of the reader's agencies, the newest year first."""
    registered = Count("nominations", filter=~Q(nominations__state=State.DRAFT))
    campaigns = (
        visible_campaigns(user_of(request))
        .annotate(registered=registered)
        .order_by("-year", "-registration_opens_at")[:100]
    )
    context = {
        "campaigns": campaigns,
        "may_open": bool(managed_agencies(user_of(request))),
        "now": clock.now(),
    }
    return render(request, "dossiers/campaigns.html", context)


@login_required
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: its windows, its awards with their parameters, what was changed when."""
    row, reader = visible_or_404(request, pk), user_of(request)
    titles, counts = titles_of(row), _counts(row)
    by_award = Counter[int]()
    for (award, _state), number in counts.items():
        by_award[award] += number
    may_manage = row.organization_id in managed_agencies(reader)
    offers = engine.offers(CAMPAIGNS, row.pk, actor=reader) if may_manage else []
    context = {
        "campaign": row,
        "layers": _layers(row),
        "titles": [(*one, by_award[one[0].award_type_id]) for one in titles],
        "chosen": values_left(row, [title for title, _words in titles]) if row.own_choice else [],
        "total": sum(counts.values()),
        **_deadlines(row, [title for title, _words in titles], counts),
        "may_manage": may_manage,
        "offers": {one.transition.name: one for one in offers},
        "may_correct": may_manage and _is_correctable(row),
        "waiting": waiting_changes(row),
        "doubles": duplicates_in(row, reader) if may_manage else [],
        "may_see_board": permissions.may_see_board(reader, row),
        **(_papers(row, reader) if counts else {}),
        "changes": _changes(row),
        "now": clock.now(),
    }
    return render(request, "dossiers/campaign.html", context)


def _papers(row: Campaign, reader: User) -> dict[str, Any]:
    """The lists, and where reports are printed together, for who sees the whole agency."""
    whole = permissions.sees_whole_agency(reader, row.organization_id)
    if not whole or row.state not in HELD:
        return {}
    return {"paper_links": links_of_campaign(row), "print_path": campaign_reports_run_path(row)}


def _counts(row: Campaign) -> dict[tuple[int, str], int]:
    """How many nominations of each award are in each state, drafts left out."""
    rows = row.nominations.exclude(state=State.DRAFT).order_by()
    found = rows.values_list("award_type_id", "state").annotate(Count("pk"))
    return {(award, state): number for award, state, number in found}


def _deadlines(
    row: Campaign, titles: Sequence[CampaignTitle], counts: dict[tuple[int, str], int]
) -> dict[str, Any]:
    """The deadlines of the rules, and what to record where they differ by sector."""
    lines = campaign_deadlines(row, titles, counts)
    asked = not row.organization.sector and any(one.rule.sectors for one in lines)
    return {
        "deadlines": lines,
        "sector_sentence": sector_sentence(row.organization.name) if asked else "",
    }


def titles_of(row: Campaign) -> list[tuple[CampaignTitle, str]]:
    """The awards of the campaign with their threshold in words."""
    return [(one, threshold_words(one)) for one in row.titles.select_related("award_type")]


def waiting_changes(row: Campaign) -> QuerySet[StepChange]:
    """Changes of steps that wait for a second person."""
    rows = StepChange.objects.filter(title__campaign=row, state=StepChangeState.PROPOSED)
    return rows.select_related("title__award_type", "proposed_by__person")


def _is_correctable(row: Campaign) -> bool:
    is_running = row.state in (CampaignState.DRAFT, CampaignState.OPEN)
    return is_running and not row.nominations.exists()


def _layers(row: Campaign) -> list[RuleLayer]:
    """The regulations of province and agency that the campaign was opened under."""
    agencies = (row.organization_id, row.organization.parent_id)
    layers = RuleLayer.objects.filter(
        organization_id__in=[pk for pk in agencies if pk is not None],
        code__in=row.rules.get("layers", ()),
    )
    return list(layers.order_by("level", "valid_from"))


def _changes(row: Campaign) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "who": event.actor_name if event.actor_id is not None else _("The system"),
            "sentence": audit.label_of(event.action),
            "comment": _in_words(event.content),
        }
        for event in reversed(audit.history(row.stream))
        if event.action != CAMPAIGNS.adopted_action
    ]


def _in_words(content: dict[str, Any]) -> str:
    """What the entry says besides the act: which award, which step from what to what, and why."""
    parts = [str(content.get("award_name", ""))]
    if "award" in content:
        parts.append("; ".join(steps_in_words(content.get("changes", {}))))
    if proposer := content.get("proposed_by"):
        parts.append(_("proposed by %(name)s") % {"name": proposer})
    parts += [one.rstrip(".") for one in content.get("values", ())]
    parts.append(str(content.get("reason") or content.get("comment") or ""))
    return ". ".join(part for part in parts if part)


# --- written, corrected, copied -------------------------------------------------------------------


def _form(request: HttpRequest, managed: frozenset[int], row: Campaign | None) -> CampaignForm:
    initial: dict[str, Any] = {"year": clock.today().year, "organization": next(iter(managed))}
    if row is None:
        initial |= _proposal(managed)
    else:
        names = [
            name
            for name in CampaignForm.base_fields
            if name not in ("award_codes", "organization", REASON)
        ]
        initial = {name: getattr(row, name) for name in names}
        initial[REASON] = row.own_choice
        initial["award_codes"] = list(row.titles.values_list("award_type__code", flat=True))
    return CampaignForm(
        request.POST or None,
        organizations=Organization.objects.filter(pk__in=managed),
        award_types=open_types(clock.today()),
        campaign=row,
        law_ends=ends_to_tell(rulesets.regime_on(clock.today()), clock.today()),
        initial=initial,
    )


def _proposal(managed: frozenset[int]) -> dict[str, Any]:
    """The dates of the agency's last yearly campaign some years later, or a first proposal."""
    today = clock.today()
    yearly = Campaign.objects.filter(
        organization_id__in=managed,
        state__in=HELD,
        commendation_type=CommendationType.MERIT,
        year__lt=today.year,
    )
    last = yearly.order_by("-year", "-opened_at").first()
    if last is not None:
        return moved_dates(last, today.year - last.year)
    agency = Organization.objects.filter(pk__in=managed).first()
    try:
        rule = rulesets.rule_set_on(today, agency).rules.get(("defaults", "registration"))
    except (LookupError, DataFileError):
        rule = None
    return proposed_dates(
        today, (rule.day, rule.month) if rule and rule.day and rule.month else None
    )


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a campaign down; it is opened by an act of its own."""
    managed = managed_agencies(user_of(request))
    if not managed:
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    form = _form(request, managed, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft_campaign(actor=user_of(request), **form.arguments())
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The draft is saved. Look at it once more, then open it."))
            return redirect("dossiers:campaign_open", made.pk)
    earlier = Campaign.objects.filter(organization_id__in=managed, state__in=HELD)
    context = {"form": form, "earlier": earlier.order_by("-year", "code")[:COPIES_OFFERED]}
    return render(request, "dossiers/campaign_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a draft, or an open campaign in which nobody has been nominated."""
    row = managed_campaign(request, pk)
    managed = managed_agencies(user_of(request))
    form = _form(request, managed, row)
    shown = ShownValues.of(request, row, lambda now: _form(request, managed, now).initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.revise_campaign(actor=user_of(request), campaign=row, **form.arguments())
            messages.success(request, _("The campaign is corrected."))
            return redirect(row)
    context = {"form": form, "campaign": row, "seen_version": shown.mark}
    return render(request, "dossiers/campaign_form.html", context)


@login_required
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft of the next year's campaign, from this one in one step."""
    row = managed_campaign(request, pk)
    try:
        made = services.copy_campaign(actor=user_of(request), campaign=row)
    except Refused as refusal:
        show_refusal(request, refusal, messages.WARNING)
        return redirect(row)
    messages.success(
        request,
        _("“%(name)s” is drafted. Check the dates, then open it.") % {"name": made.campaign.name},
    )
    if made.left_out:
        sentence = ngettext(
            "This award is in the catalogue no more and was left out: %(names)s.",
            "These awards are in the catalogue no more and were left out: %(names)s.",
            len(made.left_out),
        )
        messages.warning(request, sentence % {"names": "; ".join(made.left_out)})
    return redirect("dossiers:campaign_edit", made.campaign.pk)


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a window close later."""
    row = managed_campaign(request, pk)
    form = ExtensionForm(request.POST or None)
    shown = ShownValues.of_row(request, row, "registration_closes_at", "submission_closes_at")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.extend_window(actor=user_of(request), campaign=row, **form.cleaned_data)
            messages.success(request, _("The window has been extended."))
            return redirect("dossiers:campaign", row.pk)
    context = {"campaign": row, "form": form, "seen_version": shown.mark}
    return render(request, "dossiers/campaign_extend.html", context)


def threshold_words(title: CampaignTitle) -> str:
    """The share of the council's members that must agree: of all, of those taking part, or both."""
    of_present = title.vote_base == VoteBase.PRESENT
    first = _share_words(title.threshold, of_present=of_present)
    if title.second_threshold is None:
        return first
    second = _share_words(title.second_threshold, of_present=not of_present)
    return _("%(first)s, and at the same time %(second)s") % {"first": first, "second": second}


def _share_words(threshold: BodyFraction, *, of_present: bool) -> str:
    share = f"{threshold.numerator}/{threshold.denominator}"
    if of_present:
        if threshold.strict:
            return _("more than %(share)s of the council members taking part") % {"share": share}
        return _("at least %(share)s of the council members taking part") % {"share": share}
    if threshold.strict:
        return _("more than %(share)s of all council members") % {"share": share}
    return _("at least %(share)s of all council members") % {"share": share}
