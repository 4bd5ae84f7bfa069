"""What Excel shows for a number: days, numbers with leading zeros, percentages. Runs in a child.

Only what a number alone would not say is worked out here; everything else is shown as it is.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

BUILT_IN = {9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"}
BUILT_IN |= {18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "d/m/yy h:mm"}
BUILT_IN |= {45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss"}
BUILT_IN |= dict.fromkeys((*range(27, 32), *range(34, 37), *range(50, 59)), "dd/mm/yyyy")
BUILT_IN |= dict.fromkeys((32, 33), "h:mm:ss")
_SECONDS_OF_DAY = 86_400
_FROM_1904 = datetime.fromisoformat("1904-01-01")
_FROM_1900 = datetime.fromisoformat("1899-12-30")
_BEFORE_MARCH_1900 = datetime.fromisoformat("1899-12-31")
"""Excel believes in 29/02/1900, so that its days before it are one behind."""
_LAST_DAY = 2_958_465  # 31/12/9999
_PIECE = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(.)', re.DOTALL)
_ELAPSED = re.compile(r"^[hms]+$", re.IGNORECASE)


class NumberFormat(NamedTuple):
    """The first section of a format: literal texts and signs, in order."""

    pieces: tuple[tuple[bool, str], ...]  # (is a literal, text)

    @property
    def signs(self) -> str:
        """The signs without the literals."""
        return "".join(text for is_literal, text in self.pieces if not is_literal).lower()


def number_format(code: str) -> NumberFormat:
    """A format by its code, such as `000"/QĐ"` or `dd/mm/yyyy;@`."""
    pieces: list[tuple[bool, str]] = []
    for found in _PIECE.finditer(code):
        quoted, escaped, bracket, sign = found.groups()
        if sign == ";":
            break
        if quoted is not None or escaped is not None:
            pieces.append((True, quoted if quoted is not None else escaped))
        elif bracket is not None:
            if _ELAPSED.match(bracket):
                pieces.append((False, bracket))
        elif sign is not None:
            pieces.append((sign in " -/():+", sign))
    return NumberFormat(tuple(pieces))


def is_date(form: NumberFormat) -> bool:
    """Whether the format makes a day or a time of a number."""
    signs = form.signs
    return "general" not in signs and not signs.startswith("e") and bool(set("dmyhs") & set(signs))


def datetime_of_number(number: float, *, from_1904: bool) -> datetime | None:
    """The moment that a number of days stands for; None where Excel shows ####."""
    if not 0 <= number < _LAST_DAY + 1:
        return None
    start = _FROM_1900 if number >= 60 else _BEFORE_MARCH_1900
    if from_1904:
        start = _FROM_1904
    return start + timedelta(seconds=round(number * _SECONDS_OF_DAY))


def shown_moment(when: datetime, form: NumberFormat) -> str | None:
    """What is shown of a moment by a format without day, month or year; None for a full day."""
    signs = form.signs
    has_time = "h" in signs or "s" in signs
    has_day, has_year = "d" in signs, "y" in signs
    has_month = "m" in signs and not (has_time and not has_day and not has_year)
    if has_day and has_month and has_year:
        return None
    if has_year:
        return f"{when:%m/%Y}" if has_month else f"{when:%Y}"
    if has_day and has_month:
        return f"{when:%d/%m}"
    return f"{when:%H:%M}" if has_time else None


def shown_number(number: float, form: NumberFormat) -> str | None:
    """What is shown of a number that the format fills with zeros, words or a percent sign."""
    signs = form.signs
    if not signs or set(signs) - set("0#?.%") or number < 0:
        return None
    if signs.endswith("%"):
        decimals = len(signs.partition(".")[2]) - 1 if "." in signs else 0
        text = f"{number * 100:.{decimals}f}"
        return f"{text.rstrip('0').rstrip('.') if decimals else text}%".replace(".", ",")
    if "." in signs or "%" in signs or number != int(number):
        return None
    return _filled(str(int(number)), form.pieces)


def _filled(digits: str, pieces: tuple[tuple[bool, str], ...]) -> str:
    """The digits put into the places of a format from the right, zeros where it asks for them."""
    rest, out = list(digits), []
    places = [at for at, (is_literal, _text) in enumerate(pieces) if not is_literal]
    for at in range(len(pieces) - 1, -1, -1):
        is_literal, text = pieces[at]
        if is_literal:
            out.append(text)
            continue
        digit = rest.pop() if rest else ("0" if text == "0" else "")
        if at == places[0]:
            digit = "".join(rest) + digit
        out.append(digit)
    return "".join(reversed(out))
