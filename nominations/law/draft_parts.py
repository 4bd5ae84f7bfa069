"""One part of a draft on its page: present value, value without the draft, form, saving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from nominations.law import rulesets
from nominations.law.citation_fields import act_of
from nominations.law.datafile import DataFileError
from nominations.law.draft_check import (
    NAME,
    DraftGround,
    layer_of_draft,
    part_problems,
    unusual_share,
)
from nominations.law.expressions import ExpressionError
from nominations.law.forms.blocks import ConditionBlocks
from nominations.law.forms.parts import PartForm
from nominations.law.layer_text import document_of, head_of, is_row, places_of, table_of
from nominations.law.models import LayerDraft
from nominations.law.part_words import kinds_asked, part_lines, part_title
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.key_types import ROW_TABLES
from nominations.law.rulesets.layer_keys import NEW_ROW, Place, table_at
from nominations.law.rulesets.strictness import part_at
from nominations.law.services.layer_drafts import part_digest
from nominations.law.standard_blocks import BlockGroups, TooDeep, groups_of
from nominations.law.vocabulary import read_rule
from nominations.law.wording import rule_sentence
from nominations.people.models import Organization

_NOT_COPIED = ("source", "verified", "layer", "left_to", "left_for")


class DraftPart:
    """A part of a draft by its place; Http404 for an unknown place."""

    def __init__(self, draft: LayerDraft, path: str) -> None:
        self.draft, self.path = draft, path
        self.document = document_of(draft.content, NAME)
        self.place = self._place(tuple(path.split(".")))
        described = table_at(self.place)
        if described is None:
            raise Http404
        self.description = described
        self.written = table_of(self.document, self.place)
        self.is_row = described.at in ROW_TABLES
        if self.is_row and self.written is None and not path.endswith(f".{NEW_ROW}"):
            raise Http404
        self.is_asked = False
        self.act = act_of(str(self.document.get("source", "")))

    def _place(self, place: Place) -> Place:
        """The place; a new row is the last of its list."""
        if place[-1] == NEW_ROW and is_row(place):
            number = sum(one[:-1] == place[:-1] for one, _table in places_of(self.document))
            return (*place[:-1], str(number))
        return place

    @property
    def title(self) -> str:
        return part_title(self.place)

    @property
    def seen(self) -> str:
        return part_digest(self.written)

    @cached_property
    def ground(self) -> DraftGround:
        return DraftGround(self.draft.organization, str(self.document.get("code", "")))

    @cached_property
    def base(self) -> RuleSet:
        """The rule set without the draft on its first day."""
        layer = layer_of_draft(head_of(self.document))
        day = max(layer.valid_from, rulesets.shipped_regimes()[0].valid_from)
        return self.ground.base(day)[0]

    @cached_property
    def so_far(self) -> Mapping[str, Any]:
        """The table without the draft; empty if there is none."""
        if self.is_row or self.description.at in ("document", "open", "scope"):
            return {}
        for path, _part in part_at(self.base, self.place):
            inner: Any = self.base.content
            parts = path.split(".")
            if parts[0] == "level":
                parts[2:2] = ["award"]
            for one in parts:
                inner = inner.get(one, {}) if isinstance(inner, Mapping) else {}
            return inner if isinstance(inner, Mapping) else {}
        return {}

    @property
    def so_far_lines(self) -> list[str]:
        return part_lines(self.place, self.so_far)

    # --- the form --------------------------------------------------------------------------------

    def _table(self) -> dict[str, Any]:
        """The initial table of the form: that of the draft, else the present one."""
        if self.written is not None:
            shown = dict(self.written)
            if self.is_row:
                shown["key"] = self._row_choice(shown)
            return shown
        return {key: value for key, value in self.so_far.items() if key not in _NOT_COPIED}

    def _rows_so_far(self) -> list[Any]:
        name = self.place[-2]
        if self.description.at == "list":
            return list(getattr(self.base, f"{name}s"))
        rows = self.base.standards if name == "standard" else self.base.quotas
        return [row for row in rows if row.award == self.place[1]]

    def _row_choice(self, row: Mapping[str, Any]) -> str:
        choice = f"{row.get('key', '')}|{row.get('kind', '')}"
        known = {_row_name(one) for one in self._rows_so_far()}
        return choice if choice in known else ""

    def _extra(self) -> dict[str, list[tuple[str, Any]]]:
        if self.is_row:
            new = _("none: a further one")
            rows = [(_row_name(one), _short(one.says)) for one in self._rows_so_far()]
            written = {
                key.name: [(code, code) for code in (self.written or {}).get(key.name, ())]
                for key in self.description.keys
                if key.kind == "awards"
            }
            return {"key": [("", new), *rows], **written}
        if self.description.name == "open":
            places = [place for place, _t in places_of(self.document) if place != ("open",)]
            return {"agency": [(".".join(one), part_title(one)) for one in places]}
        if self.description.name == "scope":
            written = self._table().get("organizations", ())
            own = self.draft.organization
            below = Organization.objects.filter(Q(pk=own.pk) | Q(parent=own)).order_by("name")
            known: list[tuple[str, Any]] = [(one.code, one.name) for one in below]
            more: list[tuple[str, Any]] = [
                (code, code) for code in written if code not in dict(known)
            ]
            return {"organizations": [*known, *more]}
        if self.description.name == "papers":
            words = set(self.description.keys[0].words)
            others = [one for one in self._table().get("required", ()) if one not in words]
            return {"required": [(one, one) for one in others]}
        return {}

    def form(self, data: QueryDict | None = None, *, checked: bool = True) -> PartForm:
        """The form with the table of the draft, or with submitted data, validated only if
        `checked`."""
        return PartForm(
            self.description,
            self._table(),
            act=self.act,
            data=data if checked else None,
            typed=data,
            extra=self._extra(),
        )

    # --- conditions ------------------------------------------------------------------------------

    @property
    def has_blocks(self) -> bool:
        return self.description.key("rule") is not None

    def kinds(self, data: QueryDict | None) -> tuple[str, ...]:
        """The chosen kinds of subject of the condition."""
        kind = data.get("kind", "") if data is not None else (self.written or {}).get("kind", "")
        return kinds_asked(self.place, {"kind": kind})

    def blocks(self, data: QueryDict | None = None, *, checked: bool = True) -> ConditionBlocks:
        """The blocks of the condition; empty for an expression that is nested too deeply."""
        kinds = self.kinds(data)
        if data is not None:
            return ConditionBlocks.of_data(data, kinds, checked=checked)
        rule = str((self.written or {}).get("rule", ""))
        try:
            groups = groups_of(rule, kinds) if rule else BlockGroups("or", ())
        except (TooDeep, ExpressionError):
            groups = BlockGroups("or", ())
        return ConditionBlocks.of_expression(groups, kinds)

    @property
    def rule_beyond_blocks(self) -> str:
        """The sentence of a condition that blocks cannot express; "" otherwise."""
        rule = str((self.written or {}).get("rule", ""))
        try:
            groups_of(rule, self.kinds(None)) if rule else None
        except TooDeep:
            return rule_sentence(read_rule(rule, self.kinds(None)))
        except ExpressionError:
            return ""
        return ""

    def sentence_of(self, blocks: ConditionBlocks) -> str:
        """The blocks as a sentence; "" while they are incomplete."""
        rule = blocks.expression() if all(one.form.is_bound for one in blocks.blocks) else ""
        if not rule and self.written and not any(one.form.is_bound for one in blocks.blocks):
            rule = str(self.written.get("rule", ""))
        try:
            return rule_sentence(read_rule(rule, blocks.kinds)) if rule else ""
        except ExpressionError as error:
            return str(error)

    # --- saving ----------------------------------------------------------------------------------

    def checked_table(
        self, form: PartForm, blocks: ConditionBlocks | None, *, confirmed: bool
    ) -> dict[str, Any] | None:
        """The table of the submitted data; None with the errors in the form."""
        rule = self._rule(blocks) if blocks is not None else ""
        if not form.is_valid() or (blocks is not None and not rule):
            return None
        table = form.table()
        if self.is_row:
            table = self._with_key(table)
        if blocks is not None:
            table = _ordered(table, rule)
        if self._blamed(form, blocks, table):
            return None
        question = unusual_share(self.place, table)
        self.is_asked = bool(question)
        if question and not confirmed:
            form.blame("numerator", question)
            return None
        return table

    def _blamed(
        self, form: PartForm, blocks: ConditionBlocks | None, table: Mapping[str, Any]
    ) -> bool:
        try:
            problems = part_problems(self.document, self.place, table, self.ground)
        except DataFileError as error:
            form.add_error(None, error.problem)
            return True
        for one in problems:
            if one.key == "rule" and blocks is not None:
                blocks.error = one.sentence
            else:
                form.blame(one.key, one.sentence)
        return bool(problems)

    def _rule(self, blocks: ConditionBlocks) -> str:
        if not blocks.blocks and self.rule_beyond_blocks:
            return str((self.written or {}).get("rule", ""))
        if not blocks.blocks:
            blocks.error = _("Add at least one block: choose what is checked, then press Add.")
            return ""
        rule = blocks.expression()
        if not rule:
            blocks.error = _("Fill in the blocks that are marked.")
        return rule

    def _with_key(self, table: dict[str, Any]) -> dict[str, Any]:
        """The row with the key of the row it replaces, else with a new one."""
        key, bar, kind = str(table.pop("key", "")).partition("|")
        if bar:
            table = {**table, **({"kind": kind} if kind else {})}
            if not kind:
                table.pop("kind", None)
        else:
            key = self._own_key()
        return {"key": key, **table}

    def _own_key(self) -> str:
        if self.written and not self._row_choice(self.written):
            return str(self.written.get("key", "")) or "qc_1"
        taken = {one.key for one in self._rows_so_far()}
        taken |= {
            str(row.get("key"))
            for one, row in places_of(self.document)
            if one[:-1] == self.place[:-1]
        }
        return next(f"qc_{n}" for n in range(1, 1000) if f"qc_{n}" not in taken)


def _row_name(row: Any) -> str:
    return f"{row.key}|{getattr(row, 'kind', '')}"


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:88]}…"


def _ordered(table: dict[str, Any], rule: str) -> dict[str, Any]:
    """The row with its expression after the words of the regulation."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        found[key] = value
        if key == "says":
            found["rule"] = rule
    return found if "rule" in found else {**found, "rule": rule}
