"""Pictures: decoded within a limit and re-encoded, so that only the pixels are stored.

Place, time and camera of a photograph go with the rest; its orientation is applied. Photographs of
iPhones (HEIC) become JPEG, which every program shows.
"""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps, UnidentifiedImageError

from nominations.files.exceptions import FileRefused

MAX_SIDE = 20_000
MAX_PIXELS = 110_000_000  # the largest phones make 108 million
QUALITY = 90
_FORMATS = {"jpg": ("JPEG",), "png": ("PNG",), "heic": ("HEIF",)}
_EMBEDDED = ("JPEG", "PNG", "GIF", "BMP", "TIFF")
_ENHANCED_METAFILE, _METAFILES = b" EMF", (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"II\xbc")
_SAVED_MODES = {"jpg": ("L", "RGB"), "png": ("1", "L", "LA", "RGB", "RGBA", "I;16")}
_FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    RuntimeError,
    OverflowError,
    struct.error,
)

Image.MAX_IMAGE_PIXELS = None  # `_opened` counts them itself, before anything is decoded


def stored_kind(kind: str) -> str:
    """The kind in which a picture is stored."""
    return "jpg" if kind == "heic" else kind


def reencoded_picture(content: bytes, kind: str, longest: int = 0) -> bytes:
    """The picture alone, upright, as a JPEG or PNG file of its own making; made smaller where a
    side is longer than `longest` pixels (0: as large as it came)."""
    picture = _opened(content, _FORMATS[kind])
    try:
        picture.load()
    except _FAULTS:
        raise FileRefused("cut_off") from None
    try:
        return _encoded(_fitted(ImageOps.exif_transpose(picture), longest), stored_kind(kind))
    except _FAULTS:
        raise FileRefused("damaged") from None


def _fitted(picture: Image.Image, longest: int) -> Image.Image:
    if not longest or max(picture.size) <= longest:
        return picture
    if picture.mode not in ("L", "LA", "RGB", "RGBA"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((longest, longest))
    return picture


def check_embedded_picture(content: bytes) -> None:
    """Refuse what stands in a document for a picture but is none, or is too large to be shown."""
    if content.startswith(_METAFILES) or content[40:44] == _ENHANCED_METAFILE:
        return
    _opened(content, _EMBEDDED)


def _opened(content: bytes, formats: tuple[str, ...]) -> Image.Image:
    """The picture, not yet decoded; refuses one that would take too much to decode."""
    if formats == _FORMATS["heic"]:
        import pi_heif

        pi_heif.register_heif_opener()
    try:
        picture = Image.open(io.BytesIO(content), formats=formats)
    except UnidentifiedImageError:
        raise FileRefused("content_mismatch") from None
    except _FAULTS:
        raise FileRefused("damaged") from None
    width, height = picture.size
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise FileRefused("picture_too_large")
    return picture


def _encoded(picture: Image.Image, kind: str) -> bytes:
    """Saved without anything that came with it: no text, profile, palette or second picture."""
    if kind == "png" and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode not in _SAVED_MODES[kind]:
        picture = picture.convert("RGB")
    picture.info = {}
    target = io.BytesIO()
    if kind == "jpg":
        picture.save(target, "JPEG", quality=QUALITY)
    else:
        picture.save(target, "PNG")
    return target.getvalue()
