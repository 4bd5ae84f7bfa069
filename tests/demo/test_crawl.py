"""Every page that each role reaches by links opens, in Vietnamese, without the code name of a
state or a regime."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nominations.demo.pipeline_driver import local_time
from nominations.people.demo_logins import demo_logins
from nominations.people.models import User
from nominations.states import State
from tests.demo.conftest import TODAY
from workflow import clock

pytestmark = [pytest.mark.django_db, pytest.mark.installation]
LINK = re.compile(r'href="(/[^"#]*)')
# The text of a rule file is shown as it is written: its keys are no words of the page.
HIDDEN = re.compile(
    r"<(script|style|svg)\b.*?</\1>|<pre translate=\"no\">.*?</pre>|<[^>]+>", re.DOTALL
)
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|not|this|your|with|from|submit|report|unit|council|please|error)\b"
    r"(?! [A-Z])",
    re.IGNORECASE,
)
MARK, NOTICE = "chưa đối chiếu văn bản gốc", "Một số nội dung của trang này"
RULES = "/khen-thuong/quy-dinh/"
"""The pages whose every line says to those who maintain the rules what was not compared; every
other page has one notice."""
REGIME = re.compile(r"\bR[1-4][A-Z]?\b")  # how the files of the law are called among programmers
EACH_KIND = {"thuky": 2}
"""Pages of one kind that a role opens, 1 unless named: fourteen roles come by different links."""
SKIPPED = ("/static/", "/tai-khoan/dang-xuat", "/livez", "/readyz")
ROLES = [
    "", "canhan", "canbotdkt", "truongphong", "photruongphong", "thuky", "uyvien", "chutich",
    "kiemphieu", "giamdoc", "phogiamdoc", "captren", "thanhtra", "quantri",
]  # fmt: skip
"""The logins of the demonstration; the empty one is a visitor who has not logged in."""


def _crawl(client: Client, each_kind: int) -> Iterator[tuple[str, Any]]:
    waiting, seen = deque(["/"]), {"/"}
    shapes: dict[str, int] = {}
    while waiting and len(seen) < 4000:
        path = waiting.popleft()
        shape = re.sub(r"[0-9a-f-]{36}|\d+", "*", path.partition("?")[0])
        shapes[shape] = shapes.get(shape, 0) + 1
        if shapes[shape] > each_kind:
            continue
        with clock.at(local_time(TODAY, 12)):
            answer = client.get(path)
        yield path, answer
        if "text/html" in answer.headers.get("Content-Type", "") and answer.status_code == 200:
            for link in LINK.findall(answer.content.decode()):
                link = unescape(link)
                if link not in seen and not link.startswith(SKIPPED):
                    seen.add(link)
                    waiting.append(link)


def _words(answer: Any) -> str:
    return unescape(HIDDEN.sub(" ", answer.content.decode()))


def _check(path: str, answer: Any) -> list[str]:
    if answer.status_code in {301, 302}:
        return []
    if answer.status_code != 200:
        return [f"{path}: {answer.status_code}"]
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    words = _words(answer)
    faults = [
        f"{path}: English: {m.group(0)!r} in {words[max(0, m.start() - 30) : m.end() + 30]!r}"
        for m in ENGLISH.finditer(words)
    ]
    codes = [state for state in State.values if "_" in state and state in words]
    codes += REGIME.findall(words)
    return faults[:2] + [f"{path}: code {code}" for code in codes]


@pytest.mark.parametrize("username", ROLES)
def test_every_page_a_role_reaches_opens_in_vietnamese(username: str) -> None:
    client = Client()
    if username:
        assert username in {login for _role, login, _password in demo_logins()}
        client.force_login(
            User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
        )
    faults, visited, noticed = [], 0, 0
    for path, answer in _crawl(client, EACH_KIND.get(username, 1)):
        visited += 1
        faults += _check(path, answer)
        if not path.startswith(RULES) and "text/html" in answer.headers.get("Content-Type", ""):
            marks, notices = (answer.content.decode().count(one) for one in (MARK, NOTICE))
            noticed += notices
            faults += [f"{path}: {marks} marks, {notices} notices"] if marks or notices > 1 else []

    assert visited >= (2 if not username else 8)
    assert faults == []
    assert noticed or username != "thuky"
