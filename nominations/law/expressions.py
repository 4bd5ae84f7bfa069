"""Parser of the rule language: a text becomes a tree, or an error with one sentence.

`or` binds weaker than `and`, `and` weaker than `not`. A comparison has a word on one side and a
number or a constant of a scale on the other. What the words mean is in `vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

OPERATORS = ("==", "!=", ">=", "<=", ">", "<")
FLIPPED = {"==": "==", "!=": "!=", ">=": "<=", "<=": ">=", ">": "<", "<": ">"}
MAX_DEPTH = 50
MAX_RULE_LENGTH = 2000
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>==|!=|>=|<=|[><()|,=]))"
)


class ExpressionError(ValueError):
    """A syntax error of a rule: `at` is the offset in the text, from 0."""

    def __init__(self, text: str, at: int, problem: str) -> None:
        self.text, self.at, self.problem = text, at, problem
        words = {"problem": problem, "at": at + 1, "near": text[at : at + 20] or "..."}
        super().__init__(_('%(problem)s (character %(at)s, at "%(near)s")') % words)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A number (`value`) or a name in capitals (`name`)."""

    at: int
    name: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a word: `names` joined by `|`, or a number; `keyword` where it has one."""

    at: int
    keyword: str = ""
    names: tuple[str, ...] = ()
    value: float | None = None


@dataclass(frozen=True, slots=True)
class ParsedCall:
    """A word with its arguments."""

    at: int
    word: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedComparison:
    """A word and its bound; the word is always on the left."""

    at: int
    call: ParsedCall
    operator: str
    literal: Literal


@dataclass(frozen=True, slots=True)
class ParsedNot:
    child: Node


@dataclass(frozen=True, slots=True)
class ParsedAnd:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ParsedOr:
    children: tuple[Node, ...]


Node = ParsedCall | ParsedComparison | ParsedNot | ParsedAnd | ParsedOr


def _tokens(text: str) -> Iterator[Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(text, at, _("This sign is not part of the language of rules"))
        yield Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        at = found.end()
    yield Token("end", "", end)


class _Parser:
    """Reads one rule by recursive descent."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def fail(self, problem: str, token: Token | None = None) -> ExpressionError:
        return ExpressionError(self.text, (token or self.next).at, problem)

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def has(self, *texts: str) -> bool:
        return self.next.kind != "end" and self.next.text in texts

    def expect(self, text: str) -> None:
        if not self.has(text):
            raise self.fail(_('Here "%(sign)s" is missing') % {"sign": text})
        self.take()

    def whole(self) -> Node:
        """The whole text as one condition."""
        if self.next.kind == "end":
            raise self.fail(_("The rule is empty"))
        node = self.either()
        if self.next.kind != "end":
            if self.has(*OPERATORS):
                raise self.fail(_("Only one comparison at a time: join two with and"))
            raise self.fail(_("The rule should end here: join conditions with and, or"))
        return node

    def _list(self, word: str, part: Callable[[], Node]) -> list[Node]:
        found = [part()]
        while self.has(word):
            self.take()
            found.append(part())
        return found

    def either(self) -> Node:
        found = self._list("or", self.both)
        return found[0] if len(found) == 1 else ParsedOr(tuple(found))

    def both(self) -> Node:
        found = self._list("and", self.denied)
        return found[0] if len(found) == 1 else ParsedAnd(tuple(found))

    def denied(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(_("The rule is nested too deeply"))
        try:
            if self.has("not"):
                self.take()
                return ParsedNot(self.denied())
            if self.has("("):
                self.take()
                node = self.either()
                self.expect(")")
                if self.has(*OPERATORS):
                    raise self.fail(_("A condition in parentheses cannot be compared"))
                return node
            return self.comparison()
        finally:
            self.depth -= 1

    def comparison(self) -> Node:
        left = self.operand()
        if not self.has(*OPERATORS):
            if isinstance(left, Literal):
                raise self.fail(_("A condition must begin with a word of the vocabulary"))
            return left
        sign = self.take()
        right = self.operand()
        if isinstance(left, Literal):
            if isinstance(right, Literal):
                raise self.fail(_("Two fixed values are compared here"), sign)
            return ParsedComparison(sign.at, right, FLIPPED[sign.text], left)
        if isinstance(right, ParsedCall):
            raise ExpressionError(
                self.text,
                right.at,
                _("A word is compared with a number or a value of its scale, not with a word"),
            )
        return ParsedComparison(sign.at, left, sign.text, right)

    def operand(self) -> ParsedCall | Literal:
        token = self.take()
        if token.kind == "number":
            return Literal(token.at, value=float(token.text))
        if token.kind != "name" or token.text in ("and", "or", "not"):
            raise self.fail(_("A word or a value is expected here"), token)
        if token.text[0].isupper():
            return Literal(token.at, name=token.text)
        return ParsedCall(token.at, token.text, self.arguments())

    def arguments(self) -> tuple[Argument, ...]:
        if not self.has("("):
            return ()
        self.take()
        if self.has(")"):
            raise self.fail(_("Leave out empty parentheses"))
        found = [self.argument()]
        while self.has(","):
            self.take()
            found.append(self.argument())
        self.expect(")")
        return tuple(found)

    def argument(self) -> Argument:
        token = self.take()
        if token.kind == "number":
            return Argument(token.at, value=float(token.text))
        if token.kind != "name":
            raise self.fail(_("An argument is expected here"), token)
        if self.has("="):
            self.take()
            given = self.argument()
            if given.keyword:
                raise self.fail(_("An argument is expected here"), token)
            return Argument(token.at, token.text, given.names, given.value)
        names = [token.text]
        while self.has("|"):
            self.take()
            more = self.take()
            if more.kind != "name":
                raise self.fail(_('After "|" another code is expected'), more)
            names.append(more.text)
        return Argument(token.at, names=tuple(names))


def parse(text: str) -> Node:
    """Parse a rule; raises ExpressionError with place and reason."""
    if len(text) > MAX_RULE_LENGTH:
        raise ExpressionError(text, MAX_RULE_LENGTH, _("The rule is too long"))
    return _Parser(text).whole()
