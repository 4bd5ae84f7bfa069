"""Items of "my work": regulations, and their ends, that wait for a second person."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.law.layer_workflow import RULE_LAYERS, LayerState
from nominations.law.models import RuleLayer
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.inbox import Asked, InboxItem, waiting_for
from workflow import engine


def asks(user: User) -> Asked:
    """The workflows of "my work", for those who approve regulations."""
    return {RULE_LAYERS: None} if holds(user, Role.SECRETARY, Role.DIRECTOR) else {}


def items(user: User) -> list[InboxItem]:
    """The regulations that the account may approve, without its own proposals."""
    waiting = waiting_for(user, asks).get(RULE_LAYERS, [])
    offers = engine.offers_many(RULE_LAYERS, waiting, actor=user)
    ready = [pk for pk in waiting if any(_is_approval(one) for one in offers[pk])]
    return [_item(row) for row in (RuleLayer.objects.filter(pk__in=ready) if ready else [])]


def _is_approval(offer: engine.Offer) -> bool:
    return offer.enabled and offer.transition.inbox


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
