"""Content of the page of a draft: its parts in words, problems, and parts that can be added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import layer_diff, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.draft_check import (
    NAME,
    DraftGround,
    PartProblem,
    draft_problems,
    layer_of_draft,
    missing_in_head,
    unchecked_parts,
)
from nominations.law.layer_text import document_of, places_of
from nominations.law.models import LayerDraft
from nominations.law.part_words import part_lines, part_title
from nominations.law.rulesets.layer_keys import (
    BY_NAME,
    DOCUMENT_TABLES,
    LISTS,
    NEW_ROW,
    OPEN,
    SCOPE,
    Place,
    table_at,
)
from nominations.law.rulesets.layer_notes import replaced_inferences
from nominations.law.rulesets.parts import MEETINGS
from nominations.law.rulesets.rule_keys import MEETING_NAMES, SETTING_TABLES
from nominations.law.services.layer_drafts import text_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSummary:
    """A part on the page."""

    path: str
    title: str
    lines: list[str]
    source: str
    verified: bool
    is_cited: bool
    problems: list[str]


@dataclass(frozen=True, slots=True)
class MissingItem:
    """A task: the sentence, and the part where it is done."""

    sentence: str
    path: str
    blocks: bool = True


def _part(place: Place, table: Mapping[str, Any], act: str, problems: list[str]) -> PartSummary:
    described = table_at(place)
    return PartSummary(
        path=".".join(place),
        title=part_title(place),
        lines=part_lines(place, table),
        source=str(table.get("source", "") or act),
        verified=table.get("verified") is True,
        is_cited=described is not None and described.is_cited,
        problems=problems,
    )


def _order(one: tuple[Place, Any]) -> tuple[int, str]:
    place = one[0]
    first = {"quorum": 0, "settings": 1}.get(place[0], 2 + DOCUMENT_TABLES.index(place[0]))
    return first, part_title(place)


class DraftOverview:
    """The content of the page of a draft."""

    def __init__(self, draft: LayerDraft) -> None:
        self.draft = draft
        self.document = document_of(draft.content, NAME)
        self.ground = DraftGround(draft.organization, str(self.document.get("code", "")))
        self.revision = text_digest(draft.content)
        self.problems = draft_problems(self.document, self.ground)

    @property
    def parts(self) -> list[PartSummary]:
        act = str(self.document.get("source", ""))
        sentences: dict[Place, list[str]] = {}
        for one in self.problems:
            sentences.setdefault(one.place, []).append(_sentence(one))
        known = [one for one in places_of(self.document) if one[0][0] in DOCUMENT_TABLES]
        return [
            _part(place, table, act, sentences.get(place, []))
            for place, table in sorted(known, key=_order)
        ]

    @property
    def head_problems(self) -> list[str]:
        return [_sentence(one) for one in self.problems if one.place == ("head",)]

    @property
    def missing(self) -> list[MissingItem]:
        """Tasks: what prevents the proposal first, then what should be checked."""
        found = [
            MissingItem(_("Not filled in: %(field)s") % {"field": one.sentence}, "head")
            for one in missing_in_head(self.document)
        ]
        found += [
            MissingItem(f"{part_title(one.place)}: {_sentence(one)}", one.path)
            for one in self.problems
        ]
        if not any(True for _one in places_of(self.document)):
            found.append(MissingItem(_("No part of the regulation has been entered yet."), ""))
        for place, has_article in unchecked_parts(self.document):
            words = {"part": part_title(place)}
            sentence = (
                _("%(part)s: not yet compared with the text.")
                if has_article
                else _("%(part)s: no article is named.")
            ) % words
            found.append(MissingItem(sentence, ".".join(place), blocks=False))
        return found

    @property
    def may_propose(self) -> bool:
        return not any(one.blocks for one in self.missing)

    @property
    def can_be_added(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Parts that can be added, by groups: (path of the page, name)."""
        written = {".".join(place) for place, _table in places_of(self.document)}
        meetings = ["quorum", *(f"quorum.{one}" for one in MEETINGS)]
        quorums = [(one, str(MEETING_NAMES[one.partition(".")[2]])) for one in meetings]
        settings = [(f"settings.{name}", str(one.label)) for name, one in SETTING_TABLES.items()]
        steps = [
            (f"them:{one.name}", str(one.label)) for one in BY_NAME.values() if one.at == "common"
        ]
        awards = [
            (f"them:{one.name}", str(one.label)) for one in BY_NAME.values() if one.at != "common"
        ]
        settings.append(("scope", str(SCOPE.label)))
        if self.document.get("layer") == "province":
            settings.append(("open", str(OPEN.label)))
        return [
            (_("Steps and dossier"), steps),
            (_("One award"), awards),
            (
                _("Deadlines and opinions"),
                [(f"{name}.{NEW_ROW}", str(one.label)) for name, one in LISTS.items()],
            ),
            (_("Meetings"), [one for one in quorums if one[0] not in written]),
            (_("Periods and ways of working"), [one for one in settings if one[0] not in written]),
        ]


def _sentence(problem: PartProblem) -> str:
    described = table_at(problem.place)
    key = described.key(problem.key) if described else None
    return f"{key.label}: {problem.sentence}" if key else problem.sentence


# --- what it changes ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """One part and its effect on the value below it."""

    path: str
    title: str
    lines: list[str]
    effect: str
    source: str
    problem: str


def draft_effects(draft: LayerDraft) -> dict[str, Any]:
    """The effects of the draft on its first day; `problem` if it cannot be applied yet."""
    overview = DraftOverview(draft)
    document, ground = overview.document, overview.ground
    try:
        layer = layer_of_draft(document)
        days = ground.days(layer)
        day = days[0] if days else rulesets.shipped_regimes()[0].valid_from
        base, others = ground.base(day)
        tables = dict(places_of(document))
        rows = [
            EffectRow(
                path=".".join(one.place),
                title=part_title(one.place),
                lines=part_lines(one.place, tables[one.place]),
                effect=one.effect,
                source=one.source,
                problem=one.problem,
            )
            for one in ground.changes(layer, day)
        ]
        context: dict[str, Any] = {"day": day, "rows": rows, "overview": overview}
        regime = rulesets.regime_on(day)
        context["notes"] = replaced_inferences(regime, [layer])
        if all(one.effect != "refused" for one in rows):
            changed = rulesets.with_layers(regime, [*others, layer])
            context["differences"] = layer_diff.layer_diff(
                base, changed, on=day, organization=draft.organization
            )
        return context
    except (DataFileError, rulesets.NoRuleSet) as error:
        return {"problem": str(error), "overview": overview}
