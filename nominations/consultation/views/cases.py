"""Opinions one by one, and objection cases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nominations.consultation import services
from nominations.consultation.forms import AssignForm, CaseForm, FindingForm, NoteForm
from nominations.consultation.models import Objection, Posting
from nominations.consultation.queries import conducts, objections_for, opinion_for
from nominations.consultation.views.doors import on_posting, require
from nominations.states import State
from workflow.exceptions import NotAllowed

CASE_OPENED = gettext_lazy("The case is open. The nomination cannot go on before it is closed.")


def _attempt(form: Any, service: Any, **fixed: Any) -> Any:
    """What the service gives for a valid form; a refusal goes into the form and gives None."""
    if not form.is_valid():
        return None
    try:
        return service(**fixed, **form.cleaned_data)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from None
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


@require_http_methods(["GET", "POST"])
@login_required
def opinion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An opinion with its sender, for the secretary: take note, or open a case."""
    one = get_object_or_404(opinion_for(request.user), public_id=public_id)
    act = request.POST.get("act", "")
    note = NoteForm(request.POST if act == "note" else None, initial={"note": one.note})
    case = CaseForm(
        request.POST if act == "case" else None,
        initial={"subject_matter": one.text},
        **_about(one.item),
    )
    who = {"actor": request.user, "comment": one}
    if act == "note" and _attempt(note, services.note_comment, **who):
        messages.success(request, _("The opinion is noted."))
        return redirect("consultation:posting", public_id=one.item.posting.public_id)
    if act == "case" and (made := _attempt(case, services.open_objection, item=one.item, **who)):
        messages.success(request, CASE_OPENED)
        return redirect("consultation:objection", public_id=made.public_id)
    existing = Objection.objects.filter(comment=one).first()
    context = {"opinion": one, "note_form": note, "case_form": case, "case": existing}
    return render(request, "consultation/opinion.html", context)


def _about(item: Any) -> dict[str, Any]:
    return {"organization": item.posting.organization, "nominee_id": item.nomination.person_id}


@require_http_methods(["GET", "POST"])
@on_posting
def new_objection(
    request: HttpRequest, *, posting: Posting, is_conductor: bool, item_id: int
) -> HttpResponse:
    """A case from a letter or a talk, without an opinion on the system."""
    require(is_conductor)
    items = posting.items.select_related("nomination", "posting__organization")
    item = get_object_or_404(items, pk=item_id)
    form = CaseForm(request.POST if request.method == "POST" else None, **_about(item))
    if request.method == "POST":
        made = _attempt(form, services.open_objection, actor=request.user, item=item)
        if made:
            messages.success(request, CASE_OPENED)
            return redirect("consultation:objection", public_id=made.public_id)
    context = {"posting": posting, "item": item, "form": form}
    return render(request, "consultation/objection_new.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def objection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A case: who examines it until when, the finding, what follows, the answer."""
    case = get_object_or_404(objections_for(request.user), public_id=public_id)
    is_conductor = conducts(request.user, case.item.posting.organization_id)
    act = request.POST.get("act", "")
    known = {"assigned_to": case.assigned_to_id, "due_on": case.due_on}
    assign = AssignForm(
        request.POST if act == "assign" else None, initial=known, **_about(case.item)
    )
    finding = FindingForm(request.POST if act == "close" else None)
    who = {"actor": request.user, "objection": case}
    done = ""
    if act == "assign" and is_conductor and _attempt(assign, services.assign_objection, **who):
        done = _("The case is assigned.")
    elif act == "close" and _attempt(finding, services.close_objection, **who):
        done = _("The case is closed.")
    if done:
        messages.success(request, done)
        return redirect("consultation:objection", public_id=public_id)
    context = {"case": case, "is_conductor": is_conductor, "may_send_back": _may_send_back(case)}
    forms = {"assign_form": assign, "finding_form": finding}
    return render(request, "consultation/objection.html", {**context, **forms})


def _may_send_back(case: Objection) -> bool:
    return (
        case.effect == Objection.Effect.BACK_TO_COUNCIL
        and case.item.ended_at is None
        and case.item.nomination.state == State.COUNCIL_VOTED
    )
