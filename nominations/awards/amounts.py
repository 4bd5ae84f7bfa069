"""Amounts of money as Vietnamese papers write them: "Hai triệu hai trăm bốn mươi nghìn đồng"."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def _tens(tens: int, units: int, *, after_hundreds: bool) -> list[str]:
    """The last two digits: mười lăm, hai mươi mốt, linh năm."""
    if tens == 0:
        if units == 0:
            return []
        return [*(["linh"] if after_hundreds else []), _DIGITS[units]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if units == 0:
        return words
    if units == 1 and tens > 1:
        return [*words, "mốt"]
    return [*words, "lăm" if units == 5 else _DIGITS[units]]


def _group(value: int, *, follows: bool) -> list[str]:
    """Three digits; where something stands before them the hundreds are said even when zero."""
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    has_hundreds = hundreds > 0 or follows
    words = [_DIGITS[hundreds], "trăm"] if has_hundreds else []
    return words + _tens(tens, units, after_hundreds=has_hundreds)


def _below_billion(value: int, *, follows: bool) -> list[str]:
    words: list[str] = []
    for place in (2, 1, 0):
        group = value // 1000**place % 1000
        if group:
            words += _group(group, follows=follows or bool(words))
            words += [_SCALES[place]] if place else []
    return words


def _words(value: int, *, follows: bool = False) -> list[str]:
    billions, rest = divmod(value, _BILLION)
    if not billions:
        return _below_billion(rest, follows=follows)
    words = [*_words(billions, follows=follows), "tỷ"]
    return words + _below_billion(rest, follows=True)


def number_in_words(value: int) -> str:
    """A whole number in words, in small letters; refuses a negative one with ValueError."""
    if value < 0:
        raise ValueError(value)
    return " ".join(_words(value)) or _DIGITS[0]


def amount_in_words(value: int) -> str:
    """An amount in đồng in words, as it stands behind "Bằng chữ:" on a paper."""
    words = f"{number_in_words(value)} đồng"
    return words[0].upper() + words[1:]
