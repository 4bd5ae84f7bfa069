"""One request as a user, its response, and the rows it changed."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.architecture.url_payloads import SENT, query_of
from tests.architecture.url_world import World

MATRIX = Path(__file__).parent / "url_matrix.csv"
with MATRIX.open(encoding="utf-8", newline="") as file:
    ROWS = {row["url"]: row for row in csv.DictReader(file)}
LOGIN = "/tai-khoan/dang-nhap/"
# Lives outside the matter: the session, and the copy of the address that allauth keeps.
ASIDE = frozenset({"django_session", "account_emailaddress"})
# Where the pages put what they have to say to somebody who was refused.
REASONS = tuple(f'class="{name}' for name in ("message ", "error-summary", "empty", "notice"))
# What the programs write for themselves: ends of chains, what is sent, derived permissions.
KEPT_BY_ITSELF = frozenset(
    {"workflow_auditstream", "notifications_outboxmessage", "people_unituserpermission"}
)
CHAIN_ENDS = frozenset({"audit_seq", "audit_head"})
WRITE = re.compile(
    r"\b(?:(?:INSERT|REPLACE|MERGE)\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+\W?(\w+)", re.I
)


@cache
def reading() -> dict[str, str]:
    """The statement that reads each table of the matter whole, without the last logins."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in ASIDE:
            continue
        columns = [f.column for f in model._meta.concrete_fields if f.name != "last_login"]
        names = ", ".join(f'"{column}"' for column in columns)
        table, key = model._meta.db_table, model._meta.pk.column
        found[table] = f'SELECT {names} FROM "{table}" ORDER BY "{key}"'  # noqa: S608
    return found


def picture(tables: Iterable[str] | None = None) -> dict[str, str]:
    """Number of rows and checksum of every table, or of those named."""
    found = {}
    with connection.cursor() as cursor:
        for table in reading() if tables is None else tables:
            cursor.execute(reading()[table])
            rows = cursor.fetchall()
            found[table] = f"{len(rows)} {sha256(repr(rows).encode()).hexdigest()[:12]}"
    return found


def files() -> set[str]:
    """Everything in the storage, by its full path."""
    return {
        f"{folder}/{name}"
        for folder, _folders, names in os.walk(default_storage.location)
        for name in names
    }


class Watch(list[str]):
    """The tables that statements of the request wrote to, even if it took them back.

    `updates` are those of which rows were changed or deleted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.updates: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith("SELECT"):  # a WITH may write to several
            written = [table for table in WRITE.findall(sql) if table in reading()]
            self += written
            if not sql.lstrip().upper().startswith("INSERT"):
                self.updates |= set(written) - KEPT_BY_ITSELF
        return execute(sql, params, many, context)


def contents(tables: Iterable[str]) -> dict[str, dict[Any, tuple[Any, ...]]]:
    """Every row of the tables by its key, without what the history keeps of itself in them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(reading()[table])
            names = [column[0] for column in cursor.description]
            taken = [i for i, name in enumerate(names) if name not in CHAIN_ENDS]
            key = names.index("id") if "id" in names else 0
            found[table] = {row[key]: tuple(row[i] for i in taken) for row in cursor.fetchall()}
    return found


def edited(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a row that stood there before has other values now, or is gone."""
    return any(
        after[table].get(key) != row for table, rows in before.items() for key, row in rows.items()
    )


@dataclass
class Sending:
    """One request as somebody, and what it left behind."""

    response: HttpResponse
    writes: Watch
    changed: bool
    client: Any

    @property
    def updates(self) -> set[str]:
        """The tables of which the request changed or deleted rows."""
        return self.writes.updates

    @cached_property
    def page(self) -> str:
        """The page that a redirect leads to, as it is read first, or the page itself."""
        if self.response.status_code != 302:
            return self.body
        return unescape(self.client.get(self.response["Location"]).content.decode())

    @cached_property
    def body(self) -> str:
        if getattr(self.response, "streaming", False):
            return ""
        return unescape(self.response.content.decode("utf-8", "replace"))

    @property
    def words(self) -> str:
        """The status as the matrix writes it."""
        to_login = self.response.status_code == 302 and self.response["Location"].startswith(LOGIN)
        return (
            "login"
            if to_login and "?next=" in self.response["Location"]
            else str(self.response.status_code)
        )


def path_of(name: str, world: World) -> str:
    return reverse(name, kwargs=world.objects[ROWS[name]["object"]]) + query_of(name, world)


def send(
    world: World,
    who: str,
    method: str,
    name: str,
    *,
    path: str = "",
    strict: bool = False,
    given: dict[str, Any] | None = None,
    **headers: Any,
) -> Sending:
    """One request to a page of the matrix; a POST carries what the doer sends unless told."""
    client = world.client(who, strict=strict)
    before, writes = files(), Watch()
    if given is None:
        given = SENT[name](world) if method == "POST" and name in SENT else {}
    with connection.execute_wrapper(writes):
        act = getattr(client, method.lower())
        response = act(path or path_of(name, world), given, headers=headers)
    expected = world.rows["picture"]
    tables = set(writes)
    changed = files() != before or picture(tables) != {table: expected[table] for table in tables}
    return Sending(response, writes, changed, client)


def in_vietnamese(sentence: str) -> str:
    with override("vi"):
        return gettext(sentence)


def says_why(sending: Sending) -> bool:
    """A refusal leads to a page that gives the reason in a place made for it."""
    if sending.response.status_code == 403:
        return in_vietnamese("This page is not open to you") in sending.body
    body = sending.page
    return any(mark in body for mark in REASONS)
