"""Issuing a paper: number, files, hash and history in one transaction, or nothing.

The only writer of issued papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.issued_papers.models import (
    IssuedFile,
    IssuedKind,
    IssuedPaper,
    PaperRelation,
    new_code,
)
from nominations.issued_papers.paper_facts import facts_text
from nominations.issued_papers.paper_sources import IssueDetails, PaperSource, source_of
from nominations.issued_papers.prepared_paper import (
    PreparedPaper,
    mark_of_draft,
    prepare_paper,
    prepared_files,
)
from nominations.paper_numbers.paper_days import check_order
from nominations.paper_numbers.series import OwnPapers
from nominations.paper_numbers.services import attach_number, number_taken, take_number
from nominations.people import authorization
from nominations.people.models import Organization
from nominations.web.refusals import refused
from workflow import audit, canonical, clock
from workflow.actors import Actor
from workflow.evaluate import stale_version
from workflow.exceptions import StaleVersion

ISSUED = "paper.issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPaper:
    """The issued paper that the new one changes, and the relation."""

    paper: IssuedPaper
    relation: PaperRelation


@transaction.atomic
def issue_paper(
    *,
    actor: Actor,
    source: PaperSource,
    record: Any,
    details: IssueDetails | None = None,
    supplements: IssuedPaper | None = None,
    seen: str | None = None,
) -> IssuedPaper:
    """Issue the paper of the record: its files are frozen under their hash.

    `details` are used for values that the record does not have. `seen` is the hash of the shown
    paper (`mark_of_draft`). Refuses (NotAllowed) anybody without the role, (StaleVersion) a paper
    that differs from the shown one, (ValidationError) a paper that is not ready or issued already,
    a number of another paper, a day before the paper it follows, a letter that cannot be printed,
    and every contradiction to an issued paper of the set.
    """
    organization = source.organization(record)
    authorization.require(
        actor,
        *source.roles,
        organization=organization,
        sentence=_("Only the council secretary issues papers."),
    )
    # Serialised: the comparison with issued papers must not miss one that is being issued.
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    record = source.held(record)
    check_ready(source, record)
    if seen is not None and seen != mark_of_draft(source, record):
        raise StaleVersion([stale_version(None)])
    follows = _following(source, record, supplements)
    public_id, code = uuid4(), new_code()
    settled = _settled(
        source, record, details or IssueDetails(), subject=f"issued_paper:{public_id}"
    )
    if follows is not None and settled.day is not None:
        _check_follows(settled, follows)
    ready = prepare_paper(source, record, settled)
    if ready.problems:
        raise ValidationError([ValidationError(one.sentence, one.key) for one in ready.problems])
    paper = _row(ready, source, record, organization, actor, follows)
    paper.public_id, paper.code = public_id, code
    return _write(paper, ready, actor)


def check_ready(source: PaperSource, record: Any) -> None:
    """Refuse (ValidationError) a record whose paper cannot be issued yet, or was issued."""
    reason = source.not_yet(record)
    if reason:
        raise refused("not_ready", reason)
    found = IssuedPaper.objects.filter(kind=source.kind, record=source.record_of(record))
    if source.kind != IssuedKind.CORRECTION and found.exists():
        raise _issued_already(source)


def _issued_already(source: PaperSource) -> ValidationError:
    if source.has_editions:
        sentence = _("This paper was issued already and does not change. Make a later edition.")
        return refused("issued_already", sentence)
    return refused(
        "issued_already",
        _("This paper was issued already and does not change. Issue a decision to correct it."),
    )


def _following(
    source: PaperSource, record: Any, supplements: IssuedPaper | None
) -> FollowedPaper | None:
    found = source.follows(record)
    if found is not None:
        return FollowedPaper(paper=found[0], relation=found[1])
    if supplements is None:
        return None
    if not source.may_supplement(record).filter(pk=supplements.pk).exists():
        raise refused("not_supplemented", _("This paper cannot supplement the one chosen."))
    return FollowedPaper(paper=supplements, relation=PaperRelation.SUPPLEMENTS)


def _check_follows(settled: IssueDetails, follows: FollowedPaper) -> None:
    if settled.day is not None and settled.day < follows.paper.dated_on:
        raise ValidationError(
            _("The date %(day)s lies before that of the paper it follows, %(other)s."),
            "before_step",
            {"day": f"{settled.day:%d/%m/%Y}", "other": f"{follows.paper.dated_on:%d/%m/%Y}"},
        )


def _settled(
    source: PaperSource, record: Any, given: IssueDetails, *, subject: str
) -> IssueDetails:
    """Number, day and signer: the record's own, else the given ones; the number is taken here."""
    known = source.recorded_details(record)
    day = known.day or given.day
    if day is None:
        raise refused("no_day", _("Enter the date of the paper."))
    check_order(day)
    signer_name = known.signer_name or given.signer_name.strip()
    if source.needs_signer and not signer_name:
        raise refused("no_signer", _("Write who signed the paper."))
    numbers = source.numbers(record)
    number = known.number
    if numbers is not None:
        if number and source.number_is_registered:
            number = _attached(numbers, number, day, subject=subject)
            if number != known.number:  # in the register's spelling
                source.keep_number(record, number, day)
        elif number:
            number = take_number(numbers.named(number, day), subject=subject).shown
        elif given.number.strip() or source.needs_number:
            number = numbers.settle(given.number, day, subject=subject)
            source.keep_number(record, number, day)
    return IssueDetails(
        number=number,
        day=day,
        signer_name=signer_name,
        signer_title=known.signer_title or given.signer_title.strip(),
    )


