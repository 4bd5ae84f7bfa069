"""The workflow of a posting: open for opinions until a day, then closed.

Closing does not end every item: a nomination with an open objection case stays posted until the
secretary passes it on after the case is closed.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.consultation import posting_rules as rules
from workflow.rules import is_system
from workflow.table import Transition, Workflow, lazy_effect


class PostingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("posting", "Open for opinions")
    CLOSED = "closed", pgettext_lazy("posting", "Closed")


TRANSITIONS = (
    Transition(
        "extend",
        sources={PostingState.OPEN},
        target=PostingState.OPEN,
        label=pgettext_lazy("posting", "Extend the time"),
        done_label=pgettext_lazy("posting", "extended the time for opinions"),
        allowed_for=rules.is_conductor,
        requires=[rules.time_not_over, rules.later_day_given],
        needs_comment=True,
        data_fields={"due_on"},
        form="nominations.consultation.forms.ExtendForm",
        shows={"last_day"},
        effects=[lazy_effect("nominations.consultation.effects.move_last_day")],
        inbox=False,
    ),
    Transition(
        "close",
        sources={PostingState.OPEN},
        target=PostingState.CLOSED,
        label=pgettext_lazy("posting", "Close the consultation"),
        done_label=pgettext_lazy("posting", "closed the posting"),
        allowed_for=rules.is_conductor | is_system,
        requires=[rules.nothing_taken_any_more],
        emphasis="primary",
        inbox=False,
    ),
    Transition(
        "pass_on",
        sources={PostingState.CLOSED},
        target=PostingState.CLOSED,
        label=pgettext_lazy("posting", "Pass on the remaining names"),
        done_label=pgettext_lazy("posting", "checked the remaining names again"),
        allowed_for=rules.is_conductor | is_system,
        requires=[rules.names_remain],
        emphasis="primary",
        inbox=False,
    ),
)


POSTINGS = Workflow(
    "posting",
    states=PostingState,
    initial=PostingState.OPEN,
    final=frozenset({PostingState.CLOSED}),
    transitions=TRANSITIONS,
    concerned=rules.is_posted,
    # Extending is never in the nominee's favour, so it is open to them. Closing is left to another
    # secretary or to the periodic task.
    open_to_concerned={"extend"},
    topic_prefix="posting",
    columns=("organization_id",),
)
