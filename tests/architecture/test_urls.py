"""Every URL x every reader: who may open it, who may act there, and that GET changes nothing.

`url_matrix.csv` is written by hand, one row per URL name. A cell says what GET and POST answer,
`200/403`; `-` is a method the page does not have, `ok` a POST that was carried out, `login` the way
to the login page. Whatever is not `ok` must leave every table and every file as it was.

outsider: holds every role, in another agency. colleague: of the same agency, no part in the matter
(asked where the matter is the nominee's own). reader: the inspector. does: whom the page is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from nominations.web.stale_page import MARK_LENGTH
from tests.architecture.sources import inside, python_files
from tests.architecture.url_changes import CHANGES
from tests.architecture.url_payloads import SENT
from tests.architecture.url_requests import (
    MATRIX,
    ROWS,
    Sending,
    contents,
    edited,
    in_vietnamese,
    picture,
    says_why,
    send,
)
from tests.architecture.url_world import World, the_world
from tests.database_template import Worlds

NAMES = sorted(ROWS)
PARTS = {"reader": "auditor", "colleague": "bystander"}
OUT_OF_DATE = "This record was changed since you opened it. Please reload the page."
COMPARES = re.compile(r"seen_version$|version_\d+$|revision$")
"""The field in which a page sends what it showed of the rows that it changes."""
OWN = "only its owner writes it, and the last word counts"
ONCE = "it happens once: whoever comes second is refused by what stands under the lock"
ADDS = "it adds a row; the one above it only notes that there is something new"
NAMED = "the button names the one row it takes away or moves; a second press finds nothing to do"
UNCOMPARED = {
    "account_change_password": OWN,
    "people:password_link": OWN,
    "council:ballot": OWN,
    "notifications:open": OWN,
    "notifications:mark_read": OWN,
    "notifications:mark_all_read": OWN,
    "administration:council": ADDS,
    "decisions:report_new": ONCE,
    "decisions:outcomes": ONCE,
    "decisions:arrival": ONCE,
    "decisions:arrival_campaign": ONCE,
    "decisions:arrival_return": ONCE,
    "model_examples:conference_remove": NAMED,
    "model_examples:end_consent": ONCE,
    "model_examples:uptake_remove": NAMED,
    "movements:withdraw": NAMED,
    "packages:key_end": NAMED,
    "records:cancel": ONCE,
    "records:close_examination": ONCE,
    "records:grade_replace": ONCE,
    "dossiers:evidence_remove": NAMED,
    "importing:restart": NAMED,
    "print_runs:go_on": NAMED,
}
"""Pages that edit an existing row without comparing what they showed, each with its reason."""
UNREADABLE = (None, "mới nhất", "", "-1", "1.0", "٣", "9" * 30)
TOKEN = re.compile(r"(?<=[\"'])[A-Za-z0-9]{64}(?=[\"'])")


@pytest.fixture(scope="module")
def world(
    worlds: Worlds, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        the_world(worlds, tmp_path_factory.mktemp("files")) as built,
    ):
        built.rows["picture"] = picture()
        yield built


@pytest.fixture(autouse=True)
def limits_begin_anew(empty_cache: None) -> None:
    """Rate limits of one test do not reach the next."""


def cell_of(name: str, part: str) -> tuple[str, str]:
    """What the matrix says of GET and of POST; a row of the login page says it for both."""
    get, _slash, post = ROWS[name][part].partition("/")
    if get == "login":
        methods = cell_of(name, "does")
        return tuple("-" if method == "-" else "login" for method in methods)
    return get, post


def answers(cell: str) -> set[str]:
    """What a cell of the matrix lets a page answer; a method it lacks is refused in any order.

    An address of a button leads back to its page when somebody opens it by hand.
    """
    return {"302", "405", "403", "404", "login"} if cell == "-" else {cell}


def asked(name: str) -> list[tuple[str, str]]:
    """(column, account) of everybody whom the row speaks of."""
    row = ROWS[name]
    parts = ["anonymous", "outsider", "colleague", "reader", "nominee", "does"]
    who = {part: PARTS.get(part, part) for part in parts} | {"anonymous": "", "does": row["doer"]}
    twice = {"does"} if row["doer"] == "nominee" else set()
    return [(part, who[part]) for part in parts if row[part] and part not in twice]


# --- the inventory --------------------------------------------------------------------------------


def named(patterns: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name with its namespace, pattern) of every address."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inside = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from named(entry.url_patterns, inside)
        else:
            yield f"{prefix}{entry.name}" if entry.name else "", str(entry.pattern)


def test_every_address_is_declared_in_the_matrix() -> None:
    found = list(named(get_resolver().url_patterns))
    nameless = [pattern for name, pattern in found if not name]
    assert not nameless, f"give these addresses a name: {nameless}"

    undeclared = sorted({name for name, _pattern in found} - set(ROWS))
    assert not undeclared, (
        f"declare in {MATRIX.name} who may open and who may act, one row each: {undeclared}"
    )


def test_the_matrix_speaks_of_no_address_that_is_gone() -> None:
    names = [name for name, _pattern in named(get_resolver().url_patterns)]
    assert set(ROWS) - set(names) == set()
    assert sorted(names) == sorted(set(names)), "one name, one address: reversing finds only one"
    assert set(SENT) - set(ROWS) == set()


# --- everybody at every address -------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_for_whom_it_is_declared_and_looking_changes_nothing(
    world: World, db: None, name: str
) -> None:
    faults = []
    for part, who in asked(name):
        expected = cell_of(name, part)[0]
        looked = send(world, who, "GET", name)
        if looked.words not in answers(expected):
            faults.append(f"GET as {part}: {looked.words}, declared {expected}")
        if looked.writes or looked.changed:
            faults.append(f"GET as {part} writes to {looked.writes}")
        if expected == "403" and not says_why(looked):
            faults.append(f"GET as {part}: the refusal gives no reason")
        if who and looked.client.session.get("_auth_user_id") is None:
            faults.append(f"GET as {part} ends the session")
        faults += _leaks(world, name, part, looked)
    assert faults == []


def _leaks(world: World, name: str, part: str, looked: Sending) -> list[str]:
    """The other agency's account reads nothing of this one, except what everybody reads."""
    if part != "outsider" or ROWS[name]["anonymous"].startswith("200"):
        return []
    if looked.words == "404" and world.objects[ROWS[name]["object"]]:
        return _differs_from_nothing(world, name, looked)
    secrets = [world.cast.nominee.person.full_name, world.cast.colleague.full_name]
    secrets += [world.cast.unit.name, world.cast.campaign.name]
    return [f"the outsider reads {secret!r}" for secret in secrets if secret in looked.body]


