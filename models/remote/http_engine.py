"""HTTP engine: the abilities of `chokh serve`, for bots that need no model of their own.

Opening and measuring stay beside the bot: a decoded photo would cross the wire twice, and any
number of bots can stand side by side.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate
from urllib.parse import urlsplit

from models import codec
from models.answer.endpoint.host import host_outside
from models.concurrency.requester import requester
from models.errors import AbilitiesAway, Busy, ChokhError, SettingWrong
from models.remote.calls import Machine, P, T, called
from models.sandbox.sandbox import Sandbox
from models.serving.eyes import LocalEyes
from models.serving.lanes import Lanes
from models.values import Caption, Length, Picture

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from models.settings import ModelsSettings

_log = logging.getLogger(__name__)

_AGAIN = 1.0
"""Seconds until what a dying replica or a broken line swallowed is asked once more."""
_CONNECTS, _READS = 10.0, 600.0
"""Seconds; a replica that has to load a model of 15 GB first takes minutes."""
_OK, _TOO_MANY = 200, 503


class HttpEngine:
    """Implements `Abilities` with a cluster's models. Raises only `ChokhError`s.

    Whoever stops waiting for a method closes its request, and the replica stops computing.
    """

    def __init__(self, settings: ModelsSettings, sandbox: Sandbox | None = None) -> None:
        """Nothing is asked before it is needed. sandbox: where files are decoded."""
        self._settings = settings
        self._url = settings.ray.url.rstrip("/")
        self._files = codec.Files()
        self._http: ClientSession | None = None
        self._lanes = Lanes(settings)
        self._eyes = eyes = LocalEyes(settings, self._lanes, sandbox)
        self.open_film, self.open_document = eyes.open_film, eyes.open_document
        self.aim, self.slant = eyes.aim, eyes.slant
        self.colours, self.light, self.answers_at = eyes.colours, eyes.light, eyes.answers_at
        self._caption = self._of("caption", Machine.caption)
        self._describe = self._of("answer", Machine.caption)
        self._compare = self._of("answer", Machine.compare)
        self.answer = self._of("answer", Machine.answer)
        self.forget_pictures = self._of("answer", Machine.forget_pictures)
        self.classify = self._of("embed", Machine.classify)
        self.shows = self._of("embed", Machine.shows)
        self.embed_pictures = self._of("embed", Machine.embed_pictures)
        self.embed_texts = self._of("embed", Machine.embed_texts)
        self.embedder = self._of("embed", Machine.embedder)
        self.locate = self._of("locate", Machine.locate)
        self.read = self._of("read", Machine.read)
        self.read_page = self._of("read", Machine.read_page)
        self.listen = self._of("listen", Machine.listen)
        self.translate = self._of("translate", Machine.translate)
        self.speak = self._of("speak", Machine.speak)
        self.begin_speech = self._of("speak", Machine.begin_speech)

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        """Decode a file's bytes here, and keep them for as long as the picture is."""
        picture = await self._eyes.open_picture(data, rough)
        return self._files.keep(picture, codec.File(data, rough))

    async def caption(
        self, pictures: Sequence[Picture], length: Length = "short", away: bool = False
    ) -> list[Caption]:
        """What each picture shows; where who answers has a look as well, that is its replicas'."""
        if length == "long":
            return await self._describe(pictures, length, away)
        captions = await self._caption(pictures)
        if not captions or not self._settings.caption.second:
            return captions
        return await self._compare(pictures, captions)

    async def prepare(self, picture: Picture) -> None:
        """Nothing: who asks about the picture may be answered by another replica."""

    async def close(self) -> None:
        """Close the line, and what runs here."""
        if self._http is not None:
            await self._http.close()
        await asyncio.to_thread(self._lanes.close)

    def _of(
        self, ability: str, method: Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]
    ) -> Callable[P, Coroutine[Any, Any, T]]:
        """The method, asked of a replica of the ability."""
        return called(method, partial(self._ask, ability))

    async def _ask(self, ability: str, method: str, arguments: tuple[Any, ...]) -> Any:
        """What a replica of the ability returns or raises.

        Raises `Busy` where too many wait, `AbilitiesAway` where nobody answers, even asked again,
        `SettingWrong` where the cluster is outside the house: nobody was asked about that.
        """
        from aiohttp import ClientError  # a quarter of a start, for a cluster alone

        asked = method, arguments, requester()
        content = await asyncio.to_thread(codec.pack, asked, self._files)
        http = self._http or await self._open()
        fault = ""
        for pause in (_AGAIN, 0.0):
            try:
                async with http.post(
                    f"{self._url}/{ability}", data=content, allow_redirects=False
                ) as reply:
                    status, body = reply.status, await reply.read()
            except (ClientError, TimeoutError) as error:
                fault = type(error).__name__
            else:
                if status == _OK:
                    value = codec.unpack(body)
                    if isinstance(value, ChokhError):
                        raise value
                    return value
                if status == _TOO_MANY:
                    raise Busy(f"{ability}: too many wait")
                fault = f"status {status}"
            _log.warning("%s: no answer from the cluster (%s)", ability, fault)
            await asyncio.sleep(pause)
        raise AbilitiesAway(f"{ability}: {fault}", host=urlsplit(self._url).hostname or "")

    async def _open(self) -> ClientSession:
        if await asyncio.to_thread(host_outside, self._url):
            raise SettingWrong(f"{self._url} is outside the house", setting="models.ray.url")
        if self._http is None:
            from aiohttp import ClientSession, ClientTimeout, TCPConnector

            # Not httpx: a request that is cancelled, as whoever stops waiting does, sometimes
            # leaves its connection open there. No proxy of the environment's: photos go to the
            # address in the settings, or nowhere.
            times = ClientTimeout(total=None, sock_connect=_CONNECTS, sock_read=_READS)
            self._http = ClientSession(
                timeout=times, connector=TCPConnector(limit=0), trust_env=False
            )
        return self._http
