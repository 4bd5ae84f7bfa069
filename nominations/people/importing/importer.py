"""Units and persons as kinds of tables, imported by the administrator of the agency; households,
imported by those who manage them."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.importing.registry import Importer
from nominations.people.authorization import (
    holds,
    is_trusted,
    require_manager,
)
from nominations.people.household_rights import (
    household_agency_ids,
    keeps_some_households,
    require_household_keeper,
)
from nominations.people.importing import households, person_plan, persons, plan_writer, units
from nominations.people.queries import managed_ids
from nominations.people.roles import Role
from workflow.actors import Actor


def _is_administrator(user: Actor) -> bool:
    """Whether the account is an administrator anywhere; does not read the agencies below."""
    return is_trusted(user) or holds(user, Role.ADMINISTRATOR)


UNIT_IMPORTER = Importer(
    kind="units",
    slug="don-vi",
    order=10,
    icon="diagram-3",
    label=pgettext_lazy("kind of import", "Units"),
    lead=gettext_lazy(
        "Divisions of the agency, since when they exist, what they were merged into."
    ),
    noun=pgettext_lazy("counted in an import", "units"),
    table=units.TABLE,
    open_to=_is_administrator,
    agencies=managed_ids,
    require=require_manager,
    plan=units.UnitChecker.make_plan,
    write=plan_writer.write_units,
    file_name="mau-nhap-don-vi.xlsx",
    next_label=gettext_lazy("See staff and units"),
    next_url_name="people:index",
    title=gettext_lazy("LIST OF UNITS"),
    guide=(
        gettext_lazy("One row per unit; the code tells which unit it is."),
        gettext_lazy("A merged unit has a last day and one successor, by name or code."),
    ),
)


HOUSEHOLD_IMPORTER = Importer(
    kind="households",
    slug="ho-gia-dinh",
    order=15,
    icon="house",
    label=pgettext_lazy("kind of import", "Households"),
    lead=gettext_lazy("Households that may be put up: representative and address."),
    noun=pgettext_lazy("counted in an import", "households"),
    table=households.TABLE,
    open_to=keeps_some_households,
    agencies=household_agency_ids,
    require=require_household_keeper,
    plan=households.HouseholdChecker.make_plan,
    write=plan_writer.write_households,
    file_name="mau-nhap-ho-gia-dinh.xlsx",
    title=gettext_lazy("LIST OF HOUSEHOLDS"),
    guide=(
        gettext_lazy("One row per household: its representative with Ông or Bà, and its address."),
        gettext_lazy(
            "A household is found again by representative and address. To correct one of these,"
            " write its code of the list of households."
        ),
        gettext_lazy("Without a first day a new household is on the list from today on."),
    ),
    next_label=gettext_lazy("See the households"),
    next_url_name="people:households",
)


def person_importer(careers: person_plan.CareerStore | None = None) -> Importer:
    """The importer of persons with their place of work; `careers` stores the day of recruitment."""
    return Importer(
        kind="persons",
        slug="nhan-su",
        order=20,
        icon="people",
        label=pgettext_lazy("kind of import", "Persons"),
        lead=gettext_lazy(
            "Staff of the agency with date of birth, position, unit and recruitment."
        ),
        noun=pgettext_lazy("counted in an import", "persons"),
        table=persons.TABLE,
        open_to=_is_administrator,
        agencies=managed_ids,
        require=require_manager,
        plan=partial(person_plan.PersonChecker.make_plan, careers=careers),
        write=partial(plan_writer.write_persons, careers=careers),
        file_name="mau-nhap-nhan-su.xlsx",
        title=gettext_lazy("LIST OF STAFF"),
        guide=(
            gettext_lazy("One row per person; units are found by name or code."),
            gettext_lazy(
                "Two people with the same name: write the date of birth to tell them apart."
            ),
            gettext_lazy("An empty cell changes nothing of what is recorded."),
        ),
        next_label=gettext_lazy("Issue accounts to whoever has none"),
        next_url_name="administration:issue",
    )
