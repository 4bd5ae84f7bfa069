"""The fraction of a body that must be present or agree: a quorum, a threshold."""

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
