"""The pages below one example: consent, a conference, a place where it was taken up, the steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nominations.model_examples import services
from nominations.model_examples.example_workflow import MODEL_EXAMPLES
from nominations.model_examples.forms import (
    ConferenceForm,
    ExampleReasonForm,
    PaperConsentForm,
    PlainExampleForm,
    UptakeForm,
)
from nominations.model_examples.models import ExampleConference, ExampleUptake, ModelExample
from nominations.model_examples.views.examples import example_or_404, writable_or_404
from nominations.web.access import user_of
from nominations.web.forms import BaseForm
from nominations.web.refusals import refusals_in, refusals_to
from nominations.web.stale_page import ShownValues
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow.table import Transition

# --- consent --------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom the example is about reads it and consents, or takes the consent back."""
    row, user = example_or_404(request, pk), user_of(request)
    if not services.is_about(user, row):
        raise Http404
    form = BaseForm(request.POST or None)
    shown = ShownValues.of(request, row, lambda stored: {"text": stored.text_mark})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            if request.POST.get("answer") == "take_back":
                services.take_consent_back(actor=user, example=row)
                messages.success(request, _("Your consent is taken back; nothing is public."))
            else:
                services.give_consent(actor=user, example=row)
                messages.success(request, _("Your consent is recorded. You can take it back here."))
            return redirect("model_examples:consent", pk)
        row = example_or_404(request, pk)
    given = row.consents.filter(ended_at__isnull=True).first()
    context = {
        "form": form,
        "example": row,
        "award": row.award,
        "consent": given,
        "asks": row.state in services.CONSENT_STATES,
        "seen_version": shown.mark,
    }
    return render(request, "model_examples/consent.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def paper_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary records a consent that was signed on paper."""
    row = writable_or_404(request, pk)
    if row.state not in services.CONSENT_STATES and request.method == "GET":
        messages.info(request, _("Consent is given to a text that is proposed and stays as it is."))
        return redirect(row)
    form = PaperConsentForm(request.POST or None, initial={"given_by": row.award.recipient_name})
    return _entry_page(
        request, row, form, services.record_consent, "paper_consent.html", _("Consent recorded.")
    )


@login_required
@require_POST
@refusals_to("model_examples:example", "pk")
def end_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary records that consent was taken back by word or on paper."""
    row = writable_or_404(request, pk)
    services.take_consent_back(actor=user_of(request), example=row)
    messages.success(request, _("The consent has ended; nothing of the example is public."))
    return redirect(row)


# --- conferences, and where it was taken up -------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the example forward to a conference."""
    row, form = writable_or_404(request, pk), ConferenceForm(request.POST or None)
    said = _("The conference is recorded.")
    return _entry_page(request, row, form, services.add_conference, "conference.html", said)


@login_required
@require_http_methods(["GET", "POST"])
def uptake(request: HttpRequest, pk: int) -> HttpResponse:
    """Record where the example was taken up."""
    row, form = writable_or_404(request, pk), UptakeForm(request.POST or None)
    said = _("The place where it was taken up is recorded.")
    return _entry_page(request, row, form, services.add_uptake, "uptake.html", said)


def _entry_page(
    request: HttpRequest,
    row: ModelExample,
    form: BaseForm,
    act: Callable[..., object],
    template: str,
    said: str,
) -> HttpResponse:
    """A page with one form that adds a row to the example."""
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            act(actor=user_of(request), example=row, **form.cleaned_data)
            messages.success(request, said)
            return redirect(row)
    context = {"form": form, "example": row}
    return render(request, f"model_examples/{template}", context)


@login_required
@require_POST
@refusals_to("model_examples:example", "pk")
def conference_remove(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take out a conference that was recorded by mistake."""
    return _removed(request, pk, ExampleConference.objects.filter(example=pk, pk=entry).first())


@login_required
@require_POST
@refusals_to("model_examples:example", "pk")
def uptake_remove(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take out a place that was recorded by mistake."""
    return _removed(request, pk, ExampleUptake.objects.filter(example=pk, pk=entry).first())


def _removed(
    request: HttpRequest, pk: int, entry: ExampleConference | ExampleUptake | None
) -> HttpResponse:
    row = writable_or_404(request, pk)
    if entry is None:
        messages.info(request, _("This has been taken out already."))
        return redirect(row)
    services.remove_entry(actor=user_of(request), entry=entry)
    messages.success(request, _("Taken out: %(entry)s.") % {"entry": entry})
    return redirect(row)


# --- the steps ------------------------------------------------------------------------------------


class ExampleStepPage(TransitionPage[ModelExample]):
    """Propose, send back, approve, publish, withdraw, take up again."""

    workflow = MODEL_EXAMPLES
    template = "model_examples/step.html"
    plain_form, reason_form = PlainExampleForm, ExampleReasonForm

    def find(self, request: HttpRequest, pk: int) -> ModelExample:
        return example_or_404(request, pk)

    def name_of(self, subject: ModelExample) -> str:
        return subject.title

    def context(
        self, subject: ModelExample, row: Transition, form: TransitionForm
    ) -> dict[str, Any]:
        return {
            "example": subject,
            "award": subject.award,
            "consent": subject.consents.filter(ended_at__isnull=True).first(),
            "shows_text": "text" in row.shows,
        }


STEP_PAGE = ExampleStepPage()


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET asks, POST does."""
    return STEP_PAGE.answer(request, pk, name)
