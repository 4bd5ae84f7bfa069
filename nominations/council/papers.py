"""The minutes of the council's meeting and of the count as papers of a counted session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.citations import plain
from nominations.council.minutes import minutes_of
from nominations.council.models import BallotItem, VotingSession
from nominations.council.wording import result_text, threshold_text
from nominations.documents.blocks import (
    Alignment,
    Block,
    Closing,
    Column,
    Letterhead,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    Signature,
    Table,
    Title,
)
from nominations.documents.paper_words import PaperWords, count_text, paper_words
from nominations.documents.recipient_lists import post_of
from nominations.documents.recipient_words import recipient_heading
from nominations.documents.standard_parts import (
    award_text,
    counts_of_kinds,
    number_line,
    paper_moment_text,
    recipients,
    short_name,
)
from nominations.dossiers.models import VoteAbsent
from nominations.law.models import RecipientKind
from nominations.paper_numbers.models import PaperType

WORDS = Path(__file__).resolve().parent / "data" / "papers.toml"
Facts = dict[str, Any]


def _words() -> PaperWords:
    return paper_words(WORDS)


def paper_sentence(sentence: str, /, **values: object) -> str:
    """A sentence of the papers of this room."""
    return _words().say(sentence, **values)


@override("vi")
def meeting_minutes(session: VotingSession) -> Paper:
    """The minutes of the meeting: attendance, votes, conclusion."""
    facts = minutes_of(session)
    subject = paper_sentence("minutes.subject", council=session.council.name)
    number = number_line(session.minutes_number, PaperType.MINUTES.value, session.council.symbol)
    return Paper(
        file_name="bien_ban_hop_hoi_dong",
        title=subject,
        letterhead=council_letterhead(session, number),
        blocks=(
            Title(name=paper_sentence("minutes.name"), subject=subject),
            PartHeading(text=paper_sentence("minutes.first")),
            *_lines(
                paper_sentence("time", opened=paper_moment_text(session.opens_at)),
                _place(session),
                *_present(facts),
                *_absent(facts),
                *_leading(facts),
            ),
            *_settings(facts),
            PartHeading(text=paper_sentence("minutes.second")),
            *_lines(
                paper_sentence("minutes.opening", counts=_agenda_counts(facts), way=_way(session)),
                *_recusals(facts),
                paper_sentence("minutes.results"),
                paper_sentence("minutes.counted", **_ballots(facts)),
            ),
            *_tables(facts, _meeting_table),
            PartHeading(text=paper_sentence("minutes.third")),
            *_passed(facts, "minutes.passed"),
            *(_lines(session.conclusion) if session.conclusion else ()),
            *_lines(paper_sentence("minutes.ended", closed=paper_moment_text(session.closed_at))),
            Closing(
                left=_signs("minutes.clerk", [facts["clerk"] and facts["clerk"].person]),
                right=_signs("minutes.chair", [facts["chair"]]),
            ),
            Closing(
                left=recipients((paper_words().say("archive"), paper_sentence("minutes.file"))),
                right=None,
            ),
        ),
    )


@override("vi")
def count_minutes(session: VotingSession) -> Paper:
    """The minutes of the count, which the scrutineers and the chair sign."""
    facts = minutes_of(session)
    people = [one.person for one in facts["scrutineers"]]
    return Paper(
        file_name="bien_ban_kiem_phieu",
        title=paper_sentence("count.name"),
        letterhead=council_letterhead(session, ""),
        blocks=(
            Title(name=paper_sentence("count.name"), subject=paper_sentence("count.subject")),
            PartHeading(text=paper_sentence("count.first")),
            *_lines(
                paper_sentence("count.about", session=session.name),
                paper_sentence("count.time", counted=paper_moment_text(session.counted_at)),
                _place(session),
                paper_sentence("way", way=_way(session)),
                paper_sentence("members_short", **_numbers(facts)),
                *_leading(facts),
            ),
            PartHeading(text=paper_sentence("count.second")),
            *_lines(
                paper_sentence(
                    "count.counted",
                    **_ballots(facts),
                    written=count_text(len(facts["written"])),
                ),
                paper_sentence("count.invalid"),
            ),
            *_tables(facts, _count_table),
            PartHeading(text=paper_sentence("count.third")),
            *_passed(facts, "count.passed"),
            *_lines(paper_sentence("count.ended")),
            Closing(
                left=_signs("count.scrutineers", people),
                right=_signs("count.chair", [facts["chair"]]),
            ),
        ),
    )


# --- parts ---------------------------------------------------------------------------------------


def council_letterhead(session: VotingSession, number: str) -> Letterhead:
    """The letterhead of the council below its agency, without place and date: the text of minutes
    has them."""
    agency = session.council.organization
    name = session.council.name
    for suffix in (agency.name, agency.short_name):
        name = name.removesuffix(f" {suffix}") if suffix else name
    body = paper_sentence("body")
    issuer = name.upper().replace(f"{body} ", f"{body}\n", 1)
    return Letterhead(parent=short_name(agency).upper(), issuer=issuer, number=number)


def _lines(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=text) for text in texts)


def _named(person: Any) -> dict[str, str]:
    return {"honorific": person.honorific, "name": person.full_name}


def _signs(name: str, people: Sequence[Any]) -> Signature:
    names = tuple(person.full_name for person in people if person)
    return Signature(positions=(paper_sentence(name),), names=names or ("",))


def _place(session: VotingSession) -> str:
    return paper_sentence("place", place=session.place or paper_sentence("blank_place"))


def _way(session: VotingSession) -> str:
    mode = str(session.get_mode_display())
    return f"{mode[:1].lower()}{mode[1:]}"


def _marked(entries: Iterable[Any], line: Callable[[Any, str], str]) -> list[str]:
    listed = list(entries)
    return [line(entry, "." if at == len(listed) else ";") for at, entry in enumerate(listed, 1)]


def _numbers(facts: Facts) -> dict[str, str]:
    return {
        "total": count_text(len(facts["roster"])),
        "present": count_text(facts["attending"]),
        "absent": count_text(len(facts["absent"])),
    }


def _present(facts: Facts) -> list[str]:
    session = facts["session"]
    quorum = f"{session.quorum_numerator}/{session.quorum_denominator}"
    lines = _marked(
        facts["present"],
        lambda entry, mark: paper_sentence(
            "member", seat=entry.get_seat_display(), mark=mark, **_named(entry.person)
        ),
    )
    return [paper_sentence("members", quorum=quorum, **_numbers(facts)), *lines]


def _absent(facts: Facts) -> list[str]:
    if not facts["absent"]:
        return [paper_sentence("absent_none")]

    def line(entry: Any, mark: str) -> str:
        reason = (
            paper_sentence("reason", reason=entry.absence_reason) if entry.absence_reason else ""
        )
        written = paper_sentence("written") if entry.written_opinion else ""
        return paper_sentence(
            "absent_member",
            seat=entry.get_seat_display(),
            reason=reason,
            written=written,
            mark=mark,
            **_named(entry.person),
        )

    return [paper_sentence("absent"), *_marked(facts["absent"], line)]


def _leading(facts: Facts) -> list[str]:
    """The lines about presiding member, clerk and scrutineers."""
    lines = []
    if facts["chair"]:
        lines.append(paper_sentence("chair", **_named(facts["chair"])))
    if facts["clerk"]:
        lines.append(paper_sentence("clerk", **_named(facts["clerk"].person)))
    if facts["scrutineers"]:
        names = "; ".join(
            paper_sentence("person", **_named(one.person)) for one in facts["scrutineers"]
        )
        lines.append(paper_sentence("scrutineers", names=names))
    return lines


def _settings(facts: Facts) -> tuple[Paragraph, ...]:
    """The settings of the meeting with their sources, without the marks for unverified values."""
    lines = []
    for line in facts["house_lines"]:
        source = plain(line.source) if line.source else ""
        name = "setting_with_source" if source else "setting"
        values = {"source": source} if source else {}
        lines.append(paper_sentence(name, label=line.label, text=line.text, **values))
    return _lines(*lines)


def _recusals(facts: Facts) -> list[str]:
    if not facts["recusals"]:
        return []

    def line(one: Any, mark: str) -> str:
        about = one.item.nomination
        title = f"{about.subject_name} ({about.award_type.name})"
        return paper_sentence("recusal", title=title, mark=mark, **_named(one.person))

    return [paper_sentence("minutes.recusals"), *_marked(facts["recusals"], line)]


def _ballots(facts: Facts) -> dict[str, str]:
    return {name: count_text(number) for name, number in facts["ballots"].items()}


def _agenda_counts(facts: Facts) -> str:
    items = [item for _head, group in facts["groups"] for item in group]
    return counts_of_kinds(item.nomination.kind for item in items)


def award_of(nomination: Any) -> str:
    """The name of the award, followed by "(tập thể)" or "(hộ gia đình)" if it is for individuals
    too."""
    award = award_text(nomination.award_type)
    if not nomination.says_kind:
        return award
    is_household = nomination.kind == RecipientKind.HOUSEHOLD
    return paper_sentence("households" if is_household else "collectives", award=award)


# --- results -------------------------------------------------------------------------------------


def _tables(facts: Facts, table: Callable[[Sequence[BallotItem]], Table]) -> Iterable[Block]:
    """For each award its name, threshold with its source, and the votes."""
    for place, (head, items) in enumerate(facts["groups"], 1):
        yield PartHeading(text=f"{place}. {award_of(head)}")
        yield Paragraph(text=paper_sentence("threshold", threshold=_threshold(items[0])))
        yield table(items)


def _threshold(item: BallotItem) -> str:
    """The threshold with its source, and how absent members count unless by default."""
    sentences = [threshold_text(item)]
    if item.vote_absent != VoteAbsent.WRITTEN:
        absent = str(item.get_vote_absent_display())
        sentences.append(f"{absent[:1].upper()}{absent[1:]}.")
    if item.citation:
        sentences.append(f"{plain(item.citation)}.")
    return " ".join(sentences)


def _column(name: str, width: float) -> Column:
    return Column(heading=paper_sentence(f"table.{name}"), width=width, alignment=Alignment.CENTRE)


def recipient_column(name: str, items: Iterable[BallotItem], width: float) -> Column:
    """The column of the names or of the posts of the nominees."""
    kinds = {item.nomination.kind for item in items}
    return Column(heading=recipient_heading(paper_sentence(f"table.{name}"), kinds), width=width)


def _meeting_table(items: Sequence[BallotItem]) -> Table:
    rows = tuple(
        Row(
            cells=(
                str(place),
                item.nomination.subject_name,
                post_of(
                    item.nomination.position_name,
                    item.nomination.unit_name,
                    item.nomination.subject_name,
                ),
                result_text(item),
                paper_sentence("is_passed") if item.passed else paper_sentence("is_not_passed"),
            )
        )
        for place, item in enumerate(items, 1)
    )
    return Table(
        columns=(
            _column("place", 1),
            recipient_column("name", items, 4),
            recipient_column("post", items, 4),
            Column(heading=paper_sentence("table.favour"), width=5),
            _column("result", 1.6),
        ),
        rows=rows,
    )


def _count_table(items: Sequence[BallotItem]) -> Table:
    counted = ["returned", "valid", "invalid", "yes", "no"]
    counted += ["abstain"] if any(item.abstain for item in items) else []
    counted += ["silent"] if items[0].silence_agrees else []
    rows = tuple(
        Row(
            cells=(
                str(place),
                item.nomination.subject_name,
                *(str(getattr(item, name) or 0) for name in counted),
                item.share,
            )
        )
        for place, item in enumerate(items, 1)
    )
    return Table(
        columns=(
            _column("place", 1),
            recipient_column("name", items, 4.5),
            *(_column(name, 1.5) for name in counted),
            _column("share", 1.6),
        ),
        rows=rows,
    )


def _passed(facts: Facts, sentence: str) -> tuple[Paragraph, ...]:
    """By award the number and the names of those passed."""
    head = head_position(facts["agency"])

    def line(entry: Any, mark: str) -> str:
        nomination, items = entry
        if not items:
            return paper_sentence("passed_none", award=award_of(nomination), mark=mark)
        names = "; ".join(item.nomination.subject_name for item in items)
        return paper_sentence(
            "passed",
            award=award_of(nomination),
            counts=counts_of_kinds(item.nomination.kind for item in items),
            names=paper_sentence("names", names=names),
            mark=mark,
        )

    return _lines(_words().say(sentence, head=head), *_marked(facts["passed"], line))
