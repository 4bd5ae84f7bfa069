"""Which tests run once in the continuous integration, and that none is left out wrongly."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from xdist.remote import Producer

from tests import selection
from tests.architecture.sources import ROOT, python_files

FILES = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")]
PATTERNS = [
    *selection.ON_BOTH,
    *selection.ONE_DATABASE,
    *selection.THOROUGH,
    *selection.WITHOUT_MARK,
    *selection.NOT_FAST,
    *selection.FAST_WITH_DATABASE,
    *selection.OUR_FILES,
    *selection.ONE_BROKER,
]
KEPT = ("races", "two_people", "golden", "set_based", "collect_facts", "eligibility_reading")


class Asked:
    """As much of a collected test as the selection asks for."""

    def __init__(self, nodeid: str, *, fixtures: tuple[str, ...] = (), marks: str = "") -> None:
        self.nodeid = nodeid
        self.fixturenames = fixtures
        self.marks = [getattr(pytest.mark, name).mark for name in marks.split()]

    def iter_markers(self) -> list[pytest.Mark]:
        return self.marks

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return next((mark for mark in self.marks if mark.name == name), None)


def reason(nodeid: str, **kwargs: Any) -> str:
    return selection.once_because(Asked(nodeid, **kwargs))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_line_of_the_lists_speaks_of_a_file_that_exists(pattern: str) -> None:
    file, _colons, test = pattern.partition("::")
    found = [path for path in FILES if selection.names_one_of(path, [file])]
    assert found, f"{pattern} is stale"
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in found]
    name = test.rstrip("*")
    assert not name or any(f"def {name}" in text for text in texts), f"{pattern} is stale"


def test_each_exception_has_its_reason() -> None:
    assert all(len(reason) > 15 for reason in selection.ONE_DATABASE.values())


def test_a_test_of_no_database_runs_once_and_a_new_one_of_a_database_on_both() -> None:
    assert reason("tests/notifications/test_new.py::test_it")
    assert not reason("tests/notifications/test_new.py::test_it", fixtures=("cast", "db"))
    assert not reason("tests/notifications/test_new.py::test_it", marks="django_db")
    assert not reason("tests/config/test_new.py::test_it", fixtures=("empty_cache",))
    assert reason("tests/council/test_pages.py::test_it[1]", marks="django_db")


def test_what_is_thorough_runs_once_on_postgresql_and_is_no_part_of_the_quick_command() -> None:
    thorough = (
        "architecture/test_mistakes.py::test_it",
        "consultation/test_golden.py::test_it",
        "eligibility/test_properties.py::test_it",
    )
    for name in thorough:
        item = Asked(f"tests/{name}", marks="django_db")
        assert selection.is_thorough(item)
        assert not selection.once_because(item)
        assert not selection.is_fast(item)
    quick = (
        "architecture/test_urls.py::test_every_address_is_declared_in_the_matrix",
        "dossiers/test_rules.py::test_it",
        "pipeline/test_golden_matrix.py::test_it",
    )
    for name in quick:
        assert not selection.is_thorough(Asked(f"tests/{name}", marks="django_db"))
    options = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "not thorough and" in options
    stage = (ROOT / ".ci/run").read_text(encoding="utf-8").partition("tests_on_services()")[2]
    assert "thorough" not in stage.partition("}")[0]


def test_what_the_databases_do_differently_is_never_taken_out() -> None:
    kept = [
        path
        for path in FILES
        if path.split("/")[1] in {"workflow", "pipeline", "statistics"}
        or any(word in path for word in KEPT)
    ]
    assert len(kept) > 30
    for path in kept:
        assert not reason(f"{path}::test_it", marks="django_db"), path
    for marks in ("postgres", "services"):
        assert not reason("tests/nominations/test_forms.py::test_it", marks=marks)


def test_whoever_writes_sql_by_hand_has_its_tests_on_both() -> None:
    """The engine's statements, queries composed once, recursive ones, and whether the database
    answers."""
    files = [path.relative_to(ROOT) for path in python_files() if _writes_sql(path)]
    written = {path.as_posix() for path in files if path.parts[0] not in ("workflow", "config")}
    known = {"nominations/prepared_query.py", "nominations/people/linked_places.py"}
    assert written <= known, "add its tests to selection.ON_BOTH"


def _writes_sql(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return any(sign in text for sign in (".cursor()", "RawSQL(", "objects.raw(", ".extra("))


def test_the_fast_ones_start_no_program_and_open_no_page() -> None:
    def fast(nodeid: str, **kwargs: Any) -> bool:
        return selection.is_fast(Asked(nodeid, **kwargs))

    assert fast("tests/law/test_cases.py::test_it")
    assert fast("tests/workflow/test_perform.py::test_it", marks="django_db")
    assert fast("tests/pipeline/test_golden_matrix.py::test_it", marks="django_db")
    assert not fast("tests/council/test_pages.py::test_it", marks="django_db")
    assert not fast("tests/config/test_start.py::test_it")
    assert not fast("tests/files/test_upload_check.py::test_it")
    assert not fast("tests/workflow/test_races.py::test_it", marks="django_db postgres")


class Worker:
    """As much of a worker of a parallel run as the scheduling speaks to."""

    shutting_down = False
    gateway = SimpleNamespace(id="worker")

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def send_runtest_some(self, numbers: list[int]) -> None:
        self.numbers += numbers

    def shutdown(self) -> None:
        self.shutting_down = True


class TwoWorkers:
    """The configuration of a run with two workers."""

    option = SimpleNamespace(loadscopereorder=True)

    def getvalue(self, name: str) -> Any:
        return {"tx": ["popen", "popen"], "dist": "loadgroup"}[name]


def test_the_tests_of_a_file_or_of_an_expensive_world_share_a_worker(
    pytestconfig: pytest.Config,
) -> None:
    names = [
        f"tests/{path}.py::test_{letter}"
        for path in ("demo/test_crawl", "council/test_pages", "demo/test_demo", "web/test_refusals")
        for letter in ("a[1]", "b")
    ]
    scheduling = pytestconfig.hook.pytest_xdist_make_scheduler(
        config=TwoWorkers(), log=Producer("test")
    )
    workers = [Worker(), Worker()]
    for worker in workers:
        scheduling.add_node(worker)
        scheduling.add_node_collection(worker, names)
    seen: dict[str, Worker] = {}
    scheduling.schedule()
    while scheduling.has_pending:
        for worker in workers:
            while worker.numbers:
                number = worker.numbers.pop(0)
                group = Path(names[number]).parts[1]
                assert seen.setdefault(group, worker) is worker
                scheduling.mark_test_complete(worker, number)
    assert set(seen) == {"demo", "council", "web"}
    assert len(set(seen.values())) == 2


def test_every_file_with_the_world_of_its_folder_is_listed() -> None:
    users = {
        name
        for name in FILES
        if re.search(r"^ +the_world\(", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        or name.startswith("tests/demo/")
    }

    assert users == set(selection.ONE_WORLD)


def test_whoever_starts_a_celery_worker_shares_the_broker_with_no_other() -> None:
    starts = re.compile(r"start_worker\(|celery_arguments\(|\"celery\", \"-A\"")
    users = {
        name
        for name in FILES
        if starts.search((ROOT / name).read_text(encoding="utf-8"))
        and name != "tests/architecture/test_selection.py"
    }
    assert len(users) > 3
    assert users <= set(selection.ONE_BROKER)
    assert len({selection.worker_group(f"{name}::test_it") for name in users}) == 1


def test_workers_and_programs_of_tests_compile_a_file_once() -> None:
    assert not sys.dont_write_bytecode
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
