"""HTTP server of the stand-in: the Bot API, on loopback alone.

standin = Standin(token)
url = await standin.start()            # bot: base_url f"{url}/bot", base_file_url f"{url}/file/bot"
rina = standin.person()
sent = await rina.send_photo(data)
heard = await rina.reply(sent, "voice")
standin.file(heard["voice"]["file_id"]).data
standin.faults["sendmessage"].append(Fault(code=429, description="…", retry_after=1))
"""

from __future__ import annotations

import asyncio
import hmac
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import BodyPartReader, web

from bot.trial.bot_api.call import ApiError, Call, Upload
from bot.trial.bot_api.methods import METHODS
from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.state import DOWNLOAD_LIMIT, Cloud, StoredFile

_CALL_BYTES = 60_000_000


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong with one call.

    kind: "refuse" answers with `code` and `description`, "page" with `code` and a page of HTML;
    "drop" cuts the connection before the call is carried out, "drop after" when it has been, "half"
    in the middle of the answer; "torn" ends the answer there as if it were whole; "silence" never
    answers.
    """

    kind: Literal["refuse", "page", "drop", "drop after", "half", "torn", "silence"] = "refuse"
    code: int = 502
    description: str = "Bad Gateway"
    retry_after: int | None = None


class Standin:
    """Telegram's place taken, for one bot.

    token: the only one that is let in. `faults[method]` is a queue of what shall go wrong; the
    method of a download is "file".
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self.cloud = Cloud()
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.calls: list[str] = []
        self.url = ""
        self.server = web.Application(client_max_size=_CALL_BYTES)
        self.server.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self.server.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(self.server, access_log=None, shutdown_timeout=1)

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; port 0 for any free one. Returns the base address."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Stop listening; a poll that waits is ended first, the server would wait for it."""
        await self.cloud.end_poll()
        await self._runner.cleanup()

    def person(
        self,
        chat_id: int = 1001,
        language_code: str = "bn",
        name: str = "Rina",
        user_id: int | None = None,
    ) -> SimulatedPerson:
        """A person who can write to the bot. user_id: their own, where `chat_id` is a group's."""
        return SimulatedPerson(self.cloud, chat_id, user_id or chat_id, language_code, name)

    def file(self, file_id: str) -> StoredFile:
        """A file that was sent, either way."""
        return self.cloud.files[file_id]

    def _allowed(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.match_info["token"].encode(), self._token.encode())

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if not self._allowed(request):
            return _answer(ApiError(401, "Unauthorized"))
        name = request.match_info["method"].lower()
        method = METHODS.get(name)
        if method is None:
            return _answer(ApiError(404, "Not Found: method not found"))
        self.calls.append(name)
        fault = self.faults[name].popleft() if self.faults[name] else None
        refusal = await _instead(fault, request) if fault else None
        if refusal is not None:
            return refusal
        try:
            values, files = await _read(request)
            result = await method(Call(self.cloud, values, files))
        except ApiError as error:
            return _answer(error)
        except ConnectionResetError:  # the bot has ended in the middle of its call
            return _cut(request)
        answer = web.json_response({"ok": True, "result": result})
        return await _spoilt(fault, request, answer) if fault else answer

    async def _file(self, request: web.Request) -> web.StreamResponse:
        if not self._allowed(request):
            return _answer(ApiError(401, "Unauthorized"))
        fault = self.faults["file"].popleft() if self.faults["file"] else None
        refusal = await _instead(fault, request) if fault else None
        if refusal is not None:
            return refusal
        path = request.match_info["path"]
        for file in self.cloud.files.values():
            if file.path == path and len(file.data) <= DOWNLOAD_LIMIT:
                answer = web.Response(body=file.data, content_type="application/octet-stream")
                return await _spoilt(fault, request, answer) if fault else answer
        return _answer(ApiError(404, "Not Found"))


async def _instead(fault: Fault, request: web.Request) -> web.Response | None:
    """What is answered where the call is not carried out; None where it is."""
    if fault.kind == "drop":
        return _cut(request)
    if fault.kind == "silence":
        await asyncio.Event().wait()
    if fault.kind == "page":
        page = f"<html><h1>{fault.code} {fault.description}</h1></html>"
        return web.Response(status=fault.code, text=page, content_type="text/html")
    if fault.kind == "refuse":
        parameters = {"retry_after": fault.retry_after} if fault.retry_after else {}
        return _answer(ApiError(fault.code, fault.description, **parameters))
    return None


async def _spoilt(fault: Fault, request: web.Request, answer: web.Response) -> web.StreamResponse:
    """The answer to a call that was carried out, as far as it comes through."""
    whole = answer.body
    if fault.kind == "drop after" or not isinstance(whole, bytes):
        return _cut(request)
    half = whole[: len(whole) // 2]
    if fault.kind == "torn":
        return web.Response(body=half, content_type=answer.content_type)
    begun = web.StreamResponse(headers={"Content-Length": str(len(whole))})
    await begun.prepare(request)
    await begun.write(half)
    _cut(request)
    return begun


def _cut(request: web.Request) -> web.Response:
    """Break the connection; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await request.json()
    elif request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.filename is not None:
                mime = part.headers.get("Content-Type", "")
                files[part.name] = Upload(bytes(await part.read()), part.filename, mime)
            else:
                values[part.name] = await part.text()
    else:
        values |= {key: str(value) for key, value in (await request.post()).items()}
    return values, files


def _answer(error: ApiError) -> web.Response:
    body: dict[str, object] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.code)
