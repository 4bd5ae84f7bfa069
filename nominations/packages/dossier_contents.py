"""The contents of a package of dossiers: papers as Word and PDF, lists, evidence, and the manifest.

Files are composed one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.consultation.papers import closing_minutes
from nominations.council.papers import count_minutes, meeting_minutes
from nominations.decisions.papers import decision_paper
from nominations.decisions.report_papers import report_paper
from nominations.decisions.sealed_package import priorities_of
from nominations.dossiers.achievement_paper import achievement_paper
from nominations.dossiers.models import Evidence, Nomination, OpinionPaper
from nominations.dossiers.subject_records import subject_records
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import source_of
from nominations.issued_papers.queries import issued_paper_of
from nominations.law.models import AGENCY_RECIPIENTS, RecipientKind
from nominations.packages.models import PackageKind
from nominations.packages.package_contents import PackageContents, content_id, plain_name
from nominations.packages.package_sheets import dossier_workbook
from nominations.packages.report_dossiers import ReportDossiers
from nominations.packages.sealing.package_file import PackageWriter

_PERSONS = UUID("5ae2ec2b-1d0f-4b6c-9f55-7c1f6a7f3d11")
"""The namespace of the keys by which packages identify an agency's persons."""


class DossierContents(PackageContents):
    """Writes the files of a report's dossiers, then lists them in the manifest."""

    def __init__(self, dossiers: ReportDossiers, writer: PackageWriter) -> None:
        super().__init__(dossiers.report, writer)
        self.dossiers = dossiers
        self._priorities = (
            priorities_of(dossiers.nominations) if self.report.in_priority_order else {}
        )
        day = self.report.issued_on
        days = {one.pk: day for one in dossiers.nominations} if day else None
        self._records = subject_records(dossiers.nominations, days=days)

    def write(self) -> dict[str, Any]:
        """Write every file, in reading order; returns the manifest."""
        self._paper(
            "01_to_trinh",
            lambda: report_paper(self.report),
            "submission",
            issued=_issued(IssuedKind.SUBMISSION, self.report),
        )
        self._office("02_danh_sach.xlsx", dossier_workbook(self.dossiers), "list")
        self._grounds()
        for place, nomination in enumerate(self.dossiers.nominations, 1):
            self._dossier(place, nomination)
        self._data()
        self._envelope("to_trinh")
        return self._manifest()

    def _grounds(self) -> None:
        """Write the grounds of the submission: vote, consultation and decision."""
        for place, session in enumerate(self.dossiers.sessions, 1):
            folder = f"03_hoi_dong/{place:02d}"
            self._paper(
                f"{folder}_bien_ban_hop",
                partial(meeting_minutes, session),
                "council_minutes",
                issued=_issued(IssuedKind.MEETING_MINUTES, session),
            )
            self._paper(
                f"{folder}_bien_ban_kiem_phieu",
                partial(count_minutes, session),
                "count_minutes",
                issued=_issued(IssuedKind.COUNT_MINUTES, session),
            )
        for place, posting in enumerate(self.dossiers.postings, 1):
            self._paper(
                f"04_lay_y_kien/{place:02d}_bien_ban",
                partial(closing_minutes, posting),
                "consultation_minutes",
                issued=_issued(IssuedKind.CONSULTATION_MINUTES, posting),
            )
        for place, decision in enumerate(self.dossiers.decisions, 1):
            self._paper(
                f"05_quyet_dinh/{place:02d}",
                partial(decision_paper, decision),
                "decision",
                issued=_issued(IssuedKind.DECISION, decision),
            )

    def _dossier(self, place: int, nomination: Nomination) -> None:
        of = str(nomination.public_id)
        report = self.dossiers.reports.get(nomination.pk)
        if report is not None:
            record = self._records[nomination.pk]
            paper = partial(achievement_paper, nomination, report, record)
            name = f"06_bao_cao/{place:04d}_{plain_name(nomination.subject_name)}"
            self._paper(name, paper, "report", of=of)
        for number, row in enumerate(self.dossiers.evidence.get(nomination.pk, []), 1):
            stem, _dot, _ending = row.name.rpartition(".")
            self._writer.add(
                f"07_minh_chung/{place:04d}/{number:02d}_{plain_name(stem)}.{row.kind}",
                _checked(row, nomination),
                kind="evidence",
                of=of,
                paper=row.paper,
                title=row.name,
                note=row.note,
            )
        self._opinions(place, nomination)

    def _opinions(self, place: int, nomination: Nomination) -> None:
        """Write the answers of other bodies, if their files are recorded."""
        rows = self.dossiers.opinions.get(nomination.pk, [])
        papers = {row.paper.pk: row.paper for row in rows if row.paper and row.paper.file}
        for number, paper in enumerate(papers.values(), 1):
            stem, _dot, _ending = paper.name.rpartition(".")
            self._writer.add(
                f"10_y_kien/{place:04d}/{number:02d}_{plain_name(stem)}.{paper.kind}",
                _checked(paper, nomination),
                kind="opinion",
                of=str(nomination.public_id),
                title=str(paper),
            )

    def _data(self) -> None:
        content = {
            "sealed": self.report.package,
            "campaigns": _campaigns(self.dossiers.nominations),
            "dossiers": [self._dossier_data(one) for one in self.dossiers.nominations],
        }
        self._json(content)

    def _dossier_data(self, one: Nomination) -> dict[str, Any]:
        report = self.dossiers.reports.get(one.pk)
        review = self.dossiers.unit_reviews.get(one.pk)
        fields = {name: getattr(report, name) for name in report.FIELDS} if report else {}
        return {
            "id": str(one.public_id),
            "campaign": one.campaign.code,
            "person": _person(one),
            "collective": _unit(one.collective) if one.collective else None,
            "unit": _unit(one.unit),
            "goals": one.goals,
            "planned_initiative": one.planned_initiative,
            "achievement": one.achievement,
            "late_reason": one.late_reason,
            "report": fields,
            "opinions": [
                {
                    "key": row.key,
                    "asked_on": row.asked_on.isoformat() if row.asked_on else None,
                    "due_on": row.due_on.isoformat() if row.due_on else None,
                    "answer": row.answer,
                    "answered_on": row.answered_on.isoformat() if row.answered_on else None,
                    "paper": str(row.paper) if row.paper else "",
                }
                for row in self.dossiers.opinions.get(one.pk, [])
            ],
            "unit_review": {
                "present": review.present,
                "agreed": review.agreed,
                "held_on": review.held_on.isoformat(),
                "comment": review.comment,
            }
            if review
            else None,
        }

    def _manifest(self) -> dict[str, Any]:
        report, nominations = self.report, self.dossiers.nominations
        counts = Counter(one.kind for one in nominations)
        content = {
            **self._said(PackageKind.DOSSIERS),
            "counts": {
                kind: counts[kind]
                for kind in RecipientKind.values
                if counts[kind] or kind in AGENCY_RECIPIENTS
            },
            "nominations": [self._entry(one) for one in nominations],
        }
        return {**content, "id": str(content_id(report.public_id, content, self._writer))}

    def _entry(self, one: Nomination) -> dict[str, Any]:
        return {
            **self.dossiers.sealed[one.pk],
            "award_name": one.award_type.name,
            "authority": one.award_type.authority,
            "commendation_type": one.campaign.commendation_type,
            "year": one.campaign.year,
            **({"priority": self._priorities[one.pk]} if self._priorities else {}),
            "eligibility": one.eligibility,
            "history": {"entries": one.audit_seq, "head": one.audit_head},
        }


