"""Model examples as everybody may see them: on the roll of honour, with a preview of the link."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nominations.model_examples.models import ModelExample
from nominations.model_examples.queries import public_examples
from nominations.model_examples.views.examples import picture_of
from nominations.web.access import get_or_404

EXAMPLES_PER_PAGE = 20
PREVIEW_LENGTH = 200


def _public_or_404(pk: int) -> ModelExample:
    rows = public_examples().select_related("organization", "award__award_type")
    return get_or_404(rows, pk=pk)


@require_GET
def roll(request: HttpRequest) -> HttpResponse:
    """The examples that are published, the latest year first."""
    rows = public_examples().select_related("organization", "award__award_type")
    page = Paginator(rows, EXAMPLES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "address": request.build_absolute_uri()}
    return render(request, "model_examples/roll.html", context)


@require_GET
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """One example: for which award, the story, the picture, where it was taken up."""
    row = _public_or_404(pk)
    context = {
        "example": row,
        "award": row.award,
        "conferences": row.conferences.all(),
        "uptakes": row.uptakes.all(),
        "address": request.build_absolute_uri(),
        "picture": request.build_absolute_uri(reverse("model_examples:public_picture", args=[pk]))
        if row.picture
        else "",
        "preview": " ".join(row.story.split())[:PREVIEW_LENGTH],
    }
    return render(request, "model_examples/public.html", context)


@require_GET
def public_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of a public example."""
    return picture_of(_public_or_404(pk))
