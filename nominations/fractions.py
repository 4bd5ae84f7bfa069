"""The fraction of a body that must be present or agree, and shares in percent as printed."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class BodyFraction:
    """An exact fraction of the members of a body, with the paper it rests on and whether the
    figure was checked against it.

    Compared in whole numbers, without division or rounding; `strict` means "more than".
    """

    numerator: int
    denominator: int
    _: KW_ONLY
    strict: bool = False
    source: str = ""
    verified: bool = False

    def __str__(self) -> str:
        return self.text()

    def needed(self, of: int) -> int:
        """The smallest number that reaches the fraction of `of` members."""
        if self.strict:
            return of * self.numerator // self.denominator + 1
        return -(-of * self.numerator // self.denominator)

    def reached(self, count: int, of: int) -> bool:
        """Whether `count` of `of` members reach the fraction; of an empty body nothing does."""
        if self.strict:
            return count * self.denominator > of * self.numerator
        return of > 0 and count * self.denominator >= of * self.numerator

    def text(self) -> str:
        """As written in a regulation: "2/3", "more than 1/2"."""
        return self._worded(f"{self.numerator}/{self.denominator}")

    def percent_text(self) -> str:
        """In percent where that needs no rounding: "80%", else "2/3"; strict is "more than 50%"."""
        percent, rest = divmod(100 * self.numerator, self.denominator)
        return self.text() if rest else self._worded(f"{percent}%")

    def _worded(self, text: str) -> str:
        return _("more than %(fraction)s") % {"fraction": text} if self.strict else text


def percent_hundredths(part: int, whole: int) -> int:
    """A share in hundredths of a percent, half up: 2 of 3 is 6667.

    Integers only. A share below a whole percent is never rounded up to it: thresholds of the law
    are whole percents, and a figure must not show one as reached that is not.
    """
    rounded = (20_000 * part + whole) // (2 * whole)
    if rounded % 100 == 0 and 10_000 * part < rounded * whole:
        return rounded - 1
    return rounded


def share_text(part: int, whole: int) -> str:
    """Share in percent, two decimals with a comma: 8 of 9 is "88,89"."""
    hundredths = percent_hundredths(part, whole)
    return f"{hundredths // 100},{hundredths % 100:02d}"


def percent_words(part: int, whole: int) -> str:
    """ "66,67%", "50%"; "" of an empty body."""
    if not whole:
        return ""
    text = share_text(part, whole)
    return f"{text.rstrip('0').rstrip(',')}%"
