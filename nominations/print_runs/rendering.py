"""Papers of a run as PDF, each for itself and several as one file.

The libraries are loaded with the first paper, since no other page needs them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from nominations.documents.certificate import Certificate, Overprint
from nominations.documents.rendering import PaperFormat, render
from nominations.documents.stored_blocks import paper_of


def _overprint(layout: dict[str, Any]) -> Overprint | None:
    if not layout.get("on_blanks"):
        return None
    return Overprint(right=float(layout.get("right", 0)), down=float(layout.get("down", 0)))


def item_pdf(content: str, *, title: str, layout: dict[str, Any], made_at: datetime) -> bytes:
    """One paper; refuses (ValidationError) a letter that cannot be printed."""
    data = json.loads(content)
    if "certificate" in data:
        return _certificates([data], title=title, layout=layout, made_at=made_at)
    return render(paper_of(data["paper"]), PaperFormat.PDF, made_at=made_at).content


def are_certificates(contents: Sequence[str]) -> bool:
    """Whether these papers are set in one go as pages of one file."""
    return all("certificate" in json.loads(one) for one in contents)


def certificates_pdf(
    contents: Iterable[str], *, title: str, layout: dict[str, Any], made_at: datetime
) -> bytes:
    """Certificates as one file, a page each."""
    data = [json.loads(one) for one in contents]
    return _certificates(data, title=title, layout=layout, made_at=made_at)


def _certificates(
    data: Sequence[dict[str, Any]], *, title: str, layout: dict[str, Any], made_at: datetime
) -> bytes:
    maker = import_module("nominations.documents.certificate_pages")
    made: bytes = maker.certificates_pdf(
        [Certificate(**one["certificate"]) for one in data],
        title=title,
        made_at=made_at,
        overprint=_overprint(layout),
    )
    return made


def merge(parts: Sequence[Path], target: Path) -> None:
    """The pages of all parts in their order, with the metadata of the first, as a file."""
    pikepdf: Any = import_module("pikepdf")
    with ExitStack() as stack:
        merged, *others = [stack.enter_context(pikepdf.open(part)) for part in parts]
        for other in others:
            merged.pages.extend(other.pages)
        merged.save(target)
