"""The workflow of print runs against a matrix written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nominations.print_runs.models import PrintItem, PrintRun
from nominations.print_runs.run_workflow import PRINT_RUNS
from tests.golden import Golden, put_in
from tests.issued_papers.issuing_office import IssuingOffice
from tests.print_runs.rows import print_run
from workflow import clock
from workflow.actors import SYSTEM


def test_print_runs_move_as_written_by_hand(papers: IssuingOffice) -> None:
    cast = papers.cast

    def put(state: str, situation: str, actor: Any, relation: str) -> PrintRun:
        run = print_run(cast.agency, cast.delegate, ["Một", "Hai"])
        made = PrintItem.objects.filter(run=run)
        if situation == "an item waits":
            made = made.filter(position=1)
        made.update(made_at=clock.now())
        put_in(run, state)
        return run

    golden = Golden(
        workflow=PRINT_RUNS,
        file=Path(__file__).parent / "golden_runs.csv",
        relations=("s",),
        actors={
            "secretary": cast.secretary,
            "director": cast.director,
            "starter": cast.delegate,
            "auditor": cast.users["auditor"],
            "system": SYSTEM,
        },
        put=put,
        given=lambda name, situation: {
            "comment": "Máy chủ dừng." if name == "stop" and situation != "no reason" else ""
        },
    )
    assert golden.differences() == []
