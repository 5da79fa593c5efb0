"""HTTP server for the owner: /health and /metrics, on loopback."""

from __future__ import annotations

import asyncio
import logging
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from bot.bounded_server import bounded
from bot.monitoring import health, prometheus
from bot.settings import host_and_port
from memory.errors import MemoryFault
from memory.inbox.counts import tally

if TYPE_CHECKING:
    from aiohttp import web

    from bot.bounded_server import Handler
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

    @web.middleware
    async def by_name(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_own_name(request.headers.get("Host", ""), listen):
            return web.Response(status=403)
        return await handler(request)

    server = web.Application(middlewares=[by_name])
    server.router.add_get("/health", on_health)
    server.router.add_get("/metrics", on_metrics)
    try:
        end = await bounded(server, *host_and_port(listen))
    except (OSError, ValueError, OverflowError) as error:
        logger.warning("owner.listen: nothing can listen on %s: %s", listen, error)
        return
    try:
        await asyncio.Event().wait()
    finally:
        await end()


def is_own_name(said: str, listen: str) -> bool:
    """Whether a request's Host is an address, a name of this network, or that of the settings.

    A page in the owner's browser can have its own name lead here (DNS rebinding), and read along.
    """
    try:
        host = urlsplit(f"//{said}").hostname or ""
    except ValueError:
        return False
    if host and host == host_and_port(listen)[0].lower():
        return True
    try:
        ip_address(host)
    except ValueError:
        return bool(host) and "." not in host
    return True
