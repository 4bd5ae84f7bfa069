"""A standard of a nomination, overridden with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.dossiers.duplicates.findings import DuplicateSearch
from nominations.dossiers.forms import OverrideForm
from nominations.dossiers.models import Nomination
from nominations.dossiers.panels.eligibility import PanelRule, eligibility_panel
from nominations.dossiers.services import standards
from nominations.dossiers.views.access import visible_or_404
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in


def _is_secretary(request: HttpRequest, row: Nomination) -> bool:
    return holds(user_of(request), Role.SECRETARY, organization=row.organization_id)


def _line_or_404(row: Nomination, user: User, rule: str) -> PanelRule:
    """The rule as the page of the nomination shows it."""
    overrides = list(row.overrides.select_related("granted_by__person"))
    search = DuplicateSearch([row], overrides=overrides, members=True)
    panel = eligibility_panel(row, user, overrides=overrides, search=search)
    line = next((one for one in panel.lines if one.key == rule), None) if panel else None
    if line is None:
        raise Http404
    return line


@login_required
@require_http_methods(["GET", "POST"])
def override(request: HttpRequest, public_id: UUID, rule: str) -> HttpResponse:
    """Override a standard for this nomination; the secretary gives a reason."""
    row = visible_or_404(request, public_id)
    if not _is_secretary(request, row):
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    line = _line_or_404(row, user_of(request), rule)
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            standards.grant_override(
                actor=user_of(request), nomination=row, rule=rule, reason=reason
            )
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The standard has been set aside for this nomination."))
            return redirect(row)
    context = {"nomination": row, "line": line, "form": form}
    return render(request, "dossiers/override.html", context)
