"""The files of a run in the folder of files: single papers while it works, zip and PDF at its end.

Names are decided by the run and the place alone, so that whoever takes a run up again writes over
what was left half done.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from nominations.print_runs import rendering
from nominations.print_runs.models import PrintFile, PrintItem, PrintRun

FOLDER = "print_runs"
PAPERS_PER_MERGE = 50
"""So many papers are merged at a time: bounds the memory and the number of open files."""
_PIECE = 1024 * 1024
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def folder_of(public_id: UUID) -> Path:
    """Where the files of a run are."""
    return Path(settings.MEDIA_ROOT) / FOLDER / public_id.hex


def _item_path(run: PrintRun, item: PrintItem, form: str = "pdf") -> Path:
    return folder_of(run.public_id) / "items" / f"{item.position:06}.{form}"


def write_item(run: PrintRun, item: PrintItem, form: str, content: bytes) -> None:
    """Write a file of a paper whole or not at all, over what was left of an earlier attempt."""
    path = _item_path(run, item, form)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, lambda file: file.write(content))


def _replace(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        Path(name).chmod(settings.FILE_UPLOAD_PERMISSIONS)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_zip(
    run: PrintRun, items: Sequence[PrintItem], *, heartbeat: Callable[[], None]
) -> PrintFile:
    """Every paper for itself in one zip; the papers are compressed already."""
    path = folder_of(run.public_id) / "papers.zip"

    def write(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for item in items:
                if not is_stored(run, item):
                    raise PaperFileMissing(item.file_name)
                for form in item.hashes:
                    content = _item_path(run, item, form).read_bytes()
                    archive.writestr(zipfile.ZipInfo(item.named(form), _NO_TIME), content)
                heartbeat()

    _replace(path, write)
    return _row(run, path, "zip")


class PaperFileMissing(Exception):
    """A paper is gone from the folder, or is not the one that was made."""


def is_stored(run: PrintRun, item: PrintItem) -> bool:
    """Whether the paper is in the folder as it was made, in each of its formats."""
    return all(
        _has_hash(_item_path(run, item, form), digest) for form, digest in item.hashes.items()
    )


def write_merged(
    run: PrintRun, items: Sequence[PrintItem], *, heartbeat: Callable[[], None]
) -> PrintFile:
    """All papers as one PDF in their order."""
    path = folder_of(run.public_id) / "papers.pdf"
    with tempfile.TemporaryDirectory(dir=path.parent) as work:
        parts: list[Path] = []
        named: list[tuple[str, int]] = []
        for start in range(0, len(items), PAPERS_PER_MERGE):
            some = items[start : start + PAPERS_PER_MERGE]
            part = Path(work) / f"{start:06}.pdf"
            contents = _contents(some)
            if rendering.are_certificates(contents):
                part.write_bytes(
                    rendering.certificates_pdf(
                        contents, title=run.title, layout=run.layout, made_at=run.created_at
                    )
                )
            else:
                pages = rendering.merge_pdfs([_item_path(run, one) for one in some], part)
                named += zip((f"{one.number}. {one.name}" for one in some), pages, strict=True)
            parts.append(part)
            heartbeat()
        whole = Path(work) / "whole.pdf"
        rendering.merge_pdfs(parts, whole)
        if len(named) == len(items):
            rendering.name_pages(whole, run.title, *zip(*named, strict=True))
        whole.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        whole.replace(path)
    return _row(run, path, "pdf")


def _contents(items: Sequence[PrintItem]) -> list[str]:
    rows = PrintItem.objects.filter(pk__in=[one.pk for one in items]).order_by("position")
    return list(rows.values_list("content", flat=True))


def _row(run: PrintRun, path: Path, format_: str) -> PrintFile:
    return PrintFile(
        run=run,
        format=format_,
        stored=str(path.relative_to(settings.MEDIA_ROOT)),
        size=path.stat().st_size,
        sha256=hash_of(path),
    )


def path_of(file: PrintFile) -> Path:
    """Where a file of a run is."""
    return Path(settings.MEDIA_ROOT) / file.stored


def hash_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def is_unchanged(file: PrintFile) -> bool:
    """Whether the file is there, byte for byte as it was made."""
    return _has_hash(path_of(file), file.sha256)


def _has_hash(path: Path, digest: str) -> bool:
    try:
        return hash_of(path) == digest
    except OSError:
        return False


def clear_items(public_id: UUID) -> None:
    """The single papers are in the zip."""
    shutil.rmtree(folder_of(public_id) / "items", ignore_errors=True)


def delete_files(public_id: UUID) -> None:
    """Nothing of the run stays in the folder."""
    shutil.rmtree(folder_of(public_id), ignore_errors=True)
