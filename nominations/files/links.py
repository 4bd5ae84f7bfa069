"""Allowed targets of links in documents: pages and mail addresses, never programs or shares."""

from __future__ import annotations

import re
from urllib.parse import unquote

from nominations.files.file_names import PROGRAMS, READ_ONLY, last_ending

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOST_WITH_PORT = re.compile(r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+:\d+(/|$)")
_LOCAL = re.compile(r"file:///[^/\\].*", re.I)  # Excel writes links to tables nearby like this
_BLANKS = re.compile(r"[\x00-\x20\x7f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\ufeff]+")


def is_harmless(target: str) -> bool:
    """Whether a click leads to a page, a mail address, or a document beside this one."""
    plain = _BLANKS.sub("", unquote(target))
    scheme = _SCHEME.match(plain)
    if scheme and scheme[1].lower() == "file":
        return bool(_LOCAL.fullmatch(plain)) and last_ending(plain) in READ_ONLY
    if scheme:
        return scheme[1].lower() in SCHEMES or bool(_HOST_WITH_PORT.match(plain))
    if plain.startswith(("\\", "/")):  # another machine's share, or a path of the reader's own
        return False
    ending = last_ending(re.split(r"[?#]", plain, maxsplit=1)[0])
    return ending not in PROGRAMS or ending == "com"  # an address without https:// before it
