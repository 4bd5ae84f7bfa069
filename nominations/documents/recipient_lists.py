"""Lists of collectives and persons under their awards, numbered through, with a sum at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nominations.documents.blocks import Alignment, Column, Row, RowKind, Table
from nominations.documents.paper_words import paper_words
from nominations.documents.recipient_words import recipient_heading
from nominations.vietnamese import fold

_BOARD = "ban "


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRecipient:
    """A line of a list; `more` are the cells of the columns that only this list has."""

    kind: str
    name: str
    post: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGroup:
    heading: str
    recipients: tuple[ListedRecipient, ...]


def post_of(position: str, unit: str, name: str = "") -> str:
    """ "Trưởng phòng, Phòng Ngân sách"; what is not known is left out.

    So is what would be said twice: the unit in "Phó Chánh Văn phòng", "Ban Giám đốc" behind "Phó
    Giám đốc", the recipient's own name.
    """
    place = fold(unit).removeprefix(_BOARD)
    if fold(position).endswith(place) or fold(unit) == fold(name):
        return position
    return ", ".join(filter(None, (position, unit)))


def recipient_table(
    groups: Iterable[ListedGroup], *, counts: str, more: Sequence[Column] = ()
) -> Table:
    """The table of the groups. A recipient keeps its number in every paper about the list."""
    words, place = paper_words(), 0
    rows: list[Row] = []
    listed = list(groups)
    kinds = {one.kind for group in listed for one in group.recipients}
    for group in listed:
        rows.append(Row(cells=(group.heading,), kind=RowKind.GROUP))
        for one in group.recipients:
            place += 1
            rows.append(Row(cells=(str(place), one.name, one.post, *one.more)))
    total = words.say("recipient_table.total", counts=counts)
    rows.append(Row(cells=(total,), kind=RowKind.GROUP))
    return Table(
        columns=(
            Column(
                heading=words.say("recipient_table.place"), width=1.25, alignment=Alignment.CENTRE
            ),
            Column(heading=recipient_heading(words.say("recipient_table.name"), kinds), width=4.5),
            Column(heading=recipient_heading(words.say("recipient_table.post"), kinds), width=5.5),
            *more,
        ),
        rows=tuple(rows),
    )
