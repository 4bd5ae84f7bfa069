"""The default server: waitress, worker and beat in one process."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils.translation import gettext as _

from config.lease import Lease, LeaseTaken
from config.site_address import (
    EVERYWHERE,
    address_of,
    bracketed_host,
    leads_to_own_machine,
    machine_address,
    serve_at,
)

DEMO_LOGINS = "nominations.people.demo_logins"


class Command(BaseCommand):
    """`serve --host 127.0.0.1 --port 8000`; Ctrl-C or SIGTERM ends it cleanly."""

    help = "Serve the site with an embedded worker and beat, in one process."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--since", type=float, default=None, help="when the start began")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.REDIS_URL:
            raise CommandError(
                _("REDIS_URL is set: start gunicorn, a worker and beat instead of this command.")
            )
        host, port = str(options["host"]), int(options["port"])
        address = address_of(host, port)
        try:
            with Lease(Path(settings.DATA_DIR), address):
                self._serve(host, port, address, options["since"])
        except LeaseTaken as taken:
            raise CommandError(
                _("Another server works on %(folder)s (%(holder)s).")
                % {"folder": settings.DATA_DIR, "holder": taken.holder}
            ) from None

    def _serve(self, host: str, port: int, address: str, since: float | None) -> None:
        from waitress.server import BaseWSGIServer, create_server

        from config.body_limit import BodyLimitChannel
        from config.embedded import background_processes

        _allow(host)
        serve_at(host, port)
        application = get_wsgi_application()
        _warm_up()
        BaseWSGIServer.channel_class = BodyLimitChannel
        try:
            server = create_server(
                application,
                host=host,
                port=port,
                threads=settings.WEB_THREADS,
                ident=None,
                max_request_body_size=settings.REQUEST_MAX_BYTES,
                clear_untrusted_proxy_headers=False,  # config/proxies.py judges them
            )
        except OSError as error:
            raise CommandError(_port_refusal(port, error)) from None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)
        try:
            with background_processes():
                self._welcome(address, since, listens_on=host)
                server.run()  # returns after a signal
        except SystemExit:  # a signal before the loop began
            pass
        server.close()
        self.stdout.write(_("Stopped."))

    def _welcome(self, address: str, since: float | None, *, listens_on: str) -> None:
        if since is not None:
            took = f"{time.time() - since:.1f}".replace(".", ",")
            self.stdout.write(_("Ready after %(took)s s.") % {"took": took})
        self.stdout.write("\n  " + _("Open %(address)s") % {"address": address} + "\n")
        if listens_on in EVERYWHERE and not settings.SITE_URL_GIVEN:
            self.stdout.write("  " + _address_in_links(settings.SITE_URL) + "\n")
        logins = _demo_logins()
        if logins:
            self.stdout.write("  " + _("Demonstration logins:"))
            for line in _aligned(logins):
                self.stdout.write("    " + line)
        self.stdout.write("\n  " + _("Press Ctrl-C to stop."))
        self.stdout.flush()


def _address_in_links(url: str) -> str:
    """What to do where colleagues open the site at another address than the links name."""
    if leads_to_own_machine(url):
        return _("Links in messages and letters lead to this machine only: set BANGVANG_URL.")
    words = {"address": url}
    return (
        _(
            "Links in messages and letters name %(address)s; if people open the site at another"
            " address, set BANGVANG_URL."
        )
        % words
    )


def _allow(host: str) -> None:
    """Answer to the name one is asked to listen on; on all of them to this machine's names."""
    mine = {host} - EVERYWHERE
    if host in EVERYWHERE:
        name = socket.gethostname()
        mine = {name, socket.getfqdn(), bracketed_host(machine_address())}
        # A machine that cannot resolve its own name still has BANGVANG_ALLOWED_HOSTS.
        with suppress(OSError):
            mine |= {str(item[4][0]) for item in socket.getaddrinfo(name, None)}
    settings.ALLOWED_HOSTS += sorted(mine - set(settings.ALLOWED_HOSTS))


def _warm_up() -> None:
    """Load every view now, so that the first visitor does not wait for it."""
    get_resolver().reverse_dict.keys()  # building this imports every view


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def _port_refusal(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return _("Port %(port)s is in use: choose another with --port.") % {"port": port}
    return _("Port %(port)s cannot be opened: %(error)s") % {"port": port, "error": error.strerror}


def _demo_logins() -> list[tuple[str, str, str]]:
    if find_spec(DEMO_LOGINS) is None:
        return []
    found: Iterable[tuple[str, str, str]] = import_module(DEMO_LOGINS).demo_logins()
    return [(str(role), username, password) for role, username, password in found]


def _aligned(rows: list[tuple[str, str, str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        yield "   ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
