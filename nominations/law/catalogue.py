"""The catalogue of awards: read from data/catalogue.toml, stored in the table AwardType."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.law import datafile
from nominations.law.models import AwardCategory, AwardType, RecipientKind
from nominations.law.services.award_names import keep_given_names
from nominations.people.models import Authority

FILE = datafile.DATA / "catalogue.toml"
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueAward:
    """An award of the file, with the wording of period reports."""

    code: str
    name: str
    short_name: str
    form: str
    targets: tuple[str, ...]
    authority: str
    rank: int
    citation: str
    verified: bool
    valid_from: date
    valid_to: date | None
    phrase: str
    joins: str
    issuer_prefix: str
    issuer_unknown: str
    nominable: bool


def _entry(row: datafile.Section) -> CatalogueAward:
    entry = CatalogueAward(
        code=row.text("code"),
        name=row.text("name_vi"),
        short_name=row.text("short_name"),
        form=row.one_of("form", AwardCategory.values),
        targets=row.words("targets"),
        authority=row.one_of("authority", Authority.values),
        rank=row.whole("rank", minimum=1, maximum=9999),
        citation=row.text("citation", ""),
        verified=row.flag("verified"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to", None),
        phrase=row.text("phrase"),
        joins=row.text("joins", ""),
        issuer_prefix=row.text("issuer_prefix", ""),
        issuer_unknown=row.text("issuer_unknown", ""),
        nominable=row.flag("nominable", True),
    )
    row.close()
    if not entry.targets or not set(entry.targets) <= set(RecipientKind.values):
        raise row.fail(
            "targets", _("must be one of: %(known)s") % {"known": ", ".join(RecipientKind.values)}
        )
    if entry.verified and not entry.citation:
        raise row.fail("citation", _("a verified value needs its source"))
    return entry


def read_entries(path: Path = FILE) -> list[CatalogueAward]:
    """Read a catalogue file; refuses errors with DataFileError naming file and key."""
    content = datafile.read(path)
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    entries = [_entry(row) for row in content.rows("award")]
    content.close()
    codes = {entry.code for entry in entries}
    for (code, start), times in Counter((e.code, e.valid_from) for e in entries).items():
        if times > 1:
            problem = _("%(code)s begins twice on %(day)s") % {"code": code, "day": start}
            raise datafile.DataFileError(path.name, "award", problem)
    for entry in entries:
        if entry.joins and entry.joins not in codes:
            raise datafile.DataFileError(path.name, f"{entry.code}.joins", _("is unknown"))
    return entries


@cache
def entries() -> dict[str, CatalogueAward]:
    """The shipped catalogue by code; the latest of several dated entries."""
    return {
        entry.code: entry for entry in sorted(read_entries(), key=lambda entry: entry.valid_from)
    }


def nominable_entries() -> dict[str, CatalogueAward]:
    """The awards with rules for nominations; the others are only recorded and counted."""
    return {code: entry for code, entry in entries().items() if entry.nominable}


def is_nominable(code: str) -> bool:
    """Whether subjects may be nominated for the award; true for a code that is not in the file."""
    entry = entries().get(code)
    return entry is None or entry.nominable


@transaction.atomic
def load_award_types(path: Path = FILE) -> tuple[int, int]:
    """Create or update the rows of AwardType from the file; returns (created, updated).

    Rows missing in the file stay, since awards may refer to them; so do names given by an
    administrator, which the history records once. Refuses a faulty file as a whole.
    """
    stored = {(row.code, row.valid_from): row for row in AwardType.objects.select_for_update()}
    new: list[AwardType] = []
    known = 0
    for entry in read_entries(path):
        values = _columns(entry)
        row = stored.get((entry.code, entry.valid_from))
        if row is None:
            new.append(AwardType(code=entry.code, valid_from=entry.valid_from, **values))
            continue
        known += 1
        values |= keep_given_names(row, values)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
    AwardType.objects.bulk_create(new)
    return len(new), known


def _columns(entry: CatalogueAward) -> dict[str, Any]:
    return {
        "name": entry.name,
        "short_name": entry.short_name,
        "form": entry.form,
        "for_individuals": RecipientKind.INDIVIDUAL in entry.targets,
        "for_collectives": RecipientKind.COLLECTIVE in entry.targets,
        "for_households": RecipientKind.HOUSEHOLD in entry.targets,
        "authority": entry.authority,
        "rank": entry.rank,
        "citation": entry.citation,
        "verified": entry.verified,
        "valid_to": entry.valid_to,
    }
