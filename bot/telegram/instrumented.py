"""Instrumented clients: calls to Telegram and to the abilities, timed and counted."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from bot.monitoring.trace import Stage, stage
from bot.telegram.client import Request

if TYPE_CHECKING:
    from bot.monitoring.stats import Stats

P = ParamSpec("P")
T = TypeVar("T")

# Nobody waits for these: the one is asked all the time, the other while something is under way.
_BESIDE = ("getUpdates", "sendChatAction")
_DOWNLOADS = ("getFile", "file")
# They wait until nobody else does, or only begin something.
_SPARE = ("prepare", "begin_speech", "forget_pictures", "close")


class ObservedRequest(Request):
    """The library's requests, counted by method and status, and timed for their update."""

    def __init__(self, watch: Stats, **options: Any) -> None:
        super().__init__(**options)
        self._watch = watch

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """As the library's."""
        method = method_of(url)
        part: Stage = "download" if method in _DOWNLOADS else "send"
        status = "none"
        try:
            with nullcontext() if method in _BESIDE else stage(part):
                code, body = await super().do_request(url, *args, **kwargs)
            status = str(code)
        finally:
            self._watch.called(method, status)
        return code, body


class ObservedAbilities:
    """Passes every call on to the abilities, counted and timed by name."""

    def __init__(self, abilities: object, watch: Stats) -> None:
        self._abilities = abilities
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._abilities, name)
        if name in _SPARE or not inspect.iscoroutinefunction(found):
            return found
        return partial(self._call, name, found)

    async def _call(
        self, name: str, found: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self._watch.working(name), stage("models"):
            return await found(*args, **kwargs)


def method_of(url: str) -> str:
    """Which method of Telegram's a URL asks for; "file" for a download. Never a token. Pure."""
    path = urlsplit(url).path
    return "file" if "/file/bot" in path else path.rpartition("/")[2]
