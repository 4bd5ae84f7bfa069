"""Who may open, close and cancel a campaign, and the conditions. No models: SQL over the row
`s`."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils.translation import gettext_lazy as _

from nominations.dossiers.campaign_dates import date_problems
from nominations.people.roles import Role
from nominations.people.rules import role_relation
from nominations.states import State
from notifications.moments import moment_text
from workflow.rules import Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_UNDER_WAY = (State.SUBMITTED, State.UNIT_REVIEWED, State.COUNCIL_VOTED, State.CONSULTED)
_STATES_UNDER_WAY = ", ".join(f"'{state}'" for state in _UNDER_WAY)

is_secretary = role_relation(
    "is_campaign_secretary", _("the council secretary"), Role.SECRETARY, "s.organization_id"
)
is_receiving_officer = role_relation(
    "is_campaign_receiving_officer",
    _("the officer who receives dossiers from below"),
    Role.SUPERIOR_OFFICER,
    "s.organization_id",
)

has_awards = Fact(
    "campaign_has_awards",
    "EXISTS (SELECT 1 FROM dossiers_campaigntitle ct WHERE ct.campaign_id = s.id)",
)
nomination_number = Fact(
    "campaign_nominations",
    "(SELECT COUNT(*) FROM dossiers_nomination n WHERE n.campaign_id = s.id)",
    int,
)
number_under_way = Fact(
    "campaign_under_way",
    "(SELECT COUNT(*) FROM dossiers_nomination n WHERE n.campaign_id = s.id"  # noqa: S608
    f" AND n.state IN ({_STATES_UNDER_WAY}))",
    int,
)


def _awards_chosen(case: Case) -> Verdict:
    """At least one award is chosen."""
    if not case.facts["campaign_has_awards"]:
        return unmet("no_award", _("Choose at least one award."))
    return met("awards_chosen")


def _dates_agree(case: Case) -> Verdict:
    """The dates are in order and agree with the year."""
    for problem in date_problems(SimpleNamespace(**case.row)):
        return unmet(problem.key, problem.sentence)
    return met("dates_agree")


def _registration_ahead(case: Case) -> Verdict:
    """The registration has not closed already."""
    closes = case.row["registration_closes_at"]
    if closes <= case.now:
        return unmet(
            "registration_over",
            _("The registration would have closed at %(moment)s already; correct the dates first.")
            % {"moment": moment_text(closes)},
        )
    return met("registration_ahead")


def _reports_in(case: Case) -> Verdict:
    """The submission of reports has closed."""
    closes = case.row["submission_closes_at"]
    if case.now <= closes:
        return unmet(
            "submission_open",
            _("Reports are taken until %(moment)s; the campaign can be closed after that.")
            % {"moment": moment_text(closes)},
        )
    return met("reports_in")


def _nothing_under_way(case: Case) -> Verdict:
    """No submitted nomination waits for the unit, the council, the public or the decision."""
    number = case.facts["campaign_under_way"] or 0
    if number:
        return unmet(
            "under_way",
            _("%(number)s nominations of the campaign still wait for a step before the decision.")
            % {"number": number},
        )
    return met("nothing_under_way")


def _still_empty(case: Case) -> Verdict:
    """Nobody has been nominated in the campaign."""
    number = case.facts["campaign_nominations"] or 0
    if number:
        return unmet("not_empty", NOT_EMPTY % {"number": number})
    return met("still_empty")


NOT_EMPTY = _(
    "The campaign has %(number)s nominations already, so it is neither corrected nor cancelled any"
    " more; windows can be extended."
)

awards_chosen = Condition("awards_chosen", _awards_chosen, facts=(has_awards,))
dates_agree = Condition("dates_agree", _dates_agree)
registration_ahead = Condition("registration_ahead", _registration_ahead)
reports_in = Condition("reports_in", _reports_in)
nothing_under_way = Condition("nothing_under_way", _nothing_under_way, facts=(number_under_way,))
still_empty = Condition("still_empty", _still_empty, facts=(nomination_number,))
