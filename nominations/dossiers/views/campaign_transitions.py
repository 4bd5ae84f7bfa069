"""Opening a campaign after a preview, finishing or cancelling it; other steps, by two people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.dossiers import services
from nominations.dossiers.campaign_workflow import CAMPAIGNS, CampaignState
from nominations.dossiers.forms import (
    CampaignReasonForm,
    CampaignTransitionForm,
    OpeningForm,
    StepsForm,
)
from nominations.dossiers.models import Campaign, CampaignTitle, StepChange
from nominations.dossiers.services.campaign_titles import day_of_standards, required_steps
from nominations.dossiers.services.step_changes import (
    STEP_NAMES,
    is_nominated_for,
    occupied_steps,
    steps_in_words,
    steps_payload,
)
from nominations.dossiers.step_change_workflow import STEP_CHANGES, StepChangeState
from nominations.dossiers.views.campaigns import (
    READS_DRAFTS,
    managed_campaign,
    threshold_words,
    titles_of,
    visible_campaigns,
    waiting_changes,
)
from nominations.law.ended_acts import ended_act_sentences
from nominations.law.regime_ends import ends_to_tell
from nominations.law.rulesets import NoRuleSet, regime_on, rule_set_on
from nominations.people.authorization import roles_today
from nominations.people.models import Unit
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow import clock, engine
from workflow.table import Transition


class CampaignTransitionPage(TransitionPage[Campaign]):
    """Opening shows what opens, for whom, when, with which steps, and what is missing."""

    workflow = CAMPAIGNS
    template = "dossiers/campaign_transition.html"
    plain_form, reason_form = CampaignTransitionForm, CampaignReasonForm

    def find(self, request: HttpRequest, key: int) -> Campaign:
        return managed_campaign(request, key)

    def name_of(self, subject: Campaign) -> str:
        return subject.name

    def form(
        self,
        request: HttpRequest,
        subject: Campaign,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        form: TransitionForm = self.form_class(row)(posted, campaign=subject)
        return form

    def context(self, subject: Campaign, row: Transition, form: TransitionForm) -> dict[str, Any]:
        context: dict[str, Any] = {"campaign": subject}
        if "preview" in row.shows:
            context |= {
                "titles": [(*one, 0) for one in titles_of(subject)],
                "waiting": waiting_changes(subject),
                "units": Unit.objects.workplaces()
                .filter(organization=subject.organization)
                .count(),
                "missing": list(_missing(subject)),
                "left": form.left if isinstance(form, OpeningForm) else [],
            }
        return context


def _missing(campaign: Campaign) -> Any:
    """What a campaign usually has and this one has not; it opens all the same."""
    if not campaign.plan_number:
        yield _("The number and the date of the plan are not written down.")
    if campaign.review_due_on is None:
        yield _("No day is set until which the units review.")
    if any(not title.required_papers for title in campaign.titles.all()):
        yield _("For some awards no papers are required besides the achievement report.")
    today = clock.today()
    rules = rule_set_on(today, campaign.organization)
    yield from ends_to_tell(rules, today)
    yield from _ended_standards(campaign, rules.code)


def _ended_standards(campaign: Campaign, code: str) -> list[str]:
    """The acts that had ended, where achievements are judged by another regime than that of today
    (its code); none before the first regime, which the opening refuses."""
    try:
        judged_by = regime_on(day_of_standards(campaign))
    except NoRuleSet:
        return []
    return [] if judged_by.code == code else ended_act_sentences(judged_by.source, clock.today())


CAMPAIGN_PAGE = CampaignTransitionPage()


@login_required
@require_http_methods(["GET", "POST"])
def open_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview, and the act of opening."""
    return CAMPAIGN_PAGE.answer(request, pk, "open")


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish a campaign whose nominations are all decided or out."""
    return CAMPAIGN_PAGE.answer(request, pk, "close")


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a draft or an empty campaign."""
    return CAMPAIGN_PAGE.answer(request, pk, "cancel")


