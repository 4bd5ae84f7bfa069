"""Model examples as an agency keeps them: the list, the choice of an award, one example."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards.models import Award
from nominations.files.upload_check import CONTENT_TYPES
from nominations.model_examples import queries, services
from nominations.model_examples.example_workflow import MODEL_EXAMPLES
from nominations.model_examples.forms import AwardChoiceForm, StoryForm
from nominations.model_examples.models import ModelExample
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.attachments import UNKNOWN_TYPE, uploaded_attachment
from nominations.web.forms import MAX_DIGITS
from nominations.web.refusals import refusals_in, refusals_shown
from nominations.web.stale_page import ShownValues
from workflow import audit, engine

EXAMPLES_PER_PAGE = 30
AWARDS_PER_PAGE = 25
TEXT_COLUMNS = ("title", "story", "picture", "picture_text")


def example_or_404(request: HttpRequest, pk: int) -> ModelExample:
    """The example, for who reads the agency's and for whom it is about."""
    return get_or_404(queries.visible_to(user_of(request)), pk=pk)


def writable_or_404(request: HttpRequest, pk: int) -> ModelExample:
    """The example, for who keeps the agency's."""
    row = example_or_404(request, pk)
    if row.organization_id not in queries.writing_agency_ids(user_of(request)):
        raise Http404
    return row


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The examples of the agencies where the reader has a part, and the reader's own."""
    user = user_of(request)
    rows = queries.visible_to(user).annotate(has_consent=queries.has_consent())
    if not queries.reading_agency_ids(user):
        require_any_or_404(rows)
    context = {
        "page": Paginator(rows, EXAMPLES_PER_PAGE).get_page(request.GET.get("page")),
        "may_write": bool(queries.writing_agency_ids(user)),
    }
    return render(request, "model_examples/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The awards from which an example may be chosen, each with its button."""
    user = user_of(request)
    ids = require_any_or_404(queries.writing_agency_ids(user))
    agencies = list(Organization.objects.filter(pk__in=sorted(ids)))
    agency = next((one for one in agencies if one.code == request.GET.get("co_quan")), None)
    agency = agency or agency_shown_first(user, agencies)
    if agency is None:
        raise Http404
    form = AwardChoiceForm(request.GET or None, years=queries.award_years(agency))
    given = form.cleaned_data if form.is_valid() else {}
    if request.method == "POST":
        with refusals_shown(request):
            award = _award_chosen(request)
            made = services.begin_example(actor=user, organization=agency, award=award)
            messages.success(request, _("The award is chosen. Write the story now."))
            return redirect("model_examples:edit", made.pk)
    year = int(given["nam"]) if given.get("nam") else None
    awards = queries.choosable_awards(agency, year=year, text=given.get("ten", ""))
    context = {
        "form": form,
        "agency": agency,
        "page": Paginator(awards, AWARDS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "model_examples/new.html", context)


def _award_chosen(request: HttpRequest) -> Award | None:
    """The award whose button was pressed; None for a key that is none."""
    key = request.POST.get("award", "")
    if not (key.isascii() and key.isdecimal() and len(key) <= MAX_DIGITS):
        return None
    return Award.objects.filter(pk=int(key)).first()


@login_required
@require_GET
def example(request: HttpRequest, pk: int) -> HttpResponse:
    """Story, consent, conferences, where it was taken up, and the steps that are open."""
    user, row = user_of(request), example_or_404(request, pk)
    consents = list(row.consents.select_related("recorded_by__person", "ended_by__person"))
    context = {
        "example": row,
        "award": row.award,
        "consent": next((one for one in consents if one.ended_at is None), None),
        "past_consents": [one for one in consents if one.ended_at is not None],
        "conferences": row.conferences.all(),
        "uptakes": row.uptakes.all(),
        "keeps": row.organization_id in queries.writing_agency_ids(user),
        "is_about_reader": services.is_about(user, row),
        "asks": row.state in services.CONSENT_STATES,
        "offers": engine.offers(MODEL_EXAMPLES, row.pk, actor=user),
        "history": _history(row),
    }
    context["is_public"] = bool(
        row.published_on and context["consent"] and row.award.revoked_on is None
    )
    return render(request, "model_examples/example.html", context)


def _history(row: ModelExample) -> list[dict[str, Any]]:
    """What happened to the example, the latest first."""
    return [
        {
            "at": event.at,
            "who": event.actor_name if event.actor_id is not None else _("The system"),
            "sentence": audit.label_of(event.action),
            "comment": str(event.content.get("comment") or ""),
        }
        for event in reversed(audit.history(row.stream))
    ]


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write headline, story and picture while the example is being written."""
    row = writable_or_404(request, pk)
    if not row.is_open and request.method == "GET":
        messages.info(request, _("The text is locked. Send the example back to change it."))
        return redirect(row)
    form = StoryForm(request.POST or None, request.FILES or None, example=row)
    shown = ShownValues.of_row(request, row, *TEXT_COLUMNS)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given: dict[str, Any] = form.cleaned_data
            given |= {"picture": services.accepted_picture(given["picture"])}
            with shown.unchanged(form):
                services.write_example(actor=user_of(request), example=row, **given)
            messages.success(request, _("The example is saved."))
            return redirect(row)
    context = {"form": form, "example": row, "award": row.award, "seen_version": shown.mark}
    return render(request, "model_examples/edit.html", context)


@login_required
@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture, for who may see the example."""
    return picture_of(example_or_404(request, pk))


def picture_of(row: ModelExample) -> HttpResponseBase:
    """The picture as it is kept, by no cache: it is gone when it is taken back."""
    if not row.picture:
        raise Http404
    try:
        file = row.picture.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = row.picture_kind
    return uploaded_attachment(
        file, name=f"dien-hinh.{kind}", content_type=CONTENT_TYPES.get(kind, UNKNOWN_TYPE)
    )
