"""Who may act on a nomination, and the conditions of its transitions. No models here.

Relations and facts are SQL over the nomination's row `s`; conditions judge the values they read.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.missing_papers import PAPERS, missing_papers
from nominations.people.roles import Role
from nominations.people.rules import role_relation, role_sql
from nominations.states import State
from notifications.moments import moment_text
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_TITLE = (
    "FROM dossiers_campaigntitle ct"
    " WHERE ct.campaign_id = s.campaign_id AND ct.award_type_id = s.award_type_id"
)
_CAMPAIGN = "FROM dossiers_campaign c WHERE c.id = s.campaign_id"
_NOT_LIVE_SQL = "('draft', 'withdrawn', 'declined')"

# --- who -----------------------------------------------------------------------------------------

is_nominee = ActorRelation(
    "is_nominee",
    _("the nominee"),
    "(s.person_id IS NOT NULL AND COALESCE(s.person_id = %(actor_person_id)s, FALSE))",
)
is_unit_clerk = role_relation("is_unit_clerk", _("the unit clerk"), Role.UNIT_CLERK, "s.unit_id")
is_unit_head = role_relation("is_unit_head", _("the unit head"), Role.UNIT_HEAD, "s.unit_id")
is_collective_head = ActorRelation(
    "is_collective_head",
    _("the head of the nominated collective"),
    f"(s.collective_id IS NOT NULL AND {role_sql(Role.UNIT_HEAD, 's.collective_id')})",
)
is_substitute_head = ActorRelation(
    "is_substitute_head",
    _("the deputy or the director's delegate, when the unit head is the nominee"),
    "(s.person_id IS NOT NULL AND "
    + role_sql(Role.UNIT_HEAD, "s.unit_id", person="s.person_id")
    + f" AND ({role_sql(Role.DEPUTY_HEAD, 's.unit_id')}"
    + f" OR {role_sql(Role.DIRECTOR_DELEGATE, 's.organization_id')}))",
)
is_secretary = role_relation(
    "is_secretary", _("the council secretary"), Role.SECRETARY, "s.organization_id"
)
is_substitute_secretary = ActorRelation(
    "is_substitute_secretary",
    _("the director or the director's delegate, when the council secretary is the nominee"),
    "(s.person_id IS NOT NULL AND "
    + role_sql(Role.SECRETARY, "s.organization_id", person="s.person_id")
    + f" AND ({role_sql(Role.DIRECTOR, 's.organization_id')}"
    + f" OR {role_sql(Role.DIRECTOR_DELEGATE, 's.organization_id')}))",
)
is_nominating_secretary = ActorRelation(
    "is_nominating_secretary",
    _("the council secretary, for somebody whom the secretary added"),
    "(s.registered_by_id = %(actor_id)s"
    " AND (s.person_id IS NULL OR s.person_id <> %(actor_person_id)s) AND "
    + role_sql(Role.SECRETARY, "s.organization_id")
    + ")",
)
is_director = role_relation("is_director", _("the director"), Role.DIRECTOR, "s.organization_id")
is_director_delegate = role_relation(
    "is_director_delegate",
    _("the director's delegate"),
    Role.DIRECTOR_DELEGATE,
    "s.organization_id",
)
is_substitute_director = ActorRelation(
    "is_substitute_director",
    _("the director's delegate, when the director is the nominee"),
    "(s.person_id IS NOT NULL AND "
    + role_sql(Role.DIRECTOR, "s.organization_id", person="s.person_id")
    + f" AND {role_sql(Role.DIRECTOR_DELEGATE, 's.organization_id')})",
)
is_superior_officer = role_relation(
    "is_superior_officer",
    _("the officer of the superior agency"),
    Role.SUPERIOR_OFFICER,
    "(SELECT o.parent_id FROM people_organization o WHERE o.id = s.organization_id)",
)

is_own_authority = ActorRelation(
    "is_own_authority",
    _("for awards the agency decides itself"),
    f"EXISTS (SELECT 1 {_TITLE} AND ct.own_authority)",
)
skips_unit_review = ActorRelation(
    "skips_unit_review",
    _("where the campaign needs no unit review"),
    f"EXISTS (SELECT 1 {_TITLE} AND NOT ct.needs_unit_review)",
)
skips_vote = ActorRelation(
    "skips_vote",
    _("where the campaign needs no vote"),
    f"EXISTS (SELECT 1 {_TITLE} AND NOT ct.needs_vote)",
)
skips_consultation = ActorRelation(
    "skips_consultation",
    _("where the campaign needs no consultation"),
    f"EXISTS (SELECT 1 {_TITLE} AND NOT ct.needs_consultation)",
)

# --- windows -------------------------------------------------------------------------------------

registration_opens_at = Fact(
    "registration_opens_at", f"(SELECT c.registration_opens_at {_CAMPAIGN})", datetime
)
registration_closes_at = Fact(
    "registration_closes_at", f"(SELECT c.registration_closes_at {_CAMPAIGN})", datetime
)
submission_opens_at = Fact(
    "submission_opens_at", f"(SELECT c.submission_opens_at {_CAMPAIGN})", datetime
)
submission_closes_at = Fact(
    "submission_closes_at", f"(SELECT c.submission_closes_at {_CAMPAIGN})", datetime
)
needs_registration = Fact(
    "needs_registration", f"EXISTS (SELECT 1 {_TITLE} AND ct.needs_registration)"
)
is_late = Fact("is_late", "s.late_reason <> ''")
correction_due_at = Fact("correction_due_at", "s.correction_due_at", datetime)
previous_state = Fact("previous_state", "s.previous_state", str)


def _window(case: Case, opens: datetime, closes: datetime, what: Any) -> Verdict:
    if case.now < opens:
        return unmet(
            "window_not_open",
            _("%(what)s opens at %(moment)s.") % {"what": what, "moment": moment_text(opens)},
        )
    if case.now > closes:
        return unmet(
            "window_closed",
            _(
                "%(what)s closed at %(moment)s. "
                "Ask the council secretary whether it can be extended."
            )
            % {"what": what, "moment": moment_text(closes)},
        )
    return met("window_open")


def _registration_window_open(case: Case) -> Verdict:
    """The registration window is open; late and with a reason, the submission window."""
    facts = case.facts
    opens, closes = facts["registration_opens_at"], facts["registration_closes_at"]
    if case.now <= closes or not facts["is_late"]:
        return _window(case, opens, closes, _("Registration"))
    if facts["needs_registration"]:
        return unmet(
            "registration_needed",
            _(
                "This award needs goals registered by %(moment)s, so nobody can be added later"
                " unless the registration is extended."
            )
            % {"moment": moment_text(closes)},
        )
    return _window(case, opens, facts["submission_closes_at"], _("Report submission"))


def _submission_window_open(case: Case) -> Verdict:
    """The submission window is open, or the extension after a return still runs."""
    facts = case.facts
    extended = facts["correction_due_at"]
    closes = facts["submission_closes_at"]
    if extended is not None and extended > closes:
        closes = extended
    return _window(case, facts["submission_opens_at"], closes, _("Report submission"))


def _window_of_previous_state_open(case: Case) -> Verdict:
    """The window of the step it would go back to is still open."""
    if case.facts["previous_state"] == State.REGISTERED:
        return _submission_window_open(case)
    return met("window_open")


registration_window_open = Condition(
    "registration_window_open",
    _registration_window_open,
    facts=(
        registration_opens_at,
        registration_closes_at,
        submission_closes_at,
        needs_registration,
        is_late,
    ),
)
submission_window_open = Condition(
    "submission_window_open",
    _submission_window_open,
    facts=(submission_opens_at, submission_closes_at, correction_due_at),
)
window_of_previous_state_open = Condition(
    "window_of_previous_state_open",
    _window_of_previous_state_open,
    facts=(previous_state, submission_opens_at, submission_closes_at, correction_due_at),
)

# --- the dossier ---------------------------------------------------------------------------------

has_duplicate = Fact(
    "has_duplicate",
    "EXISTS (SELECT 1 FROM dossiers_nomination n"  # noqa: S608 -- our own constants only
    " WHERE n.id <> s.id AND n.campaign_id = s.campaign_id AND n.award_type_id = s.award_type_id"
    " AND n.kind = s.kind AND (n.person_id = s.person_id OR n.collective_id = s.collective_id)"
    f" AND n.state NOT IN {_NOT_LIVE_SQL})",
)
campaign_state = Fact("campaign_state", f"(SELECT c.state {_CAMPAIGN})", str)
title_is_open = Fact("title_is_open", f"EXISTS (SELECT 1 {_TITLE})")
required_papers = Fact("required_papers", f"(SELECT ct.required_papers {_TITLE})", str)
eligibility_block = Fact("eligibility_block", "s.eligibility_block", str)
has_goals = Fact("has_goals", "s.goals <> ''")
has_report = Fact(
    "has_report",
    "EXISTS (SELECT 1 FROM dossiers_report r WHERE r.nomination_id = s.id AND r.frozen_at IS NULL"
    " AND r.achievements <> '')",
)
report_number = Fact(
    "report_number",
    "(SELECT MAX(r.number) FROM dossiers_report r WHERE r.nomination_id = s.id"
    " AND r.frozen_at IS NOT NULL)",
    int,
)
paper_facts = tuple(
    Fact(
        f"has_{paper}",
        "EXISTS (SELECT 1 FROM dossiers_evidence e"  # noqa: S608 -- our own constants only
        f" WHERE e.nomination_id = s.id AND e.paper = '{paper}' AND e.removed_at IS NULL)",
    )
    for paper in PAPERS
)


def _no_duplicate(case: Case) -> Verdict:
    """The subject has no other live nomination for this award in the campaign."""
    if case.facts["has_duplicate"]:
        return unmet(
            "duplicate",
            _("This subject already has a nomination for the same award in this campaign."),
        )
    return met("no_duplicate")


def _campaign_open(case: Case) -> Verdict:
    """The campaign is open."""
    if case.facts["campaign_state"] != CampaignState.OPEN:
        return unmet(
            "campaign_not_open",
            _("The campaign is not open (any more); ask the council secretary."),
        )
    return met("campaign_open")


def _title_open(case: Case) -> Verdict:
    """The award is open in the campaign."""
    if not case.facts["title_is_open"]:
        return unmet("title_not_open", _("This award is not open in the campaign."))
    return met("title_open")


def _goals_written(case: Case) -> Verdict:
    """Where the award needs registered goals, they are written."""
    if case.facts["needs_registration"] and not case.facts["has_goals"]:
        return unmet(
            "goals_missing", _("This award needs registered goals; write them before registering.")
        )
    return met("goals_written")


def _dossier_complete(case: Case) -> Verdict:
    """The report is written and every required paper is attached."""
    raw = case.facts["required_papers"]
    required = json.loads(raw) if isinstance(raw, str) else list(raw or [])
    missing = missing_papers(["report", *required], case.facts)
    if missing:
        return unmet(
            "dossier_incomplete",
            _("The dossier still lacks: %(papers)s.") % {"papers": "; ".join(missing)},
        )
    return met("dossier_complete")


def standards_not_met(block: str) -> Verdict:
    """The refusal that names the standards in the law's words."""
    return unmet(
        "standards_not_met",
        _(
            "These standards are not met: %(standards)s. Complete the records, "
            "or ask the council secretary for an exception."
        )
        % {"standards": block},
    )


