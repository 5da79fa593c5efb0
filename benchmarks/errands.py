"""What people do with the bot all day: photos, albums, questions by text and voice, PDFs, orders.

Each waits for an answer before the next thing, as people do.
"""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile

import numpy as np
from PIL import Image

from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT, Json
from models.media import opus
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Language
from tests.data.reading.make import FOLDER as PAGES
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import draw_scene, render

_LIMIT = 300.0  # seconds until a message counts as lost
_QUESTIONS = ("what colour is the circle?", "what shape is red?", "how many shapes are there?")
_WORDS: dict[str, dict[Language, str]] = {
    "find": {"bn": "খুঁজুন লাল বৃত্ত", "en": "find red circle"},
    "stop": {"bn": "থামুন", "en": "stop"},
    "yes": {"bn": "হ্যাঁ", "en": "yes"},
}
_ORDERS = ("/help", "/rate 160", "/length short", "/again", "/history", "/read", "/wrong")


@dataclass
class Tally:
    """taken: seconds until each answer; lost: what had none; under_way: who waits for one."""

    taken: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    under_way: int = 0


class Props:
    """Files that are sent again and again: spoken questions by language, and a PDF."""

    def __init__(self) -> None:
        speaker, packed = EspeakSpeaker(), io.BytesIO()
        self.spoken: dict[Language, list[bytes]] = {
            language: [opus.encode(speaker.speak(text, language, 150)).data for text in texts]
            for language, texts in _questions().items()
        }
        Image.open(PAGES / "clean" / "sign.png").convert("L").save(packed, "PDF", resolution=200)
        self.pdf = packed.getvalue()


class Visitor:
    """One person, number 0, 1, 2 …: every second writes English, every fifth wants voice."""

    def __init__(self, standin: Standin, number: int, props: Props, tally: Tally) -> None:
        self._speaks: Language = "en" if number % 2 else "bn"
        self._aloud = number % 5 == 0
        self._person = standin.person(5_000 + number, self._speaks)
        self._props, self._tally = props, tally
        self._chance = random.Random(number)
        self._draw = np.random.default_rng(number)

    async def live(self, going: asyncio.Event, stop: asyncio.Event, pause: float) -> None:
        """Do one thing after another until `stop`, with `pause` seconds between them on average.

        going: unset while nobody does anything new.
        """
        errands: dict[Callable[[], Awaitable[None]], int] = {
            self._photo: 30,
            self._question: 20,
            self._order: 16,
            self._voice: 8,
            self._find: 8,
            self._album: 6,
            self._stop: 5,
            self._forget: 5,
            self._pdf: 2,
        }
        await rest(stop, self._chance.expovariate(1 / pause))  # they don't all begin at once
        await self._ask(f"/language {self._speaks}")
        if self._aloud:
            await self._ask("/voice on")
        while not stop.is_set():
            (errand,) = self._chance.choices(list(errands), list(errands.values()))
            await going.wait()
            self._tally.under_way += 1
            try:
                await errand()
            finally:
                self._tally.under_way -= 1
            await rest(stop, self._chance.expovariate(1 / pause))

    async def _photo(self) -> None:
        caption = self._any_question() if self._chance.random() < 0.2 else None
        await self._answered("photo", await self._person.send_photo(await self._drawn(), caption))

    async def _album(self) -> None:
        pictures = [await self._drawn() for _ in range(self._chance.randint(2, 4))]
        await self._answered("album", *await self._person.send_album(pictures))

    async def _question(self) -> None:
        await self._ask(self._any_question())

    async def _order(self) -> None:
        await self._ask(self._chance.choice(_ORDERS))

    async def _voice(self) -> None:
        sound = self._chance.choice(self._props.spoken[self._speaks])
        await self._answered("voice", await self._person.send_voice(sound, 2))

    async def _find(self) -> None:
        await self._ask(_WORDS["find"][self._speaks])

    async def _stop(self) -> None:
        """What is stopped has no answer, but the word itself has."""
        await self._person.send_photo(await self._drawn())
        await self._ask(_WORDS["stop"][self._speaks])

    async def _forget(self) -> None:
        await self._ask(self._chance.choice(("/forget last", "/forget hour")))
        await self._ask(_WORDS["yes"][self._speaks])

    async def _pdf(self) -> None:
        pdf = await self._person.send_document(self._props.pdf, "page.pdf", "application/pdf")
        await self._answered("pdf", pdf)

    async def _ask(self, text: str) -> None:
        await self._answered(text, await self._person.send_text(text))

    async def _answered(self, what: str, *sent: Json) -> None:
        """Wait for the text that answers one of these, or nothing in particular after them."""
        ids, begun = {each["message_id"] for each in sent}, time.perf_counter()

        def come() -> bool:
            after = takewhile(lambda m: m["message_id"] > min(ids), reversed(self._person.messages))
            return any(_answers(message, ids) for message in after)

        try:
            await self._person.until(come, _LIMIT)
        except TimeoutError:
            self._tally.lost.append(what)
        else:
            self._tally.taken.append(time.perf_counter() - begun)

    def _any_question(self) -> str:
        return self._chance.choice(_questions()[self._speaks])

    async def _drawn(self) -> bytes:
        """A photo that was never sent before."""
        return await asyncio.to_thread(self._new_photo)

    def _new_photo(self) -> bytes:
        packed = io.BytesIO()
        render(draw_scene(self._draw, most=800)).save(packed, "JPEG", quality=90)
        return packed.getvalue()


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Do nothing for so long, or until `stop`."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def _answers(message: Json, ids: set[int]) -> bool:
    replied = message.get("reply_to_message")
    to_them = replied is None or replied["message_id"] in ids
    return message["from"]["id"] == BOT["id"] and "text" in message and to_them


def _questions() -> dict[Language, list[str]]:
    return {"en": list(_QUESTIONS), "bn": [to_bangla(each) for each in _QUESTIONS]}
