"""Who sees which model examples, which of them are public, and from which awards one is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from nominations.awards.models import Award, AwardCount, AwardQuerySet
from nominations.law.models import AwardType, RecipientKind
from nominations.model_examples.example_workflow import ExampleState
from nominations.model_examples.models import ExampleConsent, ModelExample
from nominations.people.authorization import person_id_of, roles_today
from nominations.people.models import Organization, Unit, User
from nominations.people.queries import with_predecessors
from nominations.people.roles import Role
from nominations.vietnamese import fold
from workflow import audit, clock
from workflow.actors import Actor

WRITERS = (Role.SECRETARY, Role.DIRECTOR)
READERS = (*WRITERS, Role.DIRECTOR_DELEGATE, Role.AUDITOR)


def reading_agency_ids(user: User) -> frozenset[int]:
    """Agencies whose model examples the account reads."""
    return roles_today(user).organizations(*READERS)


def writing_agency_ids(user: User) -> frozenset[int]:
    """Agencies whose model examples the account writes."""
    return roles_today(user).organizations(*WRITERS)


def about_account(user: Actor) -> Q:
    """The condition that an example is about the person of the account, or a unit it heads."""
    person_id = person_id_of(user)
    if person_id is None:
        return Q(pk__in=[])
    own = Q(award__person_id=person_id)
    if headed := roles_today(user).units(Role.UNIT_HEAD):
        own |= Q(award__collective_id__in=sorted(headed))
    return own


def visible_to(user: User) -> QuerySet[ModelExample]:
    """Examples of the agencies where the account reads them, and those about itself once they are
    proposed."""
    rows = ModelExample.objects.filter(
        Q(organization_id__in=sorted(reading_agency_ids(user)))
        | (about_account(user) & ~Q(state=ExampleState.DRAFT))
    )
    found: QuerySet[ModelExample] = rows.select_related(
        "organization", "award__award_type", "award__person", "award__collective"
    )
    return found


def has_consent() -> Exists:
    """Of an example: whether a consent to it holds."""
    return Exists(ExampleConsent.objects.filter(example=OuterRef("pk"), ended_at__isnull=True))


def text_day(row: ModelExample) -> date:
    """The first day on which story and picture stood as they stand now."""
    writings = list(audit.entries(row.stream).filter(action="model_example.story_written"))
    same = [event for event in writings if event.content["text_mark"] == row.text_mark]
    # A picture that was deleted with a consent leaves the words as they were written last.
    found = same[:1] or writings[-1:]
    return clock.day_of(found[0].at if found else row.created_at)


def public_examples() -> QuerySet[ModelExample]:
    """What everybody may see: published, consented to, from an award that stands. A consent taken
    back and an award revoked close the page with the same commit."""
    found: QuerySet[ModelExample] = ModelExample.objects.filter(
        has_consent(), state=ExampleState.PUBLISHED, award__revoked_on__isnull=True
    )
    return found


def public_example_ids(award_ids: Iterable[int]) -> dict[int, int]:
    """The public example of each award that has one."""
    rows = public_examples().filter(award_id__in=list(award_ids)).order_by()
    return dict(rows.values_list("award_id", "pk"))


def examples_for_report(
    organization: Organization, first: int, last: int, *, known_on: date | None = None
) -> QuerySet[ModelExample]:
    """The examples of awards of these years, decided by `known_on`, that a report of the agency may
    name, also those of its predecessors: approved, consented to, from awards that stand."""
    known = Q()
    if known_on is not None:
        known = Q(award__decision_date__lte=known_on) | Q(award__decision_date__isnull=True)
    found: QuerySet[ModelExample] = (
        ModelExample.objects.filter(
            known,
            has_consent(),
            organization_id__in=sorted(with_predecessors({organization.pk})),
            state__in=(ExampleState.APPROVED, ExampleState.PUBLISHED),
            award__revoked_on__isnull=True,
            award__year__range=(first, last),
        )
        .select_related("award__award_type")
        .prefetch_related("conferences", "uptakes")
        .order_by("award__year", "award__award_type__rank", "award__sort_key", "pk")
    )
    return found


def choosable_awards(organization: Organization, *, year: int | None, text: str) -> AwardQuerySet:
    """Awards that stand and have no example yet, of the agency and its predecessors.

    Those of households are left out, since nobody of them has an account to consent with.
    Each word of `text` is looked for in the recipient's name, the unit at the time, the name of the
    award and the year.
    """
    agencies = sorted(with_predecessors({organization.pk}))
    awards = Award.objects.valid().filter(organization_id__in=agencies, model_example__isnull=True)
    awards = awards.exclude(kind=RecipientKind.HOUSEHOLD)
    if year is not None:
        awards = awards.filter(year=year)
    if words := fold(text).split():
        types = [(one.pk, fold(one.name)) for one in AwardType.objects.only("name")]
        own = Unit.objects.filter(organization_id__in=agencies)
        units = list(own.values_list("name", "search_key"))
        for word in words:
            awards = awards.filter(_says(word, types, units))
    return awards.select_related("award_type").order_by(
        "-year", "award_type__rank", "sort_key", "pk"
    )


def _says(word: str, types: Iterable[tuple[int, str]], units: Iterable[tuple[str, str]]) -> Q:
    """Whether an award says the folded word: whom, in which unit, for what, in which year."""
    found = Q(person__search_key__contains=word) | Q(collective__search_key__contains=word)
    found |= Q(award_type__in=[pk for pk, name in types if word in name])
    found |= Q(unit_name__in={name for name, key in units if word in key})
    is_year = word.isascii() and word.isdecimal() and len(word) == 4
    return found | Q(year=int(word)) if is_year else found


def award_years(organization: Organization) -> list[int]:
    """The years in which somebody was given an award, the latest first."""
    agencies = sorted(with_predecessors({organization.pk}))
    rows = AwardCount.objects.filter(organization_id__in=agencies)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())
