"""What somebody else writes while a page of an existing row is open, by the name of the page."""

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


def written(subject: str, **values: Any) -> Change:
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
    "administration:account": written("account", email="khac@so.example"),
    "administration:account_act": written("account to close", email="khac@so.example"),
    "administration:calendar": lambda _w: CalendarDay.objects.create(
        day=clock.today() + timedelta(days=40), note=OTHER
    ),
    "administration:calendar_remove": written("calendar day", note=OTHER),
    "administration:council_change": written("council", name=OTHER),
    "administration:council_confirm": _seated,
    "administration:place": _moved,
    "administration:place_end": lambda w: written("place of work", valid_to=TODAY())(w),
    "administration:row": written("unit to change", name=OTHER),
    "administration:seat_end": lambda w: written("seat", valid_to=TODAY())(w),
    "consultation:minutes": written("posting", minutes_note=OTHER),
    "consultation:opinion": written("opinion", note=OTHER),
    "consultation:summary": written("posted item", summary=OTHER),
    "council:counts": _counted,
    "council:presence": lambda w: w.rows["session open"].roster.update(present=False),
    "decisions:correct": written("decision", number="90/QĐ-STC"),
    "decisions:fund_enter": _fund,
    "decisions:outcome_correct": written("outcome", issuer=OTHER),
    "decisions:revocation": lambda w: written("revocation", money_returned_on=TODAY())(w),
    "decisions:revocation_correct": written("revocation", paper_number="91/QĐ-STC"),
    "dossiers:campaign_edit": written("campaign draft", theme=OTHER),
    "dossiers:campaign_opinions": lambda _w: RequestedOpinion.objects.update(summary=OTHER),
    "dossiers:opinion": lambda w: RequestedOpinion.objects.create(
        nomination=w.rows["asked"], key="more", asked_on=TODAY(), recorded_at=clock.now()
    ),
    "dossiers:campaign_extend": lambda w: (
        type(w.cast.campaign)
        .objects.filter(pk=w.cast.campaign.pk)
        .update(registration_closes_at=clock.now())
    ),
    "dossiers:campaign_title": lambda w: written(
        "title", needs_consultation=not w.rows["title"].needs_consultation
    )(w),
    "dossiers:draft_delete": written("draft", goals=OTHER),
    "dossiers:goals": written("draft", goals=OTHER),
    "dossiers:initiatives": lambda w: InitiativeUse.objects.create(
        nomination=w.rows["own"], initiative=w.rows["idea"]
    ),
    "issued_papers:authority_end": written("authority", sha256="1" * 64),
    "issued_papers:issue": written("paper to issue", number="78/QĐ-STC"),
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
    "model_examples:edit": written("draft example", story=OTHER),
    "model_examples:consent": written("asked example", story=OTHER),
    "movements:awards": lambda w: w.rows["movement"].campaigns.add(w.cast.campaign),
    "movements:edit": written("movement", content=OTHER),
    "movements:indicators": lambda w: w.rows["movement"].indicators.update(measure="%"),
    "movements:plan_edit": written("plan draft", theme=OTHER),
    "movements:plan_edition": lambda w: place(w.rows["plan in force"], "replaced"),
    "movements:response": written("movement", response_content=OTHER),
    "movements:response_edition": written("movement with plan", response_edition=2),
    "movements:review": written("movement review", results=OTHER),
    "movements:review_edition": written("issued review", edition=2),
    "period_reports:edit": written("period report", title=OTHER),
    "period_reports:edition": lambda w: place(w.rows["issued report"], "draft"),
    "period_reports:section": written("report section", text=OTHER),
    "people:household": written("household", address=OTHER),
    "people:household_end": written("household", address=OTHER),
    "people:end": lambda w: written("role", valid_to=TODAY())(w),
    "records:initiative_edit": written("draft initiative", name=OTHER),
    "statistics:choose_figure": written("figure", count=14),
    "statistics:correct_figure": written("figure", count=14),
    "statistics:withdraw_figure": written("figure", count=14),
}
