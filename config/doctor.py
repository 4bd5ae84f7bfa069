"""What an operator asks first: does every part of this installation answer, and what to do if not.

Each check gives findings of one line. Nothing is repaired and nothing is kept: a file that tries a
folder is removed, the mail server is greeted and sent nothing.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from config import health
from config.celery import app
from config.lease import holder_of
from config.proxies import STRANGER
from config.site_address import leads_to_own_machine
from notifications.clock import wall_clock

SMTP = "django.core.mail.backends.smtp.EmailBackend"
MIN_FREE_BYTES = 500 * 1024 * 1024
CLOCKS_APART = 60.0
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, what it says, and what to do where something is wrong.

    `is_fault` is what makes the command fail; advice without a fault is worth knowing.
    """

    title: str
    said: str
    advice: str = ""
    is_fault: bool = False


Check = Callable[[], Iterator[Finding]]


def _fault(title: str, said: str, advice: str) -> Finding:
    return Finding(title, said, advice, is_fault=True)


def run_checks() -> Iterator[Finding]:
    """Every check in order; one that breaks is a fault itself and stops no other."""
    for title, check in CHECKS:
        try:
            yield from check()
        except Exception as error:  # whatever it is, the operator reads it in one line
            words = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
            yield _fault(
                str(title),
                _("the check ended with an error: %(error)s") % words,
                _("Read the log of the program."),
            )


# --- the database ---------------------------------------------------------------------------------


def _database() -> Iterator[Finding]:
    title = _("Database")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield _fault(
            title,
            _("does not answer: %(error)s") % {"error": str(error).strip().splitlines()[0]},
            _("Start the database server and check DATABASE_URL."),
        )
        return
    yield Finding(title, _("%(vendor)s answers") % {"vendor": connection.display_name})
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    title = _("Tables")
    if waiting:
        yield _fault(
            title,
            _("%(count)s changes are not applied") % {"count": waiting},
            _("Stop the program, make a backup, then run: manage migrate."),
        )
    else:
        yield Finding(title, _("up to date"))


# --- services -------------------------------------------------------------------------------------


def _redis() -> Iterator[Finding]:
    title = "Redis"
    if not settings.REDIS_URL:
        yield Finding(title, _("not used: one process serves everything"))
        return
    key, mark = "doctor", str(time.time())
    try:
        cache.set(key, mark, 60)
        is_kept = cache.get(key) == mark
    except Exception as error:  # whatever the cache's client raises
        yield _fault(
            title,
            _("does not answer: %(error)s") % {"error": type(error).__name__},
            _("Start Redis and check REDIS_URL."),
        )
        return
    if is_kept:
        yield Finding(title, _("answers"))
    else:
        yield _fault(
            title, _("does not keep what is written"), _("Check the memory and rights of Redis.")
        )


