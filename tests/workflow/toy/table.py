# ruff: noqa: S608 -- the SQL of the toy rules
"""A toy workflow: parcels of a depot. Small, but with every kind of row the engine knows."""

from __future__ import annotations

from datetime import date

from django.db import models

from workflow.audiences import Audience
from workflow.rules import ActorRelation, Case, Condition, Fact, is_system
from workflow.table import PREVIOUS, Effects, Transition, Workflow, lazy_effect
from workflow.verdict import Verdict, met, unmet


class State(models.TextChoices):
    PACKED = "packed", "Packed"
    CHECKED = "checked", "Checked"
    SHIPPED = "shipped", "Shipped"
    DELIVERED = "delivered", "Delivered"
    HELD = "held", "Held"
    LOST = "lost", "Lost"


def _member(role: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM toy_membership m WHERE m.team_id = s.team_id"
        f" AND m.user_id = CAST(%(actor_id)s AS bigint) AND m.role = '{role}')"
    )


is_lead = ActorRelation("is_lead", "team lead", _member("lead"))
is_clerk = ActorRelation("is_clerk", "team clerk", _member("clerk"))
is_owner = ActorRelation("is_owner", "owner", "s.owner_id = CAST(%(actor_id)s AS bigint)")

seals = Fact("seals", "(SELECT COUNT(*) FROM toy_seal x WHERE x.parcel_id = s.id)", int)
has_broken_seal = Fact(
    "has_broken_seal",
    "EXISTS (SELECT 1 FROM toy_seal x WHERE x.parcel_id = s.id AND x.broken)",
)
due_on = Fact("due_on", "s.due_on", date)
is_late = Fact("is_late", "s.due_on < CAST(%(today)s AS date)")


def _sealed(case: Case) -> Verdict:
    """The parcel has at least one seal."""
    return met() if case.facts["seals"] else unmet("no_seal", "The parcel has no seal.", "Rule 3")


def _unbroken(case: Case) -> Verdict:
    """No seal is broken."""
    if case.facts["has_broken_seal"]:
        return unmet("seal_broken", "A seal is broken.")
    return met()


def _in_time(case: Case) -> Verdict:
    """The due day has not passed."""
    due = case.facts["due_on"]
    if due is not None and due < case.today:
        return unmet("late", f"It was due on {due:%d/%m/%Y}.")
    return met()


def _signed(case: Case) -> Verdict:
    """Somebody signed for it."""
    if not case.data.get("signed_by"):
        return unmet("not_signed", "Nobody signed.")
    return met()


sealed = Condition("sealed", _sealed, facts=(seals,))
unbroken = Condition("unbroken", _unbroken, facts=(has_broken_seal,))
in_time = Condition("in_time", _in_time, facts=(due_on, is_late))
signed = Condition("signed", _signed)

owner = Audience("owner", "SELECT s.owner_id", "the owner")
leads = Audience(
    "leads",
    "SELECT m.user_id FROM toy_membership m WHERE m.team_id = s.team_id AND m.role = 'lead'",
)
clerks = Audience(
    "clerks",
    "SELECT m.user_id FROM toy_membership m WHERE m.team_id = s.team_id AND m.role = 'clerk'",
)


def keep_receipts(effects: Effects) -> None:
    """One receipt per delivered parcel, all at once; a parcel marked to jam stops everything."""
    from tests.workflow.toy.models import Receipt

    if any(moved.row["title"] == "jam" for moved in effects.moved):
        raise RuntimeError("the printer is jammed")
    Receipt.objects.bulk_create(
        Receipt(parcel_id=moved.pk, text=f"{moved.event_key} {moved.data.get('signed_by', '')}")
        for moved in effects.moved
    )


TRANSITIONS = (
    Transition(
        "inspect",
        sources={State.PACKED},
        target=State.CHECKED,
        label="Inspect",
        done_label="checked the parcel",
        allowed_for=is_lead & ~is_owner,
        requires=[sealed, unbroken, in_time],
        tells=[clerks],
        emphasis="primary",
    ),
    Transition(
        "ship",
        sources={State.CHECKED},
        target=State.SHIPPED,
        label="Ship",
        allowed_for=is_clerk | is_system,
        tells=[owner, leads],
        emphasis="primary",
    ),
    Transition(
        "refuse",
        sources={State.PACKED},
        target=State.LOST,
        label="Refuse",
        allowed_for=is_lead,
        needs_comment=True,
        tells=[owner],
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "hold",
        sources={State.PACKED, State.CHECKED},
        target=State.HELD,
        label="Hold",
        allowed_for=is_lead | is_clerk,
        needs_comment=True,
        inbox=False,
    ),
    Transition(
        "release",
        sources={State.HELD},
        target=PREVIOUS,
        targets={State.PACKED, State.CHECKED},
        label="Release",
        allowed_for=is_lead,
    ),
    Transition(
        "deliver",
        sources={State.SHIPPED},
        target=State.DELIVERED,
        label="Deliver",
        allowed_for=is_clerk | is_system,
        requires=[signed],
        data_fields={"signed_by", "signed_on"},
        effects=[keep_receipts],
        tells=[owner],
        form="tests.workflow.toy.forms.DeliverForm",
        emphasis="primary",
    ),
    Transition(
        "reroute",  # a shipped parcel stays shipped, a held one goes on its way
        sources={State.HELD, State.SHIPPED},
        target=State.SHIPPED,
        label="Reroute",
        allowed_for=is_owner,
        data_fields={"address"},
        effects=[lazy_effect("tests.workflow.toy.effects.note_address")],
        tells=[clerks],
        inbox=False,
        prepare="tests.workflow.toy.effects.note_asked",
    ),
    Transition(
        "write_off",
        sources={State.SHIPPED},
        target=State.LOST,
        label="Write off",
        allowed_for=is_clerk,
        offered=False,
        inbox=False,
    ),
)

PARCELS = Workflow(
    "parcel",
    states=State,
    initial=State.PACKED,
    final={State.DELIVERED, State.LOST},
    transitions=TRANSITIONS,
    columns=("public_id", "title", "team_id", "owner_id", "due_on"),
    snapshot=("title", "team_id"),
    documented=False,
)
