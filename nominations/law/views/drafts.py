"""Drafts of regulations on screen: begun, copied, edited part by part, proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.law import lint, services
from nominations.law.datafile import DataFileError
from nominations.law.draft_overview import DraftOverview, draft_effects
from nominations.law.draft_parts import DraftPart
from nominations.law.forms.layers import LayerDraftFileForm, LayerDraftForm, PartPlaceForm
from nominations.law.models import LayerDraft, RuleLayer
from nominations.law.part_words import holds_for, part_title, places_for
from nominations.law.queries import readable_agencies, visible_to
from nominations.law.rulesets.layer_keys import BY_NAME
from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.access import get_or_404, user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_forbidden


def _own_agencies(user: User) -> frozenset[int]:
    """The agencies for which the account writes regulations; refused to everybody else."""
    agencies = roles_today(user).organizations(Role.SECRETARY)
    if not agencies:
        readable_agencies(user)
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    return agencies


def _draft(request: HttpRequest, pk: int) -> LayerDraft:
    agencies = _own_agencies(user_of(request))
    rows = LayerDraft.objects.filter(organization__in=agencies)
    return get_or_404(rows.select_related("organization__parent", "updated_by__person"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of the agency, a new one, and the regulations that can be copied."""
    user = user_of(request)
    agencies = _own_agencies(user)
    form = LayerDraftForm(request.POST or None, agencies=agencies, reader=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        head = {"layer": "agency", "name": given["name"], "source": given["source"]}
        draft = services.begin_draft(actor=user, organization=given["organization"], head=head)
        messages.success(request, _("The draft was begun. Add its parts one by one."))
        return redirect(draft)
    context = {
        "form": form,
        "drafts": LayerDraft.objects.filter(organization__in=agencies).select_related(
            "updated_by__person"
        ),
        "layers": visible_to(user).filter(organization__in=agencies).order_by("-valid_from"),
    }
    return render(request, "law/drafts.html", context)


@login_required
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A regulation as a new draft."""
    user = user_of(request)
    agencies = _own_agencies(user)
    rows = RuleLayer.objects.filter(organization__in=agencies).select_related("organization")
    row = get_or_404(rows, pk=pk)
    draft = services.copy_layer(actor=user, layer=row)
    messages.success(
        request,
        _(
            "The regulation was copied. Give it a code and its days, and compare each part with the"
            " new text: the marks of the former one were not copied."
        ),
    )
    return redirect(draft)


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with its parts and what is missing; proposing it and throwing it away."""
    row = _draft(request, pk)
    context: dict[str, Any] = {"draft": row, "file_form": LayerDraftFileForm()}
    do = request.POST.get("do", "")
    if do == "discard" and "sure" in request.POST:
        services.discard_draft(actor=user_of(request), draft=row)
        messages.success(request, _("The draft was thrown away."))
        return redirect("awards:layer_drafts")
    if do == "discard":
        context["not_sure"] = True
    if do == "propose":
        try:
            seen = request.POST.get("revision", "")
            layer = services.propose_draft(actor=user_of(request), draft=row, seen=seen)
        except services.DraftOvertaken:
            context["refused"] = _("Somebody saved this part since you opened it; look again.")
        except DataFileError as error:
            context["refused"] = error.problem
        except ValidationError as error:
            context["refused"] = error.messages[0]
        else:
            said = _("The regulation was proposed; another person has to approve it.")
            messages.success(request, said)
            return redirect(layer)
    return render(request, "law/draft.html", context | {"overview": DraftOverview(row)})


@login_required
@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft changes, and what it tightens, replaces or may not."""
    row = _draft(request, pk)
    return render(request, "law/draft_changes.html", {"draft": row} | draft_effects(row))


@login_required
@require_http_methods(["GET", "POST"])
def draft_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a file, and a file instead of the draft."""
    row = _draft(request, pk)
    if request.method == "GET":
        name = f"{(slugify(row.name) or 'quy-che')[:60]}.toml"
        return attachment(row.content, name=name, content_type="application/toml; charset=utf-8")
    form = LayerDraftFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            seen = request.POST.get("revision", "")
            services.replace_text(actor=user_of(request), draft=row, text=text, seen=seen)
        except services.DraftOvertaken:
            form.add_error("file", _("Somebody saved this part since you opened it; look again."))
        except DataFileError as error:
            form.add_error("file", str(lint.of_error(error)))
        else:
            messages.success(request, _("The file was taken; every part stands below."))
            return redirect(row)
    context = {"draft": row, "file_form": form, "overview": DraftOverview(row)}
    return render(request, "law/draft.html", context)


# --- one part -------------------------------------------------------------------------------------


@login_required
@require_GET
def new_part(request: HttpRequest, pk: int, table: str) -> HttpResponse:
    """For what a new part is to hold; leads on to its form."""
    row = _draft(request, pk)
    if table not in BY_NAME:
        raise Http404
    places = [
        (".".join(one), capfirst(holds_for(one) or part_title(one)))
        for one in places_for(BY_NAME[table])
    ]
    form = PartPlaceForm(request.GET if "place" in request.GET else None, places=places)
    if form.is_bound and form.is_valid():
        return redirect("awards:layer_draft_part", row.pk, form.cleaned_data["place"])
    context = {"draft": row, "form": form, "table": BY_NAME[table]}
    return render(request, "law/draft_place.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """The form of one part; buttons of blocks show it again with what was typed."""
    page = DraftPart(_draft(request, pk), place)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "save":
        return _saved(request, page)
    if do == "take_out":
        return _taken_out(request, page)
    data = request.POST if do else None
    form = page.form(data, checked=False)
    blocks = page.blocks(data, checked=do == "sentence") if page.has_blocks else None
    if blocks is not None and data is not None:
        blocks.act(do, data)
    return _shown(request, page, form, blocks)


def _shown(
    request: HttpRequest, page: DraftPart, form: Any, blocks: Any, **more: Any
) -> HttpResponse:
    context = {"page": page, "draft": page.draft, "form": form, "blocks": blocks, **more}
    if blocks is not None:
        context["sentence"] = page.sentence_of(blocks)
    context.setdefault("seen", page.seen)
    return render(request, "law/draft_part.html", context)


def _saved(request: HttpRequest, page: DraftPart) -> HttpResponse:
    data = request.POST
    form = page.form(data)
    blocks = page.blocks(data) if page.has_blocks else None
    confirmed = "confirmed" in data
    table = page.checked_table(form, blocks, confirmed=confirmed)
    if table is None:
        return _shown(request, page, form, blocks, confirmed=confirmed)
    try:
        _write(request, page, table)
    except services.DraftOvertaken:
        form.add_error(
            None,
            _(
                "Somebody saved this part since you opened it. What you typed is below; save again"
                " to replace what was saved."
            ),
        )
        return _shown(request, page, form, blocks, confirmed=confirmed)
    messages.success(request, _("Saved: %(part)s.") % {"part": page.title})
    return redirect(page.draft)


def _write(request: HttpRequest, page: DraftPart, table: dict[str, Any] | None) -> None:
    """Save the part, or take it out; refuses (DraftOvertaken) what somebody else saved since."""
    with refusals_forbidden():
        services.save_part(
            actor=user_of(request),
            draft=page.draft,
            place=page.place,
            table=table,
            seen=request.POST.get("revision", ""),
        )


def _taken_out(request: HttpRequest, page: DraftPart) -> HttpResponse:
    if page.written is not None and page.place != ("head",):
        try:
            _write(request, page, None)
        except services.DraftOvertaken:
            messages.error(request, _("Somebody saved this part since you opened it; look again."))
            return redirect("awards:layer_draft_part", page.draft.pk, page.path)
        messages.success(request, _("Taken out: %(part)s.") % {"part": page.title})
    return redirect(page.draft)
