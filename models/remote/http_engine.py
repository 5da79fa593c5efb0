"""The abilities of `chokh serve`, asked over HTTP by bots that need no model of their own.

Opening and measuring stay beside the bot: a decoded photo would cross the wire twice, and any
number of bots can stand side by side.
"""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from models.abilities import (
    Answer,
    Box,
    Caption,
    Conversation,
    Document,
    Heard,
    Label,
    Language,
    Length,
    Page,
    Picture,
    Sound,
    Translation,
)
from models.answer.endpoint.host import host_outside
from models.concurrency.requester import person
from models.errors import AbilitiesAway, Busy, ChokhError, SettingWrong
from models.remote import codec
from models.serving.engine import Engine

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from models.abilities import Vectors
    from models.settings import ModelsSettings

_log = logging.getLogger(__name__)

_AGAIN = 1.0
"""Seconds until what a dying replica or a broken line swallowed is asked once more."""
_CONNECTS, _READS = 10.0, 600.0
"""Seconds; a replica that has to load a model of 15 GB first takes minutes."""
_OK, _TOO_MANY = 200, 503


class RemoteEngine(Engine):
    """Implements `Abilities` with a cluster's models. Raises only `ChokhError`s.

    Whoever stops waiting for a method closes its request, and the replica stops computing.
    """

    def __init__(self, settings: ModelsSettings) -> None:
        """Nothing is asked before it is needed."""
        super().__init__(settings)
        self._url = settings.ray.url.rstrip("/")
        self._files: dict[int, codec.File] = {}
        self._http: ClientSession | None = None

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        """Decode a file's bytes here, and keep them for as long as the picture is."""
        return self._with_file(await super().open_picture(data, rough), codec.File(data, rough))

    async def caption(
        self, pictures: Sequence[Picture], length: Length = "short", away: bool = False
    ) -> list[Caption]:
        """What each picture shows; where who answers has a look as well, that is its replicas'."""
        if length == "long":
            return list(await self._ask("answer", "caption", pictures, length, away))
        captions = list(await self._ask("caption", "caption", pictures))
        if not captions or not self._settings.caption.second:
            return captions
        return list(await self._ask("answer", "compare", pictures, captions))

    async def answer(self, conversation: Conversation) -> Answer:
        """The answer to the conversation's question."""
        return await self._ask("answer", "answer", conversation)  # type: ignore[no-any-return]  # as below: of what comes back, `wire` vouches for the kind

    async def prepare(self, picture: Picture) -> None:
        """Nothing: who asks about the picture may be answered by another replica."""

    async def forget_pictures(self) -> None:
        """Have every replica let go of what it keeps of pictures and conversations."""
        await self._ask("answer", "forget_pictures")

    async def classify(self, picture: Picture, labels: Sequence[str]) -> list[Label]:
        """How well each label fits."""
        return list(await self._ask("embed", "classify", picture, labels))

    async def shows(self, picture: Picture, things: Sequence[Sequence[str]]) -> list[float]:
        """How surely the picture shows each thing."""
        return list(await self._ask("embed", "shows", picture, things))

    async def embed_pictures(self, pictures: Sequence[Picture]) -> Vectors:
        """A vector for each picture."""
        return await self._ask("embed", "embed_pictures", pictures)  # type: ignore[no-any-return]

    async def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text."""
        return await self._ask("embed", "embed_texts", texts)  # type: ignore[no-any-return]

    async def embedder(self) -> str:
        """Which model makes the vectors."""
        return str(await self._ask("embed", "embedder"))

    async def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where things are."""
        return list(await self._ask("locate", "locate", picture, phrase))

    async def read(self, picture: Picture) -> Page:
        """What is written on the picture."""
        return await self._ask("read", "read", picture)  # type: ignore[no-any-return]

    async def read_page(self, document: Document, number: int) -> Page:
        """What is written on a page of a PDF."""
        return await self._ask("read", "read_page", document, number)  # type: ignore[no-any-return]

    async def listen(self, data: bytes, language: Language) -> Heard:
        """What is said in a voice message."""
        return await self._ask("listen", "listen", data, language)  # type: ignore[no-any-return]

    async def translate(
        self, texts: Sequence[str], source: Language, target: Language
    ) -> list[Translation]:
        """Each text in `target`, or untouched and marked so."""
        return list(await self._ask("translate", "translate", texts, source, target))

    async def speak(self, text: str, language: Language, rate: int, pitch: int = 50) -> Sound:
        """The text as a voice message; said anew where another replica has begun it."""
        return await self._ask("speak", "speak", text, language, rate, pitch)  # type: ignore[no-any-return]

    async def begin_speech(self, text: str, language: Language, rate: int, pitch: int = 50) -> None:
        """Begin the voice message of a text that will begin so."""
        await self._ask("speak", "begin_speech", text, language, rate, pitch)

    async def close(self) -> None:
        """Close the line, and what runs here."""
        if self._http is not None:
            await self._http.close()
        await super().close()

    def _with_file(self, picture: Picture, file: codec.File) -> Picture:
        """The picture, which travels as its file from now on."""
        self._files[id(picture.image)] = file
        weakref.finalize(picture.image, self._files.pop, id(picture.image), None)
        return picture

    async def _ask(self, ability: str, method: str, *arguments: object) -> Any:
        """What a replica of the ability returns or raises.

        Raises `Busy` where too many wait, `AbilitiesAway` where nobody answers, even asked again,
        `SettingWrong` where the cluster is outside the house: nobody was asked about that.
        """
        from aiohttp import ClientError  # noqa: PLC0415 -- a quarter of a start, for a cluster alone

        asked = method, arguments, person()
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
            from aiohttp import ClientSession, ClientTimeout, TCPConnector  # noqa: PLC0415

            # Not httpx: a request that is cancelled, as whoever stops waiting does, sometimes
            # leaves its connection open there. No proxy of the environment's: photos go to the
            # address in the settings, or nowhere.
            times = ClientTimeout(total=None, sock_connect=_CONNECTS, sock_read=_READS)
            self._http = ClientSession(
                timeout=times, connector=TCPConnector(limit=0), trust_env=False
            )
        return self._http
