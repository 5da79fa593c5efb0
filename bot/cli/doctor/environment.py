"""Environment checks of `chokh doctor`: Telegram, the memory, permissions, the running bot."""

from __future__ import annotations

import socket
import sqlite3
import ssl
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.doctor.check import Check
from bot.monitoring.crash_reports import FOLDER
from memory.database.postgres import engine_of
from memory.database.sqlite import file_of
from memory.errors import MemoryFault
from memory.migrations import HEAD
from memory.photos.gallery import points_at

if TYPE_CHECKING:
    from bot.settings import Settings

_SECONDS = 10.0
_SLOW_CLOCK = 60.0  # seconds that it may be off
_LAST_DAYS = 14
"""A certificate that ends sooner is told of."""
_DAY = 24 * 3600.0  # seconds


def house(settings: Settings) -> Iterator[Check]:
    """Look at all of it, one thing after another."""
    yield from _telegram(settings)
    if settings.telegram.mode == "webhook":
        yield _certificate(settings.telegram.webhook.url)
    yield _database(settings)
    yield _gallery(settings)
    yield from _rights(settings)
    yield from _running(settings.owner.listen)
    reports = len(list((settings.folder / FOLDER).glob("*.txt")))
    place = f"{reports} in {settings.folder / FOLDER}: send them to whoever mends Chokh"
    yield Check("crash reports", True, place if reports else "none")


def _telegram(settings: Settings) -> Iterator[Check]:
    name, token = "Telegram token", settings.telegram.token.get_secret_value()
    if not token:
        yield Check(name, False, "not set", 'token = "…" under [telegram] in config.toml')
        return
    try:
        # The address holds the token: it is in no sentence here.
        url = f"{settings.telegram.api_url}/bot{token}/getMe"
        proxy = settings.telegram.proxy.get_secret_value() or None
        answer = httpx.get(url, timeout=_SECONDS, proxy=proxy)
        said = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        found = f"set, but Telegram can't be reached ({type(error).__name__})"
        remedy = f"look at the line to {settings.telegram.api_url}; proxy = under [telegram]"
        yield Check(name, False, found, remedy)
        return
    known = bool(said.get("ok"))
    yield Check(
        name,
        known,
        f"it is @{said['result'].get('username')}'s" if known else "Telegram does not know it",
        "copy it again from @BotFather to config.toml",
    )
    if date := answer.headers.get("date"):
        off = time.time() - parsedate_to_datetime(date).timestamp()
        yield Check(
            "clock",
            abs(off) <= _SLOW_CLOCK,
            "right" if abs(off) <= _SLOW_CLOCK else f"{off:+.0f} s off",
            "sudo timedatectl set-ntp true",
        )


def _certificate(url: str) -> Check:
    """Whether Telegram will take the certificate of the webhook's address."""
    name, parts = "webhook certificate", urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return Check(name, False, "no https address", 'url = "https://…" under [telegram.webhook]')
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), _SECONDS) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname) as tls,
        ):
            ends = ssl.cert_time_to_seconds(str((tls.getpeercert() or {})["notAfter"]))
    except (OSError, KeyError) as error:
        why = getattr(error, "verify_message", "") or str(error)
        return Check(name, False, f"{parts.hostname}: {why}", "renew it at your reverse proxy")
    days = (ends - time.time()) / _DAY
    return Check(name, days > _LAST_DAYS, f"good for {days:.0f} days", "renew it, as with certbot")


def _database(settings: Settings) -> Check:
    name, remedy = "database", "chokh restore FILE, of a backup"
    try:
        url = make_url(settings.memory.url)
        if url.get_backend_name() == "postgresql":
            remedy = "start it, and look at memory.url"
            with engine_of(url).connect() as connection:
                connection.execute(text("SELECT 1"))
            return Check(name, True, f"PostgreSQL at {url.host or 'this machine'}")
        file = file_of(url, settings.folder)
        if not file.exists():
            return Check(name, True, f"{file}: made at the first start")
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            (state,) = database.execute("PRAGMA quick_check").fetchone()
            (schema,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except (MemoryFault, SQLAlchemyError, sqlite3.Error, TypeError) as error:
        return Check(name, False, f"{error}".splitlines()[0], remedy)
    if schema > HEAD:
        return Check(name, False, "of a later Chokh", "install that one again")
    return Check(name, state == "ok", f"{file}: {state}, {_megabytes(file)}", remedy)


def _gallery(settings: Settings) -> Check:
    memory = settings.memory
    if not memory.gallery.startswith(("http://", "https://")):
        folder = settings.folder / Path(memory.gallery).expanduser()
        return Check("gallery", True, f"{folder}: {'here' if folder.is_dir() else 'none yet'}")
    points = points_at(memory.gallery, settings.folder, memory.gallery_key.get_secret_value())
    try:
        points.known("doctor")
    except MemoryFault as error:
        return Check("gallery", False, str(error), "start the Qdrant server of memory.gallery")
    finally:
        points.close()
    return Check("gallery", True, f"answers at {memory.gallery}")


def _rights(settings: Settings) -> Iterator[Check]:
    """Whoever else may read them reads what people asked, or is the bot."""
    url = make_url(settings.memory.url)
    names = ["config.toml", FOLDER]
    if url.get_backend_name() == "sqlite" and url.database:
        names.append(url.database)
    if not settings.memory.gallery.startswith(("http://", "https://")):
        names.append(settings.memory.gallery)
    places = [settings.folder / Path(name).expanduser() for name in names]
    loose = [
        str(place)
        for place in places
        if place.exists() and stat.S_IMODE(place.stat().st_mode) & 0o077
    ]
    found = f"others may read {', '.join(loose)}" if loose else "yours alone"
    yield Check("rights of files", not loose, found, f"chmod -R go-rwx {' '.join(loose)}")


def _running(listen: str) -> Iterator[Check]:
    if not listen:
        return
    try:
        answer = httpx.get(f"http://{listen}/health", timeout=_SECONDS)
        reasons = answer.json()["reasons"]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        yield Check("running bot", True, f"none answers at {listen}")
        return
    found = "; ".join(reasons) or f"well, at {listen}"
    yield Check("running bot", not reasons, found, "look into its log; start it again")


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:.1f} MB"
