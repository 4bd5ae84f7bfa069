"""Every member of every enumeration of the domain is in the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import TextChoices

ROOT = Path(__file__).resolve().parents[2]


def _enumerations() -> list[type[TextChoices]]:
    def below(cls: type[TextChoices]) -> list[type[TextChoices]]:
        return [cls, *(leaf for child in cls.__subclasses__() for leaf in below(child))]

    assert apps.ready
    return [enum for enum in below(TextChoices) if enum.__module__.startswith("nominations")]


@pytest.mark.parametrize("enum", _enumerations(), ids=lambda enum: enum.__qualname__)
def test_every_member_is_in_the_glossary(enum: type[TextChoices]) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    rows = [f"| `{member.name}` |" for member in enum]

    assert [row for row in rows if row not in glossary] == []
    assert [member.value for member in enum if f"| {member.value} |" not in glossary] == []