def _attached(numbers: OwnPapers, number: str, day: date, *, subject: str) -> str:
    """The number under which the record stands in the register; refuses (ValidationError) one that
    another issued paper bears."""
    row = attach_number(numbers.named(number, day), subjects=[subject], is_named_only=False)
    others = row.uses.filter(subject__startswith="issued_paper:").exclude(subject=subject)
    if others.exists():
        raise number_taken(row)
    return row.shown


def _row(
    ready: PreparedPaper,
    source: PaperSource,
    record: Any,
    organization: Organization,
    actor: Actor,
    follows: FollowedPaper | None,
) -> IssuedPaper:
    account = authorization.account_of(actor)
    return IssuedPaper(
        organization=organization,
        kind=source.kind,
        record=source.record_of(record),
        issuer=ready.issuer,
        name=ready.name[:500],
        number=ready.details.number,
        dated_on=ready.details.day or clock.today(),
        signer_name=ready.details.signer_name,
        signer_title=ready.details.signer_title,
        collectives=ready.facts.collectives,
        individuals=ready.facts.individuals,
        facts=facts_text(ready.facts),
        follows=follows.paper if follows else None,
        relation=follows.relation if follows else "",
        issued_at=clock.now(),
        issued_by=account,
    )


def _write(paper: IssuedPaper, ready: PreparedPaper, actor: Actor) -> IssuedPaper:
    with override("vi"):
        paper.blocks, made = prepared_files(ready, paper.code)
    files = [
        IssuedFile(
            format=one.name.rpartition(".")[2],
            name=one.name,
            media_type=one.media_type,
            content=one.content,
            size=len(one.content),
            sha256=sha256(one.content).hexdigest(),
        )
        for one in made
    ]
    paper.digest = digest_of(paper, files)
    paper.event_key = audit.record(
        f"organization:{paper.organization_id}",
        ISSUED,
        actor=actor,
        payload={
            "paper": str(paper.public_id),
            "kind": paper.kind,
            "record": paper.record,
            "number": paper.number,
            "date": paper.dated_on,
            "files": {one.name: one.sha256 for one in files},
            "digest": paper.digest,
        },
    )
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        raise _issued_already(source_of(paper.kind)) from None
    for one in files:
        one.paper = paper
        one.save()
    return paper


_DIGESTED = (
    "organization_id", "kind", "record", "issuer", "name", "number", "dated_on", "signer_name",
    "signer_title", "collectives", "individuals", "blocks", "facts", "code", "follows_id",
    "relation", "issued_at", "issued_by_id",
)  # fmt: skip


def digest_of(paper: IssuedPaper, files: Sequence[IssuedFile]) -> str:
    """SHA-256 over every column of the row and the names, kinds and hashes of its files."""
    content = {name: getattr(paper, name) for name in _DIGESTED}
    content["public_id"] = paper.public_id
    content["files"] = sorted(
        [one.format, one.name, one.media_type, str(one.size), one.sha256] for one in files
    )
    return sha256(canonical.encode(content).encode()).hexdigest()
