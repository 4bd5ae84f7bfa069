"""Transitions of a nomination: who may perform them, under which conditions, who is notified.

Derived from these rows or checked against them are the buttons, refusals, to-do lists, audit names,
notices, the diagram in docs/workflow.md and the test matrix. The same rows serve a department, a
province and the centre; a campaign's titles say which steps an award needs.
"""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from nominations.consultation import rules as consultation
from nominations.council import audiences as council_audiences
from nominations.council import rules as council
from nominations.decisions import rules as decisions
from nominations.decisions.audiences import receivers_of_report
from nominations.dossiers import audiences
from nominations.dossiers import opinion_rules as opinions
from nominations.dossiers import rules as dossiers
from nominations.dossiers import unit_meeting_rules as unit_meeting
from nominations.states import FINAL, State
from workflow.actors import Actor
from workflow.rules import is_system
from workflow.table import PREVIOUS, Transition, Workflow, lazy_effect

_registrant = dossiers.is_nominee | dossiers.is_unit_clerk | dossiers.is_collective_head
_reviewer = dossiers.is_unit_head | dossiers.is_substitute_head
_secretary = dossiers.is_secretary | dossiers.is_substitute_secretary
_decider = dossiers.is_director | dossiers.is_substitute_director
_recorder_of_outcome = _secretary | dossiers.is_superior_officer | is_system
_party = (audiences.nominee, audiences.registrar)
_people_of_change = (*_party, audiences.secretaries, audiences.unit_heads, receivers_of_report)
_COLUMNS = (
    "public_id", "title", "subject_name", "organization_id", "unit_id", "campaign_id",
    "award_type_id", "kind", "person_id", "collective_id",
)  # fmt: skip
_vote = partial(
    Transition,
    sources={State.UNIT_REVIEWED},
    allowed_for=council.is_session_chair,
    tells=[*_party, audiences.secretaries],
    offered=False,
    inbox=False,
)
_answer = partial(
    Transition,
    sources={State.REPORTED},
    allowed_for=_recorder_of_outcome,
    requires=[decisions.decided_above, decisions.paper_given],
    data_fields=frozenset({"paper_number", "paper_date", "issuer", "other_award"}),
    form="nominations.decisions.forms.decisions.OutcomeForm",
    tells=[*_party, audiences.secretaries],
    inbox=False,
)
_corrected_answer = partial(
    Transition,
    allowed_for=_recorder_of_outcome,
    requires=[decisions.decided_above, decisions.outcome_corrected],
    needs_comment=True,
    tells=_people_of_change,
    offered=False,
    inbox=False,
)

