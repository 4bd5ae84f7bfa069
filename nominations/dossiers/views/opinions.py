"""Recording the opinions of other bodies: about one nomination, or by one paper about many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers.forms.opinions import BodyOpinionForm, CampaignOpinionForm
from nominations.dossiers.models import Campaign, Nomination, OpinionPaper, RequestedOpinion
from nominations.dossiers.panels.opinions import OpinionLine, opinion_lines, required_of
from nominations.dossiers.permissions import is_registrant
from nominations.dossiers.required_opinions import TitleOpinion, status_words, title_opinions
from nominations.dossiers.services.opinions import KEPT, RECORDED_IN, record_opinion
from nominations.dossiers.views.access import title_in_campaign, visible_or_404
from nominations.dossiers.views.campaigns import managed_campaign
from nominations.files.upload_check import CONTENT_TYPES
from nominations.people.models import User
from nominations.web.access import user_of
from nominations.web.attachments import UNKNOWN_TYPE, uploaded_attachment
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock


@login_required
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Record, or correct, one opinion about a nomination."""
    row = visible_or_404(request, public_id)
    line = _recordable(row, user_of(request), number)
    form = BodyOpinionForm(
        request.POST or None,
        request.FILES or None,
        rule=line.required.rule,
        kinds=[row.kind],
        row=line.row,
        corrects=bool(line.row and line.row.answer),
    )
    key = line.required.rule.key
    shown = ShownValues.of(request, row, lambda now: _stored([now.pk], key))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), _at_fields(form), shown.unchanged(form):
            reason, given = form.cleaned_data.get("reason", ""), form.entry()
            record_opinion(
                actor=user_of(request), nominations=[row], key=key, given=given, reason=reason
            )
            messages.success(request, _("The opinion is recorded."))
            return redirect(row)
    context = {"nomination": row, "line": line, "form": form, "seen_version": shown.mark}
    return render(request, "dossiers/opinion.html", context)


def _recordable(row: Nomination, reader: User, number: int) -> OpinionLine:
    """The opinion of that number, for who records it; 403 for the others who see it."""
    lines = opinion_lines(row, title_in_campaign(row), reader)
    if not 1 <= number <= len(lines):
        raise Http404
    line = lines[number - 1]
    if not line.record_path:
        raise PermissionDenied(
            _("Only the council secretary records opinions, while the nomination is on its way.")
        )
    return line


@contextmanager
def _at_fields(form: BodyOpinionForm) -> Iterator[None]:
    """A refusal that names a field is shown there."""
    try:
        yield
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            raise
        for name, errors in refusal.error_dict.items():
            for error in errors:
                form.add_error(name if name in form.fields else None, error)


def _stored(pks: list[int], key: str) -> dict[str, Any]:
    """What a page shows of an opinion that is on record."""
    rows = RequestedOpinion.objects.filter(nomination__in=pks, key=key).order_by("pk")
    return {"rows": list(rows.values("nomination_id", "paper_id", *KEPT))}


@login_required
@require_GET
def file(request: HttpRequest, public_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """The paper with an opinion, as an attachment, for those who may read what was answered."""
    row, reader = visible_or_404(request, public_id), user_of(request)
    paper = get_object_or_404(
        OpinionPaper.objects.filter(opinions__nomination=row).distinct(), public_id=paper_id
    )
    if not paper.file or is_registrant(
        reader, unit_id=row.unit_id, person_id=row.person_id, collective_id=row.collective_id
    ):
        raise Http404
    try:
        content = paper.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return uploaded_attachment(
        content, name=paper.name, content_type=CONTENT_TYPES.get(paper.kind, UNKNOWN_TYPE)
    )


# --- one paper for many ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CampaignOpinion:
    """An opinion of a campaign's rules with the nominations it is asked about, each with where it
    stands; `open` is how many of these wait for something."""

    rule: TitleOpinion
    rows: list[tuple[Nomination, str, bool]]

    @property
    def open(self) -> int:
        return sum(not is_there for _row, _words, is_there in self.rows)


def opinions_of_campaign(campaign: Campaign, reader: User) -> list[CampaignOpinion]:
    """The opinions that the campaign's rules ask for, each with its nominations that are on their
    way, the reader's own left out."""
    titles = {one.award_type_id: one for one in campaign.titles.all() if one.opinions}
    if not titles:
        return []
    rows = (
        Nomination.objects.filter(
            campaign=campaign, award_type__in=list(titles), state__in=RECORDED_IN
        )
        .exclude(person_id=reader.person_id or 0)
        .select_related("award_type", "unit")
        .prefetch_related("opinions")
        .order_by("award_type__rank", "kind", "unit__rank", "person__sort_key", "id")
    )
    today = clock.today()
    found: dict[str, CampaignOpinion] = {}
    for title in titles.values():
        for rule in title_opinions(title.opinions):
            found.setdefault(rule.key, CampaignOpinion(rule, []))
    for row in rows:
        for one in required_of(row, titles[row.award_type_id], row.opinions.all()):
            entry = (row, status_words(one, today), one.is_there(today))
            found[one.rule.key].rows.append(entry)
    return list(found.values())


@login_required
@require_http_methods(["GET", "POST"])
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one request, or one paper, for several nominations of the campaign."""
    row = managed_campaign(request, pk)
    found = opinions_of_campaign(row, user_of(request))
    asked = request.GET.get("y-kien", "")
    chosen = next((one for one in found if one.rule.key == asked), found[0] if found else None)
    context = {"campaign": row, "opinions": found, "chosen": chosen, "form": None}
    if chosen is not None and chosen.rows:
        pks, key = [one.pk for one, _words, _there in chosen.rows], chosen.rule.key
        rows = Nomination.objects.filter(pk__in=pks)
        form = _form_for_many(request, chosen, rows)
        shown = ShownValues(request, rows, lambda: _stored(pks, key))
        if request.method == "POST" and form.is_valid():
            with refusals_in(form), _at_fields(form), shown.unchanged():
                _record_many(request, form, key)
                return redirect(request.get_full_path())
        ticked = [str(one) for one in form["nominations"].value() or []]
        context |= {"form": form, "ticked": ticked, "seen_version": shown.mark}
    return render(request, "dossiers/campaign_opinions.html", context)


def _form_for_many(
    request: HttpRequest, chosen: CampaignOpinion, rows: QuerySet[Nomination]
) -> CampaignOpinionForm:
    return CampaignOpinionForm(
        request.POST or None,
        request.FILES or None,
        rule=chosen.rule,
        kinds=sorted({one.kind for one, _words, _there in chosen.rows}),
        corrects=True,
        nominations=rows,
    )


def _record_many(request: HttpRequest, form: CampaignOpinionForm, key: str) -> None:
    written = record_opinion(
        actor=user_of(request),
        nominations=list(form.cleaned_data["nominations"]),
        key=key,
        given=form.entry(),
        reason=form.cleaned_data["reason"],
    )
    sentence = ngettext(
        "The opinion is recorded for %(count)s nomination.",
        "The opinion is recorded for %(count)s nominations.",
        len(written),
    )
    messages.success(request, sentence % {"count": len(written)})
