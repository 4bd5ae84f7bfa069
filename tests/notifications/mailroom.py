"""A mail server that keeps what it gets and misbehaves on request."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any


class Mailroom:
    """`answer` is what the server says to DATA; `hang_up` breaks the connection after taking it."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.answer = "250 OK"
        self.answer_to_recipient = "250 OK"
        self.hang_up = False

    @property
    def letters(self) -> list[EmailMessage]:
        """What arrived, parsed."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]

    async def handle_RCPT(  # noqa: N802  (the name aiosmtpd calls)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.raw.append(envelope.content)
        if self.hang_up:
            server.transport.abort()
        return self.answer
