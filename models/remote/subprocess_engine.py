"""Subprocess engine: the abilities of this machine, computed in a process that may die.

A native library that crashes, a call that never returns, memory that the system takes back: none
of it ends the bot, nor holds it up. The process is begun anew and asked once more; whose question
ends it twice is told so. torch is in that process alone, so that the bot itself stays small.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from typing import Any

from models import codec
from models.abilities import Abilities
from models.concurrency.requester import requester
from models.errors import AbilityFailed, ChokhError
from models.remote.calls import Machine, called
from models.remote.framing import FIRST, LIVES, LOGS, framed, received
from models.sandbox.sandbox import Sandbox
from models.serving.eyes import LocalEyes
from models.serving.lanes import Lanes
from models.settings import ModelsSettings
from models.values import Document, Heard, Language, Page, Picture

_log = logging.getLogger(__name__)

CHILD = (sys.executable, "-P", "-m", "models.remote.subprocess_main")
_LARGE = 1_000_000
"""Bytes of an answer that the event loop is not held up by."""
_LEAVES = 5.0
"""Seconds that a child has to end by itself when it is no longer needed."""


class SubprocessEngine:
    """Implements `Abilities` with a child process's models. Raises only `ChokhError`s.

    Measuring is done here, as with a cluster, and files are opened in this process's sandbox.
    """

    def __init__(
        self,
        settings: ModelsSettings,
        program: Sequence[str] = CHILD,
        sandbox: Sandbox | None = None,
    ) -> None:
        """Nothing is started before it is needed.

        program: what is run as the child; sandbox: where files are decoded.
        """
        self._settings = settings
        self._program = program
        self._child: _Child | None = None
        self._starting = asyncio.Lock()
        self._alone = asyncio.Lock()
        self._files = codec.Files()
        self._lanes = Lanes(settings)
        self._eyes = eyes = LocalEyes(settings, self._lanes, sandbox)
        self.aim, self.slant = eyes.aim, eyes.slant
        self.colours, self.light, self.answers_at = eyes.colours, eyes.light, eyes.answers_at
        self.open_film, self.open_document = eyes.open_film, eyes.open_document
        self.caption = called(Abilities.caption, self._ask)
        self.answer = called(Abilities.answer, self._ask)
        self.forget_pictures = called(Abilities.forget_pictures, self._ask)
        self.classify = called(Abilities.classify, self._ask)
        self.shows = called(Abilities.shows, self._ask)
        self.embed_pictures = called(Abilities.embed_pictures, self._ask)
        self.embed_texts = called(Abilities.embed_texts, self._ask)
        self.embedder = called(Abilities.embedder, self._ask)
        self.locate = called(Abilities.locate, self._ask)
        self.read = called(Abilities.read, self._ask)
        self._read_drawn = called(Machine.read_drawn, self._ask)
        self._hear = called(Machine.hear, self._ask)
        self.translate = called(Abilities.translate, self._ask)
        self.speak = called(Abilities.speak, self._ask)
        self.begin_speech = called(Abilities.begin_speech, self._ask)

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        """Decode a file's bytes. Raises `BadPicture`s."""
        picture = await self._eyes.open_picture(data, rough)
        return self._files.keep(picture, codec.File(data, rough))

    async def read_page(self, document: Document, number: int) -> Page:
        """Drawn in the sandbox, read by the child."""
        return await self._read_drawn(*await self._eyes.draw_page(document, number))

    async def listen(self, data: bytes, language: Language) -> Heard:
        """Decoded in the sandbox, heard by the child."""
        return await self._hear(await self._eyes.open_sound(data), language)

    async def prepare(self, picture: Picture) -> None:
        """Have the answerer look at the picture once nobody waits for a model."""
        body = await self._packed("prepare", (picture,))
        # Nobody waits for it: where it ends the child, it is not tried again.
        with suppress(_Ended):
            await self._once(body)

    def loaded(self) -> dict[str, int]:
        """The models in the child's memory, as it told last."""
        return self._child.loaded if self._child is not None else {}

    async def close(self) -> None:
        """End the child; what it has under way is dropped."""
        if self._child is not None:
            await self._child.close()
        await asyncio.to_thread(self._eyes.close)
        await asyncio.to_thread(self._lanes.close)

    async def _ask(self, method: str, arguments: tuple[Any, ...]) -> Any:
        """What the child's engine returns or raises; `AbilityFailed` where it ends twice by it."""
        body = await self._packed(method, arguments)
        with suppress(_Ended):
            return await self._once(body)
        # One at a time: whoever is asked for beside the one who ends it would be blamed as well.
        async with self._alone:
            try:
                return await self._once(body)
            except _Ended:
                raise AbilityFailed(f"the process ended twice in {method}") from None

    async def _packed(self, method: str, arguments: tuple[Any, ...]) -> bytes:
        return await asyncio.to_thread(codec.pack, (method, arguments, requester()), self._files, 0)

    async def _once(self, body: bytes) -> Any:
        async with self._starting:
            if self._child is None or self._child.ended:
                self._child = await _Child.start(self._program, self._settings)
        answer = await self._child.ask(body)
        large = len(answer) > _LARGE
        value = await asyncio.to_thread(codec.unpack, answer) if large else codec.unpack(answer)
        if isinstance(value, ChokhError):
            raise value
        return value


