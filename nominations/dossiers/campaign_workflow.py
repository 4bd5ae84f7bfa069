"""The workflow of a campaign: draft, open, closed; cancelled while empty.

Correcting a draft or an empty campaign and extending a window leave the state: see `services`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.dossiers import audiences
from nominations.dossiers import campaign_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class CampaignState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("campaign", "Being prepared")
    OPEN = "open", pgettext_lazy("campaign", "Open")
    CLOSED = "closed", pgettext_lazy("campaign", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("campaign", "Cancelled")


HELD = frozenset({CampaignState.OPEN, CampaignState.CLOSED})
"""States of campaigns that take or took nominations."""

_EFFECTS = "nominations.dossiers.campaign_effects"

TRANSITIONS = (
    Transition(
        "open",
        sources={CampaignState.DRAFT},
        target=CampaignState.OPEN,
        label=pgettext_lazy("campaign", "Open the campaign"),
        done_label=pgettext_lazy("campaign", "opened the campaign"),
        allowed_for=rules.is_secretary,
        requires=[rules.awards_chosen, rules.dates_agree, rules.registration_ahead],
        tells=[audiences.campaign_concerned],
        effects=[lazy_effect(f"{_EFFECTS}.freeze_rules")],
        data_fields={"choice_reason"},
        form="nominations.dossiers.forms.OpeningForm",
        shows={"preview"},
        emphasis="primary",
        inbox=False,
    ),
    Transition(
        "open_for_arrivals",
        sources={CampaignState.DRAFT},
        target=CampaignState.OPEN,
        label=pgettext_lazy("campaign", "Open for arrived dossiers"),
        done_label=pgettext_lazy("campaign", "opened the campaign for arrived dossiers"),
        allowed_for=rules.is_receiving_officer,
        requires=[rules.awards_chosen, rules.dates_agree, rules.registration_ahead],
        effects=[lazy_effect(f"{_EFFECTS}.freeze_rules")],
        data_fields={"choice_reason"},
        offered=False,
        inbox=False,
    ),
    Transition(
        "close",
        sources={CampaignState.OPEN},
        target=CampaignState.CLOSED,
        label=pgettext_lazy("campaign", "Finish the campaign"),
        done_label=pgettext_lazy("campaign", "finished the campaign"),
        allowed_for=rules.is_secretary,
        requires=[rules.reports_in, rules.nothing_under_way],
        effects=[lazy_effect(f"{_EFFECTS}.note_end")],
        inbox=False,
    ),
    Transition(
        "cancel",
        sources={CampaignState.DRAFT, CampaignState.OPEN},
        target=CampaignState.CANCELLED,
        label=pgettext_lazy("campaign", "Cancel the campaign"),
        done_label=pgettext_lazy("campaign", "cancelled the campaign"),
        allowed_for=rules.is_secretary,
        requires=[rules.still_empty],
        needs_comment=True,
        effects=[lazy_effect(f"{_EFFECTS}.note_end")],
        emphasis="danger",
        inbox=False,
    ),
)

CAMPAIGNS = Workflow(
    "campaign",
    states=CampaignState,
    initial=CampaignState.DRAFT,
    final=frozenset({CampaignState.CLOSED, CampaignState.CANCELLED}),
    transitions=TRANSITIONS,
    topic_prefix="campaign",
    columns=(
        "name",
        "organization_id",
        "year",
        "achievement_from",
        "achievement_to",
        "registration_opens_at",
        "registration_closes_at",
        "submission_opens_at",
        "submission_closes_at",
        "review_due_on",
    ),
    snapshot=("name", "organization_id"),
)
