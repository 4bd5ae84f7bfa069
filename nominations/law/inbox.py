"""Items of "my work": regulations, and their ends, that wait for a second person."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.law.layer_workflow import RULE_LAYERS, LayerState
from nominations.law.models import RuleLayer
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.inbox import InboxItem, InboxWorkflows, waiting_for


def inbox_workflows(user: User) -> InboxWorkflows:
    """The workflows of "my work", for those who approve regulations: an approved one waits only if
    its end is proposed."""
    if not holds(user, Role.SECRETARY, Role.DIRECTOR):
        return {}
    return {RULE_LAYERS: RuleLayer.objects.exclude(state=LayerState.APPROVED, ending_on=None)}


def items(user: User) -> list[InboxItem]:
    """The regulations that the account may approve, without its own proposals."""
    waiting = waiting_for(user, inbox_workflows).get(RULE_LAYERS)
    return [_item(row) for row in (RuleLayer.objects.filter(pk__in=waiting) if waiting else [])]


def _item(row: RuleLayer) -> InboxItem:
    path, words = row.get_absolute_url(), {"name": row.name}
    title = (
        _("Regulation to approve: %(name)s") % words
        if row.state == LayerState.PROPOSED
        else _("End of a regulation to approve: %(name)s") % words
    )
    return InboxItem(
        title=title,
        path=path,
        deadline=None,
        action_label=gettext_lazy("Read and settle"),
        action_path=path,
        kind=gettext_lazy("Regulation"),
        subject=row.code,
    )
