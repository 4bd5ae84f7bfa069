"""What becomes known of an example whose award was revoked: nothing of it is public any more."""

from __future__ import annotations

from collections.abc import Sequence

from nominations.awards.models import Award
from nominations.model_examples.example_workflow import ExampleState
from nominations.model_examples.models import ModelExample
from nominations.people.authorization import accounts_holding
from nominations.people.roles import Role
from notifications import outbox
from workflow import audit
from workflow.actors import Actor


def tell_of_closed_pages(awards: Sequence[Award], actor: Actor) -> None:
    """Tell the secretaries of each published example of these awards that its page was closed."""
    published = ModelExample.objects.filter(
        award__in=[one.pk for one in awards], state=ExampleState.PUBLISHED
    )
    for example in published.order_by("pk"):
        event_key = audit.record_on(
            example, "model_example.award_revoked", actor=actor, payload={"award": example.award_id}
        )
        secretaries = accounts_holding(Role.SECRETARY, example.organization_id)
        outbox.queue_messages(
            topic="model_example.award_revoked",
            recipients=set(secretaries.values_list("pk", flat=True)),
            event_key=event_key,
            context={"title": example.title, "path": example.get_absolute_url()},
        )
