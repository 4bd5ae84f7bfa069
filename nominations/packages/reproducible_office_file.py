"""Makes Word and Excel files reproducible: their bytes depend on the content only."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

_TIMELESS = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def reproducible_file(content: bytes, made_at: datetime) -> bytes:
    """The same file with all timestamps set to `made_at`."""
    moment = f"{made_at:%Y-%m-%dT%H:%M:%SZ}".encode()
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as parts,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for part in parts.infolist():
            body = parts.read(part)
            if part.filename == _PROPERTIES:
                body = _MOMENT.sub(rb"\g<1>" + moment + rb"\g<2>", body)
            info = zipfile.ZipInfo(part.filename, _TIMELESS)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o100600 << 16
            written.writestr(info, body)
    return target.getvalue()
