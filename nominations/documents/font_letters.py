"""The shipped font: where its files are, which letters it has, how wide a line is.

The table "cmap" of a TrueType file (ISO/IEC 14496-22) says which characters have a shape. All four
cuts must have one, since a name may stand in any of them.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).resolve().parents[1] / "static" / "vendor" / "liberation-serif"
CUTS = ("Regular", "Bold", "Italic", "BoldItalic")
_SCALE = 100  # points at which widths are measured: rounding to pixels does not matter


def font_file(cut: str) -> Path:
    """The file of a cut: Regular, Bold, Italic, BoldItalic."""
    return FOLDER / f"LiberationSerif-{cut}.ttf"


@cache
def letters() -> frozenset[int]:
    """Code points that every cut of the font has a shape for."""
    return frozenset.intersection(*(_mapped(font_file(cut).read_bytes()) for cut in CUTS))


def _mapped(font: bytes) -> frozenset[int]:
    """The characters of the table "cmap" in format 4, the one for characters of two bytes."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {
        font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0]
        for at in range(12, 12 + 16 * tables, 16)
    }
    start = places[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        if struct.unpack_from(">H", font, start + offset)[0] == 4:
            found |= _segments(font, start + offset)
    return frozenset(found)


def _segments(font: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    size = double // 2
    ends = struct.unpack_from(f">{size}H", font, at + 14)
    starts = struct.unpack_from(f">{size}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{size}h", font, at + 16 + 2 * double)
    range_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{size}H", font, range_at)
    found = set()
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = range_at + 2 * index + offsets[index] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, place)
                if not glyph:
                    continue
            if (glyph + deltas[index]) % 0x10000:
                found.add(code)
    return found


@cache
def _measure(cut: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(cut)), _SCALE)


def width_of(text: str, *, size: float, cut: str = "Regular") -> float:
    """Width of a line in millimetres, `size` in points."""
    return _measure(cut).getlength(text) * size / _SCALE * 25.4 / 72
