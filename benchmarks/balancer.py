"""What stands between Telegram and several bots: what Telegram sends, and who hands it round."""

from __future__ import annotations

import asyncio
from types import TracebackType

from aiohttp import ClientError, ClientSession, web

from bot.trial.bot_api.state import Cloud, Json

_AT_ONCE = 40
"""Requests that Telegram makes at a time, where a bot asks for nothing else."""
_AGAIN = 0.1  # seconds until what was not taken is sent again
_SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Balancer:
    """Hands each request to the next bot; one that takes no connections is left out from then on.

    telegram: the Bot API's address, for the bots.
    """

    def __init__(self, telegram: str) -> None:
        self.telegram = telegram
        self._ports: list[int] = []
        self._next = 0
        self._http: ClientSession | None = None
        server = web.Application()
        server.router.add_post("/", self._hand_on)
        self._runner = web.AppRunner(server, access_log=None)

    @property
    def url(self) -> str:
        """Where Telegram sends updates."""
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    def add(self, port: int) -> None:
        """One more bot, which listens there."""
        self._ports.append(port)

    async def _hand_on(self, request: web.Request) -> web.Response:
        assert self._http
        body, headers = await request.read(), {_SECRET: request.headers.get(_SECRET, "")}
        while self._ports:
            self._next += 1
            port = self._ports[self._next % len(self._ports)]
            try:
                url = f"http://127.0.0.1:{port}/"
                async with self._http.post(url, data=body, headers=headers) as answer:
                    return web.Response(status=answer.status)
            except ClientError:
                if port in self._ports:
                    self._ports.remove(port)
        return web.Response(status=502)

    async def __aenter__(self) -> Balancer:
        """Listen on loopback."""
        self._http = ClientSession()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Listen no more."""
        await self._runner.cleanup()
        if self._http is not None:
            await self._http.close()


async def deliver(cloud: Cloud, url: str, secret: str) -> None:
    """Send updates as Telegram does, in order within a chat, each until it is taken; until
    cancelled."""
    room, last = asyncio.Semaphore(_AT_ONCE), dict[int, asyncio.Task[None]]()

    async def send(update: Json, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        async with room:
            while not await taken(update):  # noqa: ASYNC110 -- nothing tells when to try
                await asyncio.sleep(_AGAIN)

    async def taken(update: Json) -> bool:
        try:
            async with http.post(url, json=update, headers={_SECRET: secret}) as answer:
                return answer.ok
        except ClientError:
            return False

    async with ClientSession() as http, asyncio.TaskGroup() as group:
        while True:
            for update in await cloud.poll(100, 30) or ():
                cloud.confirm(update["update_id"] + 1)
                chat: int = update["message"]["chat"]["id"]
                last[chat] = group.create_task(send(update, last.get(chat)))
