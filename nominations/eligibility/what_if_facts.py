"""Facts of the what-if form, converted to the YAML document of facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nominations.eligibility.facts import Facts
from nominations.eligibility.facts_yaml import facts_of, read_facts
from nominations.law import catalogue
from nominations.law.datafile import DataFileError, Section
from nominations.vietnamese import fold

FILE = "yaml"
_YES = {"yes": True, "no": False}


def _code_of(award: str) -> str:
    """The code of an award by its name, short name or code, with or without diacritics."""
    for code, entry in catalogue.entries().items():
        if fold(award) in {fold(code), fold(entry.name), fold(entry.short_name)}:
            return code
    return award.upper()


def _awards(text: str) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        *award, year = line.replace(",", " ").split() or [""]
        if not award and not year:
            continue
        if not award or not year.isdecimal() or len(year) != 4:
            problem = _("write award and year, such as Chiến sĩ thi đua cơ sở 2023")
            raise DataFileError(_("list of awards held"), "", problem, number)
        rows.append({"award": _code_of(" ".join(award)), "year": int(year)})
    return rows


def _initiatives(given: dict[str, Any], year: int) -> list[dict[str, Any]] | None:
    if given["base"] is None and given["province"] is None:
        return None
    rows = []
    for field, scope in (("base", "CO_SO"), ("province", "TINH")):
        rows += [
            {"name": _("Initiative %(number)s") % {"number": n + 1}, "scope": scope, "year": year}
            for n in range(given[field] or 0)
        ]
    return rows


def _members(given: dict[str, Any]) -> dict[str, Any] | None:
    if given["total"] is None:
        return None
    pairs = (("LDTT", given["ldtt"]), ("CSTDCS", given["cstdcs"]))
    holders = {code: count for code, count in pairs if count is not None}
    return {"total": given["total"], **({"holders": holders} if holders else {})}


def facts_document(given: dict[str, Any], year: int, on: date) -> dict[str, Any]:
    """The submitted facts; empty ones are left out, which means unknown."""
    grades = {
        str(year - int(name.removeprefix("grade_"))): value
        for name, value in given.items()
        if name.startswith("grade_") and value
    }
    discipline = given["discipline"]
    day = date(year, 1, 1)
    found: dict[str, Any] = {
        "kind": given["kind"],
        "name": given["subject"] or _("The subject"),
        "grades": grades or None,
        "service_months": given["service_months"],
        "absence_months": given["absence_months"],
        "registered": _YES.get(given["registered"]),
        "initiatives": _initiatives(given, year),
        "members": _members(given),
        "awards": [] if given["no_awards"] else _awards(given["awards"]) or None,
    }
    if discipline:
        until = given["discipline_until"]
        ends = {"ends_on": until} if until else {}
        row = {"form": discipline, "decided_on": day, **ends}
        found["disciplines"] = [] if discipline == "NONE" else [row]
    if given["examined"]:
        open_matter = {"kind": "complaint", "opened_on": min(day, on)}
        found["examinations"] = [open_matter] if given["examined"] == "yes" else []
    return {key: value for key, value in found.items() if value is not None}


def facts_typed(given: dict[str, Any], text: str, *, year: int, on: date) -> Facts:
    """The facts of the form, or of the YAML text where there is one.

    Refuses with DataFileError what cannot be read.
    """
    if text.strip():
        return read_facts(text, file=FILE, year=year, on=on)
    return facts_of(
        Section(file=_("facts of the form"), path="", content=facts_document(given, year, on)),
        year=year,
        on=on,
    )
