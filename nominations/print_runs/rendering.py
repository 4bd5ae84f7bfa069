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


def item_files(
    content: str, *, title: str, layout: dict[str, Any], made_at: datetime
) -> dict[str, bytes]:
    """One paper by format, a certificate as PDF alone; refuses (ValidationError) a letter that
    cannot be printed."""
    data = json.loads(content)
    if "certificate" in data:
        return {"pdf": _certificates([data], title=title, layout=layout, made_at=made_at)}
    paper = paper_of(data["paper"])
    return {
        str(wanted): render(paper, wanted, made_at=made_at).content
        for wanted in (PaperFormat.PDF, PaperFormat.WORD)
    }


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


def merge_pdfs(parts: Sequence[Path], target: Path) -> list[int]:
    """The pages of all parts in their order, with the metadata of the first, as a file; how many
    pages each part has."""
    pikepdf: Any = import_module("pikepdf")
    with ExitStack() as stack:
        merged, *others = opened = [stack.enter_context(pikepdf.open(part)) for part in parts]
        pages = [len(one.pages) for one in opened]
        for other in others:
            merged.pages.extend(other.pages)
        merged.save(target)
    return pages


def name_pages(target: Path, title: str, names: Sequence[str], pages: Sequence[int]) -> None:
    """Give a merged file its own title, and an outline that leads to the first page of each
    paper; `pages` says how many pages each has."""
    pikepdf: Any = import_module("pikepdf")
    with pikepdf.open(target, allow_overwriting_input=True) as merged:
        with merged.open_metadata(set_pikepdf_as_editor=False) as said:
            said["dc:title"] = title
        with merged.open_outline() as outline:
            first = 0
            for name, count in zip(names, pages, strict=True):
                outline.root.append(pikepdf.OutlineItem(name, first))
                first += count
        merged.save(target)
