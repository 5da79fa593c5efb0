"""`chokh caption FOLDER`: every photo of a folder, as a table, as rows of JSON or as a page.

What is done is kept in a journal, which is the `.jsonl` file itself or lies beside the table or
page that is made from it; so a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import csv
import os
import time
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.cli.folder.html_page import Entry, thumbnail, write_page
from bot.cli.folder.journal import Journal, Row
from bot.cli.folder.listing import photos_in
from bot.cli.shared.report import complain
from bot.cli.shared.terminal import open_photo, opened_engine, progress_bar, terminal
from bot.errors import Complaint
from handlers.descriptions.describe import Description, unread
from handlers.i18n.messages import Words
from handlers.transport.csv_cell import cell
from models.errors import BadPicture, ChokhError, MachineFault

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.abilities import Abilities
    from models.values import Language, Length, Picture

BATCH = 8
"""Photos that are captioned together."""

COLUMNS = ("photo", "caption", "caption_en", "language", "translated", "doubt", "seconds")
_ENDINGS = (".csv", ".jsonl", ".html")
_WORDS = Words()


def caption_folder(
    settings: Settings, folder: Path, out: Path, lang: Language | None, length: Length | None
) -> None:
    """Caption the photos that `out` doesn't have yet; those that can't be opened are named last.

    Exits with 1 where not one photo could be opened.
    """
    language = lang or settings.replies.language
    photos = photos_in(folder)
    names = {photo.relative_to(folder).as_posix(): photo for photo in photos}
    if not names:
        raise Complaint(_WORDS.say(language, "folder-empty", folder=str(folder)))
    journal = _journal(out, language)
    try:
        done = {row["photo"] for row in journal.rows()}
        todo = {name: photo for name, photo in names.items() if name not in done}
        try:
            with terminal(language):
                bad = asyncio.run(_Run(settings, journal, out, language, length).all(todo))
        finally:
            # What is done is shown also where the rest fails.
            if out.suffix != ".jsonl":
                _render(journal, out, names, language)
    finally:
        journal.close()
    if bad:
        complain(_WORDS.say(language, "folder-not-opened", count=len(bad)))
        for name, sentence in bad.items():
            complain(f"{name}: {sentence}")
    if len(bad) == len(names):
        raise SystemExit(1)


class _Run:
    """One run through a folder."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        out: Path,
        language: Language,
        length: Length | None,
    ) -> None:
        self._settings, self._journal, self._language = settings, journal, language
        self._length: Length = length or settings.replies.length
        self._pictured = out.suffix == ".html"

    async def all(self, photos: dict[str, Path]) -> dict[str, str]:
        """Caption them into the journal. Returns those that can't be, with the reason."""
        bad: dict[str, str] = {}
        items = list(photos.items())
        batches = [dict(items[start : start + BATCH]) for start in range(0, len(items), BATCH)]
        busy = _WORDS.say(self._language, "folder-busy")
        opening: asyncio.Task[dict[str, Picture]] | None = None
        async with opened_engine(self._settings, second_looks=False) as engine:
            try:
                with progress_bar(busy) as progress:
                    for place, batch in enumerate(batches):
                        started = time.perf_counter()
                        opened = await (opening or self._open_all(engine, batch, bad))
                        # The next ones are decoded while the model looks at these.
                        opening = None
                        if place + 1 < len(batches):
                            ahead = self._open_all(engine, batches[place + 1], bad)
                            opening = asyncio.create_task(ahead)
                        found = await self._describe(engine, opened, bad)
                        each = (time.perf_counter() - started) / len(batch)
                        rows = [
                            self._row(name, opened[name], one, each) for name, one in found.items()
                        ]
                        await asyncio.to_thread(self._journal.add, rows)
                        progress(min((place + 1) * BATCH, len(photos)), len(photos))
            finally:
                if opening is not None:
                    opening.cancel()
        return dict(sorted(bad.items()))

    async def _open_all(
        self, engine: Abilities, photos: dict[str, Path], bad: dict[str, str]
    ) -> dict[str, Picture]:
        opened = {}
        for name, photo in photos.items():
            try:
                opened[name] = await open_photo(engine, photo, rough=True)
            except BadPicture as error:
                bad[name] = self._sentence(error)
            except OSError as error:
                bad[name] = f"{error.strerror or error}"
        return opened

    async def _describe(
        self, engine: Abilities, opened: dict[str, Picture], bad: dict[str, str]
    ) -> dict[str, Description]:
        names = list(opened)
        if not names:
            return {}
        try:
            found = await unread(
                engine, list(opened.values()), self._language, self._length, _WORDS
            )
        except MachineFault:
            raise
        except ChokhError as error:
            if len(names) == 1:
                bad[names[0]] = self._sentence(error)
                return {}
            # One of them is at fault; the others shall have their captions.
            alone: dict[str, Description] = {}
            for name, picture in opened.items():
                alone |= await self._describe(engine, {name: picture}, bad)
            return alone
        return dict(zip(names, found, strict=True))

    def _row(self, name: str, picture: Picture, found: Description, seconds: float) -> Row:
        row: Row = {
            "photo": name,
            "caption": found.caption,
            "caption_en": found.caption_en,
            "language": self._language,
            "translated": not found.untranslated,
            "doubt": found.doubt,
            "seconds": round(seconds, 3),
        }
        return row | {"thumbnail": thumbnail(picture.image)} if self._pictured else row

    def _sentence(self, error: ChokhError) -> str:
        return _WORDS.say(self._language, error.key, **error.arguments)


def _journal(out: Path, language: Language) -> Journal:
    """The journal of this file. Raises `Complaint` where it is of something else."""
    if out.suffix not in _ENDINGS:
        raise Complaint(_WORDS.say(language, "folder-out", out=str(out)))
    file = out if out.suffix == ".jsonl" else out.with_name(f"{out.name}.jsonl")
    # A table or page without a journal was not made here, and is not written over.
    strange = file != out and out.exists() and not file.exists()
    try:
        if strange:
            raise ValueError(out.name)  # noqa: TRY301 - one sentence for both
        journal = Journal(file, "photo")
    except ValueError as error:
        raise Complaint(_WORDS.say(language, "folder-strange", out=str(out))) from error
    if any(row.get("language") != language for row in journal.rows()):
        journal.close()
        raise Complaint(_WORDS.say(language, "folder-strange", out=str(out)))
    return journal


def _render(journal: Journal, out: Path, names: Container[str], lang: Language) -> None:
    """Make the table or the page anew from the journal: whole, or as it was before."""
    rows = (row for row in journal.rows() if row["photo"] in names)
    write: Callable[[TextIO, Iterator[Row], Language], None]
    write = _write_page if out.suffix == ".html" else _write_table
    new = out.with_name(f".{out.name}.new")
    # With its mark, spreadsheets take the Bangla for what it is.
    encoding = "utf-8-sig" if out.suffix == ".csv" else "utf-8"
    with new.open("w", encoding=encoding, errors="backslashreplace", newline="") as stream:
        write(stream, rows, lang)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(out)


def _write_table(stream: TextIO, rows: Iterator[Row], _language: Language) -> None:
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    table.writerows([cell(row.get(column, "")) for column in COLUMNS] for row in rows)


def _write_page(stream: TextIO, rows: Iterator[Row], language: Language) -> None:
    entries = (
        Entry(
            row["photo"],
            row.get("thumbnail", ""),
            row["caption"],
            row["language"] if row["translated"] else "en",
            row["doubt"],
        )
        for row in rows
    )
    write_page(stream, _WORDS.say(language, "folder-title"), language, entries)
