"""Every member of every enumeration of the domain is in the glossary, and no name that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import TextChoices

from nominations.law import catalogue

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


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    files = [
        path
        for room in ("nominations", "workflow", "notifications", "config")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".toml"}
    ]
    defined = re.compile(r"^\s*(?:class |def |)(\w+)(?= ?[:=(]| = |: )", re.MULTILINE)
    code = {
        word for path in files for word in defined.findall(path.read_text(encoding="utf-8"))
    } | {*catalogue.entries()}
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    headings = re.findall(r"^## .*$|^\| [^|]+ \|", glossary, re.MULTILINE)
    names = {
        word
        for heading in headings
        for text in re.findall(r"`([^`]+)`", heading)
        for word in re.findall(r"\w+", text)
    }

    assert len(names) > 200
    assert sorted(names - code) == []
