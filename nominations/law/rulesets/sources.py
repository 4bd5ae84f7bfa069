"""Source and verification of values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.law.datafile import Section


def read_source(section: Section) -> dict[str, Any]:
    """Read source and verification of a table; a verified value must have a source."""
    found = {"source": section.text("source", ""), "verified": section.flag("verified")}
    if found["verified"] and not found["source"]:
        raise section.fail("source", _("a verified value needs its source"))
    return found


def read_lacks(section: Section) -> str:
    """What a list with `complete = false` lacks; "" if it is complete or the key is missing.

    Refuses a list that is incomplete without saying what it lacks, and the other way round.
    """
    complete = section.flag("complete", True)
    lacks = section.text("lacks", "")
    if complete and lacks:
        raise section.fail("lacks", _("belongs to a list that says complete = false"))
    if not complete and not lacks:
        raise section.fail("lacks", _("a list that is not complete says what it lacks"))
    return lacks


def read_left_to(section: Section) -> str:
    """The article that leaves a value to the province, empty where none does; refuses it beside
    the source of an act that lays the value down."""
    left_to = section.text("left_to", "")
    if left_to and section.text("source", ""):
        problem = _("what an act lays down is not left to a ministry or province")
        raise section.fail("left_to", problem)
    return left_to
