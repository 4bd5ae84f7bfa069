"""A package of dossiers written by hand: what another installation could send."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from nominations.packages.package_contents import DATA
from nominations.packages.sealing.package_file import PackageWriter
from nominations.packages.sealing.signing_keys import SigningKey
from nominations.vietnamese import fold
from tests.cast.sample_data import PDF

SENDER_KEY = SigningKey("53" * 32)
_BASE = UUID("8d3f6a70-0000-4000-8000-000000000000")
Change = Callable[[dict[str, Any], dict[str, Any]], None]


def _no_change(_manifest: dict[str, Any], _data: dict[str, Any]) -> None:
    return None


def handmade(
    folder: Path,
    *,
    sender: str,
    recipient: str,
    award: str,
    year: int,
    name: str = "Trần Thị Bích",
    number: str = "05/TTr-SYT",
    day: str,
    change: Change = _no_change,
    key: SigningKey = SENDER_KEY,
) -> Path:
    """One person's dossier; `change` spoils manifest and data before they are sealed."""
    ident = str(uuid5(_BASE, f"{number} {name}"))
    report = {
        "duties": "Khám bệnh",
        "achievements": "Hoàn thành xuất sắc nhiệm vụ.",
        "initiative": "",
        "self_assessment": "",
    }
    said = {
        "id": ident,
        "subject": name,
        "kind": "individual",
        "position": "Bác sĩ",
        "unit": "Khoa Nội",
        "award": award,
        "award_name": award,
        "votes": {"yes": 7, "members": 9, "citation": ""},
        "consultation": {"posted_on": day, "working_days": 5},
        "decision": {"number": "12/QĐ-SYT", "date": day},
        "report_sha256": "",
        "evidence": [],
        "eligibility": {"answer": "met", "rules": []},
    }
    sealed = json.dumps({"nominations": [said]}, sort_keys=True)
    manifest: dict[str, Any] = {
        "kind": "dossiers",
        "id": str(uuid5(_BASE, f"package {number} {name}")),
        "sender": {"code": sender, "name": "Sở Y tế"},
        "recipient": {"code": recipient, "name": "Ủy ban nhân dân tỉnh"},
        "report": {
            "id": str(uuid5(_BASE, number)),
            "number": number,
            "date": day,
            "name": "Đề nghị tặng Bằng khen",
            "seal": sha256(sealed.encode()).hexdigest(),
        },
        "counts": {"individual": 1, "collective": 0},
        "nominations": [said],
    }
    unit = {"code": "KN", "name": "Khoa Nội", "kind": "", "rank": 1}
    data: dict[str, Any] = {
        "sealed": sealed,
        "campaigns": [
            {
                "code": f"{year}-TX",
                "name": f"Thi đua năm {year}",
                "year": year,
                "commendation_type": "CONG_TRANG",
                "theme": "",
                "achievement_from": f"{year}-01-01",
                "achievement_to": f"{year}-12-31",
            }
        ],
        "dossiers": [
            {
                "id": ident,
                "campaign": f"{year}-TX",
                "person": {
                    "key": str(uuid5(_BASE, name)),
                    "name": name,
                    "gender": "female",
                    "birth_date": "1980-05-06",
                },
                "collective": None,
                "unit": unit,
                "goals": "Khám chữa bệnh tốt.",
                "planned_initiative": "",
                "achievement": "",
                "late_reason": "",
                "report": report,
                "unit_review": None,
            }
        ],
    }
    change(manifest, data)
    writer = PackageWriter(folder / "handmade.work")
    writer.add("01_to_trinh.pdf", [PDF], kind="submission", title="Tờ trình")
    writer.add(
        f"07_minh_chung/0001/01_{fold('giay')}.pdf",
        [PDF],
        kind="evidence",
        of=ident,
        paper="other",
        title="giấy.pdf",
        note="",
    )
    writer.add(DATA, [json.dumps(data, ensure_ascii=False).encode()], kind="data")
    target = folder / f"{sha256(json.dumps([manifest, data]).encode()).hexdigest()[:12]}.zip"
    writer.seal(manifest, target, key)
    return target
