"""The check of PDF files: pages, texts, pictures, links, form fields and signatures are allowed,
nothing active.

Read with a parser, so that names are decoded and streams of objects opened; earlier revisions in
the file are checked too, since not every program reads the newest one.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from nominations.files.exceptions import FileRefused
from nominations.files.links import is_harmless

MAX_OBJECTS = 300_000
MAX_DEPTH = 60
MAX_STREAM = 256 * 1024 * 1024
MAX_STREAMS = 768 * 1024 * 1024
MAX_PICTURE_SIDE = 50_000
MAX_PICTURE_PIXELS = 600_000_000
_PIECE = 1024 * 1024

_SCRIPT_ACTIONS = """
    JavaScript Launch SubmitForm ImportData Rendition Movie Sound RichMediaExecute GoTo3DView
    GoToR GoToE
"""
_ATTACHED_WORDS = "EF EmbeddedFile EmbeddedFiles FileAttachment"
_PLAYED_WORDS = "RichMedia RichMediaContent RichMediaSettings Screen 3D U3D PRC"
_SCRIPTS = frozenset([*_SCRIPT_ACTIONS.split(), "JS", "XFA"])
_ATTACHED = frozenset(_ATTACHED_WORDS.split())
_PLAYED = frozenset(_PLAYED_WORDS.split())
FORBIDDEN = _SCRIPTS | _ATTACHED | _PLAYED
"""Keys of dictionaries, and values of Type, Subtype and S."""
_TELLING_KEYS = ("/S", "/Type", "/Subtype")
_ACTIONS = frozenset({"GoTo", "URI", "Named", "SetOCGState", "Hide", "ResetForm", "Thread"})
_PAGE_KEYS = frozenset({"NextPage", "PrevPage", "FirstPage", "LastPage"})
# Not among them: `Sound`, `Movie` and the like, words that a text may be about.
_RAW_WORDS = """
    JavaScript JS Launch SubmitForm ImportData GoToR GoToE EmbeddedFile EmbeddedFiles RichMedia
"""
_RAW_NAMES = frozenset(_RAW_WORDS.split())
_STREAM_BODY = re.compile(rb"stream\r?\n.*?endstream", re.S)
_TEXT = re.compile(rb"\((?:\\.|[^\\()])*\)", re.S)
_NAME = re.compile(rb"/([^\s/<>\[\]()%{}]+)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def check_pdf(content: bytes) -> None:
    """Refuse a file that is not a PDF, is truncated or encrypted, or has active content."""
    if not content.startswith(b"%PDF-"):
        raise FileRefused("content_mismatch")
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused("cut_off")
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise FileRefused("locked")
            if len(pdf.pages) == 0:
                raise FileRefused("content_mismatch")
            _check_objects(pdf)
    except pikepdf.PasswordError:
        raise FileRefused("locked") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError):
        raise FileRefused("damaged") from None
    _check_old_versions(content)


def _check_old_versions(content: bytes) -> None:
    """Look at every dictionary outside streams, whether the newest version still uses it or not."""
    outside = _TEXT.sub(b"", _STREAM_BODY.sub(b"", content))
    for found in _NAME.finditer(outside):
        name = _HEX.sub(lambda code: bytes([int(code[1], 16)]), found[1])
        if name.decode("latin-1") in _RAW_NAMES:
            raise _forbidden(name.decode("latin-1"))


def _check_objects(pdf: pikepdf.Pdf) -> None:
    unpacked = 0
    for number, item in enumerate(pdf.objects):
        if number > MAX_OBJECTS:
            raise FileRefused("unpacks_too_large")
        if isinstance(item, pikepdf.Stream):
            unpacked += _check_stream(item)
            if unpacked > MAX_STREAMS:
                raise FileRefused("unpacks_too_large")
        for one in _dictionaries(item):
            _check_dictionary(one)
    _check_opening(pdf.Root)


def _dictionaries(item: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries of an object; what it only refers to comes with the other objects."""
    if depth > MAX_DEPTH:
        raise FileRefused("damaged")
    if isinstance(item, pikepdf.Array):
        children = list(item.as_list())
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        children = [value for _key, value in item.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)