def _differs_from_nothing(world: World, name: str, looked: Sending) -> list[str]:
    """An object that is not for this reader answers as one that does not exist."""
    real = world.objects[ROWS[name]["object"]]
    path = reverse(name, kwargs={key: _another(value) for key, value in real.items()})
    nothing = send(world, "outsider", "GET", name, path=path)

    def plain(sending: Sending) -> str:
        return TOKEN.sub("", sending.body.replace(sending.response.wsgi_request.path, ""))

    same = nothing.words == "404" and plain(nothing) == plain(looked)
    headers = {key for key, _value in nothing.response.items()}
    same = same and headers == {key for key, _value in looked.response.items()}
    return [] if same else ["the 404 differs from that of an object that does not exist"]


def _another(value: Any) -> Any:
    if isinstance(value, UUID):
        return uuid4()
    return 987_654_321 if isinstance(value, int) else "khong-co"


@pytest.mark.parametrize("name", NAMES)
def test_an_act_is_carried_out_for_whom_it_is_declared_and_for_nobody_else(
    world: World, db: None, name: str
) -> None:
    faults, edits = [], False
    for part, who in asked(name):
        expected = cell_of(name, part)[1]
        point = transaction.savepoint()
        given = SENT[name](world) if name in SENT else {}
        acted = send(world, who, "POST", name, given=given)
        after = contents(acted.updates)
        if expected == "ok":
            if acted.words != "302" or not acted.changed:
                faults.append(f"POST as {part}: {acted.words}, nothing done {_sentences(acted)}")
        else:
            if acted.words not in answers(expected):
                faults.append(f"POST as {part}: {acted.words}, declared {expected}")
            if acted.changed:
                faults.append(f"POST as {part} changed something")
            if ":" in name and expected in {"200", "302", "403"} and not says_why(acted):
                faults.append(f"POST as {part}: no reason given")
        transaction.savepoint_rollback(point)
        if expected == "ok" and edited(contents(acted.updates), after):
            edits = True
            if not any(map(COMPARES.match, given)) and name not in UNCOMPARED:
                faults.append(f"{name} writes over {sorted(acted.updates)} without comparing")
    assert faults == []
    assert edits or name not in UNCOMPARED, f"{name} edits no existing row: no exception is needed"


