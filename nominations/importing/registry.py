"""The kinds of tables that can be imported; each room registers its own when it is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from nominations.importing.plan import Plan, Progress
from nominations.importing.sheet import Sheet
from nominations.importing.table import Table

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Importer(Protocol):
    """One kind of table: who may import it, what it would do, and doing it.

    `slug` is its word in addresses, `noun` what one row is ("award"), `file_name` that of the blank
    table, `guide` the sentences that explain it on the page and in the blank table.
    """

    kind: str
    slug: str
    order: int
    icon: str
    label: _StrOrPromise
    lead: _StrOrPromise
    noun: _StrOrPromise
    file_name: str
    table: Table
    guide: Sequence[_StrOrPromise]

    def open_to(self, user: Any) -> bool:
        """Whether the account may import this kind for any agency; asked by every page's menu."""

    def agencies(self, user: Any) -> frozenset[int]:
        """Agencies for which the account may import this kind."""

    def require(self, actor: Any, organization: Any) -> None:
        """Refuse (NotAllowed) anybody who may not import this kind for the agency."""

    def plan(
        self,
        sheet: Sheet,
        organization: Any,
        answers: Mapping[str, str] | None,
        progress: Progress,
    ) -> Plan:
        """What the sheet would do; writes nothing, refuses nothing."""

    def write(self, plan: Plan, *, actor: Any, progress: Progress) -> None:
        """Carry out a plan without problems, inside the caller's transaction."""

    def blank(self) -> bytes:
        """The blank table as an Excel file."""


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


def importers_for(user: Any) -> list[Importer]:
    """The kinds the account may import somewhere."""
    return [one for one in importers() if one.open_to(user)]