class _Ended(Exception):
    """The child ended, or was ended, before it answered."""


class _Child:
    """One child process, from its start to its end. loaded: the models in its memory."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        patience: float,
    ) -> None:
        self.loaded: dict[str, int] = {}
        self.ended = False
        self._process = process
        self._reader, self._writer = streams
        self._patience = patience
        self._numbers = count(FIRST)
        self._asked: dict[int, asyncio.Future[bytes]] = {}
        self._listening = asyncio.create_task(self._listen(), name="models")

    @classmethod
    async def start(cls, program: Sequence[str], settings: ModelsSettings) -> _Child:
        """Start the program as a child with these settings."""
        ours, theirs = socket.socketpair()
        with theirs:
            end = theirs.fileno()
            process = await asyncio.create_subprocess_exec(
                *program,
                str(end),
                pass_fds=[end],
                stdin=asyncio.subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C means the bot
            )
        child = cls(process, await asyncio.open_connection(sock=ours), settings.stuck_seconds)
        level = logging.getLogger().getEffectiveLevel()
        child._send(0, f"{level}\n".encode() + _whole(settings))
        return child

    async def ask(self, body: bytes) -> bytes:
        """The answer to a packed question. Raises `_Ended`; cancelled, it is taken back."""
        if self.ended:
            raise _Ended
        number = next(self._numbers)
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        self._send(number, body)
        try:
            return await answer
        except asyncio.CancelledError:
            self._send(number, b"")
            raise
        finally:
            del self._asked[number]

    async def close(self) -> None:
        """End it, gently at first."""
        self._writer.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._listening), _LEAVES)
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening

    def _send(self, number: int, body: bytes) -> None:
        self._writer.write(framed(number, body))

    async def _listen(self) -> None:
        """Take what comes until nothing does any more, or nothing for too long."""
        try:
            while True:
                async with asyncio.timeout(self._patience):
                    number, body = await received(self._reader)
                self._take(number, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except TimeoutError:
            _log.error("The models' process gives no sign of life; it is ended")
        finally:
            self.ended, self.loaded = True, {}
            self._writer.close()
            # Not its `kill`, which would take the exit code from whoever waits for it.
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
            code = await self._process.wait()
            _log.log(
                logging.WARNING if self._asked else logging.INFO,
                "The models' process has ended (%d); %d questions are asked again",
                code,
                len(self._asked),
            )
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(_Ended())

    def _take(self, number: int, body: bytes) -> None:
        if number >= FIRST:
            answer = self._asked.get(number)
            if answer is not None and not answer.done():
                answer.set_result(body)
            return
        value: Any = codec.unpack(body)
        if number == LIVES:
            self.loaded = value
        elif number == LOGS:
            name, level, text = value
            logging.getLogger(name).log(level, "%s", text)


def _whole(settings: ModelsSettings) -> bytes:
    """The settings as JSON: those that were set, as that counts, and the key, which is a secret."""
    told = settings.model_dump(mode="json", exclude_unset=True)
    if "key" in told.get("answer", {}):
        told["answer"]["key"] = settings.answer.key.get_secret_value()
    return json.dumps(told).encode()
