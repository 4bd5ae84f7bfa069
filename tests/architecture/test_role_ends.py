"""A role ends at midnight, whatever guardian's projection still says: every page, every act.

All roles of the world end today. On this last day each page answers its doer as the matrix says,
even when the projection has lost every row: it narrows lists and answers nothing else. On the day
after, with no task run, the page, the menu and the lists on it, the export, the import and the act
answer exactly as if the role had ended long ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.db.models import F

from nominations.council.models import CouncilMember
from nominations.people.models import (
    OrganizationUserPermission,
    RoleAssignment,
    UnitUserPermission,
)
from nominations.people.services import sync_permissions
from tests.architecture.url_requests import ROWS, Sending, picture, send
from tests.architecture.url_world import World, the_world
from tests.database_template import Worlds
from workflow import clock

TOKEN = re.compile(r"(?<=[\"'])[A-Za-z0-9]{64}(?=[\"'])")
BY_ROLE = (
    "secretary", "director", "administrator", "unit_head", "clerk", "superior_officer", "auditor",
)  # fmt: skip
PAGES = sorted(name for name, row in ROWS.items() if row["doer"] in BY_ROLE)
# They show the last day of the role, and end or lend what has an end today already.
OF_THE_ROLE_ITSELF = frozenset({"people:end", "people:delegate"})
# Everybody has them: the tasks on the first page, the menu, two lists.
SHARED = ("home", "menu", "dossiers:list", "records:grades")
ENTRY = re.compile(r'<li><a href="([^"]+)"')
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world(
    worlds: Worlds, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        the_world(worlds, tmp_path_factory.mktemp("files")) as built,
    ):
        yield built


@pytest.fixture(autouse=True)
def limits_begin_anew(empty_cache: None) -> None:
    """Rate limits of one test do not reach the next."""


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block writes."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


Answer = tuple[str, str, bool]
"""Status, page without the tokens of its forms, whether anything was changed."""


def answer(sent: Sending, page: str) -> Answer:
    body = "" if page in OF_THE_ROLE_ITSELF else TOKEN.sub("", sent.body)
    if sent.response.get("Content-Type", "").startswith("application/vnd."):
        with ZipFile(BytesIO(sent.response.content)) as workbook:
            names = set(workbook.namelist()) - {"docProps/core.xml"}  # has the time of day
            body = "".join(workbook.read(name).decode() for name in sorted(names))
    return sent.words, body, sent.changed


def answers(world: World) -> dict[tuple[str, str], Answer]:
    """(method or shared page, page or account) -> what is read there, what the act did."""
    world.rows["picture"] = picture()
    found = {}
    for page in PAGES:
        for method in ("GET", "POST"):
            with undone():
                found[method, page] = answer(send(world, ROWS[page]["doer"], method, page), page)
    for who in BY_ROLE:
        for page in SHARED:
            found[page, who] = answer(send(world, who, "GET", page), page)
    return found


def menus(world: World) -> dict[str, list[str]]:
    """The addresses that the menu offers to each account."""
    return {who: ENTRY.findall(send(world, who, "GET", "menu").body) for who in BY_ROLE}


def test_on_its_last_day_a_role_opens_every_page_and_act_without_the_projection(
    world: World, db: None
) -> None:
    RoleAssignment.objects.update(valid_to=clock.today())
    world.rows["picture"] = picture()
    offered = menus(world)
    UnitUserPermission.objects.all().delete()
    OrganizationUserPermission.objects.all().delete()
    faults = []
    for (method, page), (words, _body, changed) in answers(world).items():
        if method in SHARED or page in OF_THE_ROLE_ITSELF:
            continue
        expected = ROWS[page]["does"].split("/")[method == "POST"]
        done = words == "302" and changed
        if expected != "-" and not (done if expected == "ok" else words == expected):
            faults.append(f"{method} {page}: {words}, declared {expected}")
    assert faults == []
    assert all(offered.values())
    assert menus(world) == offered


def test_the_day_after_a_role_is_as_if_it_had_ended_long_ago(world: World, db: None) -> None:
    with clock.at(clock.now() + DAY):
        RoleAssignment.objects.update(valid_to=clock.today() - DAY)
        # Whoever sits on the council conducts it without a role.
        CouncilMember.objects.update(valid_to=clock.today() - DAY)
        ended = answers(world)
        RoleAssignment.objects.update(valid_to=F("valid_from"))
        sync_permissions()
        assert not UnitUserPermission.objects.exists()
        never = answers(world)
    assert [key for key in never if ended[key] != never[key]] == []
    # Not a comparison of empty pages: what a role had opened is closed.
    assert [key for key, (_words, _body, changed) in ended.items() if changed] == []
    assert sum(words in {"403", "404"} for words, _body, _changed in ended.values()) > len(PAGES)
