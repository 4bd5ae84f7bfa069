"""A condition as groups of blocks: out of an expression, and back into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nominations.law.vocabulary import (
    BOTH,
    DISCIPLINES,
    GRADES,
    KIND_WORDS,
    And,
    Comparison,
    Not,
    Rule,
    WordArguments,
    read_rule,
)

OPPOSITE = {"==": "!=", "!=": "==", ">=": "<", "<": ">=", ">": "<=", "<=": ">"}
MAX_BLOCKS = 16


@dataclass(frozen=True, slots=True)
class ConditionBlock:
    """A comparison of one word; `holds` false turns a word that is true or false round."""

    test: Comparison
    holds: bool = True


@dataclass(frozen=True, slots=True)
class BlockGroups:
    """Groups of blocks. `join` "or": one group has to be met, and of a group every block;
    "and": every group, and of a group one block."""

    join: str
    groups: tuple[tuple[ConditionBlock, ...], ...]


class TooDeep(ValueError):
    """A condition that two levels of blocks cannot say."""


Tree = ConditionBlock | tuple[str, tuple["Tree", ...]]


def _tree(rule: Rule, *, holds: bool = True) -> Tree:
    """The rule without `not` and without a join inside one of its own kind."""
    if isinstance(rule, Comparison):
        if rule.word.scale == "truth":
            return ConditionBlock(rule, holds)
        operator = rule.operator if holds else OPPOSITE[rule.operator]
        return ConditionBlock(Comparison(rule.word, rule.args, operator, rule.bound))
    if isinstance(rule, Not):
        return _tree(rule.child, holds=not holds)
    join = "and" if isinstance(rule, And) == holds else "or"
    children: list[Tree] = []
    for one in rule.children:
        tree = _tree(one, holds=holds)
        if isinstance(tree, tuple) and tree[0] == join:
            children += tree[1]
        else:
            children.append(tree)
    return join, tuple(children)


def _group(tree: Tree) -> tuple[ConditionBlock, ...]:
    children = tree[1] if isinstance(tree, tuple) else (tree,)
    found = tuple(one for one in children if isinstance(one, ConditionBlock))
    if len(found) < len(children):
        raise TooDeep
    return found


def groups_of(text: str, kinds: Sequence[str] = BOTH) -> BlockGroups:
    """The blocks of an expression; refuses with TooDeep what is nested further, with
    ExpressionError what is no rule."""
    tree = _tree(read_rule(text, kinds))
    if isinstance(tree, ConditionBlock):
        return BlockGroups("or", ((tree,),))
    join, children = tree
    if join == "and" and all(isinstance(one, ConditionBlock) for one in children):
        return BlockGroups("or", (_group(tree),))
    return BlockGroups(join, tuple(_group(one) for one in children))


def _named(scale: dict[str, int], rank: float) -> str:
    return next(name for name, value in scale.items() if value == rank)


def kind_names(kinds: Sequence[str], takes: str) -> tuple[str, ...]:
    """The words of a rule file for kinds of person or of body."""
    words = KIND_WORDS.get(takes, {})
    return tuple(name for name, value in words.items() if value in kinds)


def arguments_text(args: WordArguments, takes: str) -> str:
    """The arguments of a word as an expression writes them, without the parentheses."""
    found = []
    if takes == "back":
        found += [str(args.back)] if args.back else []
    elif takes == "codes":
        found.append("|".join(args.codes))
    elif takes in KIND_WORDS:
        found.append("|".join(kind_names(args.of_kinds, takes)))
    elif takes and args.name:
        found.append(args.name)
    found += [f"last={args.last}"] if args.last else []
    for name in ("after", "since", "type"):
        if values := getattr(args, name):
            found.append(f"{name}={'|'.join(values)}")
    found += ["from=DECISION"] if args.from_decision else []
    found += [f"except={'|'.join(args.left_out)}"] if args.left_out else []
    return ", ".join(found)


def block_text(block: ConditionBlock) -> str:
    """One block as an expression."""
    word, args = block.test.word, block.test.args
    arguments = arguments_text(args, word.takes)
    call = f"{word.name}({arguments})" if arguments else word.name
    if word.scale == "truth":
        return call if block.holds else f"not {call}"
    scale = {"grade": GRADES, "discipline": DISCIPLINES}.get(word.scale)
    value = block.test.bound
    bound = _named(scale, value) if scale else str(int(value) if value == int(value) else value)
    return f"{call} {block.test.operator} {bound}"


def expression_of(groups: BlockGroups) -> str:
    """The expression of groups of blocks; "" for none."""
    inner = " and " if groups.join == "or" else " or "
    filled = [group for group in groups.groups if group]
    texts = []
    for group in filled:
        text = inner.join(block_text(one) for one in group)
        texts.append(f"({text})" if len(group) > 1 and len(filled) > 1 else text)
    return f" {groups.join} ".join(texts)
