"""Packages as tests make them: an honest one, and what is done to it on the way."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from nominations.packages.sealing.package_file import (
    COMMENT_BYTES,
    MANIFEST,
    PackageWriter,
    sign_file,
    write_zip,
)
from nominations.packages.sealing.signing_keys import PublicKey, SigningKey

OURS, THEIRS = SigningKey("11" * 32), SigningKey("22" * 32)
KNOWN: dict[str, PublicKey] = {OURS.public.fingerprint: OURS.public}
FILES = {
    "01_to_trinh.pdf": b"%PDF-1.7 " + bytes(range(256)) * 8,
    "02_danh_sach.xlsx": b"PK\x03\x04" + b"\x00" * 700,
    "04_bao_cao/001_nguyen_van_an.docx": "Báo cáo thành tích".encode() * 40,
}
MANIFEST_ONLY: dict[str, Any] = {"kind": "dossiers", "counts": {"individual": 1}}

Entries = Sequence[tuple[str, bytes]]
Tampering = Callable[[bytes, random.Random], bytes]


def honest(folder: Path, key: SigningKey = OURS, name: str = "goi.zip") -> Path:
    """A package of three files, signed."""
    target = folder / name
    writer = PackageWriter(folder / "work")
    for path, content in FILES.items():
        writer.add(path, [content[:100], content[100:]], title=path)
    writer.seal(MANIFEST_ONLY, target, key)
    return target


def entries_of(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def zipped(folder: Path, entries: Entries) -> Path:
    """A zip laid out as a package is, without a signature."""
    target = folder / "gia.zip"
    write_zip(target, [(name, [content]) for name, content in entries])
    return target


def with_mark_of(package: bytes, unsigned: bytes) -> bytes:
    """The zip under the signature of another file."""
    return unsigned[:-COMMENT_BYTES] + package[-COMMENT_BYTES:]


def listed_anew(entries: Entries) -> list[tuple[str, bytes]]:
    """The entries with a manifest that names them as they are now: right sizes and checksums."""
    manifest = json.loads(dict(entries)[MANIFEST])
    about = {one["name"]: one for one in manifest["files"]}
    manifest["files"] = [
        {
            **about.get(name, {"title": name}),
            "name": name,
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
        }
        for name, content in entries
        if name != MANIFEST
    ]
    rest = [(name, content) for name, content in entries if name != MANIFEST]
    return [(MANIFEST, json.dumps(manifest).encode()), *rest]


# --- what a stranger on the way can do ------------------------------------------------------------


def _flip(package: bytes, chance: random.Random) -> bytes:
    place, changed = chance.randrange(len(package)), bytearray(package)
    changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(package: bytes, chance: random.Random) -> bytes:
    return package[: chance.randrange(len(package))]


def _lengthen(package: bytes, chance: random.Random) -> bytes:
    return package + chance.randbytes(chance.randrange(1, 300))


def _drop_a_stretch(package: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(package) - 1)
    return package[:start] + package[start + chance.randrange(1, 200) :]


def _rebuilt(change: Callable[[list[tuple[str, bytes]], random.Random], Entries]) -> Tampering:
    """Unpack, change, pack again under the old signature."""

    def tamper(package: bytes, chance: random.Random) -> bytes:
        target = io.BytesIO()
        write_zip(
            target,  # type: ignore[arg-type]  # zipfile writes into a file object as well
            [(name, [content]) for name, content in change(entries_of(package), chance)],
        )
        return with_mark_of(package, target.getvalue())

    return tamper


def _reorder(entries: list[tuple[str, bytes]], chance: random.Random) -> Entries:
    first, second = chance.sample(range(len(entries)), 2)
    entries[first], entries[second] = entries[second], entries[first]
    return entries


def _remove(entries: list[tuple[str, bytes]], chance: random.Random) -> Entries:
    del entries[chance.randrange(len(entries))]
    return entries


def _rename(entries: list[tuple[str, bytes]], chance: random.Random) -> Entries:
    place = chance.randrange(len(entries))
    entries[place] = (f"x{chance.randrange(999)}.pdf", entries[place][1])
    return entries


def _add(entries: list[tuple[str, bytes]], chance: random.Random) -> Entries:
    return [*entries, (f"them_{chance.randrange(999)}.pdf", chance.randbytes(40))]


def _edit_and_list_anew(entries: list[tuple[str, bytes]], chance: random.Random) -> Entries:
    """Another content of a file, with checksums and sizes that agree with it."""
    place = chance.randrange(1, len(entries))
    entries[place] = (entries[place][0], chance.randbytes(chance.randrange(1, 500)))
    return listed_anew(entries)


def _edit_the_manifest(entries: list[tuple[str, bytes]], chance: random.Random) -> Entries:
    manifest = json.loads(entries[0][1])
    manifest["counts"]["individual"] = chance.randrange(2, 900)
    return [(MANIFEST, json.dumps(manifest).encode()), *entries[1:]]


def _sign_with_another_key(package: bytes, chance: random.Random) -> bytes:
    """A stranger's signature under the name of the known key."""
    return (
        package[:-COMMENT_BYTES]
        + package[-COMMENT_BYTES:-128]
        + chance.randbytes(64).hex().encode()
    )


FORGED = (_rebuilt(_edit_and_list_anew), _rebuilt(_edit_the_manifest))
"""What only the signature can find out."""
TAMPERINGS: tuple[Tampering, ...] = (
    _flip,
    _flip,
    _flip,
    _cut,
    _lengthen,
    _drop_a_stretch,
    _rebuilt(_reorder),
    _rebuilt(_remove),
    _rebuilt(_rename),
    _rebuilt(_add),
    _sign_with_another_key,
    *FORGED,
)


def let_in(folder: Path, package: bytes, number: int, seed: int) -> list[str]:
    """How many of so many random tamperings are opened: their descriptions."""
    from nominations.packages.sealing.exceptions import PackageRefused
    from nominations.packages.sealing.package_file import open_package

    found, target = [], folder / "tampered.zip"
    for run in range(number):
        chance = random.Random(seed * 1_000_003 + run)  # noqa: S311  # repeatable, no secret
        tamper = TAMPERINGS[run % len(TAMPERINGS)]
        changed = tamper(package, chance)
        if changed == package:
            continue
        target.write_bytes(changed)
        try:
            open_package(target, KNOWN)
        except PackageRefused:
            continue
        found.append(f"{tamper.__qualname__} of run {run}")
    return found


def signed(folder: Path, content: bytes, key: SigningKey = OURS) -> Path:
    """A file whose last bytes become the signature: what a known sender could send on purpose."""
    target = folder / "signed.zip"
    target.write_bytes(content)
    sign_file(target, key)
    return target
