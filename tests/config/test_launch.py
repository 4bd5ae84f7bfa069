"""Errors of `python3 run.py`: one sentence and exit code 1."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import launch
from config.lease import Lease
from tests.config import launching


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The sentence of a refused start."""
    assert launch.main(arguments) == 1
    error = capsys.readouterr().err.strip()
    assert "\n" not in error
    assert error.endswith(".")
    return error


@pytest.fixture(autouse=True)
def no_environment_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A refusal comes before anything is made; were one missed, it would be made elsewhere."""
    monkeypatch.setattr(launch, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(launch, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setenv("BANGVANG_DATA_DIR", str(tmp_path / "data"))


def test_a_busy_port_is_named_and_another_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = refused(["--port", str(port)], capsys)
    assert str(port) in sentence
    assert "--port" in sentence


def test_an_impossible_port_or_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "70000" in refused(["--port", "70000"], capsys)
    assert "--host" in refused(["--host", "không.có.ở.đây.invalid"], capsys)
    assert "--host" in refused(["--host", "192.0.2.1"], capsys)


def test_a_folder_that_cannot_be_written_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "tệp").write_text("")
    sentence = refused(["--data-dir", str(tmp_path / "tệp" / "dữ liệu")], capsys)
    assert "--data-dir" in sentence
    assert not (tmp_path / ".venv").exists()


def test_a_folder_without_the_right_to_write_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "chỉ đọc"
    folder.mkdir(mode=0o555)
    if os.geteuid() == 0:  # root writes anywhere but among the kernel's own files
        folder = Path("/proc/self")
    assert f"Không ghi được vào thư mục {folder}" in refused(["--data-dir", str(folder)], capsys)


def test_a_folder_that_another_server_uses_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    with Lease(tmp_path / "data", "http://127.0.0.1:8000/"):
        assert "http://127.0.0.1:8000/" in refused(["--port", str(launching.free_port())], capsys)


def test_a_misspelt_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--help" in refused(["--prot", "8000"], capsys)
    assert "--help" in refused(["tset"], capsys)


def test_a_missing_venv_module_names_the_package(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    sentence = refused(["--port", str(launching.free_port())], capsys)
    assert "-venv" in sentence


def test_a_project_folder_that_cannot_be_written_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(launch, "VENV", tmp_path / "file" / ".venv")
    monkeypatch.setattr(launch, "PYTHON", tmp_path / "file" / ".venv" / "bin" / "python")
    assert "file" in refused(["--port", str(launching.free_port())], capsys)


def test_an_old_python_is_told_which_one_is_needed(root: Path) -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 18, 'final', 0);"
        "runpy.run_path('run.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip() == (
        "Cần Python 3.11 trở lên để chạy Bảng Vàng; đang chạy bằng Python 3.9."
    )


def test_every_python_can_read_the_start_file(root: Path) -> None:
    """Nothing newer than Python 2.7 in it, or an old Python would answer with a syntax error."""
    text = (root / "run.py").read_text(encoding="utf-8")
    assert "coding: utf-8" in text.splitlines()[1]
    tree = ast.parse(text, feature_version=(3, 4))
    newer = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.FunctionDef,
        ast.Nonlocal,
        ast.Starred,
    )
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [node.module for node in imports] == ["config.launch"]


def test_reset_removes_only_what_the_program_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "data"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "bằng chứng.pdf").write_text("")
    for name in ("bangvang.sqlite3", "bangvang.sqlite3-wal", "secret_key", "ảnh của tôi.jpg"):
        (folder / name).write_text("")
    launch.reset(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["secret_key", "ảnh của tôi.jpg"]


def test_reset_does_not_touch_a_database_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bangvang.sqlite3").write_text("")
    monkeypatch.setenv("DATABASE_URL", "postgres://localhost/bangvang")
    with pytest.raises(launch.Stop, match="SQLite"):
        launch.reset(tmp_path)
    assert (tmp_path / "bangvang.sqlite3").exists()


def test_help_is_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    assert launch.main(["--help"]) == 0
    assert "python3 run.py test" in capsys.readouterr().out


def test_only_the_standard_library_is_needed_to_start(root: Path) -> None:
    probe = (
        "import sys; sys.path.insert(0, '.');"
        "import config.launch;"
        "ours = {'config'};"
        "loaded = {name.partition('.')[0] for name in sys.modules};"
        "extra = loaded - set(sys.stdlib_module_names) - ours;"
        "print(sorted(name for name in extra if not name.startswith('_')))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", probe],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == "[]"
