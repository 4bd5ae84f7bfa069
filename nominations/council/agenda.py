"""The form list of nominations that can be put on the agenda of a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from nominations.council.forms.sessions import SCRUTINEERS, SessionForm
from nominations.council.models import VotingSession
from nominations.dossiers.models import Nomination
from nominations.vietnamese import fold

ORDER = ("award_type__rank", "kind", "unit__rank", "id")


def initial_values(session: VotingSession) -> dict[str, Any]:
    """The initial values of the form of a draft."""
    people = session.scrutineers.values_list("person_id", flat=True)
    return {
        **{name: getattr(session, name) for name in ("name", "mode", "held_on", "place")},
        **dict(zip(SCRUTINEERS, people, strict=False)),
        "nominations": list(session.items.values_list("nomination_id", flat=True)),
    }


def agenda_choices(
    filters: Mapping[str, str], form: SessionForm, waiting: QuerySet[Nomination]
) -> dict[str, Any]:
    """The choices filtered by award and name; ticked as submitted, else all shown ones."""
    rows = list(waiting.select_related("award_type").order_by(*ORDER))
    award, words = filters.get("danh-hieu", ""), filters.get("ten", "")
    shown = [
        row
        for row in rows
        if (not award or str(row.award_type_id) == award) and fold(words) in fold(row.subject_name)
    ]
    ticked = _ticked(form, shown)
    return {
        "rows": [(row, str(row.pk) in ticked) for row in shown],
        # Ticked names hidden by the filter stay on the agenda.
        "hidden_ticked": [row.pk for row in rows if str(row.pk) in ticked and row not in shown],
        "awards": list({row.award_type_id: row.award_type for row in rows}.values()),
        "award": award,
        "words": words,
    }


def _ticked(form: SessionForm, shown: list[Nomination]) -> set[str]:
    if form.is_bound:
        return set(form["nominations"].data)
    if "nominations" in form.initial:
        return {str(pk) for pk in form.initial["nominations"]}
    return {str(row.pk) for row in shown}
