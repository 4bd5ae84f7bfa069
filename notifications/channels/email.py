"""E-mail through Django's configured backend: SMTP in the services profile, files by default.

At least once, never silently: the Message-ID is fixed by event and recipient, so a letter sent
twice is recognisable as one.
"""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Callable, Sequence
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from notifications.channels import ChannelDownError, Letter, RefusedError, RejectedError
from notifications.duties import duty_of
from notifications.rendering import filled_template, language_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

TIMEOUT_SECONDS = 10


class EmailChannel:
    name = "email"
    label = _("E-mail")
    outside = True

    def unreachable(self, recipient: AbstractUser) -> str:
        """An account without an address gets no mail."""
        return "" if recipient.email else "no e-mail address"

    def send(self, letters: Sequence[Letter], begun: Callable[[], None]) -> None:
        """Hand each letter to the mail server; see the package for what the exceptions promise."""
        for letter in letters:
            mail = compose(letter)
            mail.message()  # an invalid header fails here, before anything is handed over
            self._send(mail, begun)

    def _send(self, mail: EmailMessage, begun: Callable[[], None]) -> None:
        connection = get_connection(timeout=settings.EMAIL_TIMEOUT or TIMEOUT_SECONDS)
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelDownError(f"{type(error).__name__}: {error}") from error
        try:
            begun()
            if not connection.send_messages([mail]):
                raise RefusedError("The mail backend sent nothing.")
        except smtplib.SMTPRecipientsRefused as error:
            raise _answered([code for code, _text in error.recipients.values()], error) from error
        except smtplib.SMTPResponseException as error:
            raise _answered([error.smtp_code], error) from error
        finally:
            # The letter is accepted or refused by now; a failing farewell changes neither.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()


def compose(letter: Letter) -> EmailMessage:
    """Subject by dossier, greeting, what was done by whom, what to do until when, a whole link.

    The Message-ID is fixed, and the letter is marked as automatic.
    """
    at = localtime(letter.message.created_at)
    site = getattr(settings, "SITE_URL", "").rstrip("/")
    facts = {
        "name": letter.recipient.get_full_name() or letter.recipient.get_username(),
        "body": letter.body,
        "by": letter.facts.get("by", ""),
        "at": date_format(at, "H:i"),
        "day": date_format(at, "d/m/Y"),
        "address": site + letter.path if letter.path else "",
        "choices": site + reverse("notifications:preferences"),
    }
    with translation.override(language_of(letter.recipient)):
        duty = duty_of(letter.recipient, letter.path)
        if duty is not None:
            facts["duty"] = duty.act
            facts["until"] = date_format(duty.until, "d/m/Y") if duty.until else ""
        text = filled_template("email/message.txt", facts=facts)
    return EmailMessage(
        subject=subject_of(letter),
        body=text,
        to=[letter.recipient.email],
        headers={
            "Message-ID": message_id(letter),
            "Auto-Submitted": "auto-generated",
            **_thread(letter),
        },
    )


def subject_of(letter: Letter) -> str:
    """The title of the dossier before the act, so that a mailbox sorted by subject groups
    dossiers."""
    act = letter.title.removesuffix(letter.subject).rstrip(" :")
    return f"{letter.subject}: {act}" if act and act != letter.title else letter.title


def _thread(letter: Letter) -> dict[str, str]:
    """Headers that make all mails of one history replies to the same fictitious letter, so that
    mail clients show them as one conversation."""
    stream, mark, _number = letter.message.event_key.rpartition("#")
    if not mark:
        return {}
    root = _identifier("thread", f"{stream}|{letter.message.recipient_id}")
    return {"In-Reply-To": root, "References": root}


def message_id(letter: Letter) -> str:
    """The Message-ID: the same for every attempt at an event and recipient, revealing neither."""
    return _identifier("message_id", f"{letter.message.event_key}|{letter.message.recipient_id}")


def _identifier(use: str, key: str) -> str:
    digest = salted_hmac(f"notifications.email.{use}", key, algorithm="sha256").hexdigest()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{digest[:40]}@{domain}>"


def _answered(codes: list[int], error: Exception) -> Exception:
    permanent = bool(codes) and all(500 <= code < 600 for code in codes)
    return (RejectedError if permanent else RefusedError)(f"{type(error).__name__}: {error}")


CHANNEL = EmailChannel()
