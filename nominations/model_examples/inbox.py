"""Inbox entries of model examples: approval, consent asked for, awards that were revoked.

Not for the council secretary: the list of examples says what each waits for, and "my work" of the
secretary asks enough as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.model_examples.example_workflow import MODEL_EXAMPLES, ExampleState
from nominations.model_examples.models import ModelExample
from nominations.model_examples.queries import about_account, has_consent, writing_agency_ids
from nominations.model_examples.services import CONSENT_STATES
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.inbox import InboxItem, InboxWorkflows, waiting_for

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MAX_ITEMS = 50
_KIND = pgettext_lazy("inbox", "Model examples")
_TRANSITIONS = {
    ExampleState.DRAFT: ("propose", _("Write and propose")),
    ExampleState.PROPOSED: ("approve", _("Read and approve")),
    ExampleState.APPROVED: ("publish", _("Publish")),
}


def inbox_workflows(user: User) -> InboxWorkflows:
    """The workflows of "my work"."""
    return {} if holds(user, Role.SECRETARY) else {MODEL_EXAMPLES: None}


def items(user: User) -> list[InboxItem]:
    """The rows of "my work"; who is asked for consent finds the page on which it is given."""
    if holds(user, Role.SECRETARY):
        return []
    waiting = waiting_for(user, inbox_workflows)[MODEL_EXAMPLES][:MAX_ITEMS]
    asked = about_account(user) & Q(state__in=CONSENT_STATES) & ~Q(has_consent())
    revoked = Q(
        organization_id__in=sorted(writing_agency_ids(user)),
        state__in=(*CONSENT_STATES, ExampleState.PUBLISHED),
        award__revoked_on__isnull=False,
    )
    rows = ModelExample.objects.filter(Q(pk__in=waiting) | asked | revoked).annotate(
        is_asked=ExpressionWrapper(asked, output_field=BooleanField()),
        is_revoked=ExpressionWrapper(revoked, output_field=BooleanField()),
    )
    found = []
    for row in rows[:MAX_ITEMS]:
        if row.is_revoked:
            found.append(
                _item(row, _("Award revoked: withdraw the example"), _step(row, "withdraw"))
            )
            continue
        if row.is_asked:
            page = reverse("model_examples:consent", args=[row.pk])
            found.append(_item(row, _("Read it and answer whether you consent"), page))
        if row.pk in waiting:
            name, label = _TRANSITIONS[ExampleState(row.state)]
            page = row.get_absolute_url() if name == "propose" else _step(row, name)
            found.append(_item(row, label, page))
    return found


def _step(row: ModelExample, name: str) -> str:
    return reverse("model_examples:step", args=[row.pk, name])


def _item(row: ModelExample, label: _StrOrPromise, action_path: str) -> InboxItem:
    return InboxItem(
        title=row.title,
        path=row.get_absolute_url(),
        deadline=None,
        action_label=label,
        action_path=action_path,
        kind=_KIND,
    )
