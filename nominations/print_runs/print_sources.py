"""What can be printed by the hundred: each room registers its papers, in its `apps.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from nominations.documents.blocks import Paper
from nominations.documents.certificate import Certificate
from nominations.documents.stored_blocks import as_data
from nominations.people import authorization
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from workflow.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintablePaper:
    """One paper of a record. `key` names it for ever ("nomination:7"), `number` is its place in the
    list, `problem` a sentence where it cannot be composed; `groups` says by what the list is
    narrowed, a value for each name of the source's `group_labels`."""

    key: str
    number: str
    name: str
    paper: Certificate | Paper | None
    problem: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> str:
        """The award printed on the blank that it goes onto; "" for papers without blanks."""
        return self.paper.award if isinstance(self.paper, Certificate) else ""

    def content(self) -> dict[str, Any]:
        """The paper as JSON values."""
        if isinstance(self.paper, Certificate):
            return {"certificate": asdict(self.paper)}
        return {"paper": as_data(self.paper)} if self.paper is not None else {}


class PrintSource(ABC):
    """Papers of one kind. `slug` is its word in addresses and in file names with underscores."""

    kind: ClassVar[str]
    slug: ClassVar[str]
    label: ClassVar[_StrOrPromise]
    on_blanks: ClassVar[bool] = False
    """Whether the papers may be printed onto blanks."""
    group_labels: ClassVar[Mapping[str, _StrOrPromise]] = {}
    """By what the list of papers is narrowed: the word in addresses, and the label."""

    def require(self, actor: Actor, record: Any) -> None:
        """Refuse (NotAllowed) whoever prints no papers of the record: all but the secretary."""
        authorization.require(
            actor,
            Role.SECRETARY,
            organization=self.organization(record),
            sentence=_("Only the council secretary prints papers of the agency."),
        )

    def readable(self, user: User, keys: Iterable[str]) -> frozenset[str]:
        """Those of the papers that the account may read; whoever prints may read all of them."""
        return frozenset(keys)

    @abstractmethod
    def find(self, user: User, key: str) -> Any:
        """The record that the reader may see; Http404 otherwise."""

    @abstractmethod
    def key_of(self, record: Any) -> str:
        """By what the address names the record."""

    @abstractmethod
    def load(self, record: str) -> Any:
        """The record that a run names, whoever asks."""

    @abstractmethod
    def record_of(self, record: Any) -> str:
        """By what a run names it, "decision:7"."""

    @abstractmethod
    def above(self, record: Any) -> str:
        """The address of the record's page."""

    @abstractmethod
    def organization(self, record: Any) -> Organization:
        """The agency whose papers they are."""

    @abstractmethod
    def title(self, record: Any) -> str:
        """What the run is called, in the language of papers."""

    @abstractmethod
    def papers(self, record: Any, reader: User) -> Sequence[PrintablePaper]:
        """Those that the reader may read, in their order; refuses (ValidationError) a record that
        has none yet. They need not be composed."""

    def composed(self, record: Any, papers: Sequence[PrintablePaper]) -> Iterator[PrintablePaper]:
        """The same, each with its paper or its problem."""
        yield from papers


_sources: dict[str, PrintSource] = {}


def register(source: PrintSource) -> None:
    """Add a kind of papers; registering it again replaces it."""
    _sources[source.kind] = source


def source_of(kind: str) -> PrintSource:
    """The source of a kind; KeyError for one that no room prints."""
    return _sources[kind]


def source_at(slug: str) -> PrintSource | None:
    """The source whose word in addresses this is."""
    return next((one for one in _sources.values() if one.slug == slug), None)