def _issued(kind: IssuedKind, record: Any) -> IssuedPaper | None:
    """The issued paper of the kind for the record; None if there is none."""
    try:
        source = source_of(kind)
    except KeyError:
        return None
    return issued_paper_of(kind, source.record_of(record))


def _checked(row: Evidence | OpinionPaper, nomination: Nomination) -> Iterator[bytes]:
    """The file in chunks; refuses (ValidationError) one that is missing or changed."""
    digest = sha256()
    try:
        with row.file.open("rb") as file:
            for piece in file.chunks():
                digest.update(piece)
                yield piece
    except OSError:
        digest = sha256()
    if digest.hexdigest() != row.sha256:
        raise ValidationError(
            _("%(subject)s: the file “%(name)s” is missing or is not as it came in.")
            % {"subject": nomination.subject_name, "name": row.name},
            "evidence_differs",
        )


def _unit(unit: Any) -> dict[str, Any]:
    said = {"code": unit.code, "name": unit.name, "kind": unit.body_kind, "rank": unit.rank}
    if unit.is_household:
        said |= {
            "representative": unit.representative,
            "representative_gender": unit.representative_gender,
            "address": unit.address,
        }
    return said


def _person(one: Nomination) -> dict[str, Any] | None:
    person = one.person
    if person is None:
        return None
    return {
        "key": str(uuid5(_PERSONS, f"{one.organization.code}:{person.pk}")),
        "name": person.full_name,
        "gender": person.gender,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
    }


def _campaigns(nominations: Iterable[Nomination]) -> list[dict[str, Any]]:
    found = {one.campaign_id: one.campaign for one in nominations}
    return [
        {
            "code": one.code,
            "name": one.name,
            "year": one.year,
            "commendation_type": one.commendation_type,
            "theme": one.theme,
            "achievement_from": one.achievement_from.isoformat(),
            "achievement_to": one.achievement_to.isoformat(),
        }
        for one in sorted(found.values(), key=lambda one: one.code)
    ]
