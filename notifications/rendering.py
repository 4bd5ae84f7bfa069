"""Renders a topic and its facts as the text one person reads, in that person's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext

from notifications.moments import with_moments_in_words

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

TITLE_LENGTH = 300
PATH_LENGTH = 500
MAX_NAMED = 10


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    body: str
    path: str


def language_of(user: AbstractUser) -> str:
    """The language the account asks for, else the installation's."""
    chosen = getattr(user, "language", "") or ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def render_message(topic: str, facts: Mapping[str, Any], language: str) -> Text:
    """Title, body and link of a message: NFC, the title on one line, the link inside this site.

    Raises what the template engine raises; a topic without templates uses those of `default`.
    """
    with translation.override(language):
        title = " ".join(
            filled_template(
                f"topics/{topic}/title.txt", "topics/default/title.txt", facts=facts
            ).split()
        )
        body = filled_template(
            f"topics/{topic}/body.txt", "topics/default/body.txt", facts=facts
        ).strip()
    return Text(title[:TITLE_LENGTH], body, local_path(facts.get("path")))


def render_many(
    topic: str, facts: Mapping[str, Any], subjects: Sequence[str], language: str
) -> Text:
    """One message about many subjects: their number in the title, the first of them in the body."""
    count = len(subjects)
    with translation.override(language):
        number = ngettext("%(count)s case", "%(count)s cases", count) % {"count": count}
        named = "\n".join(f"- {subject}" for subject in subjects[:MAX_NAMED])
        more = count - MAX_NAMED
        if more > 0:
            words = ngettext("and %(count)s more.", "and %(count)s more.", more)
            named += "\n" + words % {"count": more}
    text = render_message(topic, {**facts, "title": number, "many": count}, language)
    return Text(text.title, f"{text.body}\n{named}", text.path)


def filled_template(*names: str, facts: Mapping[str, Any]) -> str:
    """The first of these templates (below templates/notifications/) as plain text in NFC."""
    template = Engine.get_default().select_template([f"notifications/{name}" for name in names])
    text: str = template.render(Context(with_moments_in_words(facts), autoescape=False))
    return unicodedata.normalize("NFC", text)


def local_path(path: object) -> str:
    """The path if it leads into this site, else nothing: a notice must not send people away."""
    if not isinstance(path, str) or not path.startswith("/") or len(path) > PATH_LENGTH:
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
