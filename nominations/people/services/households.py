"""Households that can be commended: stored as units of an agency, but not places of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from nominations.people.body_kinds import BodyKind
from nominations.people.gender import Gender
from nominations.people.household_rights import require_household_keeper
from nominations.people.models import Organization, Unit
from nominations.people.services.dates import short_date
from nominations.vietnamese import spelling_key, tidy_name
from workflow import audit, clock
from workflow.actors import Actor
from workflow.changes import save_row
from workflow.models import AuditEvent

ADDED, CHANGED, ENDED = "household.added", "household.changed", "household.ended"
IMPORTED = "households.imported"
"""Actions on the stream of the agency; an import is one entry for all its households."""
CODE = "HO-{:04d}"
LAST_RANK = 9999
"""The rank of households: after all units of the agency."""


def household_name(representative: str, gender: str) -> str:
    """The name of a household on papers, always in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        if gender == Gender.FEMALE:
            return _("Household of Mrs %(name)s") % {"name": representative}
        return _("Household of Mr %(name)s") % {"name": representative}


def same_household(
    organization: Organization, representative: str, address: str, *, but: int | None = None
) -> Unit | None:
    """The household of the agency with this representative and address, regardless of spelling;
    None if there is none. `but` is the row being changed; one that keeps both values was confirmed
    to be another household before."""
    wanted = (spelling_key(representative), spelling_key(address))
    known: Iterable[Unit] = Unit.objects.households().filter(organization=organization)
    same = {
        one.pk: one
        for one in known
        if (spelling_key(one.representative), spelling_key(one.address)) == wanted
    }
    return None if but in same else next(iter(same.values()), None)


def save_household(*, actor: Actor, row: Unit, values: Mapping[str, Any]) -> bool:
    """Add or change a household; returns whether anything differed.

    `values` are `organization` (of a new one; a known one stays with its agency), `representative`,
    `representative_gender`, `address`, `valid_from`, `valid_to`; `is_another` says that one with
    the same representative and address is another household. Refuses an actor who does not manage
    the agency's households, a missing representative, gender or address, and (code
    "same_household") an unconfirmed duplicate.
    """
    organization = row.organization if row.pk else values["organization"]
    require_household_keeper(actor, organization)
    not_written = {"is_another", "organization"} if row.pk else {"is_another"}
    given = {key: value for key, value in values.items() if key not in not_written}
    given["representative"] = tidy_name(given["representative"])
    given["address"] = tidy_name(given["address"])
    if not given["representative"] or given["representative_gender"] not in Gender.values:
        raise ValidationError(
            _("A household is put up under the name of its representative: write who it is."),
            code="no_representative",
        )
    if not given["address"]:
        raise ValidationError(_("Write the address of the household."), code="no_address")
    with transaction.atomic():
        # Serialises concurrent additions of the same household.
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        known = same_household(organization, given["representative"], given["address"], but=row.pk)
        if known is not None and not values.get("is_another"):
            raise _same(known)
        given["name"] = household_name(given["representative"], given["representative_gender"])
        if row.pk is None:
            given |= {"body_kind": BodyKind.HOUSEHOLD, "rank": LAST_RANK}
            given["code"] = next_codes(organization, 1)[0]
        return _save(actor, row, given, CHANGED)


def _same(known: Unit) -> ValidationError:
    """The refusal of a duplicate, active or ended."""
    is_off = known.valid_to is not None and known.valid_to < clock.today()
    sentence = (
        _(
            "%(name)s at %(address)s is recorded as %(code)s and off the list since after %(day)s."
            " Open it among the ended ones and empty its last day."
        )
        if is_off
        else _("%(name)s at %(address)s is recorded already under %(code)s.")
    )
    return ValidationError(
        sentence,
        "same_household",
        {
            "name": known.name,
            "address": known.address,
            "code": known.code,
            "day": short_date(known.valid_to) if known.valid_to else "",
        },
    )


def _save(actor: Actor, row: Unit, values: Mapping[str, Any], changed: str) -> bool:
    return save_row(row, values, actor=actor, stream=_stream, added=ADDED, changed=changed)


def _stream(row: Unit) -> str:
    return f"organization:{row.organization_id}"


def end_household(*, actor: Actor, row: Unit, on: date) -> None:
    """Set the last day on which the household may be nominated; its dossiers and awards stay.
    Refuses an actor who does not manage the agency's households, and a day before the first one."""
    require_household_keeper(actor, row.organization)
    if on < row.valid_from:
        raise ValidationError(
            _("%(household)s is on the list from %(day)s on: the last day is not before that.")
            % {"household": row.name, "day": f"{row.valid_from:%d/%m/%Y}"},
            code="before_first_day",
        )
    _save(actor, row, {"valid_to": on}, ENDED)


def history_of_household(row: Unit) -> list[tuple[AuditEvent, Mapping[str, Any]]]:
    """The history of the household, oldest first, each entry with the columns before and after.
    Includes older entries recorded as those of a unit."""
    acts = (ADDED, CHANGED, ENDED, IMPORTED, "unit.added", "unit.changed")
    return [
        (event, one["changes"])
        for event in audit.entries(_stream(row)).filter(action__in=acts)
        for one in event.content.get("households", [event.content])
        if one.get("row") == row.pk
    ]


def arrived_household(
    organization: Organization,
    *,
    code: str,
    representative: str,
    gender: str,
    address: str,
    since: date,
) -> Unit:
    """The household of an agency that sent a package: the one of that code with the same
    representative, else the one with the same representative and address, else a new one, which
    keeps the code where it is free."""
    named: Unit | None = organization.units.filter(code=code).first()
    if (
        named is not None
        and named.is_household
        and spelling_key(named.representative) == spelling_key(representative)
    ):
        return named
    known = same_household(organization, representative, address)
    if known is not None:
        return known
    made: Unit = Unit.objects.create(
        organization=organization,
        code=next_codes(organization, 1)[0] if named is not None else code,
        name=household_name(tidy_name(representative), gender),
        body_kind=BodyKind.HOUSEHOLD,
        representative=tidy_name(representative),
        representative_gender=gender,
        address=tidy_name(address),
        rank=LAST_RANK,
        valid_from=since,
    )
    return made


def next_codes(organization: Organization, many: int) -> list[str]:
    """The next free codes for new households; the caller has locked the agency's row."""
    taken = set(organization.units.values_list("code", flat=True))
    number = organization.units.filter(body_kind=BodyKind.HOUSEHOLD).count()
    found: list[str] = []
    while len(found) < many:
        number += 1
        if CODE.format(number) not in taken:
            found.append(CODE.format(number))
    return found
