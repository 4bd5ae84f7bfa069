"""What is found before a report is completed: the section, the sentence, what the data say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.awards.models import Award
from nominations.law import catalogue
from nominations.law.models import AwardType
from nominations.people.models import Person, Unit
from nominations.people.queries import with_predecessors
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.papers import heading_of
from nominations.period_reports.queries import texts_of
from nominations.period_reports.record_blocks import ReportRecord, report_record
from nominations.period_reports.report_structure import ReportSection, structure
from nominations.period_reports.text_checks import (
    ReferenceAward,
    ReferenceCounts,
    Severity,
    TextFinding,
    period_findings,
    persons_named,
    total_findings,
    units_named,
)
from nominations.statistics.queries import TallyCell
from nominations.vietnamese import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFinding:
    """One finding; `section` is "" for the title and for what concerns the whole report."""

    severity: Severity
    section: str
    heading: str
    sentence: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def findings_of(report: AgencyReport) -> list[ReportFinding]:
    """Errors, which bar completing, before warnings; each in the order of the report."""
    record = report_record(report.organization, report.period)
    return findings_in(report, texts_of(report), record)


def findings_in(
    report: AgencyReport, texts: Mapping[str, str], record: ReportRecord
) -> list[ReportFinding]:
    found = [*_whole(report, record)]
    sections = [one for one in structure(report.structure_version) if one.has_text]
    known = reference_counts(record.awards.figures)
    for section in sections:
        text = texts.get(section.key, "")
        if not text.strip():
            found += _empty(section, report)
            continue
        in_section = [*period_findings(text, report.period, is_ahead=section.is_ahead)]
        if not section.is_ahead:
            in_section += total_findings(text, report.period, known)
        found += [_of_section(one, section, report) for one in in_section]
    found += _unknown_names(report, sections, texts)
    return sorted(found, key=lambda one: not one.is_error)


def _of_section(one: TextFinding, section: ReportSection, report: AgencyReport) -> ReportFinding:
    return ReportFinding(
        severity=one.severity,
        section=section.key,
        heading=heading_of(section, report.variant, report.period),
        sentence=one.sentence,
        message=one.message,
    )


def _empty(section: ReportSection, report: AgencyReport) -> Iterator[ReportFinding]:
    if section.text == "needed":
        missing = TextFinding(
            severity=Severity.ERROR, sentence="", message=_("This section has no text yet.")
        )
        yield _of_section(missing, section, report)


def _whole(report: AgencyReport, record: ReportRecord) -> Iterator[ReportFinding]:
    """The title, and years of which nothing is recorded."""
    for one in period_findings(report.title, report.period):
        yield ReportFinding(
            severity=Severity.ERROR, section="", heading=_("Title"),
            sentence=one.sentence, message=one.message,
        )  # fmt: skip
    if record.missing_years:
        years = ", ".join(map(str, record.missing_years))
        yield ReportFinding(
            severity=Severity.WARNING,
            section="",
            heading=_("Award figures"),
            sentence="",
            message=_("No award is recorded for: %(years)s.") % {"years": years},
        )


def reference_counts(cells: list[TallyCell]) -> ReferenceCounts:
    """The names of the catalogue and the counts of the cells, for the checks of totals."""
    shipped = catalogue.entries()
    names: dict[str, str] = {}
    labels: dict[str, str] = {}
    for row in AwardType.objects.order_by("valid_from"):
        entry = shipped.get(row.code)
        group = entry.joins if entry and entry.joins else row.code
        phrase = entry.phrase if entry and "{" not in entry.phrase else ""
        for name in filter(None, (row.name, row.short_name, phrase)):
            names[fold(name.replace("“", "").replace("”", ""))] = group
        if group == row.code or group not in labels:
            labels[group] = row.short_name
    sums: dict[tuple[str, str, int | None], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        entry = shipped.get(cell.award_code)
        group = entry.joins if entry and entry.joins else cell.award_code
        for year in (None, cell.year) if not cell.last_year else (None,):
            sums[group, str(cell.kind), year][cell.commendation_type] += cell.count
    return ReferenceCounts(
        awards=[
            ReferenceAward(name, group)
            for name, group in sorted(names.items(), key=lambda item: -len(item[0]))
        ],
        counts={
            key: frozenset({*by_type.values(), sum(by_type.values())})
            for key, by_type in sums.items()
        },
        labels=labels,
    )


def _unknown_names(
    report: AgencyReport, sections: list[ReportSection], texts: Mapping[str, str]
) -> Iterator[ReportFinding]:
    """Persons and divisions that the agency's record does not know."""
    agencies = sorted(with_predecessors({report.organization_id}))
    persons = {one.key: persons_named(texts.get(one.key, "")) for one in sections}
    names = {name for found in persons.values() for name in found}
    known = _known_persons(names, agencies) if names else set()
    divisions = {one.key: units_named(texts.get(one.key, "")) for one in sections}
    units: list[str] = []
    if any(divisions.values()):
        rows = Unit.objects.filter(organization_id__in=agencies)
        units = [fold(name) for name in rows.values_list("name", flat=True)]
    for section in sections:
        for name, sentence in persons[section.key].items():
            if fold(name) not in known:
                message = _("%(name)s is not among the persons of the agency.") % {"name": name}
                yield _warned(section, report, sentence, message)
        for name, sentence in divisions[section.key].items():
            if not any(fold(name).startswith(unit) for unit in units):
                message = _("The agency has no unit “%(name)s”.") % {"name": name}
                yield _warned(section, report, sentence, message)


def _warned(
    section: ReportSection, report: AgencyReport, sentence: str, message: str
) -> ReportFinding:
    warning = TextFinding(severity=Severity.WARNING, sentence=sentence, message=message)
    return _of_section(warning, section, report)


def _known_persons(names: set[str], agencies: list[int]) -> set[str]:
    """Which of the names belong to somebody who works or worked here, or was given an award."""
    keys = {fold(name) for name in names}
    staff = Person.objects.filter(
        search_key__in=sorted(keys), memberships__unit__organization_id__in=agencies
    )
    given = Award.objects.filter(organization_id__in=agencies, recipient_name__in=sorted(names))
    return {
        *staff.values_list("search_key", flat=True),
        *(fold(name) for name in given.values_list("recipient_name", flat=True)),
    }
