"""Starting a nomination, one question a page: campaign, award, who, goals."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.dossiers import registration
from nominations.dossiers.forms import (
    CampaignChoiceForm,
    GoalsForm,
    SubjectChoiceForm,
    TitleChoiceForm,
)
from nominations.dossiers.models import Nomination
from nominations.dossiers.permissions import may_write
from nominations.dossiers.services import NewNomination, existing_nomination, save_goals, start_once
from nominations.dossiers.services.late_nominations import is_late
from nominations.dossiers.views.nomination import not_saved
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.web.access import user_of
from nominations.web.refusals import Refused, refused, sentences, show_in
from workflow import engine


class StartingChoices:
    """What was chosen so far, out of the address; an impossible choice counts as none."""

    def __init__(self, request: HttpRequest) -> None:
        given, user = request.GET, user_of(request)
        self.campaigns = registration.open_campaigns(user)
        self.campaign = self._pick(self.campaigns, given.get("dot"), lambda c: str(c.pk))
        self.titles = registration.titles_for(user, self.campaign) if self.campaign else []
        self.titles_closed = (
            registration.titles_closed(user, self.campaign) if self.campaign else []
        )
        self.late = self.campaign is not None and is_late(self.campaign)
        self.title = self._pick(self.titles, given.get("danh_hieu"), lambda t: str(t.award_type_id))
        self.subjects = (
            registration.subjects_for(user, self.campaign, self.title.award_type)
            if self.title
            else []
        )
        self.subject = self._pick(self.subjects, given.get("cho"), lambda s: s.value)

    @property
    def offers_households(self) -> bool:
        """Whether the reader, who registers for a unit, may look for a household here."""
        registers = any(one.collective is not None for one in self.subjects)
        return registers and registration.is_for_households(self.campaign, self.title.award_type)

    @staticmethod
    def _pick(options: Any, wanted: str | None, key: Any) -> Any:
        # Only an open question is answered by the one option: nothing else than asked is started.
        if len(options) == 1 and not wanted:
            return options[0]
        return next((option for option in options if key(option) == wanted), None)

    def so_far(self, **more: str) -> str:
        chosen = {
            "dot": self.campaign.pk if self.campaign else "",
            "danh_hieu": self.title.award_type_id if self.title else "",
            "cho": self.subject.value if self.subject else "",
        } | more
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{reverse('dossiers:new')}?{query}"


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The next question that has no answer yet; the last one saves."""
    choices = StartingChoices(request)
    if not choices.campaign:
        given = _pressed(request, "campaign")
        form: Any = CampaignChoiceForm(given, campaigns=choices.campaigns)
        return _ask(request, choices, form, "campaign")
    if not choices.title:
        form = TitleChoiceForm(_pressed(request, "title"), titles=choices.titles)
        return _ask(request, choices, form, "title")
    if not choices.subject:
        options = [(option.value, option.label) for option in choices.subjects]
        form = SubjectChoiceForm(_pressed(request, "subject"), subjects=options)
        return _ask(request, choices, form, "subject")
    if request.method == "GET" and (before := _started_before(request, choices)):
        messages.info(request, _("This has been started already; go on writing here."))
        return redirect(before)
    return _goals(request, choices)


def _pressed(request: HttpRequest, step: str) -> QueryDict | None:
    """What was sent if "continue" was pressed at this question, so that it says what is missing."""
    return request.GET if request.GET.get("tiep") == step else None


def _row(choices: StartingChoices, written: dict[str, Any]) -> NewNomination:
    subject = choices.subject
    return NewNomination(
        award_type=choices.title.award_type,
        unit=subject.unit,
        person=subject.person,
        collective=subject.collective,
        goals=written.get("goals", ""),
        planned_initiative=written.get("planned_initiative", ""),
        achievement=written.get("achievement", ""),
        late_reason=written.get("late_reason", ""),
    )


def _started_before(request: HttpRequest, choices: StartingChoices) -> str:
    """Where one's own draft of the same is written, or its page once it is registered."""
    before = existing_nomination(user_of(request), choices.campaign, _row(choices, {}))
    if before is None or not may_write(user_of(request), before):
        return ""
    if before.state == State.DRAFT:
        return reverse("dossiers:goals", args=[before.public_id])
    return before.get_absolute_url()


def _ask(request: HttpRequest, choices: StartingChoices, form: Any, step: str) -> HttpResponse:
    typed = [request.POST.get(name, "") for name in GoalsForm.base_fields]
    context = {"choices": choices, "form": form, "step": step, "next_window": None}
    context["typed"] = [text for text in typed if text]  # the choice closed while it was written
    if step == "campaign" and not choices.campaigns:
        context["next_window"] = registration.next_window(user_of(request))
    return render(request, "dossiers/new_choice.html", context)


def _goals(request: HttpRequest, choices: StartingChoices) -> HttpResponse:
    saves_by_itself = bool(request.headers.get("X-Autosave"))
    as_draft = saves_by_itself or request.POST.get("then") == "draft"
    form = GoalsForm(
        request.POST or None,
        required=choices.title.needs_registration,
        late=choices.late,
        as_draft=as_draft,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made, is_new = _save(request, choices, form, as_draft=as_draft)
        except Refused as refusal:
            show_in(form, refusal)
        else:
            if saves_by_itself:
                return JsonResponse({"version": str(made.public_id)})
            return _started(request, made, is_new)
    if saves_by_itself:
        return not_saved(form)
    return render(request, "dossiers/new_goals.html", {"choices": choices, "form": form})


def _save(
    request: HttpRequest, choices: StartingChoices, form: GoalsForm, *, as_draft: bool
) -> tuple[Nomination, bool]:
    """A new draft with what is written; or the draft that this page saved by itself before."""
    written = form.typed_values
    made, is_new = start_once(
        actor=user_of(request),
        campaign=choices.campaign,
        row=_row(choices, written),
        as_draft=as_draft,
    )
    if is_new:
        return made, True
    if str(made.public_id) == form.cleaned_data["nhap"]:
        save_goals(actor=user_of(request), nomination=made, as_draft=as_draft, **written)
        return made, True
    if request.headers.get("X-Autosave"):
        raise refused(
            "started_elsewhere", _("This has been started on another page; open it there.")
        )
    return made, False


def _started(request: HttpRequest, made: Nomination, is_new: bool) -> HttpResponse:
    """Register at once if requested; if that is refused, the draft remains and says why."""
    if not made.__class__.objects.visible_to(user_of(request)).filter(pk=made.pk).exists():
        messages.warning(request, _("There is already a nomination for this subject and award."))
        return redirect("dossiers:list")
    if not is_new:
        messages.info(request, _("This nomination has already been recorded; here it is."))
    if request.POST.get("then") == "register" and made.state == PIPELINE.initial:
        try:
            engine.perform(PIPELINE, made.pk, "register", actor=user_of(request))
        except Refused as refusal:
            messages.warning(
                request,
                _("Saved as a draft, not registered yet: %(reason)s")
                % {"reason": " ".join(sentences(refusal))},
            )
        else:
            messages.success(request, _("The goals have been registered."))
    elif is_new:
        messages.success(request, _("Saved as a draft. Register it when it is ready."))
    return redirect(made)
