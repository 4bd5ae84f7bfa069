"""The engine does not use private names of psycopg if the version is not supported."""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from tests.workflow.test_prepared_statements import prepared_at_once
from tests.workflow.toy.table import PARCELS
from workflow.engine import perform
from workflow.store import libpq_pipeline, prepared
from workflow.verification import chain_breaks


def driver(**attributes: Any) -> SimpleNamespace:
    """Something with the names that a connection of the tested psycopg has."""
    names = SimpleNamespace(_names=SimpleNamespace(move_to_end=None))
    values = {"_prepared": names, "_get_tx_start_command": None, "lock": None, "wait": None}
    return SimpleNamespace(**{**values, **attributes})


def without(name: str) -> SimpleNamespace:
    connection = driver()
    delattr(connection, name)
    return connection


@pytest.fixture
def fresh_support(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The decision of a new process."""
    support = prepared.PipelineSupport()
    monkeypatch.setattr(prepared, "support", support)
    return support


def test_the_installed_psycopg_is_a_tested_one():
    assert libpq_pipeline.unsupported_reason(driver()) == ""


@pytest.mark.parametrize("version", ["3.2.10", "3.4.0", "3.4.0.dev1", "4.0", "3"])
def test_another_version_is_not_supported(monkeypatch, version):
    monkeypatch.setattr(psycopg, "__version__", version)
    assert version in libpq_pipeline.unsupported_reason(driver())


@pytest.mark.parametrize("name", ["_prepared", "_get_tx_start_command", "lock", "wait"])
def test_a_missing_private_name_is_not_supported(name):
    assert name in libpq_pipeline.unsupported_reason(without(name))


def test_a_renamed_record_of_prepared_statements_is_not_supported():
    renamed = driver(_prepared=SimpleNamespace(_statements={}))
    assert "_prepared._names" in libpq_pipeline.unsupported_reason(renamed)
    other_kind = driver(_prepared=SimpleNamespace(_names={}))
    assert "move_to_end" in libpq_pipeline.unsupported_reason(other_kind)


def test_a_psycopg_without_the_imported_internals_is_not_supported(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "psycopg.generators", None)  # as if it did not exist
    monkeypatch.delitem(sys.modules, "workflow.store.libpq_pipeline")
    monkeypatch.delattr(sys.modules["workflow.store"], "libpq_pipeline")
    try:
        importlib.reload(prepared)
        assert not prepared.support.by(driver())
        assert "psycopg.generators" in caplog.text
    finally:
        monkeypatch.undo()
        importlib.reload(prepared)


def test_one_line_is_logged_however_often_and_from_wherever_it_is_asked(
    monkeypatch, caplog, fresh_support
):
    monkeypatch.setattr(psycopg, "__version__", "3.4.0")
    with caplog.at_level(logging.DEBUG):
        threads = [threading.Thread(target=fresh_support.by, args=[driver()]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not fresh_support.by(driver())
    (line,) = caplog.messages
    assert "3.4.0" in line


def test_a_supported_psycopg_logs_nothing(caplog, fresh_support):
    assert fresh_support.by(driver())
    assert caplog.messages == []


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_only")
@pytest.mark.parametrize("fault", ["version", "name"])
def test_transitions_run_one_statement_at_a_time_without_support(
    monkeypatch, caplog, fresh_support, real_depot, fault
):
    if fault == "version":
        monkeypatch.setattr(psycopg, "__version__", "3.4.0")
    else:
        names = (*libpq_pipeline.PRIVATE_NAMES, "_gone")
        monkeypatch.setattr(libpq_pipeline, "PRIVATE_NAMES", names)
    sent = []
    monkeypatch.setattr(libpq_pipeline, "_round_trip", lambda *args: sent.append(args))
    with prepared_at_once():
        for _ in range(3):
            parcel = real_depot.parcel()
            assert perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead).version == 1
    assert sent == []
    assert len(caplog.messages) == 1
    assert connection.get_autocommit()
    assert list(chain_breaks()) == []
    connections.close_all()
