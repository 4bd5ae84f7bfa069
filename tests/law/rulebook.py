"""Rule sets and facts for the tests of eligibility: the example of docs/rules.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from nominations.eligibility.facts import AwardFact, Facts, GradeFact, InitiativeFact
from nominations.law import rulesets
from nominations.law.rulesets import RuleSet, Standard

ON = date(2024, 12, 20)
LAYER = """schema = 2
layer = "agency"
code = "STC-2024"
name = "Quy chế thi đua, khen thưởng của Sở Tài chính"
valid_from = 2024-03-01
source = "Quyết định 12/QĐ-STC"

[award.LDTT.vote]
needed = true
numerator = 7
denominator = 10
strict = false

[defaults.consultation]
needed = true
days = 7
where = "Trang thông tin điện tử của cơ quan"
before = "unit_council"

[quorum.council]
numerator = 3
denominator = 4

[settings.papers_lead_days]
value = 3

[[award.GK.standard]]
key = "excellent"
kind = "individual"
says = "Hoàn thành xuất sắc nhiệm vụ"
rule = "grade >= HTXS"
"""


def rules(award: str = "CSTDCS", **texts: str) -> RuleSet:
    """The rules of 2024 with these standards of one award; a key ending in _warn only warns."""
    standards = tuple(
        Standard(
            award=award,
            key=key,
            says=f"Điều kiện {key}",
            rule=text,
            effect="advisory" if key.endswith("_warn") else "blocking",
            source="Luật 06/2022/QH15 Đ23",
            verified=True,
        )
        for key, text in texts.items()
    )
    digest = sha256(repr(standards).encode()).hexdigest()
    return replace(rulesets.regime_on(ON), standards=standards, digest=digest)


def facts(**known: Any) -> Facts:
    """Facts of a person of whom everything asked is known, and nothing is there."""
    plain: dict[str, Any] = {
        "kind": "individual",
        "name": "Nguyễn Văn A",
        "year": 2024,
        "on": ON,
        "awards": [],
        "initiatives": [],
        "disciplines": [],
        "examinations": [],
        "service_months": 12,
        "absence_months": 0,
        "registered": True,
    }
    return Facts(**plain | known)


def grades(ranks: dict[int, int]) -> dict[int, GradeFact]:
    return {
        year: GradeFact(rank, f"Quyết định {year}/QĐ-STC ngày 05/01/{year + 1}")
        for year, rank in ranks.items()
    }


def held(code: str, *years: int, **more: Any) -> list[AwardFact]:
    return [AwardFact(code=code, year=year, **more) for year in years]


def initiative(year: int = 2024, rank: int = 1) -> InitiativeFact:
    scope = {1: "CO_SO", 2: "TINH", 3: "TOAN_QUOC"}[rank]
    return InitiativeFact(name="Tra cứu hồ sơ", year=year, rank=rank, scope=scope)
