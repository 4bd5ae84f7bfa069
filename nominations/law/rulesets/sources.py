"""Source and check of a value that is no part of an award's way."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.law.datafile import Section


def sourced(section: Section) -> dict[str, Any]:
    """Source and check of a table; what is called checked has to name its source."""
    found = {"source": section.text("source", ""), "verified": section.flag("verified")}
    if found["verified"] and not found["source"]:
        raise section.fail("source", _("a verified value needs its source"))
    return found
