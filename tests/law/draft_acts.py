"""Parts of the draft of a regulation as its pages save them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from nominations.law.layer_text import document_of
from nominations.law.models import LayerDraft

HEAD = {
    "name": "Quy chế thi đua, khen thưởng của Sở Thử nghiệm (2026)",
    "source": "Quyết định 15/QĐ-STN ngày 10/01/2026",
    "code": "STN-2026",
    "layer": "agency",
    "valid_from": "01/02/2026",
    "valid_to": "",
}
CITED = {"article": "12", "clause": "2", "point": "", "other_source": "", "verified": "on"}


def address(draft: LayerDraft, place: str) -> str:
    return reverse("awards:layer_draft_part", args=[draft.pk, place])


def seen_in(page: Any) -> str:
    return re.search(r'name="revision" value="(\w+)"', page.content.decode())[1]


def save(client: Client, draft: LayerDraft, place: str, **typed: Any) -> Any:
    """Open the form of a part, fill it in and save it."""
    url = address(draft, place)
    seen = seen_in(client.get(url))
    return client.post(url, {"revision": seen, "do": "save", **CITED, **typed})


def errors_of(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200, "saved although it is wrong"
    form = answer.context["form"]
    return {name: " ".join(map(str, found)) for name, found in form.errors.items()}


def document(draft: LayerDraft) -> dict[str, Any]:
    draft.refresh_from_db()
    return document_of(draft.content, "x.toml")
