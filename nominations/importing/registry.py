"""The kinds of tables that can be imported; each room registers its own when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from nominations.importing.blank_table import blank_workbook
from nominations.importing.plan import ImportPlan, Progress
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_layout import TableLayout
from workflow.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MakePlan = Callable[[Spreadsheet, Any, Mapping[str, str] | None, Progress], ImportPlan]
"""(sheet, agency, answers, progress) -> plan; writes and refuses nothing.

`answers` is None where nobody can be asked, as in a command.
"""


class Write(Protocol):
    """Carries out a plan without problems, in the caller's transaction; its result is ignored."""

    def __call__(self, plan: ImportPlan, *, actor: Actor) -> object: ...


def _nothing_more() -> Sequence[_StrOrPromise]:
    return ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Importer:
    """One kind of table: rights, planning and writing.

    `slug` is its word in addresses, `noun` what one row is ("award"). `open_to` answers whether an
    account may import this kind for any agency (the menu of every page asks), `agencies` for which;
    `require` refuses (NotAllowed) whoever may not for one of them.
    The blank table is called `file_name`, headed `title` on a sheet `sheet_name` (by default the
    label) and explained by `guide` and the sentences that `more_guide` looks up. `next_url_name` is
    the page where an imported table leads on, `next_label` what its button says. `rows_for` fills
    the table that an account downloads, each row by the codes of the columns.
    """

    kind: str
    slug: str
    order: int
    icon: str
    label: _StrOrPromise
    lead: _StrOrPromise
    noun: _StrOrPromise
    table: TableLayout
    open_to: Callable[[Actor], bool]
    agencies: Callable[[Actor], frozenset[int]]
    require: Callable[[Actor, Any], None]
    plan: MakePlan
    write: Write
    file_name: str
    title: _StrOrPromise
    sheet_name: _StrOrPromise = ""
    guide: Sequence[_StrOrPromise] = ()
    more_guide: Callable[[], Sequence[_StrOrPromise]] = _nothing_more
    next_label: _StrOrPromise = ""
    next_url_name: str = ""
    rows_for: Callable[[Actor], Iterable[Mapping[str, Any]]] | None = None

    @property
    def has_rows(self) -> bool:
        """Whether the table that is downloaded has rows to fill in."""
        return self.rows_for is not None

    def table_for(self, user: Actor) -> bytes:
        """The table that the account downloads, blank or with the rows that are to be filled in."""
        return self.blank(self.rows_for(user) if self.rows_for else ())

    def blank(self, rows: Iterable[Mapping[str, Any]] = ()) -> bytes:
        """The blank table as an Excel file, or with these rows begun."""
        return blank_workbook(
            self.table,
            name=self.sheet_name or self.label,
            title=self.title,
            guide=[*self.guide, *self.more_guide()],
            rows=rows,
        )


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Add a kind; registering it again replaces it."""
    _importers[importer.kind] = importer


def importers() -> list[Importer]:
    """Every kind, in the order of the page."""
    return sorted(_importers.values(), key=lambda importer: importer.order)


def importer_of(kind: str) -> Importer:
    """The importer of a kind; KeyError for an unknown one."""
    return _importers[kind]


def importer_at(slug: str) -> Importer | None:
    """The importer of a word in an address."""
    return next((one for one in _importers.values() if one.slug == slug), None)


def importers_for(user: Actor) -> list[Importer]:
    """The kinds the account may import somewhere."""
    return [one for one in importers() if one.open_to(user)]
