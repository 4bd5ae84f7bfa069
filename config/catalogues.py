"""Message catalogues: one PO file per room, merged and compiled without any gettext program.

Importing this module needs the standard library only; the start script asks it whether anything
has to be compiled before the environment with Babel exists.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGES = ("config", "nominations", "notifications", "workflow")
TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".svg", ".xml"})
# Django's names; the second element of the tuple marks the context argument.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str, str]  # context ("" for none), msgid


class CatalogueError(Exception):
    """The PO files cannot be merged; the text says which message and which files."""


@dataclass(frozen=True, slots=True)
class MessageUse:
    """One message in the sources."""

    key: Key
    where: str


def po_files(folder: Path) -> list[Path]:
    """The PO files of one language folder, in a fixed order."""
    return sorted(path for path in folder.glob("*.po") if path.stem != "django")


def po_folders(locale: Path) -> list[Path]:
    """The `LC_MESSAGES` folders that hold PO files."""
    return [path for path in sorted(locale.glob("*/LC_MESSAGES")) if po_files(path)]


def is_stale(folder: Path) -> bool:
    """Whether `django.mo` is missing or older than a PO file."""
    target = folder / "django.mo"
    try:
        made = target.stat().st_mtime_ns
    except OSError:
        return True
    return any(path.stat().st_mtime_ns > made for path in po_files(folder))


def stale_folders(locale: Path) -> list[Path]:
    """The language folders that have to be compiled."""
    return [folder for folder in po_folders(locale) if is_stale(folder)]


def merge_catalogue(folder: Path) -> Catalog:
    """All PO files of a folder as one catalogue; a message with two translations is refused."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, read_po

    merged = Catalog(locale=folder.parent.name, domain="django", fuzzy=False)
    origin: dict[Key, str] = {}
    conflicts: list[str] = []
    for path in po_files(folder):
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, locale=folder.parent.name, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            raise CatalogueError(f"{path.name}: {error}") from None
        for message in catalogue:
            if not message.id or message.fuzzy or not _translated(message.string):
                continue
            msgid = message.id if isinstance(message.id, str) else message.id[0]
            key = (message.context or "", msgid)
            known = merged.get(msgid, message.context)
            if known is not None and known.string != message.string:
                conflicts.append(f"{_shown(key)}: {origin[key]} and {path.name} differ")
                continue
            origin[key] = path.name
            merged.add(message.id, message.string, context=message.context, flags=message.flags)
    if conflicts:
        raise CatalogueError("\n".join(conflicts))
    return merged


def _translated(string: str | Iterable[str] | None) -> bool:
    return bool(string) if string is None or isinstance(string, str) else all(string)


def _shown(key: Key) -> str:
    context, msgid = key
    return f"{msgid!r} (context {context!r})" if context else repr(msgid)


def compile_folder(folder: Path) -> int:
    """Write `django.mo` beside the PO files, whole or not at all; the number of messages."""
    from babel.messages.mofile import write_mo

    merged = merge_catalogue(folder)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".django-", suffix=".mo")
    with os.fdopen(handle, "wb") as file:
        write_mo(file, merged)
    Path(name).chmod(0o644)
    Path(name).replace(folder / "django.mo")
    return len(merged)


def compile_stale(locale: Path) -> int:
    """Compile what is out of date; the number of languages compiled."""
    behind = stale_folders(locale)
    for folder in behind:
        compile_folder(folder)
    return len(behind)


def message_uses(root: Path) -> Iterator[MessageUse]:
    """Every message in our Python files and templates."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            inside = path.relative_to(root)
            if path.suffix == ".py" and "migrations" not in inside.parts:
                yield from _extract(path.read_bytes(), inside.as_posix())
            elif path.suffix in TEMPLATE_SUFFIXES and "templates" in inside.parts:
                yield from _extract(_python_of(path), inside.as_posix())


def _python_of(template: Path) -> bytes:
    """The template's messages as Python calls, line by line (Django blanks out all the rest)."""
    from django.utils.translation.template import templatize

    code = templatize(template.read_text(encoding="utf-8"), origin=template.name)
    # The rest is blanked to X's that keep their indentation, which means nothing to Python.
    return "\n".join(line.strip() for line in code.splitlines()).encode()


def _extract(code: bytes, where: str) -> Iterator[MessageUse]:
    from babel.messages.extract import extract

    options = {"encoding": "utf-8"}
    for line, message, _comments, context in extract(
        "python", io.BytesIO(code), KEYWORDS, (), options
    ):
        msgid = message if isinstance(message, str) else message[0]
        if msgid:
            yield MessageUse((context or "", msgid), f"{where}:{line}")


def missing_translations(root: Path, language: str = "vi") -> list[MessageUse]:
    """Messages of the sources without a translation, each once, in the order of the files."""
    folder = root / "locale" / language / "LC_MESSAGES"
    merged = merge_catalogue(folder)
    seen: set[Key] = set()
    found: list[MessageUse] = []
    for use in message_uses(root):
        if use.key in seen:
            continue
        seen.add(use.key)
        if merged.get(use.key[1], use.key[0] or None) is None:
            found.append(use)
    return found