def _sentences(sending: Sending) -> list[str]:
    found = re.findall(r'class="(?:error-summary|message )[^>]*>(.*?)</div>', sending.body, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_done_without_the_token_of_the_form(world: World, db: None, name: str) -> None:
    # Nobody is asked for before the token is: the visitor's page is that of one address.
    for who in {ROWS[name]["doer"], "" if name == "dossiers:transition" else ROWS[name]["doer"]}:
        sent = send(world, who, "POST", name, strict=True)
        assert sent.words == "403", name
        assert in_vietnamese("The page has been open too long") in sent.body
        assert not sent.changed
        assert not sent.writes


def test_a_page_that_compares_versions_refuses_what_it_cannot_read(world: World, db: None) -> None:
    """Left out, empty, negative, text, far too long: nothing is done, and the page says why."""
    faults: list[str] = []
    sent_by_page = {name: SENT[name](world) for name in SENT}
    compared = [
        (name, given, key)
        for name, given in sent_by_page.items()
        for key in given
        if key == "seen_version" or key.startswith("version_")
    ]
    assert len(compared) > 15
    read_before: set[str] = set()
    for name, given, key in compared:
        reader = key.partition("_")[0] + ("mark" if len(str(given[key])) == MARK_LENGTH else "")
        # One function reads what all pages of a kind send (the next test): once tells of all.
        unreadables = UNREADABLE[:2] if reader in read_before else UNREADABLE
        read_before.add(reader)
        for unreadable in unreadables:
            for file in filter(lambda value: hasattr(value, "seek"), given.values()):
                file.seek(0)  # the request before has read it
            typed = {**given, key: unreadable}
            if unreadable is None:
                del typed[key]
            point = transaction.savepoint()
            sent = send(world, ROWS[name]["doer"], "POST", name, given=typed)
            is_out_of_date = in_vietnamese(OUT_OF_DATE) in sent.page
            if sent.changed or not (is_out_of_date or key != "seen_version"):
                faults.append(f"{name}: {key}={unreadable}: {sent.words}, done: {sent.changed}")
            transaction.savepoint_rollback(point)
    assert faults == []


def test_what_a_page_compares_is_read_in_few_places() -> None:
    """A transition's version, a mark of values; a refused session shows again what was sent."""
    asks = re.compile(r"""(?:POST|data)(?:\.get)?[([]["'](?:seen_version|version_)""")
    found = {inside(path) for path in python_files() if asks.search(path.read_text("utf-8"))}
    assert found == {
        "nominations/web/transition_page.py",
        "nominations/web/stale_page.py",
        "nominations/council/views/sessions.py",
    }
    assert asks.search('int(request.POST["seen_version"])')


def test_a_page_of_values_that_somebody_else_has_changed_is_refused_and_kept(
    world: World, db: None
) -> None:
    """Nothing is written over the newer values, the page says why, and shows them for a retry."""
    marked = {
        name for name in SENT if len(str(SENT[name](world).get("seen_version"))) == MARK_LENGTH
    }
    assert marked == set(CHANGES), "say in url_changes.py what somebody else writes meanwhile"
    faults = []
    for name, change in sorted(CHANGES.items()):
        point = transaction.savepoint()
        given = SENT[name](world)
        change(world)
        before = picture()
        sent = send(world, ROWS[name]["doer"], "POST", name, given=given)
        is_out_of_date = in_vietnamese(OUT_OF_DATE) in sent.page
        if not is_out_of_date or picture() != before:
            faults.append(f"{name}: {sent.words}, told: {is_out_of_date}")
        shown = (sent.response.context or {}).get("seen_version", "")
        if sent.words == "200" and shown in ("", given["seen_version"]):
            faults.append(f"{name}: the page does not take up what stands there now")
        transaction.savepoint_rollback(point)
    assert faults == []
