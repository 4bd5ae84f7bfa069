"""A package is opened when every byte is as a known sender signed it, and never otherwise."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from nominations.packages.sealing import package_file
from nominations.packages.sealing.exceptions import PackageRefused
from nominations.packages.sealing.package_file import (
    COMMENT_BYTES,
    MANIFEST,
    PackageWriter,
    is_name,
    open_package,
)
from nominations.packages.sealing.signing_keys import (
    PublicKey,
    SigningKey,
    UnreadableKey,
    grouped_fingerprint,
)
from tests.packages.sealed import (
    FILES,
    FORGED,
    KNOWN,
    OURS,
    THEIRS,
    entries_of,
    honest,
    let_in,
    listed_anew,
    signed,
    zipped,
)


def refusal(path: Path) -> str:
    with pytest.raises(PackageRefused) as refused:
        open_package(path, KNOWN)
    return refused.value.key


def test_a_package_comes_out_as_it_went_in_and_twice_the_same(tmp_path: Path) -> None:
    package = honest(tmp_path)
    again = honest(tmp_path, name="lan_hai.zip")

    found = open_package(package, KNOWN)

    assert [(one.name, found.read(one.name)) for one in found.files] == list(FILES.items())
    assert found.files[0].about["title"] == "01_to_trinh.pdf"
    assert found.manifest["kind"] == "dossiers"
    assert again.read_bytes() == package.read_bytes()
    with zipfile.ZipFile(package) as archive:  # any other program reads it too
        assert archive.testzip() is None


def test_a_key_is_read_as_people_copy_it() -> None:
    text = OURS.public.text
    assert PublicKey(f" {text[:32].upper()}\n{text[32:]} ") == OURS.public
    assert grouped_fingerprint("0123456789ab") == "0123 4567 89AB"
    for wrong in ("", "12", text + "0", "g" * 64):
        with pytest.raises(UnreadableKey):
            PublicKey(wrong)
        with pytest.raises(UnreadableKey):
            SigningKey(wrong)


def test_a_name_is_short_plain_and_stays_inside() -> None:
    good = ("01_to_trinh.pdf", "04_bao_cao/001_an.docx", f"{'a' * 46}.pdf")
    bad = (
        *("", "a", "../a.pdf", "/a.pdf", "a/../b.pdf", "a//b.pdf", "a\\b.pdf", "a.pdf/"),
        *("Á.pdf", "A.pdf", "a b.pdf", "a.pdf\n", "c:a.pdf", f"{'a' * 47}.pdf", "a\x00.pdf"),
    )
    assert [name for name in good if not is_name(name)] == []
    assert [name for name in bad if is_name(name)] == []


def test_the_writer_takes_no_name_twice(tmp_path: Path) -> None:
    writer = PackageWriter(tmp_path / "work")
    writer.add("a.pdf", [b"1"])
    for name in ("a.pdf", MANIFEST, "../a.pdf"):
        with pytest.raises(ValueError, match=name):
            writer.add(name, [b"2"])


def another_zip() -> bytes:
    """A zip file that no installation has made."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        archive.writestr("bao-cao.docx", b"1")
    return found.getvalue()


