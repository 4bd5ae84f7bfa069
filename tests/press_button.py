"""Submit a form of a page as a browser does, with its hidden fields."""

from __future__ import annotations

from typing import Any


def press_button(client: Any, path: str, typed: dict[str, Any] | None = None, **more: Any) -> Any:
    """Open the page of a transition and send its form, with the version the page showed."""
    seen = client.get(path).context["seen_version"]
    return client.post(path, {"seen_version": seen, **(typed or {})}, **more)
