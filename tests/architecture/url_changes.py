"""Concurrent changes to the row of an open page, by URL name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from nominations.awards.models import CommendationFund
from nominations.council.models import CouncilMember
from nominations.documents.models import AgencyEmblem, AgencyText
from nominations.dossiers.models import InitiativeUse, RequestedOpinion
from nominations.paper_numbers.models import SeriesSetting
from nominations.people.models import UnitMembership
from tests.architecture.url_world import World
from tests.workflow.placing import place
from workflow import clock
from workflow.models import CalendarDay

Change = Callable[[World], object]


def changed_row(subject: str, **values: Any) -> Change:
    """Other values in the row that the page is about."""

    def change(world: World) -> object:
        row = world.rows[subject]
        return type(row)._base_manager.filter(pk=row.pk).update(**values)

    return change


def _moved(world: World) -> object:
    places = UnitMembership.objects.filter(person=world.rows["person to move"])
    return places.update(valid_from=clock.today())


def _counted(world: World) -> object:
    session = world.rows["session paper"]
    own = session.scrutineers.get(person_id=world.cast.scrutineers[0].person_id)
    return own.counts.create(item=session.items.get(), yes=4, no=1, entered_at=clock.now())


def _fund(world: World) -> object:
    values = {"amount": 55_000_000}
    return CommendationFund.objects.update_or_create(
        organization=world.cast.agency, year=clock.today().year, defaults=values
    )


def _seated(world: World) -> object:
    council, person = world.rows["council to confirm"], world.cast.colleague
    return CouncilMember.objects.create(council=council, person=person, valid_from=clock.today())


TODAY = clock.today
OTHER = "do người khác ghi"
CHANGES: dict[str, Change] = {
    "administration:account": changed_row("account", email="khac@so.example"),
    "administration:account_action": changed_row("account to close", email="khac@so.example"),
    "administration:calendar": lambda _w: CalendarDay.objects.create(
        day=clock.today() + timedelta(days=40), note=OTHER
    ),
    "administration:calendar_remove": changed_row("calendar day", note=OTHER),
    "administration:council_change": changed_row("council", name=OTHER),
    "administration:council_confirm": _seated,
    "administration:place": _moved,
    "administration:place_end": lambda w: changed_row("place of work", valid_to=TODAY())(w),
    "administration:row": changed_row("unit to change", name=OTHER),
    "administration:seat_end": lambda w: changed_row("seat", valid_to=TODAY())(w),
    "consultation:minutes": changed_row("posting", minutes_note=OTHER),
    "consultation:opinion": changed_row("opinion", note=OTHER),
    "consultation:summary": changed_row("posted item", summary=OTHER),
    "council:counts": _counted,
    "council:presence": lambda w: w.rows["session open"].roster.update(present=False),
    "decisions:correct": changed_row("decision", number="90/QĐ-STC"),
    "decisions:fund_enter": _fund,
    "decisions:outcome_correct": changed_row("outcome", issuer=OTHER),
    "decisions:revocation": lambda w: changed_row("revocation", money_returned_on=TODAY())(w),
    "decisions:revocation_correct": changed_row("revocation", paper_number="91/QĐ-STC"),
    "dossiers:campaign_edit": changed_row("campaign draft", theme=OTHER),
    "dossiers:campaign_opinions": lambda _w: RequestedOpinion.objects.update(summary=OTHER),
    "dossiers:opinion": lambda w: RequestedOpinion.objects.create(
        nomination=w.rows["asked"], key="more", asked_on=TODAY(), recorded_at=clock.now()
    ),
    "dossiers:campaign_extend": lambda w: (
        type(w.cast.campaign)
        .objects.filter(pk=w.cast.campaign.pk)
        .update(registration_closes_at=clock.now())
    ),
    "dossiers:campaign_title": lambda w: changed_row(
        "title", needs_consultation=not w.rows["title"].needs_consultation
    )(w),
    "dossiers:draft_delete": changed_row("draft", goals=OTHER),
    "dossiers:goals": changed_row("draft", goals=OTHER),
    "dossiers:initiatives": lambda w: InitiativeUse.objects.create(
        nomination=w.rows["own"], initiative=w.rows["idea"]
    ),
    "issued_papers:authority_end": changed_row("authority", sha256="1" * 64),
    "issued_papers:issue": changed_row("paper to issue", number="78/QĐ-STC"),
    "documents:emblem": lambda w: AgencyEmblem.objects.filter(organization=w.cast.agency).update(
        sha256="0" * 64
    ),
    "documents:text": lambda w: AgencyText.objects.create(
        organization=w.cast.agency,
        name="decision.force",
        text=OTHER,
        valid_from=TODAY(),
        recorded_at=clock.now(),
    ),
    "administration:series": lambda w: SeriesSetting.objects.create(
        organization=w.cast.agency, paper="TTr", numbered_by="here"
    ),
    "model_examples:edit": changed_row("draft example", story=OTHER),
    "model_examples:consent": changed_row("asked example", story=OTHER),
    "movements:awards": lambda w: w.rows["movement"].campaigns.add(w.cast.campaign),
    "movements:edit": changed_row("movement", content=OTHER),
    "movements:indicators": lambda w: w.rows["movement"].indicators.update(measure="%"),
    "movements:plan_edit": changed_row("plan draft", theme=OTHER),
    "movements:plan_edition": lambda w: place(w.rows["plan in force"], "replaced"),
    "movements:response": changed_row("movement", response_content=OTHER),
    "movements:response_edition": changed_row("movement with plan", response_edition=2),
    "movements:review": changed_row("movement review", results=OTHER),
    "movements:review_edition": changed_row("issued review", edition=2),
    "period_reports:edit": changed_row("period report", title=OTHER),
    "period_reports:edition": lambda w: place(w.rows["issued report"], "draft"),
    "period_reports:section": changed_row("report section", text=OTHER),
    "people:household": changed_row("household", address=OTHER),
    "people:household_end": changed_row("household", address=OTHER),
    "people:end": lambda w: changed_row("role", valid_to=TODAY())(w),
    "records:initiative_edit": changed_row("draft initiative", name=OTHER),
    "statistics:choose_figure": changed_row("figure", count=14),
    "statistics:correct_figure": changed_row("figure", count=14),
    "statistics:withdraw_figure": changed_row("figure", count=14),
}
