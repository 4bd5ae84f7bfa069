"""Households for tests, made by the service that keeps them."""

from __future__ import annotations

from typing import Any

from nominations.people.gender import Gender
from nominations.people.models import Organization, Unit
from nominations.people.services import save_household
from tests.cast import SINCE, Cast
from workflow.actors import SYSTEM

ADDRESS = "Ấp 2, xã Mỹ Tú"


def household_of(
    agency: Organization,
    representative: str = "Nguyễn Văn Hòa",
    *,
    gender: str = Gender.MALE,
    address: str = ADDRESS,
    actor: Any = SYSTEM,
) -> Unit:
    """A household of the agency."""
    row = Unit()
    save_household(
        actor=actor,
        row=row,
        values={
            "organization": agency,
            "representative": representative,
            "representative_gender": gender,
            "address": address,
            "valid_from": SINCE,
            "valid_to": None,
        },
    )
    return row


def household(cast: Cast, representative: str = "Nguyễn Văn Hòa", **given: Any) -> Unit:
    """A household of the agency of the cast, recorded by its administrator unless told."""
    return household_of(cast.agency, representative, **{"actor": cast.administrator} | given)