# --- steps of an award ----------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def title(request: HttpRequest, pk: int, title_pk: int) -> HttpResponse:
    """Which steps an award needs in this campaign; another set is proposed here."""
    row = managed_campaign(request, pk)
    one = get_object_or_404(
        CampaignTitle.objects.select_related("award_type", "campaign__organization"),
        pk=title_pk,
        campaign=row,
    )
    form = StepsForm(
        request.POST or None,
        title=one,
        required=required_steps(one),
        occupied=occupied_steps(one),
    )
    shown = ShownValues.of_row(request, one, *StepChange.STEPS)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            _propose(request, one, form)
            return redirect("dossiers:campaign", row.pk)
    changes = one.step_changes.select_related("proposed_by__person", "settled_by__person")
    changes_waiting = changes.filter(state=StepChangeState.PROPOSED).first()
    context = _title_context(request, row, one) | {"form": form, "waiting": changes_waiting}
    context["seen_version"] = shown.mark
    return render(request, "dossiers/campaign_title.html", context)


def _title_context(request: HttpRequest, row: Campaign, one: CampaignTitle) -> dict[str, Any]:
    return {
        "campaign": row,
        "title_row": one,
        "threshold": threshold_words(one),
        "is_own": is_nominated_for(user_of(request), one),
        "is_over": row.state not in (CampaignState.DRAFT, CampaignState.OPEN),
    }


def _propose(request: HttpRequest, title: CampaignTitle, form: StepsForm) -> None:
    """Propose the steps of the form and say so."""
    reason = form.cleaned_data["reason"]
    made = services.propose_steps(
        actor=user_of(request), title=title, reason=reason, **form.chosen()
    )
    if made is None:
        messages.info(request, _("The steps are so already; nothing was changed."))
    else:
        messages.success(
            request, _("The change is proposed; it holds once a second person confirms it.")
        )


class StepChangePage(TransitionPage[StepChange]):
    """A change of steps with a form for each act the reader may take."""

    workflow = STEP_CHANGES
    template = "dossiers/step_change.html"
    plain_form, reason_form = CampaignTransitionForm, CampaignReasonForm

    def find(self, request: HttpRequest, key: int) -> StepChange:
        rows = StepChange.objects.filter(title__campaign__in=visible_campaigns(user_of(request)))
        related = ("title__award_type", "title__campaign__organization", "proposed_by__person")
        found = get_object_or_404(rows.select_related(*related, "settled_by__person"), pk=key)
        agency = found.title.campaign.organization_id
        if agency not in parts_of(request):
            raise PermissionDenied(_("Steps of an award are changed by secretary and director."))
        return found

    def name_of(self, subject: StepChange) -> str:
        return subject.title.award_type.name

    def context(self, subject: StepChange, row: Transition, form: TransitionForm) -> dict[str, Any]:
        return shown_change(subject) | {"forms": [(row, form)]}


def parts_of(request: HttpRequest) -> frozenset[int]:
    """Agencies in which the reader proposes or confirms changes of steps, or inspects them."""
    return roles_today(user_of(request)).organizations(*READS_DRAFTS)


def shown_change(change: StepChange) -> dict[str, Any]:
    """A change in words: which step, from what to what."""
    payload = steps_payload(change.title, change)
    return {
        "change": change,
        "campaign": change.title.campaign,
        "words": list(steps_in_words(payload["changes"])),
        "steps": [(STEP_NAMES[name], getattr(change, name)) for name in change.STEPS],
    }


@login_required
@require_http_methods(["GET", "POST"])
def step_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a proposed change, and confirm it, turn it down or withdraw it."""
    page = StepChangePage()
    act = request.POST.get("act", "")
    if act in STEP_CHANGES.by_name:
        return page.answer(request, pk, act)
    change = page.find(request, pk)
    offers = engine.offers(STEP_CHANGES, change.pk, actor=user_of(request))
    forms = [(one.transition, page.form(request, change, one.transition)) for one in offers]
    context = shown_change(change) | {"forms": forms, "seen_version": change.version}
    return render(request, page.template, context)
