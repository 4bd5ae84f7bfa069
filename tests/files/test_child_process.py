"""A child answers, or it ends at its limits and the parent goes on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from nominations.files import child_process
from nominations.files.child_process import (
    ChildError,
    ChildFailed,
    ChildKilled,
    ChildOutOfMemory,
    ChildTimeout,
    run_in_child,
)
from tests.rows import check_rows


def child(name: str, payload: bytes | Path = b"abc", **given: Any) -> Any:
    limits = {"seconds": 5, "megabytes": 200} | given
    return run_in_child(f"tests.files.targets:{name}", payload, **limits)


def test_a_child_answers_with_values_bytes_or_the_words_of_its_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "nobody reads this")
    file = tmp_path / "bảng.txt"
    file.write_text("nội dung", encoding="utf-8")

    said = child("described", arguments={"word": "Nguyễn"})

    assert (said["word"], said["size"]) == ("Nguyễn", 3)
    assert "SECRET_KEY" not in said["names"]
    assert child("doubled", b"\x00\xff\n") == b"\x00\xff\n" * 2
    assert child("opened", file) == "nội dung"
    assert not {"django", "nominations.web", "config"} & set(child("modules"))
    with pytest.raises(ChildFailed) as failure:
        child("refuses")
    assert (failure.value.kind, failure.value.text) == ("ValueError", "không đọc được")


def test_a_child_that_hangs_hungers_or_dies_is_an_exception_here() -> None:
    ends: list[tuple[str, float, type[ChildError]]] = [
        ("sleeps", 0.2, ChildTimeout),  # by the clock
        ("spins", 0.6, ChildTimeout),
        ("hungers", 5, ChildOutOfMemory),
        ("answers_too_much", 5, ChildOutOfMemory),
        ("aborts", 5, ChildKilled),
        ("is_killed", 5, ChildKilled),
        ("leaves", 5, ChildKilled),
    ]

    def ended(row: tuple[str, float, type[ChildError]]) -> None:
        name, seconds, error = row
        began = time.monotonic()
        with pytest.raises(error):
            child(name, seconds=seconds)
        assert time.monotonic() - began < 5
        assert child("doubled") == b"abcabc"

    check_rows(ends, ended)


def test_processor_time_ends_a_child_before_the_clock_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child_process, "WALL_CLOCK_FACTOR", 30)  # neighbours may hold the processor
    with pytest.raises(ChildTimeout, match="processor time"):
        child("spins", seconds=1)
