"""Settings of a session: what regulations add to the law about meetings of a council.

Taken from the campaign's frozen rules, else from the agency's rules of the day; frozen at opening.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from nominations.council.models import Council, VotingSession
from nominations.dossiers.models import Campaign
from nominations.law.award_summary import SummaryLine, setting_line
from nominations.law.rulesets import NoRuleSet, Setting, rule_set_on
from workflow import clock
from workflow.deadlines import WorkingCalendar

FROZEN_SETTINGS = ("papers_lead_days", "tie", "ballots", "proxy")
SHOWN_SETTINGS = ("tie", "ballots", "proxy")

Settings = Mapping[str, Setting]


def settings_for(council: Council, campaign: Campaign | None) -> Settings:
    """The settings for the meetings of the council in its regulations; the law has none."""
    if campaign is not None and "settings" in campaign.rules:
        frozen = campaign.rules["settings"]
        return {name: Setting(**frozen[name]) for name in FROZEN_SETTINGS if name in frozen}
    try:
        found = rule_set_on(clock.today(), council.organization).settings
    except NoRuleSet:
        return {}
    return {name: found[name] for name in FROZEN_SETTINGS if name in found}


def settings_of(session: VotingSession) -> Settings:
    """The settings of a session: frozen ones once it opened, present ones before."""
    if session.opens_at is None:
        return settings_for(session.council, session.campaign)
    return {name: Setting(**one) for name, one in session.settings.items()}


def frozen_settings(settings: Settings) -> dict[str, Any]:
    """Settings as they are stored with a session."""
    return {name: asdict(one) for name, one in settings.items()}


def setting_lines(session: VotingSession) -> list[SummaryLine]:
    """Lines about tie-breaking, number of ballots and substitution, for the page and the
    minutes."""
    settings = settings_of(session)
    return [setting_line(name, settings[name]) for name in SHOWN_SETTINGS if name in settings]


def opens_from(session: VotingSession, settings: Settings) -> date | None:
    """The first day on which the members have had the agenda long enough; None without a rule,
    or where the agenda has not been sent. The day of sending does not count."""
    lead = settings.get("papers_lead_days")
    if lead is None or session.agenda_sent_at is None:
        return None
    sent_on = clock.day_of(session.agenda_sent_at)
    return WorkingCalendar.local().add_working_days(sent_on, lead.value)


def ballots_held(session: VotingSession | None) -> int:
    """How often the agenda was put to the vote: this session and the ones it replaces."""
    held = 0
    while session is not None:
        held += session.opens_at is not None
        session = session.replaces
    return held
