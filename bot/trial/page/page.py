"""Trial page: people talking with the real bot through the stand-in, in the browser.

    trial = Trial(token)
    address = await trial.start()     # the bot's api_url, the browser's page_url
    ...                               # run the bot
    await trial.stop()

Who knows the page's address may write to the bot; the page is served on loopback alone.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.pictures import as_mp4
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT, Json
from bot.trial.page.cast import FILMS, PHOTOS, YOU, Cast, is_of
from bot.trial.page.form import read_form, read_json, seconds_of, voice_message

SAMPLES = tuple(Path(__file__).parent / "samples" / f"{number}.png" for number in (1, 2, 3, 4))
_STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
}
_MOST_IN_AN_ALBUM = 10
_KEEP_ALIVE_SECONDS = 15
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class TrialAddress:
    """api_url: for the bot's settings; page_url: for the person's browser."""

    api_url: str
    page_url: str


class Trial:
    """The stand-in with a chat page.

    token: the bot's; language: "bn" or "en", what page and person start with;
    demonstration: whether the page says that only coloured shapes are known.
    """

    def __init__(self, token: str, language: str = "bn", demonstration: bool = True) -> None:
        self.standin = Standin(token)
        self._language = language
        self._demonstration = demonstration
        self._secret = secrets.token_urlsafe(16)
        self._cast = Cast.of(self.standin, language)
        self._open: set[asyncio.Task[Any]] = set()
        router = self.standin.server.router
        for method, path, handler in (
            ("GET", "/events", self._events),
            ("GET", "/settings", self._settings),
            ("GET", "/files/{file_id}", self._file),
            ("GET", "/samples/{number}", self._sample),
            ("POST", "/text", self._text),
            ("POST", "/files", self._files),
            ("POST", "/samples/{number}", self._send_sample),
            ("POST", "/voice", self._voice),
            ("POST", "/press", self._press),
            ("GET", "/{name:|style\\.css|[a-z]+\\.js|words\\.json}", self._static),
        ):
            router.add_route(method, "/page/{secret}" + path, self._guarded(handler))
        self.standin.server.on_shutdown.append(self._hang_up)

    async def start(self, port: int = 0) -> TrialAddress:
        """Listen on loopback; port 0 for any free one."""
        url = await self.standin.start(port)
        return TrialAddress(url, f"{url}/page/{self._secret}/")

    async def stop(self) -> None:
        """Close the page's connections and stop listening."""
        await self.standin.stop()

    def _guarded(self, handler: Handler) -> Handler:
        """Let in who knows the address, and only by this machine's own name."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            known = hmac.compare_digest(
                request.match_info["secret"].encode(), self._secret.encode()
            )
            # A page elsewhere whose name was made to point here must not reach the chat.
            host = request.host.rsplit(":", 1)[0]
            if not known or host not in ("127.0.0.1", "localhost"):
                raise web.HTTPNotFound
            return await handler(request)

        return guarded

    async def _hang_up(self, _server: web.Application) -> None:
        for task in self._open:
            task.cancel()

    async def _static(self, request: web.Request) -> web.StreamResponse:
        file = _STATIC / (request.match_info["name"] or "index.html")
        try:
            text = await asyncio.to_thread(file.read_text, "utf-8")
        except FileNotFoundError:
            raise web.HTTPNotFound from None
        return web.Response(text=text, content_type=_TYPES[file.suffix], headers=_HEADERS)

    async def _settings(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {"language": self._language, "demonstration": self._demonstration}, headers=_HEADERS
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: what is in the chat, then what happens."""
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
        cloud = self.standin.cloud
        queue = cloud.listen()
        try:
            person = self._person(request)
            for message in list(person.messages):
                await _write(response, {"message": message})
            await _write(response, {"ready": True})
            if not person.messages and person.is_private:
                await person.send_text("/start")
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                else:
                    if is_of(event, person.chat_id):
                        await _write(response, event)
        except ConnectionResetError:
            return response
        finally:
            cloud.ignore(queue)
            if task is not None:
                self._open.discard(task)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self.standin.cloud.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        return _part(request, file.data, file.mime)

    async def _sample(self, request: web.Request) -> web.StreamResponse:
        data = await asyncio.to_thread(_sample_path(request).read_bytes)
        return web.Response(body=data, content_type="image/png", headers=_HEADERS)

    async def _send_sample(self, request: web.Request) -> web.StreamResponse:
        data = await asyncio.to_thread(_sample_path(request).read_bytes)
        await self._person(request).send_photo(data)
        return web.json_response({})

    async def _text(self, request: web.Request) -> web.StreamResponse:
        values = await read_json(request)
        text = str(values.get("text", "")).strip()
        if not text:
            raise web.HTTPBadRequest
        person = self._person(request)
        await person.send_text(text, self._message(person, values.get("reply_to")))
        return web.json_response({})

    async def _files(self, request: web.Request) -> web.StreamResponse:
        """Pictures, several together as an album; films; sounds; the first has the caption."""
        form = await read_form(request)
        person, caption = self._person(request), form.fields.get("caption")
        reply_to = self._message(person, form.fields.get("reply_to"))
        photos = [file.data for file in form.files if file.mime in PHOTOS]
        for file in form.files:
            if file.mime in FILMS:
                film = await as_mp4(file.data) if file.mime == "image/gif" else file.data
                await person.send_video(film, FILMS[file.mime], caption, reply_to)
            elif file.mime.startswith("audio/"):
                seconds = await seconds_of(file.data)
                await person.send_audio(file, seconds, caption, reply_to)
            elif file.mime not in PHOTOS:
                await person.send_document(file.data, file.name, file.mime, caption)
            else:
                continue
            caption = None
        if len(photos) == 1:
            await person.send_photo(photos[0], caption, reply_to)
        for start in range(0, len(photos) if len(photos) > 1 else 0, _MOST_IN_AN_ALBUM):
            await person.send_album(photos[start : start + _MOST_IN_AN_ALBUM], caption)
            caption = None
        return web.json_response({})

    async def _voice(self, request: web.Request) -> web.StreamResponse:
        form = await read_form(request)
        if not form.files:
            raise web.HTTPBadRequest
        sound = await voice_message(form.files[0].data)
        person = self._person(request)
        reply_to = self._message(person, form.fields.get("reply_to"))
        await person.send_voice(sound.data, max(1, round(sound.seconds)), reply_to)
        return web.json_response({})

    async def _press(self, request: web.Request) -> web.StreamResponse:
        values = await read_json(request)
        person = self._person(request)
        message = self._message(person, values.get("message_id"))
        if message is None:
            raise web.HTTPBadRequest
        await person.press(message, str(values.get("data", "")))
        return web.json_response({})

    def _person(self, request: web.Request) -> SimulatedPerson:
        """Who the page speaks for."""
        return self._cast.named(request.query.get("who", YOU))

    def _message(self, person: SimulatedPerson, message_id: object) -> Json | None:
        if not isinstance(message_id, int | str) or not str(message_id).isdigit():
            return None
        return self.standin.cloud.message(person.chat_id, int(message_id))


def _sample_path(request: web.Request) -> Path:
    try:
        return SAMPLES[int(request.match_info["number"]) - 1]
    except (ValueError, IndexError):
        raise web.HTTPNotFound from None


def _part(request: web.Request, data: bytes, mime: str) -> web.Response:
    """A file, or the range of it that a player asks for when the person seeks."""
    headers = {**_HEADERS, "Accept-Ranges": "bytes"}
    if "Range" not in request.headers:
        return web.Response(body=data, content_type=mime, headers=headers)
    try:
        start, stop, _ = request.http_range.indices(len(data))
    except ValueError:
        raise web.HTTPRequestRangeNotSatisfiable from None
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return web.Response(status=206, body=data[start:stop], content_type=mime, headers=headers)


async def _write(response: web.StreamResponse, event: Json) -> None:
    """Send an event; a message says whether it is the bot's."""
    if message := event.get("message"):
        event = {**event, "from_bot": message["from"]["id"] == BOT["id"]}
    await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
