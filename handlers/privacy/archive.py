"""Files of an export, made from what is kept of a person; what each is, in their language."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from handlers.i18n.text import sentence
from handlers.transport.csv_cell import cell
from models.text.script import is_bangla

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from memory.export import Everything, Row
    from models.values import Language

PAGE = "index.html"
_README = {"bn": "পড়ুন.txt", "en": "README.txt"}
_FILES = {
    "chats": "choices.json",
    "threads": "thread.json",
    "people": "access.json",
    "inbox": "unanswered.json",
}
"""Where a table's rows go that is not called so for people."""
_TOLD = {
    PAGE: "export-page",
    "photos.json": "export-photos",
    "photos.csv": "export-table",
    "choices.json": "export-choices",
    "ways.json": "export-ways",
    "companions.json": "export-companions",
    "errands.json": "export-errands",
    "exchanges.json": "export-exchanges",
    "thread.json": "export-thread",
    "access.json": "export-access",
    "invitations.json": "export-invitations",
    "unanswered.json": "export-unanswered",
}
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 40rem; margin: auto; padding: 1rem; font: 1.1rem/1.6 sans-serif }}
img, video {{ max-width: 100%; height: auto }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{photos}
</main>
</body>
</html>
"""
# How the files begin that Telegram hands out; the offset, the bytes there, the ending.
_BEGINNINGS = (
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"\x89PNG", ".png"),
    (0, b"GIF8", ".gif"),
    (8, b"WEBP", ".webp"),
    (0, b"BM", ".bmp"),
    (0, b"II*\0", ".tif"),
    (0, b"MM\0*", ".tif"),
    (0, b"\x1aE\xdf\xa3", ".webm"),
    (0, b"%PDF", ".pdf"),
    (4, b"ftypavif", ".avif"),
    (4, b"ftyphe", ".heic"),
    (4, b"ftypmif1", ".heic"),
    (4, b"ftyp", ".mp4"),
)


def picture_name(number: int, data: bytes, kind: str) -> str:
    """The name of a photo's file: photos/001.jpg, with the ending that its bytes call for.

    >>> picture_name(7, b"GIF89a", "video")
    'photos/007.gif'
    """
    usual = ".mp4" if kind == "video" else ".jpg"
    ending = next((end for at, what, end in _BEGINNINGS if data[at:].startswith(what)), usual)
    return f"photos/{number:03}{ending}"


def files(talk: Talk, kept: Everything, pictures: Sequence[str | None]) -> dict[str, bytes]:
    """The files by their names. pictures: each photo's file, None where it could not be fetched."""
    photos = [{**photo, "file": file} for photo, file in zip(kept.photos, pictures, strict=True)]
    made = {
        PAGE: _page(talk, photos),
        "photos.json": _json(photos),
        "photos.csv": _table(talk, photos),
        **{_FILES.get(table, f"{table}.json"): _json(rows) for table, rows in kept.tables.items()},
    }
    told = {name: _TOLD.get(name, "export-rows") for name in made}
    if any(pictures):
        told["photos"] = "export-pictures"
    lines = [f"{name}: {talk.words(key)}" for name, key in told.items()]
    readme = "\r\n".join([talk.words("export-title"), "", *lines, ""])
    return {_README[talk.language]: readme.encode("utf-8-sig"), **made}


def _json(rows: list[Row]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def _table(talk: Talk, photos: list[Row]) -> bytes:
    """A line for each photo, for a spreadsheet: its mark in front says that it is UTF-8."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(talk.words("export-columns").split(", "))
    for number, photo in enumerate(photos, start=1):
        said = "\n".join(" ".join(each) for each in _said(photo))
        row = (
            number,
            f"{_sent(talk, photo):%Y-%m-%d %H:%M}",
            talk.words("export-kind", kind=photo["kind"]),
            photo["caption"],
            photo["caption_en"],
            said,
            photo["file"] or "",
        )
        table.writerow([cell(each) for each in row])
    return text.getvalue().encode("utf-8-sig")


def _page(talk: Talk, photos: list[Row]) -> bytes:
    shown = [_photo(talk, number, photo) for number, photo in enumerate(photos, start=1)]
    page = _PAGE.format(
        language=talk.language, title=escape(talk.words("export-title")), photos="\n".join(shown)
    )
    return page.encode()


def _photo(talk: Talk, number: int, photo: Row) -> str:
    sent = _sent(talk, photo)
    digits = partial(talk.wording.digits, talk.language)
    heading = talk.words(
        "export-photo",
        kind=talk.words("export-kind", kind=photo["kind"]),
        number=number,
        date=talk.words("date", day=sent.day, month=sent.month, year=digits(str(sent.year))),
        time=digits(f"{sent:%H:%M}"),
    )
    shows = sentence(photo["caption"], "bn" if photo["language"] == "bn" else "en")
    file, language = photo["file"], _language(shows)
    if file and photo["kind"] == "photo":
        # The text stands in for the picture: a screen reader says it once.
        seen = f'<p><img src="{file}" alt="{escape(shows)}" lang="{language}"></p>'
    else:
        seen = f'<p lang="{language}">{escape(shows)}</p>'
    if file and photo["kind"] == "video":
        seen += f'\n<p><video controls src="{file}" aria-label="{escape(heading)}"></video></p>'
    said = "\n".join(
        f'<{tag} lang="{_language(text)}">{escape(text)}</{tag}>'
        for each in _said(photo)
        for tag, text in zip(("dt", "dd"), each, strict=True)
    )
    return "\n".join([f"<h2>{escape(heading)}</h2>", seen, *([f"<dl>{said}</dl>"] if said else [])])


def _said(photo: Row) -> list[tuple[str, str]]:
    """The questions about a photo with their answers, as they are read."""
    return [
        (each["question"], sentence(each["answer"], _language(each["answer"])))
        for each in photo["exchanges"]
    ]


def _language(text: str) -> Language:
    return "bn" if is_bangla(text) else "en"


def _sent(talk: Talk, photo: Row) -> datetime:
    return datetime.fromisoformat(photo["sent_at"]).astimezone(talk.zone)
