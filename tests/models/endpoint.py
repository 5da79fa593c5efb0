"""A server on this machine that speaks the protocol of chat completions, over real HTTP."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from PIL import Image

Respond = Callable[[dict[str, Any]], web.StreamResponse]


def said(text: Any, finish: str = "stop", **more: Any) -> web.Response:
    """A completion as servers send it."""
    message = {"role": "assistant", "content": text, **more.pop("message", {})}
    choice = {"index": 0, "message": message, "finish_reason": finish, **more}
    return web.json_response({"id": "1", "object": "chat.completion", "choices": [choice]})


def refused(status: int, message: str = "no", **headers: str) -> web.Response:
    return web.json_response({"error": {"message": message}}, status=status, headers=headers)


@dataclass
class Server:
    """Answers with what `script` holds, one response for each request, the last one for ever."""

    script: list[Respond] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def answers(self, *responds: Respond | str) -> Server:
        self.script = [
            (lambda _, text=each: said(text)) if isinstance(each, str) else each
            for each in responds
        ]
        return self

    def pictures(self, request: int = -1) -> list[Image.Image]:
        """The pictures of a request, decoded."""
        urls = [
            part["image_url"]["url"]
            for message in self.requests[request]["messages"]
            if isinstance(message["content"], list)
            for part in message["content"]
            if part["type"] == "image_url"
        ]
        assert all(url.startswith("data:image/jpeg;base64,") for url in urls)
        return [Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))) for url in urls]

    async def completions(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(json.loads(await request.read()))
        self.headers.append(dict(request.headers))
        respond = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        response = respond(self.requests[-1])
        return await response if asyncio.iscoroutine(response) else response

    def application(self) -> web.Application:
        application = web.Application(client_max_size=64_000_000)
        application.router.add_post("/v1/chat/completions", self.completions)
        return application


@contextmanager
def serving() -> Iterator[Server]:
    """The server, on a thread of its own while the block runs."""
    server = Server()
    loop = asyncio.new_event_loop()

    async def start() -> web.AppRunner:
        runner = web.AppRunner(server.application(), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.port = runner.addresses[0][1]
        return runner

    runner = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
