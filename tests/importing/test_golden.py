"""The workflow of imports against a matrix written by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nominations.importing.models import ImportRun
from nominations.importing.run_workflow import IMPORT_RUNS
from nominations.people import services
from nominations.people.roles import Role
from tests.golden import Golden, put_in
from tests.importing.import_office import ImportOffice
from workflow import clock
from workflow.actors import SYSTEM


@pytest.mark.django_db
def test_imports_move_as_written_by_hand() -> None:
    import_office = ImportOffice.build()
    office = import_office.office
    second = services.create_account(actor=SYSTEM, person=office.older_an, username="an")
    services.assign_role(
        actor=SYSTEM,
        person=office.older_an,
        role=Role.SECRETARY,
        organization=office.agency,
        valid_from=clock.today() - timedelta(days=90),
    )

    def put(state: str, situation: str, actor: Any, relation: str) -> ImportRun:
        run = ImportRun.objects.create(
            kind="grades", organization=office.agency, created_by=office.secretary,
            created_at=clock.now(), handed_at=clock.now(), file_name="xếp loại.xlsx", digest="0",
            result={"ok": "wrong" not in situation},
        )  # fmt: skip
        put_in(run, state)
        if situation == "role ended yesterday":
            held = office.secretary.person.role_assignments.all()
            held.update(valid_to=clock.today() - timedelta(days=1))
        return run

    golden = Golden(
        workflow=IMPORT_RUNS,
        file=Path(__file__).parent / "golden_runs.csv",
        relations=("s",),
        actors={
            "uploader": office.secretary, "other_secretary": second,
            "administrator": import_office.administrator, "clerk": office.clerk, "system": SYSTEM,
        },
        put=put,
        given=lambda name, situation: {
            "comment": "Máy chủ dừng." if name == "fail" and situation != "no reason" else ""
        },
    )  # fmt: skip
    assert golden.differences() == []
