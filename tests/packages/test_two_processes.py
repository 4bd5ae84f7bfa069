"""Dossiers reach a province that has its own database and processes, and the awards come back."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nominations.packages.sealing.signing_keys import SigningKey
from tests.config.launching import ROOT, environment
from tests.packages.installation_acts import flip
from workflow import clock

pytestmark = pytest.mark.installation


class Installation:
    """A data folder, and commands that know no other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(BANGVANG_DATA_DIR=str(self.folder)),
            capture_output=True,
            text=True,
            check=False,
        )

    def act(self, call: str) -> dict[str, Any]:
        """A function of `installation_acts` in a process of its own."""
        code = f"from tests.packages import installation_acts as acts; acts.{call}"
        done = self.manage("shell", "-c", code)
        assert done.returncode == 0, done.stderr[-2000:]
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return answer

    def take_in(self, file: Path, user: str) -> str:
        done = self.manage("import_package", str(file), "--as", user)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refusal(self, file: Path, user: str) -> str:
        done = self.manage("import_package", str(file), "--as", user)
        assert done.returncode == 1, done.stdout
        assert "Traceback" not in done.stderr
        return done.stderr


def _public_key(installation: Installation) -> str:
    """Of the key that the first start has made."""
    file = installation.folder / "package_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return SigningKey(file.read_text()).public.text


def test_dossiers_go_up_and_awards_come_back(tmp_path: Path, migrated_folder: Path) -> None:
    department, province = Installation(tmp_path / "so"), Installation(tmp_path / "tinh")
    for installation in (department, province):
        for file in migrated_folder.glob("bangvang.sqlite3*"):
            shutil.copy2(file, installation.folder / file.name)
    assert department.manage("migrate", "--check").returncode == 0
    key = _public_key(department)
    assert province.act(f"province('{key}')")["key"] == _public_key(province) != key
    made = department.act(f"department('{_public_key(province)}')")
    stick, changed = tmp_path / "goi.zip", tmp_path / "sua.zip"
    shutil.copy2(made["file"], stick)
    flip(str(stick), str(changed))

    assert "Chữ ký không khớp" in province.refusal(changed, "dung")
    assert "Đã nhận gói" in province.take_in(stick, "dung")

    due = clock.today() + timedelta(days=7)
    asked = province.act(f"ask_for_supplement('{due}')")
    assert (asked["kind"], asked["lines"]) == ("supplement", 1)
    assert "Đã nhận gói" in department.take_in(Path(asked["file"]), "ha")
    more = department.act("supplement()")
    assert more["asked"] == f"Thiếu xác nhận. Hạn bổ sung: {due:%d/%m/%Y}."
    assert more["lines"] == 1
    second, half = tmp_path / "bo_sung.zip", tmp_path / "nua.zip"
    shutil.copy2(more["file"], second)
    half.write_bytes(second.read_bytes()[: second.stat().st_size // 2])
    refusals = province.act(f"refusals('{half}', '{stick}')")
    broken, again, unknown = refusals["sentences"]
    assert "thiếu phần cuối" in broken
    assert "đã được nhận ngày" in again
    assert "khóa chưa được ghi nhận" in unknown
    assert refusals["received"] == 1
    assert "Đã nhận gói" in province.take_in(second, "dung")

    there = province.act("decide()")
    assert there["lines"] == [2, 1]
    for file in there["files"]:
        assert "Đã nhận gói" in department.take_in(Path(file), "ha")
    assert "đã được nhận ngày" in department.refusal(Path(there["files"][1]), "ha")

    here = department.act("print_states()")
    assert [state for _name, state in here["states"]] == ["conferred"] * 3
    assert [there[name] for name in here] == list(here.values())
    assert [one[-1] for one in here["figures"]] == [3]
