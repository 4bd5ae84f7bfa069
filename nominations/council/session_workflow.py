"""The table of a voting session: prepared, opened, closed, counted, signed, in force or void.

The mode of a session is no state: the rows below serve votes by name and on paper alike, and refuse
a sealed session (`session_rules.not_sealed`). Sealed ballots get states and rows of their own
between DRAFT and COUNTED, and leave these as they are
(docs/decisions/0013-voting-session-workflow.md).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nominations.council import audiences
from nominations.council import session_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class SessionState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open for voting")
    CLOSED = "closed", _("Voting closed")
    COUNTED = "counted", _("Counted")
    CERTIFIED = "certified", _("Minutes signed, results in force")
    VOID = "void", _("Void")


_conducts = rules.is_secretary | rules.presides
_ends = _conducts | rules.is_substitute_conductor
_counts = _conducts | rules.is_scrutineer
_FORMS = "nominations.council.forms.transitions"
_EFFECTS = "nominations.council.effects"

TRANSITIONS = (
    # --- before the vote -------------------------------------------------------------------------
    Transition(
        "revise",
        sources={SessionState.DRAFT},
        target=SessionState.DRAFT,
        label=_("Change agenda and scrutineers"),
        done_label=_("changed the agenda or the scrutineers"),
        allowed_for=_conducts,
        data_fields=frozenset({"name", "mode", "held_on", "place", "nominations", "scrutineers"}),
        effects=[lazy_effect(f"{_EFFECTS}.revise_session")],
        inbox=False,
    ),
    Transition(
        "open",
        sources={SessionState.DRAFT},
        target=SessionState.OPEN,
        label=_("Open the voting"),
        done_label=_("opened the voting"),
        allowed_for=_conducts,
        requires=[
            rules.not_sealed,
            rules.closing_time_ahead,
            rules.scrutineers_ready,
            rules.chair_present,
            rules.members_confirmed,
        ],
        data_fields=frozenset({"closes_at"}),
        form=f"{_FORMS}.OpenForm",
        effects=[lazy_effect(f"{_EFFECTS}.open_session")],
        emphasis="primary",
    ),
    # --- voting and counting ---------------------------------------------------------------------
    Transition(
        "close",
        sources={SessionState.OPEN},
        target=SessionState.CLOSED,
        label=_("Close the voting"),
        done_label=_("closed the voting"),
        allowed_for=_ends,
        requires=[rules.not_sealed],
        tells=[
            audiences.session_scrutineers,
            audiences.session_presiders,
            audiences.session_secretaries,
        ],
        form=f"{_FORMS}.CloseForm",
        effects=[lazy_effect(f"{_EFFECTS}.close_session")],
    ),
    Transition(
        "count",
        sources={SessionState.CLOSED},
        target=SessionState.COUNTED,
        label=_("Count the votes"),
        done_label=_("counted the votes"),
        allowed_for=_counts,
        requires=[rules.not_sealed, rules.quorum_reached, rules.presence_recorded],
        form=f"{_FORMS}.CountForm",
        effects=[lazy_effect(f"{_EFFECTS}.count_session")],
        emphasis="primary",
    ),
    # --- the minutes -----------------------------------------------------------------------------
    Transition(
        "complete_minutes",
        sources={SessionState.COUNTED},
        target=SessionState.COUNTED,
        label=_("Complete the minutes"),
        done_label=_("completed the minutes"),
        allowed_for=_conducts,
        requires=[rules.minutes_unsigned],
        data_fields=frozenset({"minutes_number", "conclusion"}),
        form=f"{_FORMS}.MinutesForm",
        effects=[lazy_effect(f"{_EFFECTS}.complete_minutes")],
        inbox=False,
    ),
    Transition(
        "sign",
        sources={SessionState.COUNTED},
        target=SessionState.COUNTED,
        label=_("Sign the minutes"),
        done_label=_("signed the minutes"),
        allowed_for=rules.is_scrutineer | rules.presides,
        requires=[rules.minutes_completed, rules.signature_awaited],
        form=f"{_FORMS}.MinutesSignForm",
        effects=[lazy_effect(f"{_EFFECTS}.sign_minutes")],
        emphasis="primary",
    ),
    Transition(
        "certify",
        sources={SessionState.COUNTED},
        target=SessionState.CERTIFIED,
        label=_("Put the results in force"),
        done_label=_("put the results in force"),
        allowed_for=rules.presides & ~rules.is_scrutineer,
        requires=[rules.signatures_complete],
        form=f"{_FORMS}.CertifyForm",
        effects_before=[lazy_effect(f"{_EFFECTS}.move_nominations")],
        effects=[lazy_effect(f"{_EFFECTS}.certify_session")],
        emphasis="primary",
    ),
    # --- giving up -------------------------------------------------------------------------------
    Transition(
        "void",
        sources={
            SessionState.DRAFT,
            SessionState.OPEN,
            SessionState.CLOSED,
            SessionState.COUNTED,
        },
        target=SessionState.VOID,
        label=_("Declare the session void"),
        done_label=_("declared the session void"),
        allowed_for=rules.presides
        | (rules.is_secretary & ~rules.is_counted)
        | rules.is_substitute_conductor,
        needs_comment=True,
        form=f"{_FORMS}.VoidForm",
        effects=[lazy_effect(f"{_EFFECTS}.void_session")],
        emphasis="danger",
        inbox=False,
    ),
)

SESSIONS = Workflow(
    "session",
    states=SessionState,
    initial=SessionState.DRAFT,
    final=frozenset({SessionState.CERTIFIED, SessionState.VOID}),
    transitions=TRANSITIONS,
    concerned=rules.is_candidate,
    # Closed to a candidate: acts that could end the vote on their own nomination early or discard
    # its result. The rest leaves no choice about a result, and a council of nominees must be able
    # to work.
    open_to_concerned={"revise", "open", "count", "complete_minutes", "sign", "certify"},
    topic_prefix="session",
    columns=(
        "public_id",
        "name",
        "mode",
        "council_id",
        "quorum_numerator",
        "quorum_denominator",
        "quorum_asked_by",
        "quorum_citation",
    ),
    snapshot=("name", "council_id"),
)
