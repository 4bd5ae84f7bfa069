"""A page as a tree, to check its structure without comparing markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# Elements without an end tag.
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "use"})


@dataclass
class Element:
    """One element with its attributes, its children in order and its words."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    @property
    def text(self) -> str:
        """The words of the element and all below it, with single spaces."""
        parts = (one if isinstance(one, str) else one.text for one in self.children)
        return " ".join(" ".join(parts).split())

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", cls: str = "", **wanted: str) -> list[Element]:
        """The elements below with this tag, class and attributes (`data_x` for `data-x`)."""
        asked = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [
            one
            for one in self.walk()
            if (not tag or one.tag == tag)
            and (not cls or cls in one.classes)
            and all(one.attributes.get(name) == value for name, value in asked.items())
        ]

    def one(self, tag: str = "", cls: str = "", **wanted: str) -> Element:
        """The only element of that kind."""
        found = self.all(tag, cls, **wanted)
        assert len(found) == 1, f"{len(found)} of {tag} .{cls} {wanted}"
        return found[0]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        names = [one.tag for one in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page_of(answer: Any) -> Element:
    """The tree of a response of Django's test client."""
    return parsed(answer.content.decode())


def parsed(html: str) -> Element:
    """The tree of a piece of markup."""
    builder = _Builder()
    builder.feed(html)
    return builder.root
