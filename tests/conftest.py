"""Fixtures of all tests."""

from __future__ import annotations

import gc
import inspect
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.management.commands.flush import Command as Flush
from django.db import connections
from django.test import client

from nominations.files import upload_check
from nominations.issued_papers.frozen_rows import FROZEN_TABLES
from tests import built_once, database_template, day_change, selection
from tests.scheduling import GroupScheduling
from workflow import append_only

ROOT = Path(__file__).resolve().parent.parent
SHARE = pytest.StashKey[str]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Nothing that collecting makes is garbage: it is not looked through until all is loaded."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put on the marks that follow from a test's place and fixtures, before `-m` reads them."""
    config.stash[SHARE] = selection.share_on_one_database(items)
    for item in items:
        if selection.is_fast(item):
            item.add_marker("fast")
        if selection.once_because(item):
            item.add_marker("one_database")
        if selection.is_thorough(item):
            item.add_marker("thorough")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What has been loaded stays: looking through it for garbage again and again takes time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the fixtures, so that these and the test live on one day."""
    day_change.wait_for_the_next_day()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of a parallel run hands its count to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["share"] = session.config.stash.get(SHARE, "")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupScheduling | None:
    return GroupScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[SHARE] = getattr(node, "workeroutput", {}).get("share", "")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """A run without the tests of one database says how many these are."""
    if "not one_database" in config.option.markexpr:
        terminalreporter.line(config.stash.get(SHARE, ""))


@pytest.fixture(scope="session", autouse=True)
def read_apart() -> Iterator[Any]:
    """Uploads are read in the test's own process; the value is what starts a child for each."""
    apart, upload_check._read_apart = upload_check._read_apart, upload_check._read_here
    yield apart
    upload_check._read_apart = apart


@pytest.fixture(scope="session", autouse=True)
def contexts_of_pages_only() -> Iterator[None]:
    """Django's test client copies the context of every template: that of the page is enough."""
    plain = client.store_rendered_templates

    def store(
        store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **other: Any
    ) -> None:
        if context.template is template:  # neither included nor extended
            plain(store, signal, sender, template, context, **other)

    client.store_rendered_templates = store
    yield
    client.store_rendered_templates = plain


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def migrating(request: pytest.FixtureRequest, django_test_environment: None) -> ExitStack:
    """Until it is closed, `migrate` copies a template instead of running the migrations."""
    stack = ExitStack()
    if request.config.pluginmanager.hasplugin("cacheprovider"):
        folder = request.config.cache.mkdir("databases")
        stack.enter_context(database_template.instead_of_migrating(folder))
    return stack


@pytest.fixture(scope="session")
def django_db_setup(migrating: ExitStack, django_db_setup: None) -> None:
    """The databases of pytest-django, made from the template."""
    migrating.close()


@pytest.fixture(scope="session")
def worlds(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[database_template.Worlds]:
    """What fills the database once per worker, for several modules."""
    found = database_template.Worlds(connections["default"], tmp_path_factory.mktemp("worlds"))
    yield found
    with django_db_blocker.unblock():
        found.drop()


@pytest.fixture(scope="session")
def migrated_folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The data folder of an installation after `migrate`, which nobody uses: others are copies."""
    if request.config.pluginmanager.hasplugin("cacheprovider"):
        cache = request.config.cache.mkdir("databases")
    else:
        cache = tmp_path_factory.mktemp("databases")
    return database_template.make_migrated_folder(cache, ROOT)


@pytest.fixture(scope="session")
def demo_folder(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demonstration as of today, which nobody serves: others are copies."""
    data = Path(shutil.copytree(migrated_folder, tmp_path_factory.mktemp("demo") / "data"))
    database_template.manage(ROOT, data, "seed_demo")
    return data


@pytest.fixture
def empty_cache() -> Iterator[Callable[[], None]]:
    """Counters of one test do not reach the next; what is given empties the cache once more.

    Keys of its own, not `cache.clear()`: on Redis that would empty what other workers use.
    """
    store = caches["default"]
    usual = store.key_prefix

    def empty() -> None:
        store.key_prefix = uuid4().hex

    empty()
    yield empty
    store.key_prefix = usual


@pytest.fixture(scope="session", autouse=True)
def history_can_be_emptied_between_tests() -> Iterator[None]:
    """Django empties the tables after a test with real commits; rows that are kept refuse that."""
    plain = Flush.handle

    def handle(self: Flush, **options: Any) -> None:
        connection = connections[options["database"]]

        def run(statements: tuple[str, ...]) -> None:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

        kept = (append_only.HISTORY, *FROZEN_TABLES)
        drop = tuple(line for one in kept for line in one.drop_triggers(connection.vendor))
        create = tuple(line for one in kept for line in one.create_triggers(connection.vendor))
        run(drop)
        try:
            plain(self, **options)
        finally:
            run(drop + create)

    Flush.handle = handle
    yield
    Flush.handle = plain


@pytest.fixture(autouse=True)
def code_may_be_replaced(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test with `monkeypatch` builds is not kept for others."""
    asked = set(inspect.signature(request.function).parameters)
    built_once.may_replace_code = bool(asked & {"monkeypatch", "settings"})
    yield
    built_once.may_replace_code = False


@pytest.fixture(autouse=True)
def workbooks_are_read_here(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read and mark workbooks without a child, unless a test asks for `real_child`.

    A child costs a twentieth of a second; hundreds of tests import a table of a few rows.
    """
    if "real_child" in request.fixturenames:
        return

    def here(target: str, payload: bytes, *, arguments: Any = None, **_limits: Any) -> Any:
        module, _colon, name = target.partition(":")
        return getattr(import_module(module), name)(payload, **(arguments or {}))

    for user in ("nominations.importing.grid", "nominations.importing.annotated_file"):
        monkeypatch.setattr(f"{user}.run_in_child", here)


@pytest.fixture
def real_child() -> None:
    """Workbooks are read in a child process, as in production."""
