"""The form of one block of a condition, and of all its blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.law.key_fields import award_choices
from nominations.law.models import CommendationType
from nominations.law.recipient_words import BODY_CHOICES, PERSON_CHOICES
from nominations.law.standard_blocks import (
    MAX_BLOCKS,
    BlockGroups,
    ConditionBlock,
    block_text,
    expression_of,
    kind_names,
)
from nominations.law.vocabulary import (
    DISCIPLINES,
    GRADES,
    KIND_WORDS,
    MAX_YEARS,
    SCOPES,
    WORDS,
    Comparison,
    VocabularyWord,
    WordArguments,
)
from nominations.law.word_descriptions import MATTERS, WORD_DESCRIPTIONS
from nominations.law.wording import discipline_name
from nominations.records.scales import Grade, Scope
from nominations.web.forms import BaseForm, VnDecimalField, VnIntegerField

JOINS = (
    ("or", gettext_lazy("One group has to be met; within a group every block")),
    ("and", gettext_lazy("Every group has to be met; within a group one block")),
)
OPERATORS = (
    (">=", gettext_lazy("at least")),
    ("<=", gettext_lazy("at most")),
    ("==", gettext_lazy("exactly")),
    (">", gettext_lazy("more than")),
    ("<", gettext_lazy("less than")),
    ("!=", gettext_lazy("other than")),
)
KIND_CHOICES = {"person": PERSON_CHOICES, "body": BODY_CHOICES}
_DEFAULT_OPERATORS = {"absence_months": "<", "discipline": "==", "member_discipline": "=="}


def _empty_first(choices: Sequence[tuple[str, Any]], words: str = "–") -> list[tuple[str, Any]]:
    return [("", words), *choices]


class BlockForm(BaseForm):
    """The fields of one word."""

    def __init__(self, word: VocabularyWord, *args: Any, **kwargs: Any) -> None:
        self.word = word
        super().__init__(*args, **kwargs)
        first = self._first()
        self.main_names = [*first, *self._compared()]
        self.more_names = self._windows()

    # --- which questions -------------------------------------------------------------------------

    def _first(self) -> list[str]:
        takes = self.word.takes
        if takes == "codes":
            return self._several("codes", _("Award"), award_choices(self._given("codes")))
        if takes in KIND_CHOICES:
            return self._several("of_kinds", _("Kind"), list(KIND_CHOICES[takes].items()))
        choices: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
            "grade": (_("Grade, at least"), list(Grade.choices)),
            "scope": (_("Scope, at least"), list(Scope.choices)),
            "matter": (_("Matter"), list(MATTERS.items())),
            "when": (
                _("Which discipline"),
                [
                    ("", _("of the year of review")),
                    ("running", _("in force in the year of review")),
                    ("ever", _("ever")),
                ],
            ),
        }
        if takes in choices:
            label, offered = choices[takes]
            self.fields["name"] = forms.ChoiceField(
                label=label, choices=offered, required=takes != "when"
            )
            return ["name"]
        if takes == "back":
            self.fields["back"] = VnIntegerField(
                label=_("Years before the year of review"),
                help_text=_("Empty for the year of review itself."),
                min_value=0,
                max_value=MAX_YEARS,
                required=False,
            )
            return ["back"]
        return []

    def _given(self, name: str) -> tuple[str, ...]:
        return tuple(self.initial.get(name, ()) or ())

    def _several(self, name: str, label: str, choices: list[tuple[str, Any]]) -> list[str]:
        """Add select fields for a list, the first one required; returns their names."""
        given, names = self._given(name), []
        posted = sum(
            re.fullmatch(rf"{self.prefix}-{name}_\d+", key) is not None for key in self.data
        )
        for number in range(max(2, len(given) + 1, posted)):
            field = f"{name}_{number}"
            is_first = number == 0 and name in ("codes", "of_kinds")
            self.fields[field] = forms.ChoiceField(
                label=label if not number else _("or"),
                choices=_empty_first(choices, _("– choose –") if is_first else "–"),
                required=is_first,
                initial=given[number] if number < len(given) else "",
            )
            names.append(field)
        return names

    def _compared(self) -> list[str]:
        word = self.word
        if word.scale == "truth":
            self.fields["holds"] = forms.ChoiceField(
                label=_("It has to be"), choices=[("yes", _("so")), ("no", _("not so"))]
            )
            return ["holds"]
        self.fields["operator"] = forms.ChoiceField(
            label=_("Compared"), choices=OPERATORS, initial=_DEFAULT_OPERATORS.get(word.name, ">=")
        )
        if word.scale == "grade":
            self.fields["bound"] = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
        elif word.scale == "discipline":
            named = [(name, discipline_name(rank)) for name, rank in DISCIPLINES.items()]
            self.fields["bound"] = forms.ChoiceField(label=_("Discipline"), choices=named)
        else:
            percent = word.scale == "percent"
            self.fields["bound"] = VnDecimalField(
                label=_("Percent") if percent else _("Number"),
                min_value=0,
                max_value=100 if percent else 1000,
                decimal_places=2,
            )
        return ["operator", "bound"]

    def _windows(self) -> list[str]:
        names, keywords = [], self.word.keywords
        if "last" in keywords:
            self.fields["last"] = VnIntegerField(
                label=_("Only in the last so many years"),
                help_text=_("The year of review included; empty for no such limit."),
                min_value=1,
                max_value=MAX_YEARS,
                required=False,
            )
            names.append("last")
        if "after" in keywords:
            self.fields["opener"] = forms.ChoiceField(
                label=_("Only since another award"),
                choices=_empty_first(
                    [("after", _("after the last of it")), ("since", _("from the first of it on"))]
                ),
                required=False,
            )
            choices = award_choices(self._given("opener_codes"))
            names += ["opener", *self._several("opener_codes", _("That award"), choices)]
        if "type" in keywords:
            types = list(CommendationType.choices)
            names += self._several("types", _("Only awards of this type"), types)
        if "from" in keywords:
            self.fields["counted_from"] = forms.ChoiceField(
                label=_("Counted from"),
                choices=_empty_first(
                    [("DECISION", _("the day of the decision on that award"))],
                    _("the end of the years that the award was given for"),
                ),
                required=False,
            )
            names.append("counted_from")
        if "except" in keywords:
            choices = award_choices(self._given("left_out"))
            names += self._several("left_out", _("Leave out years in which it was given"), choices)
        return names

    # --- what was answered -----------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opener = data.get("opener")
        codes = self._list(data, "opener_codes")
        if opener and not codes:
            self.add_error("opener_codes_0", _("Choose the award, or leave the limit out."))
        if codes and not opener:
            self.add_error("opener", _("Choose whether the last or the first of it counts."))
        if data.get("counted_from") and not opener and self.word.name != "years_since":
            self.add_error("counted_from", _("Choose first since which award is counted."))
        if self._asks_nothing(data):
            self.add_error("bound", _("At least 0 asks for nothing: write at least 1."))
        if self.word.name == "graded" and not data.get("last") and not opener:
            self.add_error("last", _("Say in how many years, or since which award."))
        return data

    def _asks_nothing(self, data: Mapping[str, Any]) -> bool:
        """Whether the bound is trivial: at least 0, less than 0."""
        is_number = self.word.scale not in ("truth", "grade", "discipline")
        return is_number and data.get("bound") == 0 and data.get("operator") in (">=", "<")

    @staticmethod
    def _list(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
        values = [
            value for key, value in data.items() if re.fullmatch(rf"{name}_\d+", key) and value
        ]
        return tuple(dict.fromkeys(values))

    def block(self) -> ConditionBlock:
        """The block of a valid form."""
        data, word = self.cleaned_data, self.word
        name = data.get("name") or ""
        opener = data.get("opener") or ""
        opened = self._list(data, "opener_codes")
        args = WordArguments(
            rank={"grade": GRADES, "scope": SCOPES}.get(word.takes, {}).get(name, 0),
            name=name,
            codes=self._list(data, "codes"),
            of_kinds=tuple(KIND_WORDS[word.takes][one] for one in self._list(data, "of_kinds")),
            back=data.get("back") or 0,
            last=data.get("last") or 0,
            type=self._list(data, "types"),
            after=opened if opener == "after" else (),
            since=opened if opener == "since" else (),
            from_decision=bool(data.get("counted_from")),
            left_out=self._list(data, "left_out"),
        )
        if word.scale == "truth":
            return ConditionBlock(Comparison(word, args), data["holds"] == "yes")
        scale = {"grade": GRADES, "discipline": DISCIPLINES}.get(word.scale)
        bound = scale[data["bound"]] if scale else float(data["bound"])
        return ConditionBlock(Comparison(word, args, data["operator"], bound))


def answers_of(block: ConditionBlock) -> dict[str, Any]:
    """The initial values of the form of a block."""
    test, args = block.test, block.test.args
    found: dict[str, Any] = {
        "name": args.name,
        "codes": args.codes,
        "of_kinds": kind_names(args.of_kinds, test.word.takes),
        "back": args.back or None,
        "last": args.last or None,
        "opener": "after" if args.after else "since" if args.since else "",
        "opener_codes": args.opener,
        "types": args.type,
        "counted_from": "DECISION" if args.from_decision else "",
        "left_out": args.left_out,
        "holds": "yes" if block.holds else "no",
    }
    if test.word.scale != "truth":
        found["operator"] = test.operator
        bound = block_text(block).rpartition(" ")[2]
        found["bound"] = bound
    return found


@dataclass(slots=True)
class PlacedBlock:
    """A block of a condition on the page: its number, its group and its form."""

    number: int
    group: int
    form: BlockForm

    @property
    def label(self) -> str:
        return str(WORD_DESCRIPTIONS[self.form.word.name].label)

    @property
    def help(self) -> str:
        return str(WORD_DESCRIPTIONS[self.form.word.name].help)

    @property
    def main(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.form.main_names]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.form.more_names]

    @property
    def has_more(self) -> bool:
        """Whether a limit in time or by type is given or has an error."""
        return any(bound.value() or bound.errors for bound in self.more)


def offered_words(kinds: Sequence[str]) -> list[tuple[str, str]]:
    """(name, label) of the words that apply to these kinds of subject."""
    return [
        (name, str(one.label))
        for name, one in WORD_DESCRIPTIONS.items()
        if set(kinds) <= set(WORDS[name].kinds)
    ]


class ConditionBlocks:
    """All blocks of a condition, from an expression or from submitted data."""

    def __init__(self, join: str, blocks: list[PlacedBlock], kinds: Sequence[str]) -> None:
        self.join, self.blocks, self.kinds = join, blocks, tuple(kinds)
        self.error = ""

    @classmethod
    def of_expression(cls, groups: BlockGroups, kinds: Sequence[str]) -> ConditionBlocks:
        placed: list[PlacedBlock] = []
        for group, blocks in enumerate(groups.groups):
            for block in blocks:
                number = len(placed)
                form = BlockForm(block.test.word, prefix=f"b{number}", initial=answers_of(block))
                placed.append(PlacedBlock(number, group, form))
        return cls(groups.join, placed, kinds)

    @classmethod
    def of_data(cls, data: QueryDict, kinds: Sequence[str], *, checked: bool) -> ConditionBlocks:
        """From submitted data; validated only if `checked`."""
        placed: list[PlacedBlock] = []
        for number in range(MAX_BLOCKS):
            word = WORDS.get(data.get(f"b{number}-word", ""))
            if word is None or not set(kinds) <= set(word.kinds):
                continue
            prefix = f"b{number}"
            form = BlockForm(word, data, prefix=prefix)
            if not checked:
                typed = {name: data.get(f"{prefix}-{name}", "") for name in form.fields}
                shown = BlockForm(word, prefix=prefix, initial=typed)
                for name in form.fields.keys() - shown.fields.keys():
                    shown.fields[name] = form.fields[name]
                form = shown
            group = data.get(f"{prefix}-group", "0")
            placed.append(PlacedBlock(number, int(group) if group.isdigit() else 0, form))
        join = "and" if data.get("join") == "and" else "or"
        return cls(join, placed, kinds)

    @property
    def groups(self) -> list[tuple[int, list[PlacedBlock]]]:
        """The blocks of each group, by its number."""
        found: dict[int, list[PlacedBlock]] = {}
        for one in self.blocks:
            found.setdefault(one.group, []).append(one)
        return list(found.items())

    @property
    def words(self) -> list[tuple[str, str]]:
        return offered_words(self.kinds)

    @property
    def is_full(self) -> bool:
        return len(self.blocks) >= MAX_BLOCKS

    def add(self, word: str, group: int) -> None:
        """Add a block, in an existing or new group."""
        free = next((n for n in range(MAX_BLOCKS) if n not in {b.number for b in self.blocks}), -1)
        if word in WORDS and free >= 0:
            form = BlockForm(WORDS[word], prefix=f"b{free}")
            self.blocks.append(PlacedBlock(free, group, form))

    def remove(self, number: int) -> None:
        self.blocks = [one for one in self.blocks if one.number != number]

    def act(self, do: str, data: QueryDict) -> None:
        """Add or remove a block by the name of the pressed button."""
        verb, _colon, which = do.partition(":")
        if verb == "remove" and which.isdigit():
            self.remove(int(which))
        elif verb == "add":
            numbers = [number for number, _blocks in self.groups]
            group = int(which) if which.isdigit() else max(numbers, default=-1) + 1
            self.add(data.get(f"add-{which}", ""), group)

    def expression(self) -> str:
        """The expression of the submitted blocks; "" if one is incomplete or there are none."""
        valid = [one.form.is_valid() for one in self.blocks]
        if not self.blocks or not all(valid):
            return ""
        groups = tuple(tuple(one.form.block() for one in blocks) for _n, blocks in self.groups)
        return expression_of(BlockGroups(self.join, groups))
