"""People who go on writing while the bot dies: photos, albums, questions, orders."""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections import defaultdict

import numpy as np

from benchmarks.judge import Sent, answers
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT, Json
from tests.shapes.scene import draw_scene, render

_UNANSWERED = 20
"""So many messages without an answer, of the last seconds, and people wait."""
_RECENT = 15.0  # seconds
_QUESTIONS = ("what colour is the circle?", "how many shapes are there?", "what shape is red?")
_RATES = range(80, 301)


class Sufferers:
    """sent: what each has sent, by their chat; photos: how many of them are photos."""

    def __init__(self, standin: Standin, count: int, seed: int) -> None:
        self._standin = standin
        self._people = [standin.person(5_000 + number, "en") for number in range(count)]
        self._chance = random.Random(seed)
        draw = np.random.default_rng(seed)
        self._pictures = [_packed(draw) for _ in range(12)]
        self._open: dict[int, list[tuple[float, Sent]]] = defaultdict(list)
        self._heard_at = time.monotonic()
        self.sent: dict[int, list[Sent]] = defaultdict(list)
        self.photos = 0

    async def listen(self) -> None:
        """Note what is answered, until cancelled."""
        events = self._standin.cloud.listen()
        while True:
            message = (await events.get()).get("message")
            if message is None or message["from"]["id"] != BOT["id"]:
                continue
            self._heard_at = time.monotonic()
            chat = message["chat"]["id"]
            left = [each for each in self._open[chat] if not answers(message, each[1])]
            self._open[chat] = left

    async def write(self, pause: float) -> None:
        """Send something every `pause` seconds on average, until cancelled."""
        for person in self._people:
            await self._send(person.chat_id)
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / pause))
            since = time.monotonic() - _RECENT
            waiting = sum(at > since for each in self._open.values() for at, _ in each)
            if waiting < _UNANSWERED:
                await self._send(self._chance.choice(self._people).chat_id)

    async def quiet(self, silence: float) -> None:
        """Wait until all is answered, or the bot has said nothing for so many seconds."""
        self._heard_at = time.monotonic()
        while any(self._open.values()) and time.monotonic() - self._heard_at < silence:  # noqa: ASYNC110 -- another process changes it
            await asyncio.sleep(0.2)

    def chat(self, who: int) -> list[Json]:
        """All messages of a chat, in order."""
        return self._standin.cloud.chats[who]

    async def _send(self, chat: int) -> None:
        person, sent = self._standin.person(chat, "en"), self.sent[chat]
        kind = self._chance.choices(("photo", "album", "question", "rate"), (5, 1, 2, 2))[0]
        says = ""
        if kind == "photo" or not sent:
            messages = [await person.send_photo(self._chance.choice(self._pictures))]
        elif kind == "album":
            messages = await person.send_album(self._chance.sample(self._pictures, 2))
        elif kind == "question":
            messages = [await person.send_text(self._chance.choice(_QUESTIONS))]
        else:
            # Each its own, so that the answer tells which it answers.
            rate = _RATES[sum(bool(each.says) for each in sent) % len(_RATES)]
            messages, says = [await person.send_text(f"/rate {rate}")], f"speak {rate} words"
        self.photos += sum("photo" in each for each in messages)
        one = Sent(tuple(each["message_id"] for each in messages), says)
        sent.append(one)
        self._open[chat].append((time.monotonic(), one))


def _packed(draw: np.random.Generator) -> bytes:
    file = io.BytesIO()
    render(draw_scene(draw, most=400)).save(file, "JPEG", quality=90)
    return file.getvalue()
