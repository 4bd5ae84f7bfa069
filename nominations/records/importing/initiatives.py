"""Recognised initiatives from a table: authors with shares, scope, decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nominations.importing.cells import read_past_day, read_word, read_year
from nominations.importing.name_questions import NameQuestions
from nominations.importing.plan import ImportPlan, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import Spreadsheet
from nominations.people.importing.directory import places_of
from nominations.people.importing.directory_checker import DirectoryChecker
from nominations.people.models import Organization, Person, Unit
from nominations.people.services.dates import short_date
from nominations.records.council_rules import council_rules
from nominations.records.importing.authors import ParsedAuthor, read_authors
from nominations.records.importing.columns import INITIATIVE_WORDS, SCOPE_WORDS, RecordColumn
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import Initiative, InitiativeKind, Recognition
from nominations.records.scales import Scope
from nominations.records.services import (
    AuthorShare,
    RecognisedRow,
    RecordPaper,
    import_recognised,
    record_wider_scope,
)
from nominations.records.services.initiatives import GIVEN_UP
from nominations.vietnamese import fold, tidy_name
from workflow.actors import Actor

_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class WiderScopeRow:
    """A wider scope of an initiative that is recognised already."""

    initiative: Initiative
    scope: str
    paper: RecordPaper


@dataclass(slots=True)
class _RecordedInitiative:
    """An initiative on record: its authors with shares, the scopes that stand."""

    initiative: Initiative
    authors: dict[int, int]
    scopes: set[str]


class InitiativeChecker(DirectoryChecker):
    def __init__(
        self, sheet: Spreadsheet, organization: Organization, name_questions: NameQuestions
    ) -> None:
        super().__init__(sheet, organization, name_questions)
        self.seen: dict[_Key, int] = {}
        self.recorded = _recorded_initiatives(organization)
        self.by_head = council_rules().scopes_of(organization.authority)

    def check_row(self, line: RowReader) -> None:
        name = line.needed(RecordColumn.NAME)
        year = line.read(RecordColumn.YEAR, read_year)
        kind = line.read_if_any(
            RecordColumn.KIND, lambda v: read_word(v, INITIATIVE_WORDS, _kinds())
        )
        scope = line.read(RecordColumn.SCOPE, lambda v: read_word(v, SCOPE_WORDS, _scopes()))
        number, issuer = line.needed(RecordColumn.NUMBER), line.short(RecordColumn.ISSUER)
        day = line.read(RecordColumn.DATE, read_past_day)
        line.short(RecordColumn.SUMMARY)
        if year and day and year > day.year:
            line.fail(
                RecordColumn.YEAR,
                _("The year %(year)s is after the decision of %(day)s.")
                % {"year": year, "day": short_date(day)},
            )
        authors = self._authors(line)
        unit = self._unit(line, authors, year)
        if not line.is_right or not authors or unit is None:
            return
        row = RecognisedRow(
            name=name,
            year=year,
            unit=unit,
            authors=authors,
            scope=scope,
            kind=kind or InitiativeKind.INITIATIVE,
            summary=line.text(RecordColumn.SUMMARY),
            paper_number=number,
            paper_date=day,
            issuer=issuer,
        )
        self._place(line, row)

    def _authors(self, line: RowReader) -> list[AuthorShare]:
        raw = str(line.raw(RecordColumn.AUTHORS) or "").strip()  # line breaks separate authors
        parsed: list[ParsedAuthor] | None = line.read(
            RecordColumn.AUTHORS, lambda _v: read_authors(raw)
        )
        line.short(RecordColumn.AUTHORS)
        found: list[AuthorShare] = []
        for author in parsed or ():
            person = self.directory.find_person(
                line, RecordColumn.AUTHORS, RecordColumn.AUTHORS, author.name, author.birth
            )
            if person is None:
                continue
            if any(one.person.pk == person.pk for one in found):
                line.fail(
                    RecordColumn.AUTHORS, _("%(name)s is named twice.") % {"name": person.full_name}
                )
            found.append(AuthorShare(person, author.share))
        return found

    def _unit(self, line: RowReader, authors: list[AuthorShare], year: int | None) -> Unit | None:
        """The unit of the initiative: as named, else that of the first author in the year."""
        if line.text(RecordColumn.UNIT):
            return self.directory.find_unit(line, RecordColumn.UNIT, line.text(RecordColumn.UNIT))
        if not authors or not year:
            return None
        unit = _unit_in(authors[0].person, year)
        if unit is None:
            where = RecordColumn.UNIT if line.has(RecordColumn.UNIT) else RecordColumn.AUTHORS
            line.fail(
                where,
                _("No unit of %(name)s is recorded: write the unit of the initiative.")
                % {"name": authors[0].person.full_name},
            )
        return unit

    # --- new, there already, or a wider scope -----------------------------------------------------

    def _place(self, line: RowReader, row: RecognisedRow) -> None:
        key = (row.year, fold(tidy_name(row.name)[:300]))
        other = self.seen.setdefault(key, line.index)
        if other != line.index:
            line.fail(
                RecordColumn.NAME,
                _("The same initiative stands in %(place)s.") % {"place": line.sheet.place(other)},
            )
            return
        recorded = self.recorded.get(key)
        if recorded is None:
            self.plan.entries.append(_entry(line, row, row))
            return
        shares = {one.person.pk: one.share for one in row.authors}
        if recorded.initiative.state != InitiativeState.RECOGNISED:
            state = recorded.initiative.get_state_display()
            line.fail(
                RecordColumn.NAME,
                _("This initiative is on its way here (%(state)s): carry it on there.")
                % {"state": state},
            )
        elif shares != recorded.authors:
            line.fail(
                RecordColumn.AUTHORS,
                _("This initiative is recorded with other authors or other shares."),
            )
        elif row.scope in recorded.scopes:
            self.plan.already.append(_entry(line, row, row))
        else:
            self._widen(line, row, recorded)

    def _widen(self, line: RowReader, row: RecognisedRow, recorded: _RecordedInitiative) -> None:
        if row.scope in self.by_head:
            scopes = ", ".join(str(Scope(scope).label) for scope in sorted(recorded.scopes))
            line.fail(
                RecordColumn.SCOPE,
                _("This initiative is recorded as recognised: %(scopes)s.") % {"scopes": scopes},
            )
            return
        if not row.issuer:
            line.fail(RecordColumn.ISSUER, _("Write who recognised the wider scope."))
            return
        paper = RecordPaper(row.paper_number, row.paper_date, row.issuer)
        words = _("Recognised more widely: %(scope)s") % {"scope": Scope(row.scope).label}
        wider = WiderScopeRow(recorded.initiative, row.scope, paper)
        self.plan.entries.append(_entry(line, row, wider, (words,)))


def _entry(
    line: RowReader, row: RecognisedRow, new: Any, changes: tuple[str, ...] = ()
) -> PlannedRow:
    authors = "; ".join(f"{one.person.full_name} ({one.share}%)" for one in row.authors)
    day = short_date(row.paper_date) if row.paper_date else ""
    paper = ", ".join(filter(None, (row.paper_number, day, row.issuer)))
    details = (
        str(InitiativeKind(row.kind).label),
        str(row.year),
        authors,
        row.unit.name,
        str(Scope(row.scope).label),
        paper,
    )
    return PlannedRow(
        index=line.index, written="", name=row.name, new=new, details=details, changes=changes
    )


def _recorded_initiatives(organization: Organization) -> dict[_Key, _RecordedInitiative]:
    """Initiatives of the agency that are on their way or recognised, by year and name."""
    found: dict[_Key, _RecordedInitiative] = {}
    rows = Initiative.objects.filter(organization=organization).exclude(state__in=GIVEN_UP)
    by_pk: dict[int, _RecordedInitiative] = {}
    for one in rows.prefetch_related("authors"):
        recorded = _RecordedInitiative(
            one, {a.person_id: a.share for a in one.authors.all()}, set()
        )
        found[one.year, one.search_key] = by_pk[one.pk] = recorded
    recognitions = Recognition.objects.not_cancelled().filter(initiative__organization=organization)
    for pk, scope in recognitions.values_list("initiative_id", "scope"):
        if pk in by_pk:
            by_pk[pk].scopes.add(scope)
    return found


def _unit_in(person: Person, year: int) -> Unit | None:
    """The unit of the person at the end of the year, or the nearest recorded one."""
    places = places_of(person)
    held = [place for place in places if place.holds_on(date(year, 12, 31))]
    found = (held or places)[-1:]
    return found[0].unit if found else None


def _kinds() -> str:
    return ", ".join(str(label) for label in InitiativeKind.labels)


def _scopes() -> str:
    return ", ".join(str(label) for label in Scope.labels)


def write(plan: ImportPlan, *, actor: Actor) -> None:
    """Write the initiatives of a plan without problems; the engine moves every one."""
    rows = [entry.new for entry in plan.entries]
    new = [row for row in rows if isinstance(row, RecognisedRow)]
    if new:
        import_recognised(actor=actor, organization=plan.organization, rows=new)
    for row in rows:
        if isinstance(row, WiderScopeRow):
            record_wider_scope(
                actor=actor, initiative=row.initiative, scope=row.scope, paper=row.paper
            )
