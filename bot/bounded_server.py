"""HTTP server limits: an end to slow requests (slowloris), and a bound on open connections.

aiohttp has no timeout for the headers of a request, and no bound: 1,139 half-open connections
stopped the webhook for good, and the log of what could not be accepted grew 34 MB in 20 s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from aiohttp import web

MOST = 100
"""Connections; Telegram opens 40 of its own accord, and a reverse proxy no more."""
REQUEST_SECONDS = 10.0
_IDLE_SECONDS = 60.0
Handler = Callable[["web.Request"], Awaitable["web.StreamResponse"]]


class Connections:
    """The open ones. Where there are too many, whoever has said nothing whole for longest goes."""

    def __init__(self, most: int = MOST, seconds: float = REQUEST_SECONDS) -> None:
        self._most, self.seconds = most, seconds
        self.open: dict[asyncio.BaseTransport, _Connection] = {}

    def made(self, connection: _Connection, transport: asyncio.Transport) -> None:
        """Count it, in the place of another where it is one too many."""
        self.open[transport] = connection
        if len(self.open) > self._most:
            unheard = (each for each, held in self.open.items() if held.waits)
            cast("asyncio.Transport", next(unheard, transport)).abort()

    async def timed(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Middleware: the body of a request has to come in time, too."""
        from aiohttp import web

        held = self.open.get(cast("asyncio.BaseTransport", request.transport))
        if held is not None:
            held.wait_no_more()
        try:
            async with asyncio.timeout(self.seconds):
                return await handler(request)
        except TimeoutError:
            return web.Response(status=408, headers={"Connection": "close"})
        finally:
            if held is not None:
                held.rest()


class _Connection(asyncio.Protocol):
    """Passes all that comes on to aiohttp's own protocol, and ends what comes too slowly."""

    def __init__(self, inner: asyncio.Protocol, connections: Connections) -> None:
        self._inner, self._connections = inner, connections
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._resting = False
        self.waits = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._inner.connection_made(transport)
        self._end_in(self._connections.seconds)
        self._connections.made(self, self._transport)

    def data_received(self, data: bytes) -> None:
        if self._resting:
            self._resting = False
            self._end_in(self._connections.seconds)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self.wait_no_more()
        if self._transport is not None:
            self._connections.open.pop(self._transport, None)
        self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def wait_no_more(self) -> None:
        """Its request has come whole."""
        self.waits = False
        if self._timer is not None:
            self._timer.cancel()

    def rest(self) -> None:
        """Its request is answered; another one may come."""
        self._resting = True
        self._end_in(_IDLE_SECONDS)

    def _end_in(self, seconds: float) -> None:
        self.wait_no_more()
        self.waits = True
        if self._transport is not None and not self._transport.is_closing():
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(seconds, self._transport.abort)


async def bounded(
    server: web.Application, host: str, port: int, connections: Connections | None = None
) -> Callable[[], Awaitable[None]]:
    """Serve there. Returns what ends it. Raises OSError where nothing can listen."""
    from aiohttp import web

    held = connections or Connections()

    @web.middleware
    async def timed(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await held.timed(request, handler)

    server.middlewares.insert(0, timed)
    # A body that is not wanted any more is not waited for.
    runner = web.AppRunner(server, access_log=None, lingering_time=0.0)
    await runner.setup()
    inner = cast("Callable[[], Any]", runner.server)
    try:
        listening = await asyncio.get_running_loop().create_server(
            lambda: _Connection(inner(), held), host, port
        )
    except BaseException:
        await runner.cleanup()
        raise

    async def end() -> None:
        listening.close()
        with suppress(TimeoutError):
            await runner.cleanup()

    return end