def _standards_met(case: Case) -> Verdict:
    """No standard of the award bars the nomination, or somebody set it aside with a reason."""
    block = case.facts["eligibility_block"]
    return standards_not_met(block) if block else met("standards_met")


def _current_version_read(case: Case) -> Verdict:
    """The reviewer read the version of the report that is in force."""
    current = case.facts["report_number"]
    if current is not None and case.data.get("report_number") not in (None, current):
        return unmet(
            "report_changed",
            _(
                "The achievement report was submitted again after you opened it. "
                "Please read the new version."
            ),
        )
    if current is not None and case.data.get("report_number") is None:
        return unmet("report_not_read", _("Please open the achievement report before reviewing."))
    return met("current_version_read")


def _items_flagged(case: Case) -> Verdict:
    """At least one item is flagged."""
    if not case.data.get("items"):
        return unmet("no_item_flagged", _("Tick at least one item that must be corrected."))
    return met("items_flagged")


no_duplicate = Condition("no_duplicate", _no_duplicate, facts=(has_duplicate,))
campaign_open = Condition("campaign_open", _campaign_open, facts=(campaign_state,))
title_open = Condition("title_open", _title_open, facts=(title_is_open,))
goals_written = Condition("goals_written", _goals_written, facts=(needs_registration, has_goals))
dossier_complete = Condition(
    "dossier_complete", _dossier_complete, facts=(required_papers, has_report, *paper_facts)
)
standards_met = Condition("standards_met", _standards_met, facts=(eligibility_block,))
current_version_read = Condition(
    "current_version_read", _current_version_read, facts=(report_number,)
)
items_flagged = Condition("items_flagged", _items_flagged)
