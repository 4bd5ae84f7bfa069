"""No page tells anything of the votes before they are counted.

The test is non-interference: the same pages are read twice, with the other members' votes turned
round in between, and must be the same to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from nominations.council.models import NamedVote, PaperCount, VotingMode, VotingSession
from nominations.council.queries import visible_to
from nominations.council.services import Counts
from nominations.people.models import User
from tests.council.chamber import Chamber
from workflow.models import AuditEvent

LINK = re.compile(r'href="(/[^"#]*)')
TOKEN = re.compile(r'("X-CSRFToken": "|name="csrfmiddlewaretoken" value=")[^"]*')
START = ("/", "/hoi-dong/")
NEAR = re.compile(r"/($|hoi-dong/|thong-bao/|de-nghi/($|[0-9a-f-]{36}/$))")
MAX_PAGES = 18
STRANGERS = ("nominee", "unit_head", "administrator")
PARTS = (
    *("secretary", "director", "member", "scrutineer", "second_scrutineer"),
    *("auditor", *STRANGERS),
)


def crawl(chamber: Chamber, user: User, start: Iterable[str]) -> dict[str, str]:
    """Every page the user reaches by links, without the tokens that change at each request."""
    client = chamber.cast.client(user)
    waiting, pages = list(start), {}
    while waiting and len(pages) < MAX_PAGES:
        path = waiting.pop(0)
        if path in pages or not NEAR.match(path):
            continue
        response = client.get(path)
        text = (
            response.content.decode() if response.get("Content-Type", "").startswith("text") else ""
        )
        pages[path] = f"{response.status_code} {response.get('Location', '')} {TOKEN.sub('', text)}"
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(text)]
    return pages


def _same(first: dict[str, str], second: dict[str, str], user: User) -> None:
    assert first.keys() == second.keys(), user
    for path in first:
        assert first[path] == second[path], (user.username, path)


def _readers(chamber: Chamber, session: VotingSession) -> Iterator[tuple[User, list[str]]]:
    """One of each kind of relation to the session, and of none; where each begins to read.

    To whom the session does not exist (tested below) none of its pages says anything.
    """
    for part in PARTS:
        user = chamber.cast.users[part]
        sees = visible_to(user).filter(pk=session.pk).exists()
        assert sees == (part not in STRANGERS)
        yield user, _pages(session) if sees else [*START]


def _turn_votes(user: User, choice: str) -> None:
    NamedVote.objects.exclude(person_id=user.person_id).update(choice=choice)


def _pages(session: object) -> list[str]:
    """The session's own addresses too, linked or not."""
    base = f"/hoi-dong/{session.public_id}/"
    acts = "sua mo dong kiem-phieu ky hieu-luc huy bo-phieu diem-danh nhap-phieu doi-chieu bien-ban"
    return [*START, base, *(f"{base}{act}/" for act in acts.split())]


@pytest.mark.parametrize("closed", [False, True], ids=["while open", "while closed"])
def test_no_page_changes_with_the_votes_of_others_before_counting(
    chamber: Chamber, closed: bool
) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes")
    if closed:
        chamber.close(session)
    for user, start in _readers(chamber, session):
        _turn_votes(user, "yes")
        first = crawl(chamber, user, start)
        _turn_votes(user, "no")
        _same(first, crawl(chamber, user, start), user)


def test_paper_counts_stay_with_each_scrutineer_until_the_session_is_counted(
    chamber: Chamber,
) -> None:
    session = chamber.open(VotingMode.PAPER)
    chamber.all_present(session)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, Counts(4, 1))
    chamber.close(session)
    for user, start in _readers(chamber, session):
        PaperCount.objects.update(yes=4, no=1)
        others = PaperCount.objects.exclude(scrutineer__person_id=user.person_id)
        others.update(yes=3, no=2)
        first = crawl(chamber, user, start)
        # That the counts differ is told to who counts; by how much is not.
        others.update(yes=2, no=3)
        _same(first, crawl(chamber, user, start), user)


def test_a_scrutineer_never_reads_the_other_s_figures(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    first, second = chamber.cast.scrutineers
    chamber.enter(session, first, Counts(2, 1))
    chamber.enter(session, second, Counts(3, 2))
    client = chamber.cast.client(second)
    own = client.get(f"/hoi-dong/{session.public_id}/nhap-phieu/").content.decode()
    assert 'value="3"' in own
    assert not re.search(r'name="i\d+-\w+" value="1"', own)
    PaperCount.objects.filter(scrutineer__person_id=first.person_id).update(yes=1)
    compare = client.get(f"/hoi-dong/{session.public_id}/doi-chieu/").content.decode()
    assert "đồng ý, không đồng ý" in compare


def test_votes_by_name_are_shown_after_counting_to_who_answers_for_the_minutes(
    chamber: Chamber,
) -> None:
    session = chamber.counted()
    path = f"/hoi-dong/{session.public_id}/bien-ban/"
    cast = chamber.cast
    seeing = {cast.director, cast.delegate, cast.secretary, *cast.scrutineers}
    for user in cast.users.values():
        response = cast.client(user).get(path)
        if response.status_code == 200:
            assert ("Phụ lục" in response.content.decode()) == (user in seeing), user
        else:
            assert response.status_code == 404


def test_the_nominee_and_outsiders_do_not_find_the_session(chamber: Chamber) -> None:
    session = chamber.open()
    cast = chamber.cast
    for user in (cast.nominee, cast.clerk, cast.unit_head, cast.administrator, cast.outsider):
        for path in _pages(session)[2:]:
            assert cast.client(user).get(path).status_code == 404, (user, path)


def test_the_history_holds_no_choice(chamber: Chamber) -> None:
    session = chamber.counted("no")
    for event in AuditEvent.objects.filter(stream=f"session:{session.pk}"):
        if event.action in ("session.voted", "session.counts_entered"):
            assert not re.search(r"yes|no\b|abstain", event.payload), event.payload
