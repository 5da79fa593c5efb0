"""Backup of the memory, made while the bot runs, and its restore.

A .tar.gz: the database, the gallery's folder and the settings file, and what they are.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import time
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import closing, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url

from bot.errors import Complaint
from memory.database.sqlite import file_of
from memory.migrations import HEAD
from memory.photos.qdrant_edge import alone

if TYPE_CHECKING:
    from memory.settings import MemorySettings

_ABOUT, _DATABASE, _GALLERY, _SETTINGS = "about.json", "chokh.db", "gallery", "config.toml"
_FORM = 1
_PIECE = 1 << 20  # bytes
_TORN = (
    *(tarfile.TarError, gzip.BadGzipFile, zlib.error, sqlite3.Error),
    *(EOFError, ValueError, FileNotFoundError, TypeError, KeyError),
)
"""What reading a file raises that is no whole backup."""
_SECRETS = {"token", "secret", "key", "gallery_key"}
"""The names of the settings that are secrets, in whichever section."""


class NotCopied(Complaint):
    """The backup could not be made, or not be put back."""


def back_up(
    memory: MemorySettings, folder: Path, file: Path, config: Path | None, secrets: bool = False
) -> None:
    """Write the copy to `file`, whole or not at all, readable by its user alone. Blocks.

    folder: where the settings' relative paths start; config: the settings file, None for none;
    secrets: whether it goes in with the token and the keys. Raises `NotCopied`.
    """
    database, gallery = _database_of(memory, folder), _gallery_of(memory, folder)
    if not database.is_file():
        message = f"There is no database {database} yet: nothing to back up."
        raise NotCopied(message)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.absolute().parent) as place:
        made = Path(place)
        # The gallery first: then no vector is in the copy whose photo is not.
        with alone(gallery) if gallery is not None and gallery.is_dir() else nullcontext():
            _copy_database(database, made / _DATABASE)
            if gallery is not None and gallery.is_dir():
                shutil.copytree(gallery, made / _GALLERY)
        if config is not None:
            text = config.read_text(encoding="utf-8")
            (made / _SETTINGS).write_text(
                text if secrets else without_secrets(text), encoding="utf-8"
            )
        about = {"chokh": version("chokh"), "form": _FORM, "made": int(time.time())}
        (made / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        packed = made / "packed"
        packed.touch(mode=0o600)
        with tarfile.open(packed, "w:gz", compresslevel=1) as archive:
            for name in (_ABOUT, _DATABASE, _GALLERY, _SETTINGS):
                if (made / name).exists():
                    archive.add(made / name, name)
        with packed.open("rb") as written:
            os.fsync(written.fileno())
        packed.replace(file)


def restore(memory: MemorySettings, folder: Path, file: Path, force: bool = False) -> list[Path]:
    """Put a copy back to where the settings say; the settings file, only where there is none.

    force: over what is there. Returns what was put back. Blocks. Raises `NotCopied`.
    """
    database, gallery = _database_of(memory, folder), _gallery_of(memory, folder)
    _check_free(database)
    config = folder / _SETTINGS
    there = [each for each in (database, gallery) if each is not None and _holds(each)]
    if there and not force:
        message = f"{there[0]} is there already: with --force the backup takes its place."
        raise NotCopied(message)
    put = []
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=database.parent) as place:
        found = Path(place)
        _unpack(file, found)
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        (found / _DATABASE).chmod(0o600)
        (found / _DATABASE).replace(database)
        put.append(database)
        if gallery is not None and (found / _GALLERY).is_dir():
            shutil.rmtree(gallery, ignore_errors=True)
            shutil.move(found / _GALLERY, gallery)
            gallery.chmod(0o700)
            put.append(gallery)
        if (found / _SETTINGS).is_file() and not config.exists():
            (found / _SETTINGS).chmod(0o600)
            shutil.move(found / _SETTINGS, config)
            put.append(config)
    return put


def without_secrets(text: str) -> str:
    """A settings file's text with every secret empty. Pure. Raises `NotCopied`."""
    lines = []
    for line in text.splitlines(keepends=True):
        for name in _SECRETS:
            line = re.sub(  # noqa: PLW2901 -- the line goes on as it was mended
                rf"""(\b{name}\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*')""", r'\1""', line
            )
        lines.append(line)
    emptied = "".join(lines)
    try:
        left = [secret for secret in _secrets_in(tomllib.loads(emptied)) if secret]
    except tomllib.TOMLDecodeError:
        left = ["?"]
    if left:
        message = (
            "The settings file could not be copied without its secrets: write each on a line of "
            'its own, like token = "…", or add --secrets to copy them, too.'
        )
        raise NotCopied(message)
    return emptied


def _secrets_in(values: dict[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _secrets_in(value)
        elif name in _SECRETS:
            yield str(value)


def _database_of(memory: MemorySettings, folder: Path) -> Path:
    url = make_url(memory.url)
    if url.get_backend_name() == "postgresql":
        message = "The database is PostgreSQL's: back it up with pg_dump, and restore it with psql."
        raise NotCopied(message)
    return file_of(url, folder)


def _gallery_of(memory: MemorySettings, folder: Path) -> Path | None:
    """The gallery's folder; None where a server has it, which makes its own snapshots."""
    if memory.gallery.startswith(("http://", "https://")):
        return None
    return folder / Path(memory.gallery).expanduser()


def _copy_database(database: Path, copy: Path) -> None:
    copy.touch(mode=0o600)
    try:
        with (
            closing(sqlite3.connect(database, timeout=30)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            # In one step: a step at a time it begins anew whenever the bot writes, maybe forever.
            source.backup(target, pages=-1)
            (checked,) = target.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        message = f"{database} can't be copied: {error}."
        raise NotCopied(message) from None
    if checked != "ok":
        message = f"{database} is damaged ({checked}): `chokh doctor` tells more."
        raise NotCopied(message)


def _check_free(database: Path) -> None:
    """Raise `NotCopied` where a program has the database open."""
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0.5)) as connection:
            # Leaving the write-ahead log is allowed only to who is alone.
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError:
        message = f"A program has {database} open: stop the bot, then restore again."
        raise NotCopied(message) from None
    except sqlite3.DatabaseError:
        return  # a damaged one is what a backup is for


def _holds(place: Path) -> bool:
    return any(place.iterdir()) if place.is_dir() else place.is_file() and place.stat().st_size > 0


def _unpack(file: Path, folder: Path) -> None:
    if not file.is_file():
        message = f"There is no file {file}."
        raise NotCopied(message)
    message = f"{file} is no backup of Chokh's, or was cut short: take another one."
    try:
        with gzip.open(file) as stream:  # its checksum, which the archive's reader never reaches
            while stream.read(_PIECE):
                pass
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        with closing(sqlite3.connect(folder / _DATABASE)) as connection:
            whole = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        later = about["form"] > _FORM or schema > HEAD
    except _TORN:
        raise NotCopied(message) from None
    if later:
        message = f"{file} is of a later Chokh ({about.get('chokh')}): install that one first."
    if later or not whole:
        raise NotCopied(message)
