"""A package as a file: a zip whose comment is the signature of every byte before it.

First in the zip stands `manifest.json`, which names every other file with size and SHA-256, in
their order. Nothing is compressed, no entry has a time, so that the same content is the same file
byte for byte, and nothing can be larger inside than outside. The signature is checked before
anything of the zip is read.

    <zip, with a comment of COMMENT_BYTES announced> <comment>
    comment = "BANGVANG" format, blank, fingerprint of the key, blank, signature, both in
              hexadecimal digits
    signed  = CONTEXT and the SHA-512, in hexadecimal digits, of all bytes before the comment
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

from nominations.packages.sealing.exceptions import PackageRefused
from nominations.packages.sealing.signing_keys import PublicKey, SigningKey

FORMAT = 1
MANIFEST = "manifest.json"
CONTEXT = b"bang-vang dossier package, format 1\n"
MAX_NAME = 50
"""The maximum length of a file name, and of each folder above it."""
MAX_FILES = 20_000
MAX_MANIFEST_BYTES = 32 * 1024 * 1024
MAX_BYTES = 2 * 1024 * 1024 * 1024

_MARK = re.compile(rb"BANGVANG(\d) ([0-9a-f]{40}) ([0-9a-f]{128})")
_OPENING = b"BANGVANG"
COMMENT_BYTES = 179
_PIECE = 1024 * 1024
_NAME = re.compile(rf"(?:[a-z0-9_-]{{1,{MAX_NAME}}}/){{0,3}}[a-z0-9_-]+(?:\.[a-z0-9]+)+")
_TIMELESS = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100600 << 16
_ZIP_START, _UNIX = b"PK\x03\x04", 3
_LOCAL_HEADER = 30  # bytes before the name of an entry

Pieces = Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file of a package in its manifest; `about` has its further entries."""

    name: str
    size: int
    sha256: str
    about: Mapping[str, Any]


# --- writing --------------------------------------------------------------------------------------


class PackageWriter:
    """Collects the files of a package in a temporary file, then writes them after their manifest.

    Only one file's content is in memory at a time.
    """

    def __init__(self, work: Path) -> None:
        self._work = work
        self._handle = work.open("wb")
        self.files: list[PackedFile] = []
        self._names: set[str] = set()

    def add(self, name: str, pieces: Pieces, **about: Any) -> PackedFile:
        """Add a file; raises ValueError for an invalid or duplicate name."""
        if not is_name(name) or name == MANIFEST or name in self._names:
            raise ValueError(name)
        size, digest = 0, sha256()
        for piece in pieces:
            size += len(piece)
            digest.update(piece)
            self._handle.write(piece)
        self._names.add(name)
        found = PackedFile(name=name, size=size, sha256=digest.hexdigest(), about=about)
        self.files.append(found)
        return found

    def seal(self, manifest: Mapping[str, Any], target: Path, key: SigningKey) -> str:
        """Write the package; `manifest` gets format, key and files. Returns its SHA-256."""
        self._handle.close()
        content = {
            **manifest,
            "format": FORMAT,
            "key": key.public.fingerprint,
            "files": [
                {**one.about, "name": one.name, "size": one.size, "sha256": one.sha256}
                for one in self.files
            ],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        with self._work.open("rb") as work:
            write_zip(
                target,
                [
                    (MANIFEST, [text.encode()]),
                    *((one.name, _taken(work, one.size)) for one in self.files),
                ],
            )
        sign_file(target, key)
        return _digest(target, sha256, target.stat().st_size)


def is_name(name: str) -> bool:
    """Whether the name is valid for a file of a package: lower-case ASCII, at most 50
    characters."""
    return bool(_NAME.fullmatch(name)) and len(name.rpartition("/")[2]) <= MAX_NAME


def _taken(work: Any, size: int) -> Iterator[bytes]:
    """The next bytes of the work file, in pieces."""
    while size > 0:
        piece = work.read(min(_PIECE, size))
        size -= len(piece)
        yield piece


def write_zip(target: Path, entries: Iterable[tuple[str, Pieces]]) -> None:
    """The entries without compression, times or owners, behind an announced comment."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, pieces in entries:
            info = zipfile.ZipInfo(name, _TIMELESS)
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
            with archive.open(info, "w") as entry:
                for piece in pieces:
                    entry.write(piece)
        archive.comment = b" " * COMMENT_BYTES


def sign_file(target: Path, key: SigningKey) -> None:
    """Write the signature over the comment that the file ends with."""
    signed_bytes = target.stat().st_size - COMMENT_BYTES
    signature = key.sign(_message(target, signed_bytes))
    fingerprint = key.public.fingerprint.encode()
    mark = b"%s%d %s %s" % (_OPENING, FORMAT, fingerprint, signature.hex().encode())
    with target.open("r+b") as file:
        file.seek(signed_bytes)
        file.write(mark)


def _message(path: Path, length: int) -> bytes:
    return CONTEXT + _digest(path, sha512, length).encode() + b"\n"


def _digest(path: Path, kind: Callable[[], Any], length: int) -> str:
    found = kind()
    with path.open("rb") as file:
        for piece in _taken(file, length):
            if not piece:
                raise PackageRefused("cut_off")
            found.update(piece)
    digest: str = found.hexdigest()
    return digest


# --- reading --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPackage:
    """A package whose signature holds and whose files are those of its manifest."""

    path: Path
    sha256: str
    fingerprint: str
    manifest: dict[str, Any]
    files: tuple[PackedFile, ...]

    def read(self, name: str) -> bytes:
        """One file whole."""
        return read_entry(self.path, name)


def read_entry(path: Path, name: str) -> bytes:
    """One file of a package that was opened before; KeyError where it has none of that name."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def open_package(path: Path, keys: Mapping[str, PublicKey]) -> OpenPackage:
    """Check a file from outside and open it; `keys` are the public ones by their fingerprint.

    Raises PackageRefused: not_a_package, cut_off, too_large, other_format, unknown_sender,
    changed, wrong_structure, wrong_name, wrong_checksum.
    """
    fingerprint = check_signature(path, keys)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, archive.start_dir)
            manifest = _manifest(archive, entries)
            files = _listed(manifest, entries)
            for entry, packed in zip(entries[1:], files, strict=True):
                _check_content(archive, entry, packed)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise PackageRefused("wrong_structure") from error
    if manifest.get("key") != fingerprint:
        raise PackageRefused("wrong_structure")
    return OpenPackage(
        path=path,
        sha256=_digest(path, sha256, path.stat().st_size),
        fingerprint=fingerprint,
        manifest=manifest,
        files=files,
    )


