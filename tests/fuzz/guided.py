"""Coverage-guided fuzzing with atheris: `python -m tests.fuzz.guided DOOR FOLDER [OPTIONS]`.

OPTIONS are libFuzzer's, as -max_total_time=60.

atheris is no part of the dev extra: it has wheels for x86-64 Linux alone (`pip install atheris`).
FOLDER keeps the inputs that reached something new. What is instrumented is Python: our own code and
Pillow's; the libraries of C are tried, but not looked into. What raises anything but our own errors
is a crash, and left as a file.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris  # type: ignore[import-not-found]  # who fuzzes installs it

with atheris.instrument_imports(include=["models.media", "models.read.pdf", "PIL", "handlers"]):
    from telegram import Update

    from handlers.chat.voice_note import sound_in
    from handlers.transport.attachments import film_in, picture_in
    from models.errors import ChokhError
    from models.media.image import open_picture
    from models.media.video import open_film
    from models.media.voice_note import decode
    from models.read import pdf

from tests.fuzz.corpus import files
from tests.fuzz.updates import updates


def _document(data: bytes) -> None:
    pdf.draw(pdf.open_document(data), 0)


def _update(data: bytes) -> None:
    """As the intake and the router take it: what is no JSON comes from nobody."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return
    try:
        update = Update.de_json(told)
    except Exception:
        return  # the dispatcher keeps it for the owner, whatever the library raises
    message = update.effective_message if isinstance(update, Update) else None
    if message is None:
        return
    for look in (picture_in, film_in, sound_in):
        look(message)


DOORS: dict[str, tuple[Callable[[bytes], object], tuple[str, ...]]] = {
    "picture": (open_picture, ("jpeg", "png", "gif", "webp", "bmp", "tiff", "avif", "heic")),
    "film": (open_film, ("mp4", "webm", "gif-film")),
    "sound": (decode, ("ogg", "mp3", "m4a", "wav")),
    "document": (_document, ("pdf",)),
    "update": (_update, ()),
}


def main() -> None:
    """Fuzz a door until its time is over, or something is found."""
    door, folder, *options = sys.argv[1:]
    seeds = Path(folder)
    seeds.mkdir(parents=True, exist_ok=True)
    run, kinds = DOORS[door]
    samples = files(kinds) if kinds else _as_bytes()
    for number, sample in enumerate(samples):
        if len(sample) < 60_000:
            (seeds / f"seed-{number}").write_bytes(sample)

    def once(data: bytes) -> None:
        with suppress(ChokhError, MemoryError):
            run(data)

    warnings.simplefilter("ignore")
    atheris.Setup([sys.argv[0], folder, "-timeout=20", "-max_len=60000", *options], once)
    atheris.Fuzz()


def _as_bytes() -> list[bytes]:
    return [json.dumps({"update_id": 1, **each}).encode() for each in updates().values()]


if __name__ == "__main__":
    main()
