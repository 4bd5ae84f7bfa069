"""A thousand random changes of packages on their way: none is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packages.sealed import TAMPERINGS, honest, let_in

pytestmark = pytest.mark.long


def test_a_thousand_random_tamperings_are_refused(tmp_path: Path) -> None:
    package = honest(tmp_path).read_bytes()
    assert len(TAMPERINGS) > 10
    assert let_in(tmp_path, package, 1_000, seed=7) == []


def test_every_single_bit_counts(tmp_path: Path) -> None:
    """Each bit of the first kilobyte, of the directory and of the signature."""
    from nominations.packages.sealing.exceptions import PackageRefused
    from nominations.packages.sealing.package_file import open_package
    from tests.packages.sealed import KNOWN

    package, target, let = honest(tmp_path).read_bytes(), tmp_path / "bit.zip", []
    places = [*range(1_000), *range(len(package) - 700, len(package))]
    for place in places:
        for bit in range(8):
            changed = bytearray(package)
            changed[place] ^= 1 << bit
            target.write_bytes(changed)
            try:
                open_package(target, KNOWN)
            except PackageRefused:
                continue
            let.append((place, bit))
    assert let == []
