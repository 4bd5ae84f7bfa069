"""Small pictures as somebody uploads them, with words in the file that no picture needs."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = "Trần Thị Bí Mật 0912345678"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def drawing(kind: str = "PNG", colour: str = "#c8102e", size: int = 300) -> bytes:
    """A picture whose file says who drew it, with a script behind it."""
    made, exif, about = io.BytesIO(), Image.Exif(), PngInfo()
    exif[0x010E] = exif[0x013B] = SECRET
    about.add_itxt("Author", SECRET)
    more: dict[str, Any] = {"exif": exif} if kind == "JPEG" else {"pnginfo": about}
    Image.new("RGB", (size, size), colour).save(made, kind, **more)
    return made.getvalue() + SVG
