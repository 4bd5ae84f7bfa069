"""A form that is sent several times at once is carried out once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from nominations.web import middleware
from nominations.web.middleware import OnePressMiddleware, nearest_page

TYPED = {"csrfmiddlewaretoken": "of this page", "name": "Đợt thi đua"}


class Page:
    """A view behind the middleware, which counts what it really did."""

    def __init__(self, answer: Callable[[int], HttpResponse]) -> None:
        self.answer, self.done = answer, 0
        self.middleware = OnePressMiddleware(self._view)

    def _view(self, request: HttpRequest) -> HttpResponse:
        held = self.middleware.process_view(request, None, (), {})
        if held is not None:
            return held
        self.done += 1
        time.sleep(0.15)
        return self.answer(self.done)

    def send(self, typed: dict[str, Any]) -> HttpResponse:
        given = {**typed, "file": SimpleUploadedFile("quyet-dinh.pdf", b"%PDF")}
        return self.middleware(RequestFactory().post("/dot/moi/", given))


def made(number: int) -> HttpResponse:
    return HttpResponseRedirect(f"/dot/{number}/")


@pytest.mark.usefixtures("empty_cache")
def test_four_presses_at_once_make_one_and_all_arrive_at_it() -> None:
    page = Page(made)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _number: page.send(TYPED), range(4)))
    assert page.done == 1
    assert {answer["Location"] for answer in answers} == {"/dot/1/"}
    page.send({**TYPED, "name": "Đợt khác"})
    page.send({**TYPED, "csrfmiddlewaretoken": "of the page opened anew"})
    assert page.done == 3
    page.send({"name": "without a token"})
    page.send({"name": "without a token"})
    assert page.done == 5


@pytest.mark.usefixtures("empty_cache")
def test_a_page_shown_again_with_errors_and_a_fault_hold_nobody_up() -> None:
    page = Page(lambda _number: HttpResponse("errors", status=422))
    assert [page.send(TYPED).status_code for _number in range(2)] == [422, 422]
    assert page.done == 2

    def fault(_number: int) -> HttpResponse:
        raise RuntimeError("fault")

    broken = Page(fault)
    for _number in range(2):
        with pytest.raises(RuntimeError):
            broken.send({**TYPED, "name": "Lỗi"})
    assert broken.done == 2


def test_without_its_cache_the_site_works_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_arguments: Any) -> None:
        raise ConnectionError("no cache")

    monkeypatch.setattr(middleware.cache, "add", away)
    page = Page(made)
    assert [page.send(TYPED)["Location"] for _number in range(2)] == ["/dot/1/", "/dot/2/"]


def test_the_page_of_a_button_is_the_nearest_address_above_it() -> None:
    session = "/hoi-dong/8a1f6f0e-6d0e-4d58-9c64-3f7f2a1f0c11/"
    assert nearest_page(f"{session}lap-lai/") == session
    assert nearest_page("/thong-bao/7/mo/") == "/thong-bao/"
    assert nearest_page("/khong/co/gi/") == "/"
