"""The parts of an .xlsx as streams of XML, within limits. Runs in a child, without Django.

Expat reads piece by piece, so that nothing is held that is not wanted; a document type, which only
an attack has, ends the reading.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

MAX_UNPACKED_MEGABYTES = 200
MAX_RATIO = 100
"""A part may be so many times as large as its packed form, above FREE_MEGABYTES."""
FREE_MEGABYTES = 20
_MEGABYTE = 1024 * 1024
_PIECE = 1 << 16

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class UnreadableWorkbook(Exception):
    """The workbook is refused; the argument is the key of the reason."""

    @property
    def key(self) -> str:
        """The key of the reason."""
        return str(self.args[0])


def local_name(name: str) -> str:
    """An XML name without its namespace."""
    return name.rpartition("}")[2]


class Package:
    """The ZIP archive that a workbook is."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise UnreadableWorkbook("damaged") from None
        infos = self._archive.infolist()
        self._infos = {info.filename.lstrip("/").lower(): info for info in infos}
        unpacked = sum(info.file_size for info in infos)
        is_bomb = unpacked > max(len(content) * MAX_RATIO, FREE_MEGABYTES * _MEGABYTE)
        if unpacked > MAX_UNPACKED_MEGABYTES * _MEGABYTE or is_bomb:
            raise UnreadableWorkbook("unpacks_too_large")

    def has(self, part: str) -> bool:
        """Whether the archive has the part, whatever the case of its name."""
        return part.lower() in self._infos

    def parse(
        self, part: str, start: Start, end: End | None = None, text: Text | None = None
    ) -> None:
        """Stream a part through the handlers; names are written namespace}name."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        try:
            with self._archive.open(self._infos[part.lower()]) as stream:
                while piece := stream.read(_PIECE):
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            KeyError,
            ValueError,
            OSError,
            EOFError,
            RuntimeError,  # encrypted
            NotImplementedError,  # a method of packing nobody uses
            zipfile.zlib.error,  # type: ignore[attr-defined]  # the module that zipfile itself uses
        ):
            raise UnreadableWorkbook("damaged") from None

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part points to: id -> (last word of the type, name)."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if local_name(element) != "Relationship" or attributes.get("TargetMode") == "External":
                return
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        where = f"{folder}/_rels/{name}.rels"
        if self.has(where):
            self.parse(where, start)
        return found


def _refuse_doctype(*_ignored: object) -> None:
    raise UnreadableWorkbook("damaged")