def _worker() -> Iterator[Finding]:
    title = _("Delivery of messages")
    report = health.health_report()
    waits = report.get("outbox_age_seconds", 0.0)
    if waits > health.OUTBOX_LATE:
        yield _fault(
            _("Messages waiting"),
            _("the oldest has been waiting for %(minutes)s minutes")
            % {"minutes": int(waits // 60)},
            _("Start the worker and beat, or the program itself; read their log."),
        )
    if not settings.REDIS_URL:
        holder = holder_of(Path(settings.DATA_DIR))
        if holder:
            yield Finding(title, _("the server at %(address)s delivers") % {"address": holder})
        else:
            yield Finding(
                title,
                _("the server is not running; messages wait until it is"),
                _("Start it: python3 run.py."),
            )
        return
    beat = report.get("beat_age_seconds")
    if beat is None or beat > health.BEAT_LATE:
        yield _fault(
            "Beat", _("gave no sign of life"), _("Start the process of beat and read its log.")
        )
    else:
        yield Finding("Beat", _("seen %(seconds)s seconds ago") % {"seconds": int(beat)})
    try:
        workers = app.control.ping(timeout=PATIENCE)
    except Exception:  # whatever the broker's client raises
        workers = []
    if workers:
        yield Finding(title, _("%(count)s workers answer") % {"count": len(workers)})
    else:
        yield _fault(title, _("no worker answers"), _("Start the worker and read its log."))


def _mail() -> Iterator[Finding]:
    title = _("Mail")
    if settings.EMAIL_BACKEND != SMTP:
        is_served = settings.SERVICES or settings.HTTPS
        yield Finding(
            title,
            _("no mail server is set: messages stay on this machine"),
            _("Set EMAIL_URL=smtp://... so that they reach people.") if is_served else "",
        )
        return
    where = {"host": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"}
    server = get_connection(timeout=5)
    try:
        server.open()
    except (OSError, ValueError) as error:  # smtplib's own errors are OSErrors
        words = {**where, "error": str(error) or type(error).__name__}
        yield _fault(
            title,
            _("%(host)s does not answer: %(error)s") % words,
            _("Check EMAIL_URL (name, port, user, password, tls) and the firewall."),
        )
        return
    finally:
        server.close()
    yield Finding(title, _("%(host)s answers") % where)


# --- this machine ---------------------------------------------------------------------------------


def _folders() -> Iterator[Finding]:
    folders = {_("Data folder"): Path(settings.DATA_DIR), _("Files"): Path(settings.MEDIA_ROOT)}
    mails = getattr(settings, "EMAIL_FILE_PATH", "")  # set where mails are written to files
    if mails:
        folders[_("Mail folder")] = Path(mails)
    for title, folder in folders.items():
        yield _folder(title, folder)
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        if database.exists() and not os.access(database, os.W_OK):
            yield _fault(
                _("Database file"),
                _("%(path)s cannot be written") % {"path": database},
                _("Give the account that runs the program the right to write there."),
            )


def _folder(title: str, folder: Path) -> Finding:
    advice = _("Give the account that runs the program the right to write there.")
    words = {"path": str(folder)}
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    try:
        with TemporaryFile(dir=nearest) as probe:
            probe.write(b"x")
    except OSError as error:
        words["error"] = error.strerror or type(error).__name__
        return _fault(title, _("%(path)s cannot be written (%(error)s)") % words, advice)
    free = shutil.disk_usage(nearest).free
    if free < MIN_FREE_BYTES:
        words["free"] = str(free // (1024 * 1024))
        return _fault(
            title,
            _("%(path)s has only %(free)s MB left") % words,
            _("Make room on the disk before files and database can no longer be written."),
        )
    return Finding(title, _("%(path)s can be written") % words)


def _clock() -> Iterator[Finding]:
    title, now = _("Clock"), wall_clock()
    words = {
        "zone": settings.TIME_ZONE,
        "now": f"{now.astimezone(ZoneInfo(settings.TIME_ZONE)):%H:%M %d/%m/%Y}",
    }
    advice = _("Switch on the time service (NTP) of the machine.")
    last = _latest_migration()
    if last is not None and (last - now).total_seconds() > CLOCKS_APART:
        yield _fault(
            title,
            _("it is %(now)s here, earlier than what is already recorded") % words,
            advice,
        )
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            apart = abs(float(cursor.fetchone()[0]) - time.time())
        if apart > CLOCKS_APART:
            yield _fault(
                title,
                _("this machine and the database differ by %(seconds)s seconds")
                % {"seconds": int(apart)},
                advice,
            )
            return
    yield Finding(title, _("it is %(now)s (%(zone)s)") % words)


def _latest_migration() -> datetime | None:
    try:
        recorder = MigrationRecorder(connection)
        rows = recorder.migration_qs.order_by("-applied") if recorder.has_table() else None
        row = rows.first() if rows is not None else None
    except DatabaseError:  # said by the check of the database
        return None
    return None if row is None else row.applied


# --- settings -------------------------------------------------------------------------------------


def _front_servers() -> Iterator[Finding]:
    title = "TRUSTED_PROXIES"
    try:
        stranger = cache.get(STRANGER)
    except Exception:  # whatever the cache's client raises: said by the check of Redis
        stranger = None
    if stranger:
        yield _fault(
            title,
            _("%(address)s passes requests on and is not named") % {"address": stranger},
            _("If it is your front server, add it to TRUSTED_PROXIES; else close its way in."),
        )
        return
    named = ", ".join(map(str, settings.TRUSTED_PROXIES))
    yield Finding(title, _("believed: %(named)s") % {"named": named})


def _address() -> Iterator[Finding]:
    title, words = "BANGVANG_URL", {"address": settings.SITE_URL}
    said = _("links in messages and letters name %(address)s") % words
    if leads_to_own_machine(settings.SITE_URL):
        said = _("links in messages and letters name %(address)s, this machine only") % words
        advice = _("Set BANGVANG_URL to the address at which others open the site.")
        yield Finding(title, said, advice, is_fault=settings.SERVICES)
    elif not settings.SITE_URL_GIVEN:
        yield Finding(title, said, _("Set BANGVANG_URL if others open the site elsewhere."))
    else:
        yield Finding(title, said)


def _settings() -> Iterator[Finding]:
    """Django's checks; those of a public service only where it is one."""
    is_served = settings.SERVICES or settings.HTTPS
    title, said = _("Settings"), sentences_of_checks()
    found = checks.run_checks(include_deployment_checks=is_served)
    for one in found:
        name = str(one.id)
        unknown = _("a check of the settings has something to say")
        words, advice = said.get(name, (unknown, _("Run: manage check --deploy.")))
        is_fault = one.level >= checks.ERROR
        yield Finding(title, f"{words} ({name})", advice, is_fault=is_fault)
    if not found:
        yield Finding(title, _("nothing stands against serving with them"))


def sentences_of_checks() -> dict[str, tuple[str, str]]:
    """What a check of the settings says to an operator, and what to do, by its id."""
    return {
        "config.E001": (
            _("SECRET_KEY is not set"),
            _("Set it to at least 50 random characters, the same for all processes."),
        ),
        "config.E002": (
            _("DATABASE_URL is not set, while the site is served to others"),
            _("Set the address of PostgreSQL."),
        ),
        "config.E003": (
            _("REDIS_URL is not set, while the site is served to others"),
            _("Set the address of Redis."),
        ),
        "config.E004": (
            _("BANGVANG_DEBUG is on at a public address"),
            _("Unset BANGVANG_DEBUG and start again."),
        ),
        "config.E005": (
            _("TRUSTED_PROXIES is not set"),
            _("Name the front server, for example TRUSTED_PROXIES=127.0.0.1."),
        ),
        "config.E006": (
            _("TRUSTED_PROXIES holds strangers, who could claim any address"),
            _("Name only the addresses of your own front servers."),
        ),
        "config.W001": (
            _("messages are written to files and reach nobody"),
            _("Set EMAIL_URL."),
        ),
        "config.W002": (_("DJANGO_ADMIN is on"), _("Unset DJANGO_ADMIN.")),
        "config.W003": (
            _("the virus scanner does not answer, so no file is accepted"),
            _("Start clamd, or correct CLAMAV_URL."),
        ),
    }


CHECKS: tuple[tuple[str, Check], ...] = (
    ("Database", _database),
    ("Redis", _redis),
    ("Delivery", _worker),
    ("Mail", _mail),
    ("Folders", _folders),
    ("Clock", _clock),
    ("TRUSTED_PROXIES", _front_servers),
    ("BANGVANG_URL", _address),
    ("Settings", _settings),
)
"""In the order of the lines; the name stands in the line of a check that broke."""
