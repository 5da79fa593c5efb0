"""HTML page of photos, in one file: each with its description as alternative text."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 240
"""The longest side of a thumbnail, in pixels."""

_HEAD = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 75rem;
  padding: 0 1rem; color: #1b1b1b; background: #fff; }}
ul {{ display: grid; gap: 1.5rem; list-style: none; padding: 0;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }}
figure {{ margin: 0; }}
img {{ display: block; max-width: 100%; height: auto; }}
.file {{ color: #555; overflow-wrap: anywhere; }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #eee; background: #151515; }} .file {{ color: #bbb; }} }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<ul>
"""
# The caption that is seen would be read out a second time after the picture's own.
_ITEM = """<li><figure><img src="{image}" alt="{caption}" lang="{language}" loading="lazy">
<figcaption><div lang="{language}" aria-hidden="true">{caption}</div>{note}
<div class="file">{name}</div></figcaption></figure></li>
"""
_TAIL = "</ul>\n</main>\n</body>\n</html>\n"


@dataclass(frozen=True)
class Entry:
    """A photo on the page.

    name: its file's; image: its address, such as `thumbnail` makes; language: the caption's;
    note: a sentence in the page's language, or "".
    """

    name: str
    image: str
    caption: str
    language: str
    note: str = ""


def write_page(stream: TextIO, title: str, language: str, entries: Iterable[Entry]) -> None:
    """Write the page, an entry at a time."""
    stream.write(_HEAD.format(language=language, title=escape(title)))
    for entry in entries:
        stream.write(
            _ITEM.format(
                image=escape(entry.image),
                caption=escape(entry.caption),
                language=entry.language,
                note=f"\n<div>{escape(entry.note)}</div>" if entry.note else "",
                name=escape(entry.name),
            )
        )
    stream.write(_TAIL)


def thumbnail(image: Image) -> str:
    """A small JPEG of the picture as a data URL: 5 to 15 KB."""
    small = image.copy()
    small.thumbnail((_SIDE, _SIDE))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=75)
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode()}"
