"""A department with a submission to a province that works on another installation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nominations.decisions.models import UpwardReport
from nominations.documents.rendering import PaperFile
from nominations.packages import package_contents
from nominations.packages.models import SentPackage
from nominations.packages.reproducible_office_file import reproducible_file
from nominations.packages.services.submission_package import build_package
from tests.built_once import built_once
from tests.cast import Cast
from tests.packages.two_installations import at_the_department, carried, submission


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the department sent; `stick` is the package as it is carried away."""

    cast: Cast
    report: UpwardReport
    package: SentPackage
    stick: Path


@pytest.fixture
def quick_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper's text instead of its Word and PDF file: setting one takes a tenth of a second."""

    def render(paper: Any, wanted: Any, **_how: Any) -> PaperFile:
        content = f"{paper.title}, {wanted}".encode()
        return PaperFile(name=paper.file_name, media_type="text/plain", content=content)

    def sheets_only(content: bytes, moment: Any) -> bytes:
        return reproducible_file(content, moment) if content.startswith(b"PK") else content

    monkeypatch.setattr(package_contents, "render", render)
    monkeypatch.setattr(package_contents, "reproducible_file", sheets_only)


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """The cast before anything was reported; its province works elsewhere."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return _cast()


def _cast() -> Cast:
    found = Cast.build()
    found.province.on_system = False
    found.province.save()
    return found


@pytest.fixture
def issued(db: None, settings: Any, tmp_path: Path) -> tuple[Cast, UpwardReport]:
    """A submission of three persons, and no package yet."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def build() -> tuple[Cast, UpwardReport]:
        cast = _cast()
        return cast, submission(cast, 3)

    return built_once("a submission to another installation", build)


@pytest.fixture
def sent(issued: tuple[Cast, UpwardReport], quick_papers: None, tmp_path: Path) -> Iterator[Sent]:
    """The same with its package on a stick."""
    cast, report = issued
    with at_the_department():
        package = build_package(actor=cast.secretary, report=report)
        yield Sent(cast=cast, report=report, package=package, stick=carried(package, tmp_path))