TRANSITIONS = (
    # --- the goal and the report -----------------------------------------------------------------
    Transition(
        "register",
        sources={State.DRAFT},
        target=State.REGISTERED,
        label=_("Register"),
        done_label=_("registered the goals"),
        allowed_for=_registrant | dossiers.is_nominating_secretary | is_system,
        requires=[
            dossiers.campaign_open,
            dossiers.title_open,
            dossiers.registration_window_open,
            dossiers.no_duplicate,
            dossiers.goals_written,
        ],
        tells=[*_party, audiences.unit_clerks, audiences.unit_heads],
        emphasis="primary",
    ),
    Transition(
        "submit",
        sources={State.REGISTERED},
        target=State.SUBMITTED,
        label=_("Submit the report"),
        done_label=_("submitted the achievement report"),
        allowed_for=_registrant | is_system,
        requires=[
            dossiers.campaign_open,
            dossiers.submission_window_open,
            dossiers.dossier_complete,
            dossiers.standards_met,
        ],
        tells=[audiences.unit_heads, audiences.unit_clerks],
        data_fields=frozenset({"answers"}),
        form="nominations.dossiers.forms.SubmitForm",
        shows={"report", "standards"},
        effects=[lazy_effect("nominations.dossiers.effects.freeze_reports")],
        prepare="nominations.dossiers.services.standards.refresh_before_submission",
        emphasis="primary",
    ),
    # --- the unit --------------------------------------------------------------------------------
    Transition(
        "return_for_correction",
        sources={State.SUBMITTED, State.UNIT_REVIEWED},
        target=State.REGISTERED,
        label=_("Return for correction"),
        done_label=_("returned the dossier for correction"),
        allowed_for=_reviewer | _secretary,
        requires=[council.not_on_open_ballot, dossiers.items_flagged],
        needs_comment=True,
        data_fields=frozenset({"items"}),
        form="nominations.dossiers.forms.ReturnForm",
        shows={"report", "basis", "correction"},
        tells=_party,
        effects=[lazy_effect("nominations.dossiers.effects.open_corrections")],
        inbox=False,
    ),
    Transition(
        "endorse",
        sources={State.SUBMITTED},
        target=State.UNIT_REVIEWED,
        label=_("Endorse"),
        done_label=_("endorsed the nomination"),
        allowed_for=_reviewer,
        requires=[
            dossiers.current_version_read,
            unit_meeting.unit_meeting_recorded,
            unit_meeting.unit_staff_known,
            unit_meeting.unit_meeting_quorate,
            unit_meeting.unit_vote_reached,
        ],
        data_fields={"present", "agreed", "held_on", "report_number", "minority_confirmed"},
        form="nominations.dossiers.forms.EndorseForm",
        shows={"report", "basis", "quotas"},
        tells=[*_party, audiences.secretaries],
        effects=[lazy_effect("nominations.dossiers.effects.record_unit_reviews")],
        emphasis="primary",
    ),
    Transition(
        "waive_unit_review",
        sources={State.SUBMITTED},
        target=State.UNIT_REVIEWED,
        label=_("Go on without unit review"),
        done_label=_("passed the dossier on; this campaign needs no unit review"),
        allowed_for=_secretary & dossiers.skips_unit_review,
        tells=_party,
    ),
    Transition(
        "decline",
        sources={State.SUBMITTED},
        target=State.DECLINED,
        label=_("Do not endorse"),
        done_label=_("did not endorse the nomination"),
        allowed_for=_reviewer,
        needs_comment=True,
        shows={"report", "basis"},
        tells=_party,
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "withdraw",
        sources={State.REGISTERED, State.SUBMITTED, State.UNIT_REVIEWED},
        target=State.WITHDRAWN,
        label=_("Withdraw"),
        done_label=_("withdrew the nomination"),
        allowed_for=_registrant,
        requires=[council.not_on_open_ballot],
        tells=[*_party, audiences.unit_heads],
        emphasis="quiet",
        inbox=False,
    ),
    # --- the council -----------------------------------------------------------------------------
    _vote(
        "pass_vote",
        target=State.COUNCIL_VOTED,
        label=_("Pass by the council"),
        done_label=_("the council passed the nomination"),
        requires=[council.counted_and_signed, council.threshold_met, opinions.before_vote],
    ),
    _vote(
        "fail_vote",
        target=State.NOT_PASSED,
        label=_("Not passed by the council"),
        done_label=_("the council did not pass the nomination"),
        requires=[council.counted_and_signed, council.threshold_missed],
    ),
    Transition(
        "waive_vote",
        sources={State.UNIT_REVIEWED},
        target=State.COUNCIL_VOTED,
        label=_("Go on without a vote"),
        done_label=_("passed the dossier on; this campaign needs no council vote"),
        allowed_for=_secretary & dossiers.skips_vote,
        requires=[council.not_on_open_ballot, opinions.before_vote],
        tells=_party,
    ),
    # --- the public ------------------------------------------------------------------------------
    Transition(
        "close_consultation",
        sources={State.COUNCIL_VOTED},
        target=State.CONSULTED,
        label=_("Close the consultation"),
        done_label=_("the public consultation closed"),
        allowed_for=_secretary | is_system,
        requires=[
            consultation.posted_long_enough,
            consultation.no_open_objection,
            consultation.not_sent_back,
            opinions.before_consultation,
        ],
        tells=[*_party, audiences.directors],
        effects=[lazy_effect("nominations.consultation.effects.end_postings")],
    ),
    Transition(
        "waive_consultation",
        sources={State.COUNCIL_VOTED},
        target=State.CONSULTED,
        label=_("Go on without consultation"),
        done_label=_("passed the dossier on; this campaign needs no public consultation"),
        allowed_for=_secretary & dossiers.skips_consultation,
        requires=[
            consultation.not_posted,
            consultation.no_open_objection,
            opinions.before_consultation,
        ],
        tells=[*_party, audiences.directors],
    ),
    Transition(
        "send_back_to_council",
        sources={State.COUNCIL_VOTED},
        target=State.UNIT_REVIEWED,
        label=_("Send back to the council"),
        done_label=_("sent the nomination back to the council after an objection"),
        allowed_for=_secretary,
        requires=[consultation.finding_sends_back],
        tells=[*_party, council_audiences.council_chairs],
        effects=[lazy_effect("nominations.consultation.effects.end_postings")],
        inbox=False,
    ),
    # --- the decision ----------------------------------------------------------------------------
    Transition(
        "decide",
        sources={State.CONSULTED},
        target=State.DECIDED,
        label=_("Decide"),
        done_label=_("decided"),
        allowed_for=_decider,
        requires=[decisions.decision_paper_ready, opinions.before_decision],
        tells=[*_party, audiences.secretaries, audiences.unit_heads],
        effects=[lazy_effect("nominations.decisions.effects.confer_own_awards")],
        offered=False,
        emphasis="primary",
    ),
    Transition(
        "refuse",
        sources={State.CONSULTED},
        target=State.REFUSED,
        label=_("Refuse"),
        done_label=_("refused the award"),
        allowed_for=_decider,
        needs_comment=True,
        tells=[*_party, audiences.secretaries],
        emphasis="danger",
        inbox=False,
    ),
    # --- upward and back -------------------------------------------------------------------------
    Transition(
        "report_upward",
        sources={State.DECIDED},
        target=State.REPORTED,
        label=_("Report upward"),
        done_label=_("reported to the superior agency"),
        allowed_for=dossiers.is_secretary | dossiers.is_director | dossiers.is_director_delegate,
        requires=[decisions.report_issued, opinions.before_report],
        tells=_party,
        effects=[lazy_effect("nominations.decisions.effects.clear_return")],
        offered=False,
    ),
    _answer(
        "record_outcome",
        target=State.CONFERRED,
        form="nominations.decisions.forms.decisions.ConferralForm",
        label=_("Record that the award was conferred"),
        done_label=_("the superior authority conferred the award"),
        effects=[lazy_effect("nominations.decisions.effects.confer_awards_from_above")],
    ),
    _answer(
        "record_refusal",
        target=State.REFUSED_ABOVE,
        label=_("Record that the award was not approved"),
        done_label=_("the superior authority did not approve the award"),
        effects=[lazy_effect("nominations.decisions.effects.record_refusals_from_above")],
    ),
    Transition(
        "return_from_above",
        sources={State.REPORTED},
        target=State.DECIDED,
        label=_("Return for supplement"),
        done_label=_("the superior agency returned the dossier for supplement"),
        allowed_for=_recorder_of_outcome,
        requires=[decisions.decided_above, decisions.not_taken_up_above],
        needs_comment=True,
        tells=[*_party, audiences.secretaries],
        effects=[lazy_effect("nominations.decisions.effects.mark_returned")],
        offered=False,
        inbox=False,
    ),
    Transition(
        "arrive_in_package",
        sources={State.DRAFT, State.DECIDED},
        target=State.REPORTED,
        label=_("Take over from a package"),
        done_label=_("the dossier arrived in a sealed package"),
        allowed_for=is_system,
        requires=[decisions.decided_above, decisions.report_issued],
        effects=[lazy_effect("nominations.decisions.effects.clear_return")],
        offered=False,
        inbox=False,
    ),
    _corrected_answer(
        "correct_to_refusal",
        sources={State.CONFERRED},
        target=State.REFUSED_ABOVE,
        label=_("Correct the outcome to not approved"),
        done_label=_("corrected the outcome: the award was not approved"),
        effects=[lazy_effect("nominations.decisions.corrected_outcomes.strike_awards")],
    ),
    _corrected_answer(
        "correct_to_conferral",
        sources={State.REFUSED_ABOVE},
        target=State.CONFERRED,
        label=_("Correct the outcome to conferred"),
        done_label=_("corrected the outcome: the award was conferred"),
        effects=[lazy_effect("nominations.decisions.corrected_outcomes.confer_awards")],
    ),
    # --- undoing ---------------------------------------------------------------------------------
    Transition(
        "revoke",
        sources={State.DECIDED, State.REPORTED, State.CONFERRED},
        target=State.REVOKED,
        label=_("Revoke"),
        done_label=_("revoked the award"),
        allowed_for=(_decider & dossiers.is_own_authority)
        | (_recorder_of_outcome & ~dossiers.is_own_authority),
        requires=[decisions.was_conferred, decisions.paper_given],
        needs_comment=True,
        data_fields=frozenset({"paper_number", "paper_date", "concluded_on"}),
        form="nominations.decisions.forms.decisions.RevocationForm",
        tells=_people_of_change,
        effects=[lazy_effect("nominations.decisions.effects.revoke_awards")],
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "restore",
        sources={State.WITHDRAWN, State.DECLINED},
        target=PREVIOUS,
        targets={State.REGISTERED, State.SUBMITTED, State.UNIT_REVIEWED},
        label=_("Restore"),
        done_label=_("restored the nomination"),
        allowed_for=_secretary,
        requires=[
            dossiers.campaign_open,
            dossiers.window_of_previous_state_open,
            dossiers.no_duplicate,
        ],
        needs_comment=True,
        tells=[*_party, audiences.unit_heads],
        inbox=False,
    ),
)

# A chair who is on the agenda only puts the counted result into force (decision 0016).
OPEN_TO_NOMINEE = frozenset({"register", "submit", "withdraw", "pass_vote", "fail_vote"})


def _params(actor: Actor) -> dict[str, int | None]:
    """The SQL parameters of the rules about the actor, besides the account: the person's key."""
    return {"actor_person_id": getattr(actor, "person_id", None)}


PIPELINE = Workflow(
    "nomination",
    states=State,
    initial=State.DRAFT,
    final=FINAL,
    transitions=TRANSITIONS,
    params=_params,
    concerned=dossiers.is_nominee,
    open_to_concerned=OPEN_TO_NOMINEE,
    columns=_COLUMNS,
    snapshot=("title", "organization_id", "unit_id"),  # how it was called, and where it stood then
)
