"""Form data of the trial page, read within limits."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.trial.bot_api.call import Upload
from models.media import opus
from models.values import Sound

_FORM_BYTES = 25_000_000
_JSON_BYTES = 100_000


@dataclass(frozen=True)
class Form:
    """A form's files and its fields of text; those that were left empty are not there."""

    files: tuple[Upload, ...]
    fields: dict[str, str]


async def read_json(request: web.Request) -> dict[str, Any]:
    """The body as a JSON object."""
    _limit(request, _JSON_BYTES)
    try:
        values = json.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(values, dict):
        raise web.HTTPBadRequest
    return values


async def read_form(request: web.Request) -> Form:
    """The body as a form with files."""
    _limit(request, _FORM_BYTES)
    if not request.content_type.startswith("multipart/"):
        raise web.HTTPBadRequest
    files: list[Upload] = []
    fields: dict[str, str] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.filename is not None:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            files.append(Upload(bytes(await part.read()), part.filename, mime))
        elif value := await part.text():
            fields[part.name] = value
    return Form(tuple(files), fields)


async def voice_message(data: bytes) -> Sound:
    """What the browser recorded, in its own container, as a messenger sends it: OGG/Opus."""
    from av.error import FFmpegError  # ffmpeg's libraries take 0.2 s to load

    try:
        return await asyncio.to_thread(lambda: opus.encode(opus.decode(data, opus.RATE)))
    except (FFmpegError, IndexError):
        raise web.HTTPBadRequest from None


async def seconds_of(data: bytes) -> int:
    """How long a sound is, in whole seconds; 0 for what is none."""
    from av.error import FFmpegError

    try:
        return round((await asyncio.to_thread(opus.decode, data)).seconds)
    except (FFmpegError, IndexError):
        return 0


def _limit(request: web.Request, most: int) -> None:
    """Refuse a body that is too long before any of it is read."""
    if request.content_length is None:
        raise web.HTTPLengthRequired
    if request.content_length > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length)