def test_every_kind_of_damage_has_its_own_reason(tmp_path: Path) -> None:
    content = honest(tmp_path).read_bytes()
    middle = len(content) // 2
    path = tmp_path / "hong.zip"
    for changed, reason in (
        (b"", "not_a_package"),
        (b"%PDF-1.7 ...", "not_a_package"),
        (another_zip(), "not_a_package"),
        (content[:middle], "cut_off"),
        (content[: -COMMENT_BYTES // 2], "cut_off"),
        (content + b"\n", "cut_off"),
        (content.replace(b"BANGVANG1", b"BANGVANG2"), "newer_format"),
        (content.replace(b"BANGVANG1", b"BANGVANG0"), "older_format"),
        (content[:middle] + b"?" + content[middle + 1 :], "changed"),
        (honest(tmp_path, THEIRS).read_bytes(), "unknown_sender"),
    ):
        path.write_bytes(changed)
        assert refusal(path) == reason, reason


def _raw(entries: list[tuple[Any, bytes]], **how: Any) -> bytes:
    """A zip written without the care of the writer."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **how) as archive:
        for name, body in entries:
            info = name if isinstance(name, zipfile.ZipInfo) else _info(name)
            archive.writestr(info, body, how.get("compression"))
        archive.comment = b" " * COMMENT_BYTES
    return target.getvalue()


def _info(name: str, mode: int = 0o100600) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, mode << 16
    return info


def _encrypted(content: bytes) -> bytes:
    """The flag "encrypted" on every entry, in both places where it stands."""
    found = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = found.find(mark)
        while start >= 0:
            found[start + place] |= 1
            start = found.find(mark, start + 4)
    return bytes(found)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_a_known_sender_builds_on_purpose_is_refused_too(tmp_path: Path) -> None:
    """Signed with the right key: the tricks of zip files, and manifests that do not fit."""
    entries = entries_of(honest(tmp_path).read_bytes())
    key = OURS.public.fingerprint

    def manifest(**changes: object) -> list[tuple[str, bytes]]:
        found = json.loads(entries[0][1]) | changes
        return [(MANIFEST, json.dumps(found).encode()), *entries[1:]]

    bomb = listed_anew([*entries, ("bom.pdf", b"\x00" * 3_000_000)])
    climbing = listed_anew([*entries, ("../../settings.py", b"x")])
    link = [*listed_anew([*entries, ("a.pdf", b"/etc/hosts")])]
    link[-1] = (_info("a.pdf", 0o120777), link[-1][1])
    many = [*entries, *((f"a{number}.pdf", b"") for number in range(package_file.MAX_FILES))]
    deep = [(MANIFEST, b"[" * 100_000), *entries[1:]]
    hidden = _raw(entries)
    cases: dict[str, tuple[bytes, str]] = {
        "climbing": (_raw(climbing), "wrong_name"),
        "bomb": (_raw(bomb, compression=zipfile.ZIP_DEFLATED), "wrong_structure"),
        "twice": (_raw([*entries, entries[1]]), "wrong_structure"),
        "symlink": (_raw(link), "wrong_structure"),
        "encrypted": (_encrypted(_raw(entries)), "wrong_structure"),
        "many": (_raw(many), "wrong_structure"),
        "deep": (_raw(deep), "wrong_structure"),
        "hidden": (b"PK\x03\x04hidden before" + hidden, "wrong_structure"),
        "no manifest": (_raw(entries[1:]), "wrong_structure"),
        "not first": (_raw([*entries[1:], entries[0]]), "wrong_structure"),
        "no JSON": (_raw([(MANIFEST, b"{"), *entries[1:]]), "wrong_structure"),
        "a list": (_raw([(MANIFEST, b"[]"), *entries[1:]]), "wrong_structure"),
        "other files": (_raw(manifest(files=[])), "wrong_structure"),
        "files of no kind": (_raw(manifest(files=3)), "wrong_structure"),
        "another key": (_raw(manifest(key="0" * 40)), "wrong_structure"),
        "newer": (_raw(manifest(format=2)), "newer_format"),
        "older": (_raw(manifest(format=0)), "older_format"),
        "no format": (_raw(manifest(format="1")), "older_format"),
        "checksum": (
            _raw([entries[0], (entries[1][0], entries[1][1][::-1]), *entries[2:]]),
            "wrong_checksum",
        ),
    }
    found = {name: refusal(signed(tmp_path, body)) for name, (body, _reason) in cases.items()}
    assert found == {name: reason for name, (_body, reason) in cases.items()}
    assert open_package(signed(tmp_path, _raw(entries)), KNOWN).fingerprint == key  # the control


def test_forty_random_tamperings_are_refused(tmp_path: Path) -> None:
    package = honest(tmp_path).read_bytes()
    assert let_in(tmp_path, package, 40, seed=1) == []


def test_without_the_signature_a_forged_manifest_would_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: checksums alone find nothing where they were computed anew."""
    package = honest(tmp_path).read_bytes()
    path, chance = tmp_path / "gia.zip", random.Random(1)  # noqa: S311
    forged = [tamper(package, chance) for tamper in FORGED]
    for changed in forged:
        path.write_bytes(changed)
        assert refusal(path) == "changed"
    monkeypatch.setattr(PublicKey, "signed", lambda *_given: True)
    for changed in forged:
        path.write_bytes(changed)
        assert open_package(path, KNOWN).manifest["kind"] == "dossiers"


def test_a_package_of_the_largest_size_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = honest(tmp_path)
    monkeypatch.setattr(package_file, "MAX_BYTES", 1_000)
    assert refusal(package) == "too_large"
    assert zipped(tmp_path, [("a.pdf", b"")]).stat().st_size < 1_000
