"""The table of a model example: written, approved by a second person, published, withdrawn.

The person whom it is about acts on it by consenting and by taking consent back only (`concerned`).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.model_examples import audiences
from nominations.model_examples import example_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class ExampleState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("a model example", "Being written")
    PROPOSED = "proposed", pgettext_lazy("a model example", "Proposed, approval pending")
    APPROVED = "approved", pgettext_lazy("a model example", "Approved, not published")
    PUBLISHED = "published", pgettext_lazy("a model example", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("a model example", "Withdrawn")


_EFFECTS = "nominations.model_examples.example_effects"
_writer = rules.is_secretary | rules.is_director
_approver = (rules.is_director | rules.is_substitute_director) & ~rules.is_proposer
_about = (audiences.whom_it_is_about, audiences.head_of_the_unit)

TRANSITIONS = (
    Transition(
        "propose",
        sources={ExampleState.DRAFT},
        target=ExampleState.PROPOSED,
        label=pgettext_lazy("a model example", "Propose and ask for consent"),
        done_label=pgettext_lazy("a model example", "proposed the example"),
        allowed_for=_writer,
        requires=[rules.story_written, rules.award_stands],
        effects=[lazy_effect(f"{_EFFECTS}.keep_proposer")],
        tells=[*_about, audiences.directors],
        shows={"text"},
        emphasis="primary",
    ),
    Transition(
        "send_back",
        sources={ExampleState.PROPOSED, ExampleState.APPROVED},
        target=ExampleState.DRAFT,
        label=pgettext_lazy("a model example", "Send back to be rewritten"),
        done_label=pgettext_lazy("a model example", "sent the example back to be rewritten"),
        allowed_for=_writer | rules.is_substitute_director,
        needs_comment=True,
        tells=[audiences.secretaries],
        inbox=False,
    ),
    Transition(
        "approve",
        sources={ExampleState.PROPOSED},
        target=ExampleState.APPROVED,
        label=pgettext_lazy("a model example", "Approve the example"),
        done_label=pgettext_lazy("a model example", "approved the example"),
        allowed_for=_approver,
        requires=[rules.award_stands],
        tells=[audiences.secretaries],
        shows={"text"},
        emphasis="primary",
    ),
    Transition(
        "publish",
        sources={ExampleState.APPROVED},
        target=ExampleState.PUBLISHED,
        label=pgettext_lazy("a model example", "Publish on the roll of honour"),
        done_label=pgettext_lazy("a model example", "published the example"),
        allowed_for=_writer,
        requires=[rules.consent_given, rules.award_stands],
        effects=[lazy_effect(f"{_EFFECTS}.keep_publication")],
        tells=_about,
        shows={"text"},
        emphasis="primary",
    ),
    Transition(
        "take_down",
        sources={ExampleState.PUBLISHED},
        target=ExampleState.APPROVED,
        label=pgettext_lazy("a model example", "Take down the publication"),
        done_label=pgettext_lazy("a model example", "took the publication down"),
        allowed_for=_writer | rules.is_the_example | rules.heads_the_example,
        effects=[lazy_effect(f"{_EFFECTS}.end_publication")],
        tells=[audiences.secretaries],
        offered=False,
        inbox=False,
    ),
    Transition(
        "withdraw",
        sources={
            ExampleState.DRAFT,
            ExampleState.PROPOSED,
            ExampleState.APPROVED,
            ExampleState.PUBLISHED,
        },
        target=ExampleState.WITHDRAWN,
        label=pgettext_lazy("a model example", "Withdraw the example"),
        done_label=pgettext_lazy("a model example", "withdrew the example"),
        allowed_for=_writer,
        needs_comment=True,
        effects=[lazy_effect(f"{_EFFECTS}.end_everything")],
        tells=_about,
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "reopen",
        sources={ExampleState.WITHDRAWN},
        target=ExampleState.DRAFT,
        label=pgettext_lazy("a model example", "Take the example up again"),
        done_label=pgettext_lazy("a model example", "took the example up again"),
        allowed_for=_writer,
        requires=[rules.award_stands],
        needs_comment=True,
        inbox=False,
    ),
)

MODEL_EXAMPLES = Workflow(
    "model_example",
    states=ExampleState,
    initial=ExampleState.DRAFT,
    transitions=TRANSITIONS,
    concerned=rules.is_the_example,
    open_to_concerned={"take_down"},
    topic_prefix="model_example",
    columns=("title", "organization_id", "award_id"),
    snapshot=("title", "organization_id", "award_id"),
)
