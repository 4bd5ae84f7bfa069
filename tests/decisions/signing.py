"""Signing on the pages: the number and the date, then the last page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from nominations.decisions.models import Decision
from tests.press_button import press_button


def sign_on_page(client: Any, decision: Decision, **given: Any) -> Any:
    """Send the form, confirm the last page as it was shown; gives the last answer."""
    path = reverse("decisions:sign", args=[decision.public_id])
    page = press_button(client, path, given)
    if page.status_code != 200 or "summary" not in page.context:
        return page
    return client.post(path, confirmed(page))


def confirmed(page: Any) -> dict[str, Any]:
    """What the button of the last page sends."""
    summary = page.context["summary"]
    return {
        "number": summary.number,
        "signed_on": f"{summary.signed_on:%d/%m/%Y}",
        "confirmed": summary.key,
        "seen_version": page.context["seen_version"],
    }
