"""Opinions one by one, and objection cases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nominations.consultation import services
from nominations.consultation.forms import ObjectionForm, OpinionNoteForm, case_arguments
from nominations.consultation.models import Objection
from nominations.consultation.objection_workflow import OBJECTIONS
from nominations.consultation.queries import conducts, handled_opinions, handles, visible_to
from nominations.consultation.views.transitions import PAGES, ObjectionTransitionPage
from nominations.web.access import get_or_404, require_allowed, user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues

CASE_OPENED = gettext_lazy("The case is open. The nomination cannot go on before it is closed.")


def _attempt(form: Any, service: Any, **fixed: Any) -> Any:
    """The result of the service for a valid form; None with the errors in the form if refused."""
    if form.is_valid():
        with refusals_in(form):
            return service(**fixed, **form.cleaned_data)
    return None


@require_http_methods(["GET", "POST"])
@login_required
def opinion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An opinion with its sender, for the secretary: mark as read, or open a case."""
    one = get_or_404(handled_opinions(request.user), public_id=public_id)
    act = request.POST.get("act", "")
    note = OpinionNoteForm(request.POST if act == "note" else None, initial={"note": one.note})
    case = ObjectionForm(
        request.POST if act == "case" else None,
        initial={"subject_matter": one.text},
        **case_arguments(one.item, opener_id=request.user.pk, sender_id=one.author_id),
    )
    who = {"actor": request.user, "comment": one}
    shown = ShownValues.of_row(request, one, "note", "handled_at", "handled_by")
    if act == "note" and note.is_valid():
        with refusals_in(note), shown.unchanged(note):
            services.note_comment(actor=user_of(request), comment=one, **note.cleaned_data)
            messages.success(request, _("The opinion is noted."))
            return redirect(one.item.posting)
    if act == "case" and (made := _attempt(case, services.open_objection, item=one.item, **who)):
        messages.success(request, CASE_OPENED)
        return redirect(made)
    existing = Objection.objects.filter(comment=one).first()
    context = {"opinion": one, "note_form": note, "case_form": case, "case": existing}
    context["seen_version"] = shown.mark
    return render(request, "consultation/opinion.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_objection(request: HttpRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """A case from a letter or a conversation, without an opinion in the system."""
    posting = get_or_404(visible_to(request.user), public_id=public_id)
    items = posting.items.select_related("nomination", "posting__organization")
    item = get_object_or_404(items, pk=item_id)
    require_allowed(conducts(request.user, posting) or handles(request.user, item))
    form = ObjectionForm(
        request.POST if request.method == "POST" else None,
        **case_arguments(item, opener_id=request.user.pk),
    )
    if request.method == "POST":
        made = _attempt(form, services.open_objection, actor=request.user, item=item)
        if made:
            messages.success(request, CASE_OPENED)
            return redirect(made)
    context = {"posting": posting, "item": item, "form": form}
    return render(request, "consultation/objection_new.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def objection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A case: examiner, deadline, finding, effect, answer."""
    act = request.POST.get("act", "")
    page = PAGES.get(act, ObjectionTransitionPage)(request.user)
    if act in OBJECTIONS.by_name:
        return page.answer(request, public_id, act)
    case = page.find(request, public_id)
    context = {**page.context(case), "seen_version": case.version}
    return render(request, page.template, context)
