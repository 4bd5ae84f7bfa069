"""What the sheets of a workbook share: texts, formats, fonts. Runs in a child, without Django."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nominations.importing.xlsx_formats import BUILT_IN, NumberFormat, number_format
from nominations.importing.xlsx_package import Package, UnreadableWorkbook, local_name

MAX_TEXTS = 1_000_000
MAX_STYLES = 65_536
MAX_TEXT = 32_767
"""The longest text of a cell in Excel."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def unescape(text: str) -> str:
    """A text with the characters that Excel writes as _xHHHH_, and line ends as one character."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = _SURROGATES.sub("", text)
    return text.replace("\r\n", "\n") if "\r" in text else text


@dataclass
class SharedText:
    """The texts that cells point to, and which of them have a part struck through."""

    texts: list[str] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)

    def at(self, place: int) -> tuple[str, bool]:
        """(text, whether a part of it is struck through)."""
        if not 0 <= place < len(self.texts):
            raise UnreadableWorkbook("damaged")
        return self.texts[place], place in self.struck


@dataclass
class Styles:
    """Number format and font of each style a cell can have."""

    formats: list[NumberFormat | None] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    from_1904: bool = False

    def format(self, style: int) -> NumberFormat | None:
        """The number format, None for a plain one."""
        return self.formats[style] if 0 <= style < len(self.formats) else None


def read_texts(package: Package, part: str) -> SharedText:
    """The shared texts; phonetic guides are left out."""
    found = SharedText()
    pieces: list[str] = []
    state = {"wanted": False, "phonetic": False, "struck": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = local_name(name)
        if kind == "si":
            pieces.clear()
            state["struck"] = False
        elif kind == "t":
            state["wanted"] = not state["phonetic"]
        elif kind == "rPh":
            state["phonetic"] = True
        elif kind == "strike" and is_struck(attributes):
            state["struck"] = True

    def end(name: str) -> None:
        kind = local_name(name)
        if kind == "t":
            state["wanted"] = False
        elif kind == "rPh":
            state["phonetic"] = False
        elif kind == "si":
            if len(found.texts) == MAX_TEXTS:
                raise UnreadableWorkbook("too_many_cells")
            if state["struck"]:
                found.struck.add(len(found.texts))
            found.texts.append(unescape("".join(pieces))[:MAX_TEXT])

    def text(data: str) -> None:
        if state["wanted"]:
            pieces.append(data)

    package.parse(part, start, end, text)
    return found


def is_struck(attributes: dict[str, str]) -> bool:
    """Whether an element `strike` strikes."""
    return attributes.get("val", "1") not in ("0", "false", "off")


def read_styles(package: Package, part: str) -> Styles:
    """The styles of cells."""
    codes: dict[int, str] = {}
    fonts: list[bool] = []
    cells: list[tuple[int, int]] = []
    above: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        kind, parent = local_name(name), above[-1] if above else ""
        above.append(kind)
        if kind == "numFmt" and parent == "numFmts":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif kind == "font" and parent == "fonts":
            fonts.append(False)
        elif kind == "strike" and above[-3:-1] == ["fonts", "font"]:
            fonts[-1] = is_struck(attributes)
        elif kind == "xf" and parent == "cellXfs":
            if len(cells) == MAX_STYLES:
                raise UnreadableWorkbook("too_many_cells")
            cells.append((int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))))

    def end(_name: str) -> None:
        above.pop()

    package.parse(part, start, end)
    made: dict[int, NumberFormat | None] = {}
    styles = Styles()
    for number, font in cells:
        if number not in made:
            code = codes.get(number, BUILT_IN.get(number, "General"))
            made[number] = None if code.lower() == "general" else number_format(code[:250])
        styles.formats.append(made[number])
        styles.struck.append(0 <= font < len(fonts) and fonts[font])
    return styles
