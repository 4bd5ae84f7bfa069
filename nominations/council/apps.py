from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "nominations.council"
    label = "council"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Council")

    def ready(self) -> None:
        from nominations.council.editable_texts import TEXTS
        from nominations.council.inbox import items
        from nominations.council.issued_sources import CountMinutesSource, MeetingMinutesSource
        from nominations.council.menu import entries
        from nominations.council.printed_reports import AgendaReports
        from nominations.council.queries import ROOM, has_part
        from nominations.council.step_days import meeting_day
        from nominations.council.wording import agenda_text
        from nominations.documents import agency_texts
        from nominations.dossiers.deadline_facts import register_event_day
        from nominations.dossiers.panels.next_step import register_position
        from nominations.issued_papers import paper_sources
        from nominations.people.held_roles import register_part
        from nominations.print_runs import print_sources
        from nominations.states import State
        from nominations.web import inbox, menu
        from workflow import audit

        for source in (CountMinutesSource(), MeetingMinutesSource()):
            paper_sources.register(source)
        print_sources.register(AgendaReports())
        menu.register(entries)
        register_part(ROOM, has_part)
        agency_texts.register(*TEXTS)
        inbox.register(items)
        register_position(State.UNIT_REVIEWED, agenda_text)
        register_event_day("meeting", meeting_day)
        for action, label in ACTIONS.items():
            audit.register(action, label)


ACTIONS = {
    "council.set_up": _("set up the council"),
    "council.changed": _("changed the particulars of the council"),
    "council.seated": _("took a member into the council"),
    "council.seat_ended": _("ended a seat on the council"),
    "council.confirmed": _("confirmed the list of members of the council"),
    "session.prepared": _("prepared the voting session"),
    "session.revised": _("changed the agenda or the scrutineers"),
    "session.opened": _("opened the voting"),
    "session.roster_frozen": _("froze the list of members and the rules of the vote"),
    "session.presence_marked": _("recorded who is present"),
    "session.voted": _("cast a ballot"),
    "session.recused": _("is not to vote on an item"),
    "session.recusal_lifted": _("may vote on an item again"),
    "session.counts_entered": _("entered the counts of the paper ballots"),
    "session.closed": _("closed the voting"),
    "session.turnout_recorded": _("recorded how many members voted on screen"),
    "session.counted": _("counted the votes"),
    "session.results_recorded": _("recorded the results of the agenda"),
    "session.minutes_written": _("completed the minutes"),
    "session.signed": _("signed the minutes"),
    "session.certified": _("put the results in force"),
    "session.results_in_force": _("recorded how many nominations passed"),
    "session.voided": _("declared the session void"),
}
"""Actions on the streams "council:<id>" and "session:<id>" that are not transitions.

"session.revised", "opened", "closed", "counted", "minutes_written", "signed", "certified" and
"voided" are no longer written; histories from before the session workflow contain them.
"""