def _word(value: Any) -> str:
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def _check_dictionary(item: Any) -> None:
    keys = [key[1:] for key in item.keys()]  # noqa: SIM118  # a PDF dictionary, not Python's
    for word in [*keys, *(_word(item.get(key)) for key in _TELLING_KEYS)]:
        if word in FORBIDDEN:
            raise _forbidden(word)
    if "URI" in keys and isinstance(item.get("/URI"), pikepdf.String):
        _check_link(str(item.get("/URI")))
    for key in ("/A", "/PA"):
        if key in item:
            _check_action(item.get(key), _ACTIONS)
    if "/AA" in item and isinstance(item.get("/AA"), pikepdf.Dictionary):
        for action in dict(item.get("/AA")).values():
            _check_action(action, frozenset({"GoTo"}))


def _check_action(action: Any, allowed: frozenset[str]) -> None:
    """Refuse an action of another kind, or one that follows it."""
    for _step in range(MAX_DEPTH):
        if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
            return  # a page to go to, or the attributes of a structure element
        kind = _word(action.get("/S"))
        if kind not in allowed:
            raise FileRefused("scripts")
        if kind == "Named" and _word(action.get("/N")) not in _PAGE_KEYS:
            raise FileRefused("scripts")
        action = action.get("/Next")
        if isinstance(action, pikepdf.Array):
            for one in action.as_list():
                if not isinstance(one, pikepdf.Dictionary) or _word(one.get("/S")) not in allowed:
                    raise FileRefused("scripts")
            return
    raise FileRefused("scripts")


def _check_opening(root: Any) -> None:
    """What happens when the file is opened may be a page view and nothing else."""
    opening = root.get("/OpenAction")
    if opening is not None and not isinstance(opening, pikepdf.Array):
        if not isinstance(opening, pikepdf.Dictionary) or _word(opening.get("/S")) != "GoTo":
            raise FileRefused("scripts")
        _check_action(opening, frozenset({"GoTo"}))


def _check_link(target: str) -> None:
    if not is_harmless(target):
        raise FileRefused("external_content")


def _check_stream(item: Any) -> int:
    """Refuse a stream from elsewhere, a huge picture, what unpacks without end; its real size."""
    if "/F" in item or "/FFilter" in item:
        raise FileRefused("external_content")
    _check_picture(item)
    filters = item.get("/Filter")
    names = [_word(one) for one in filters.as_list()] if isinstance(filters, pikepdf.Array) else []
    names = names or [_word(filters)]
    short = {"Fl": "FlateDecode", "LZW": "LZWDecode", "RL": "RunLengthDecode"}
    names = [short.get(name, name) for name in names]
    packed = [name for name in names if name in short.values()]
    if len(packed) > 1:
        raise FileRefused("unpacks_too_large")
    if not packed:
        return 0
    if names[0] == "FlateDecode":
        return _inflated(item.read_raw_bytes())
    try:
        return _allowed(len(item.read_bytes()))
    except pikepdf.PdfError:
        return 0  # nobody can show what cannot be unpacked


def _check_picture(item: Any) -> None:
    sides = [item.get("/Width"), item.get("/Height")]
    if _word(item.get("/Subtype")) != "Image" or not all(isinstance(side, int) for side in sides):
        return
    width, height = (int(side) for side in sides)
    if max(width, height) > MAX_PICTURE_SIDE or width * height > MAX_PICTURE_PIXELS:
        raise FileRefused("picture_too_large")


def _allowed(size: int) -> int:
    if size > MAX_STREAM:
        raise FileRefused("unpacks_too_large")
    return size


def _inflated(packed: bytes) -> int:
    """How large it becomes, worked out piece by piece."""
    unpacking, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacking.eof:
            size = _allowed(size + len(unpacking.decompress(packed, _PIECE)))
            packed = unpacking.unconsumed_tail
    except zlib.error:
        return size
    return size


def _forbidden(word: str) -> FileRefused:
    if word in _ATTACHED:
        return FileRefused("embedded_files")
    return FileRefused("scripts" if word in _SCRIPTS else "embedded_media")
