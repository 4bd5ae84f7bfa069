"""The table of period reports against one written by hand: state x transition x role."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.period_reports.models import AgencyReport, SectionText
from nominations.period_reports.report_structure import structure
from nominations.period_reports.report_workflow import PERIOD_REPORTS, ReportState
from tests.golden import expected_of, face_of, outcome_of, read_matrix, roles_of, sources_of, undone
from tests.pipeline.stage import NOW, Stage
from tests.workflow.placing import place
from workflow import clock
from workflow.models import AuditEvent

GOLDEN = read_matrix(Path(__file__).parent / "golden_reports.csv")
ROLES = roles_of(GOLDEN)


def _report(stage: Stage, state: str) -> AgencyReport:
    row = AgencyReport.objects.create(
        organization=stage.agency, variant="annual", first_year=2026, last_year=2026,
        title="Báo cáo năm 2026", created_at=NOW,
    )  # fmt: skip
    SectionText.objects.bulk_create(
        SectionText(report=row, key=one.key, text="Nội dung.") for one in structure()
    )
    place(row, state)
    return row


def _footprint() -> tuple[Any, ...]:
    rows = list(models.QuerySet(AgencyReport).order_by("pk").values_list())
    return (*rows, AuditEvent.objects.count())


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == sources_of(PERIOD_REPORTS)


@pytest.mark.django_db
def test_every_cell_equals_the_hand_written_one() -> None:
    different = []
    with clock.at(NOW):
        stage = Stage()
        for name in PERIOD_REPORTS.by_name:
            for state in ReportState.values:
                golden = GOLDEN.get((name, state))
                for role in ROLES:
                    with undone():
                        row, actor = _report(stage, state), stage.actors[role]
                        found = outcome_of(
                            PERIOD_REPORTS, row, name, actor, {"comment": "Đã xem."},
                            footprint=_footprint,
                        ), face_of(PERIOD_REPORTS, row, name, actor)  # fmt: skip
                    expected = expected_of(golden, role, "o")
                    face = "open" if golden and expected == golden["target"] else "absent"
                    if found != (expected, face):
                        different.append(f"{name} {state} {role}: {found}")
    assert different == []
