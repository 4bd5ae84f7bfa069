"""Paths are written in `urls.py` only; everything else reverses URL names."""

from __future__ import annotations

import ast
import re
from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from nominations.web.addresses import address_of, addresses_of
from tests.architecture.sources import (
    PACKAGES,
    ROOT,
    inside,
    nodes,
    python_files,
    templates,
    tree,
    where,
)


def beginnings() -> set[str]:
    """The first word of every address of the site."""
    found: set[str] = set()
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        word = str(pattern.pattern).lstrip("^").partition("/")[0]
        if re.fullmatch(r"[a-z]+(-[a-z]+)*", word):
            found.add(word)
        elif isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
    return found


def typed(source: ast.AST, words: set[str]) -> list[ast.Constant]:
    """Texts that begin with an address; an f-string's first part is such a text."""
    address = re.compile(rf"/({'|'.join(sorted(words))})(/|$)")
    return [
        node
        for node in nodes(source)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and address.match(node.value)
    ]


def test_no_address_is_typed_in_the_program() -> None:
    words = beginnings()
    assert {"de-nghi", "hoi-dong", "lay-y-kien", "cong-khai", "sang-kien"} <= words
    found = [where(path, node) for path in python_files() for node in typed(tree(path), words)]
    assert not found


# Shown when the program itself is out of order, so nothing of it is asked for an address.
WITHOUT_PROGRAM = frozenset({"config/too_large.html", "nominations/templates/500.html"})


def typed_in_text(text: str, words: set[str]) -> list[str]:
    """Quoted addresses of pages in a template, a mail or a script; the start page in a link."""
    pages = rf"""["'`](/(?:{"|".join(sorted(words))})(?:/[^"'`]*)?)["'`]"""
    return [*re.findall(pages, text), *re.findall(r"""(?:href|action)=["'](/)["']""", text)]


def test_no_address_is_typed_in_a_template_a_mail_or_a_script() -> None:
    words = beginnings()
    scripts = [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("static/**/*.js"))
        if "vendor" not in path.parts
    ]
    pages = [*templates(), *templates(".txt")]
    assert len(scripts) > 8
    assert len(pages) > 200
    found = {
        inside(path): typed_in_text(path.read_text(encoding="utf-8"), words)
        for path in (*pages, *scripts)
        if inside(path) not in WITHOUT_PROGRAM
    }
    assert not {path: addresses for path, addresses in found.items() if addresses}


def test_an_address_typed_in_a_page_would_be_found() -> None:
    words = beginnings()
    assert typed_in_text('<a href="/hoi-dong/">', words) == ["/hoi-dong/"]
    assert typed_in_text("fetch(`/de-nghi/${id}/`)", words) == ["/de-nghi/${id}/"]
    assert typed_in_text('<a href="/">', words) == ["/"]
    assert not typed_in_text("""{% url 'council:session' 1 %} "text/html" "/khac/" """, words)


@pytest.mark.parametrize("source", ['path = f"/de-nghi/{pk}/"', 'redirect("/hoi-dong/")'])
def test_a_typed_address_would_be_found(source: str) -> None:
    assert typed(ast.parse(source), beginnings())


@pytest.mark.parametrize(
    "url_name",
    [
        "dossiers:nomination",
        "records:initiative",
        "council:session",
        "consultation:objection",
        "consultation:public_posting",
    ],
)
def test_an_address_built_from_its_parts_is_the_one_reverse_gives(url_name: str) -> None:
    public_id = uuid4()
    expected = reverse(url_name, args=[public_id])
    assert [address_of(url_name, one) for one in (public_id, str(public_id), public_id.hex)] == [
        expected
    ] * 3
    assert addresses_of(url_name)(public_id) == expected


def test_another_url_configuration_has_addresses_of_its_own(settings: object) -> None:
    public_id = uuid4()
    before = address_of("dossiers:nomination", public_id)
    settings.ROOT_URLCONF = "tests.nominations.gallery"
    assert before == f"/de-nghi/{public_id}/"
    with pytest.raises(NoReverseMatch):
        address_of("council:session", public_id)
