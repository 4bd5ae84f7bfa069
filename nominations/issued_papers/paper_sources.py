"""Sources of issued papers, registered by rooms in their `apps.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from nominations.documents.blocks import Paper
from nominations.issued_papers.models import IssuedKind, IssuedPaper, PaperRelation
from nominations.issued_papers.paper_facts import PaperFacts
from nominations.paper_numbers.series import OwnPapers
from nominations.people import authorization
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from workflow import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDetails:
    """Details of a paper besides its text; empty if not recorded."""

    number: str = ""
    day: date | None = None
    signer_name: str = ""
    signer_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAddresses:
    """Where the paper as it would be printed now is shown, and its file; empty where there is
    none."""

    preview: str = ""
    file: str = ""


class PaperSource(ABC):
    """How papers of one kind are composed out of a record of the room."""

    kind: ClassVar[IssuedKind]
    roles: ClassVar[tuple[Role, ...]] = (Role.SECRETARY,)
    needs_number: ClassVar[bool] = True
    needs_signer: ClassVar[bool] = True
    number_is_registered: ClassVar[bool] = True
    """Whether the record's number stands in the register under the record itself."""
    checks_set: ClassVar[bool] = True
    """Whether a contradiction to another paper of the set stops it."""
    has_editions: ClassVar[bool] = False
    """Whether an issued paper is mended by a later edition, and not by a decision to correct it."""

    @abstractmethod
    def find(self, user: User, key: str) -> Any:
        """The record that the reader may see; Http404 otherwise."""

    @abstractmethod
    def load(self, record: str) -> Any:
        """The record that an issued paper refers to, for any reader."""

    def held(self, record: Any) -> Any:
        """The present record, locked as by its writers; the same object if it can no longer
        change."""
        return record

    @abstractmethod
    def key_of(self, record: Any) -> str:
        """The key of the record in paths."""

    @abstractmethod
    def record_of(self, record: Any) -> str:
        """The reference of the record in the issued paper, "decision:7"."""

    @abstractmethod
    def above(self, record: Any) -> str:
        """The address of the record's page."""

    def draft(self, record: Any) -> DraftAddresses:
        """Where the paper stands as it would be printed now; this room's own pages by default."""
        names = [self.kind.value, self.key_of(record)]
        return DraftAddresses(
            preview=reverse("issued_papers:draft", args=names),
            file=reverse("issued_papers:draft_file", args=names),
        )

    @abstractmethod
    def organization(self, record: Any) -> Organization:
        """The agency whose paper it is."""

    @abstractmethod
    def not_yet(self, record: Any) -> str:
        """Why the paper cannot be issued now, as a sentence; empty if it can."""

    @abstractmethod
    def recorded_details(self, record: Any) -> IssueDetails:
        """The recorded number, day and signer."""

    @abstractmethod
    def compose(self, record: Any, details: IssueDetails) -> Paper:
        """The paper with these details on it. Refuses (ValidationError) a record that cannot be
        composed."""

    @abstractmethod
    def facts(self, record: Any) -> PaperFacts:
        """The facts of the paper."""

    def issued_facts(self, record: Any, details: IssueDetails) -> PaperFacts:
        """The facts under the number and the day that the paper gets."""
        return replace(self.facts(record), number=details.number, day=details.day)

    def numbers(self, record: Any) -> OwnPapers | None:
        """The numbers of papers of this kind; None where papers of the kind bear none."""
        return None

    def keep_number(self, record: Any, number: str, day: date) -> None:  # noqa: B027 -- most keep theirs
        """Write number and day that were given at issuing into the record."""

    def elsewhere(self, facts: PaperFacts, missing: Collection[int]) -> Mapping[int, str]:
        """Nominations that a paper of the kind need not list, each with where it is instead.

        What has no explanation is missing on the paper.
        """
        return {}

    def follows(self, record: Any) -> tuple[IssuedPaper, PaperRelation] | None:
        """The issued paper that this one changes by its nature."""
        return None

    def likely_signer(self, record: Any) -> str:
        """The proposed signer if none is recorded: the only head of the agency on the day of the
        paper."""
        day = self.recorded_details(record).day or clock.today()
        head = authorization.sole_holder(Role.DIRECTOR, self.organization(record), on=day)
        return head.full_name if head else ""

    def may_supplement(self, record: Any) -> QuerySet[IssuedPaper]:
        """Issued papers that this one may be declared to supplement."""
        return IssuedPaper.objects.none()

    def certificates(self, record: Any) -> list[Any]:
        """Certificates in place of a paper of blocks."""
        return []


_sources: dict[str, PaperSource] = {}


def register(source: PaperSource) -> None:
    """Add the source of a kind of paper."""
    _sources[source.kind] = source


def source_of(kind: str) -> PaperSource:
    """The source of the kind; KeyError for a kind that no room issues."""
    return _sources[kind]


def sources() -> list[PaperSource]:
    """Every source, in the order of the kinds."""
    return [_sources[kind] for kind in IssuedKind.values if kind in _sources]