def check_signature(path: Path, keys: Mapping[str, PublicKey]) -> str:
    """The fingerprint of the known key that signed every byte of the file."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PackageRefused("too_large", limit=MAX_BYTES // 1024**2)
    with path.open("rb") as file:
        start = file.read(_LOCAL_HEADER + len(MANIFEST))
        file.seek(max(size - COMMENT_BYTES, 0))
        comment = file.read()
    if not start.startswith(_ZIP_START):
        raise PackageRefused("not_a_package")
    mark = _MARK.fullmatch(comment)
    if mark is None:  # a package begins with its manifest, a zip file of something else does not
        is_package = start[_LOCAL_HEADER:] == MANIFEST.encode()
        raise PackageRefused("cut_off" if is_package else "not_a_package")
    if int(mark[1]) != FORMAT:
        raise PackageRefused("newer_format" if int(mark[1]) > FORMAT else "older_format")
    fingerprint = mark[2].decode()
    if fingerprint not in keys:
        raise PackageRefused("unknown_sender", fingerprint=fingerprint)
    message = _message(path, size - COMMENT_BYTES)
    if not keys[fingerprint].signed(bytes.fromhex(mark[3].decode()), message):
        raise PackageRefused("changed")
    return fingerprint


def _check_entries(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Number, names and kinds, before anything is read: the manifest first, and each entry where
    the one before it ends."""
    if not entries or len(entries) > MAX_FILES or entries[0].filename != MANIFEST:
        raise PackageRefused("wrong_structure")
    names = [entry.orig_filename for entry in entries]
    if len(set(names)) != len(names):
        raise PackageRefused("wrong_structure")
    place = 0
    for entry in entries:
        if not is_name(entry.orig_filename):
            raise PackageRefused("wrong_name")
        if (
            entry.header_offset != place
            or entry.compress_type != zipfile.ZIP_STORED
            or entry.flag_bits
            or entry.external_attr != _PLAIN_FILE
            or entry.file_size != entry.compress_size
        ):
            raise PackageRefused("wrong_structure")
        place += _LOCAL_HEADER + len(entry.orig_filename) + entry.file_size
    if place != end:
        raise PackageRefused("wrong_structure")


def _manifest(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, Any]:
    if entries[0].file_size > MAX_MANIFEST_BYTES:
        raise PackageRefused("wrong_structure")
    try:
        content = json.loads(archive.read(entries[0]))
    except (ValueError, RecursionError) as error:
        raise PackageRefused("wrong_structure") from error
    if not isinstance(content, dict):
        raise PackageRefused("wrong_structure")
    version = content.get("format")
    if version != FORMAT:
        is_newer = isinstance(version, int) and version > FORMAT
        raise PackageRefused("newer_format" if is_newer else "older_format")
    return content


def _listed(manifest: dict[str, Any], entries: list[zipfile.ZipInfo]) -> tuple[PackedFile, ...]:
    """The files of the manifest: those of the zip, in their order."""
    try:
        files = tuple(
            PackedFile(name=one["name"], size=one["size"], sha256=one["sha256"], about=one)
            for one in manifest["files"]
        )
    except (KeyError, TypeError) as error:
        raise PackageRefused("wrong_structure") from error
    there = [(entry.filename, entry.file_size) for entry in entries[1:]]
    if [(one.name, one.size) for one in files] != there:
        raise PackageRefused("wrong_structure")
    return files


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, packed: PackedFile) -> None:
    digest = sha256()
    with archive.open(entry) as content:
        while piece := content.read(_PIECE):
            digest.update(piece)
    if digest.hexdigest() != packed.sha256:
        raise PackageRefused("wrong_checksum", name=packed.name)
