"""System checks: every topic has templates and a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import Engine, TemplateDoesNotExist, TemplateSyntaxError

from notifications.topics import GROUPS, TOPICS

PARTS = ("title.txt", "body.txt")


@register
def topics_have_templates(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A topic without readable templates would be rendered with the default templates."""
    problems: list[CheckMessage] = []
    for name in (*TOPICS, "default"):
        for part in PARTS:
            path = f"notifications/topics/{name}/{part}"
            try:
                Engine.get_default().get_template(path)
            except (TemplateDoesNotExist, TemplateSyntaxError) as error:
                problems.append(Error(f"{path}: {error}", id="notifications.E001"))
    return problems


@register
def topics_have_groups(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A topic in an unknown group could not be switched off in the preferences."""
    return [
        Error(f"The topic {one.name} is in no known group.", id="notifications.E002")
        for one in TOPICS.values()
        if one.group not in GROUPS
    ]
