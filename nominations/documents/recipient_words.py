"""Wording of papers, files and pages if a household is among the recipients.

Where none is, every text stays as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from nominations.documents.paper_words import PaperWords, paper_words
from nominations.law.models import RecipientKind


def naming_households(text: str, kinds: Iterable[str]) -> str:
    """A text that speaks of "tập thể, cá nhân", with the households among them where one of the
    recipients, told by their kinds, is one."""
    if RecipientKind.HOUSEHOLD not in {str(kind) for kind in kinds}:
        return text
    for plain, with_households in paper_words().table("naming_households").values():
        for shape in (str, str.capitalize, str.upper):
            text = text.replace(shape(plain), shape(with_households))
    return text


def say_of(words: PaperWords, name: str, kinds: Iterable[str], /, **values: object) -> str:
    """A sentence of a paper about recipients of these kinds; what is put in, the name of a
    campaign, stays as it is."""
    return naming_households(words.sentence(name), kinds).format(**values)


def recipient_heading(heading: str, kinds: Iterable[str]) -> str:
    """The heading of a column of recipients: "Tên tập thể, hộ gia đình, họ và tên" where a
    household is among them, "Tên hộ gia đình" where nobody else is. Another heading stays."""
    among = {str(kind) for kind in kinds}
    if RecipientKind.HOUSEHOLD not in among:
        return heading
    for plain, with_households, households_only in (
        paper_words().table("heading_of_recipients").values()
    ):
        if heading == plain:
            return households_only if len(among) == 1 else with_households
    return heading
