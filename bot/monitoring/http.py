"""HTTP server for the owner: /health and /metrics, on loopback."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Literal

from bot.monitoring import health, prometheus
from memory.errors import MemoryFault
from memory.inbox.counts import tally

if TYPE_CHECKING:
    from aiohttp import web

    from bot.monitoring.stats import Stats
    from memory.database.database import Database

logger = logging.getLogger(__name__)

_AT_REST = 5.0
"""Seconds after the start: the server's library is heavy, and the first answers come before it."""


async def serve(
    listen: str,
    watch: Stats,
    database: Database,
    mode: Literal["polling", "webhook"],
) -> None:
    """Answer until cancelled. An address that is taken is logged: the bot does without.

    listen: host:port.
    """
    await asyncio.sleep(_AT_REST)
    from aiohttp import web  # a tenth of a start

    async def on_health(_: web.Request) -> web.Response:
        found = await health.reasons(watch, database, mode)
        return web.json_response(
            {"healthy": not found, "reasons": found}, status=503 if found else 200
        )

    async def on_metrics(_: web.Request) -> web.Response:
        try:
            inbox = (await tally(database)).states
        except MemoryFault:  # the other numbers are wanted all the more
            inbox = {}
        return web.Response(
            body=prometheus.written(watch, inbox), headers={"Content-Type": prometheus.CONTENT_TYPE}
        )

    server = web.Application()
    server.router.add_get("/health", on_health)
    server.router.add_get("/metrics", on_metrics)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        host, _, port = listen.rpartition(":")
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except (OSError, ValueError, OverflowError) as error:
            logger.warning("owner.listen: nothing can listen on %s: %s", listen, error)
            return
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
