"""Checks a rendered file against the facts of its paper by reading it back.

The Word file is drawn from the same blocks as the PDF; its tables are read row by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from nominations.documents.certificate import Certificate
from nominations.documents.paper_words import paper_words
from nominations.documents.standard_parts import counts_of_kinds
from nominations.files.word_text import paragraphs, table_rows
from nominations.issued_papers.paper_facts import ListedLine, PaperFacts
from nominations.issued_papers.set_checks import PaperMismatch


def check_rendered(word: bytes, facts: PaperFacts) -> list[PaperMismatch]:
    """The differences between the tables of the file and the facts: names, posts, numbers.

    A list that is split, by award for instance, has a sum below each part.
    """
    return check_rows(table_rows(word), facts)


def check_rows(rows: Iterable[tuple[str, ...]], facts: PaperFacts) -> list[PaperMismatch]:
    """The same for rows of tables that were read already."""
    numbered: list[tuple[str, ...]] = []
    sums: list[tuple[str, list[tuple[str, ...]]]] = []
    summed = 0
    before, after = paper_words().say("recipient_table.total", counts="\n").split("\n")
    for row in rows:
        if len(row) > 2 and row[0].isdigit():
            numbered.append(row)
        elif len(row) == 1 and row[0].startswith(before) and row[0].endswith(after):
            sums.append((row[0], numbered[summed:]))
            summed = len(numbered)
    return [*_people(numbered, facts.lines), *_sums(len(numbered), sums, facts)]


def check_certificates(word: bytes, pages: Sequence[Certificate]) -> list[PaperMismatch]:
    """The first page of the Word file that reads otherwise than its certificate, if any does."""
    head = [paper_words().say(name) for name in ("state_name", "motto")]
    printed = iter([text for one in paragraphs(word) if (text := _plain(one))])
    for page in pages:
        meant = [text for one in (*head, *page.lines) if (text := _plain(one))]
        if meant != list(islice(printed, len(meant))):
            sentence = _("The certificate as printed for %(name)s reads otherwise than the record.")
            return [PaperMismatch("certificate_printed", sentence % {"name": page.recipient})]
    if next(printed, None) is not None:
        sentence = _("The certificates as printed have more pages than there are recipients.")
        return [PaperMismatch("certificates_printed", sentence)]
    return []


def _people(rows: list[tuple[str, ...]], lines: tuple[ListedLine, ...]) -> Iterator[PaperMismatch]:
    listed = {(_plain(row[1]), _plain(row[2])) for row in rows}
    names = {name for name, _post in listed}
    for line in lines:
        if _plain(line.name) not in names:
            yield PaperMismatch(
                "name_not_printed",
                _("The annex as printed does not list %(name)s.") % {"name": line.name},
            )
        elif (_plain(line.name), _plain(line.post)) not in listed:
            yield PaperMismatch(
                "post_not_printed",
                _("The annex as printed gives %(name)s another post than “%(post)s”.")
                % {"name": line.name, "post": line.post},
            )


def _sums(
    count: int, sums: list[tuple[str, list[tuple[str, ...]]]], facts: PaperFacts
) -> Iterator[PaperMismatch]:
    if count != len(facts.lines):
        yield PaperMismatch(
            "count_printed",
            _("The annex as printed has %(rows)s lines, the list has %(lines)s.")
            % {"rows": count, "lines": len(facts.lines)},
        )
    lines: dict[tuple[str, str], list[ListedLine]] = defaultdict(list)
    for line in facts.lines:
        lines[_plain(line.name), _plain(line.post)].append(line)
    for text, rows in sums:
        named = [lines[_plain(row[1]), _plain(row[2])] for row in rows]
        passed = [one for found in named if found and (one := found.pop(0)).passed]
        expected = counts_of_kinds(line.kind for line in passed)
        if text != paper_words().say("recipient_table.total", counts=expected):
            yield PaperMismatch(
                "sum_printed",
                _("The sum of the annex as printed is not “%(counts)s”.") % {"counts": expected},
            )


def _plain(text: str) -> str:
    return " ".join(text.split())
