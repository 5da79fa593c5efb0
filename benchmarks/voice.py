"""How soon a person hears an answer: a text's voice by itself, and the whole way over HTTP.

    python -m benchmarks.voice [--times 5]

First a text is made a voice message, and the first part of a long one, beside the plain way: all
of it spoken, then all of it encoded. Then the whole bot describes a photo, with the voice begun
while the rest of the description is found out and without, in turns; and answers commands with
texts of one, a few and many sentences. The local stand-in for Telegram sees when each message
comes. The voice and the models are the shapes preset's.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from benchmarks.figures import Figure, report
from benchmarks.heartbeat import SAMPLE
from bot.app import open_services, run
from bot.settings import Settings
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT
from handlers.transport.voice_chunks import spoken_parts
from models import speak
from models.media import opus
from models.settings import ModelsSettings
from models.speak.normalise.normalise import speakable
from models.speak.sentences import sentences
from models.speak.voice_messages import LEAD, Messages
from models.values import Speech

if TYPE_CHECKING:
    from models.abilities import Abilities
    from models.values import Language

_TOKEN = "123456789:benchmark-of-the-voice-on-loopback"
_COMMANDS = ("/rate 150", "/voice on", "/help")
_LIMIT = 1.0  # seconds
_QUIET = 3.0
"""Seconds without a message after which a text has been spoken to its end."""
_ROUNDS = 20
"""Measured after one that warms up."""
TEXT = (
    "একটি ছোট ঘরের মাঝখানে কাঠের টেবিল, তার ওপরে লাল কাপ আর একটি খোলা বই। টেবিলের পাশে নীল "
    "চেয়ারে একজন নারী বসে আছেন। জানালা দিয়ে আলো আসছে, আর দেয়ালে একটি পুরোনো ঘড়ি ঝুলছে।"
)
"""171 letters in three sentences."""


class _Switched:
    """The abilities, whose voice begins early only while `early` is set."""

    def __init__(self, abilities: Abilities) -> None:
        self._abilities = abilities
        self.early = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._abilities, name)

    async def begin_speech(self, text: str, language: Language, rate: int, pitch: int = 50) -> None:
        if self.early:
            await self._abilities.begin_speech(text, language, rate, pitch)


async def measure(times: int = 5) -> list[Figure]:
    """All of it; each command that many times, after one that loads the voice."""
    figures = await asyncio.to_thread(_made)
    standin = Standin(_TOKEN)
    await standin.start()
    stop = asyncio.Event()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {
                "preset": "shapes",
                "telegram": {"token": _TOKEN, "api_url": standin.url},
                "access": {"open": True, "photos_per_minute": 1_000},
                "replies": {"voice": "on"},
                "folder": Path(folder),
            }
        )
        async with open_services(settings, None, demonstration=True) as services:
            switched = _Switched(services.abilities)
            measured = replace(services, abilities=cast("Abilities", switched))
            answering = asyncio.create_task(run(settings, measured, stop))
            try:
                await _answered(standin, "/voice on")
                figures += await _described(standin, switched)
                for command in _COMMANDS:
                    heard = [await _answered(standin, command) for _ in range(times)]
                    figures += _figures(command, heard)
            finally:
                stop.set()
                await answering
    await standin.stop()
    return figures


def _made() -> list[Figure]:
    """The voice message of a text, and of the first part of a long one, beside the plain way."""
    voice = speak.load(ModelsSettings())
    messages = Messages(voice)

    def plain(text: str) -> None:
        speech = voice.speak(text, "bn", 150)
        lead = bytes(2 * int(LEAD * speech.rate))
        opus.encode(Speech(lead + speech.samples, speech.rate))

    def ours(text: str) -> None:
        messages.speak(text, "bn", 150)

    try:
        figures: list[Figure] = []
        first = spoken_parts(" ".join([TEXT] * 4))[0]
        for name, text, limit in (
            (f"text of {len(TEXT)} letters", TEXT, 250),
            ("first sentence of a long text", sentences(first)[0], 150),
            ("first part of a long text", first, None),
        ):
            taken: dict[Callable[[str], None], list[float]] = {plain: [], ours: []}
            for _ in range(1 + _ROUNDS):
                for way, seconds in taken.items():
                    started = time.perf_counter()
                    way(text)
                    seconds.append(time.perf_counter() - started)
            by_plain, by_ours = (round(median(each[1:]) * 1000) for each in taken.values())
            target = (f"≤ {limit} ms", by_ours <= limit) if limit else ("", None)
            figures += [
                Figure(f"{name}: to OGG/Opus, against the plain way", by_ours / by_plain, "of 1"),
                Figure(f"{name}: to OGG/Opus, median", by_ours, "ms", *target),
                Figure(f"{name}: to OGG/Opus the plain way, median", by_plain, "ms"),
            ]
        return figures
    finally:
        messages.close()


async def _described(standin: Standin, switched: _Switched) -> list[Figure]:
    """A photo's description, its voice begun early and not, in turns."""
    photo = _written_on()
    found: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for _ in range(1 + _ROUNDS):
        for early, heard in found.items():
            switched.early = early
            heard.append(await _heard(standin, lambda: standin.person().send_photo(photo)))
    late, early_on = (heard[1:] for heard in found.values())
    text, voice = (round(median(column) * 1000) for column in zip(*early_on, strict=True))
    text_late, voice_late = (round(median(column) * 1000) for column in zip(*late, strict=True))
    after, after_late = (
        round(median(voice - text for text, voice in heard) * 1000) for heard in (early_on, late)
    )
    return [
        Figure("photo: text to voice, begun early against not", after / after_late, "of 1"),
        Figure("photo: text to voice, median", after, "ms"),
        Figure("photo: text to voice, not begun early, median", after_late, "ms"),
        Figure("photo: update to text, median", text, "ms"),
        Figure("photo: update to text, not begun early, median", text_late, "ms"),
        Figure("photo: update to voice, median", voice, "ms"),
        Figure("photo: update to voice, not begun early, median", voice_late, "ms"),
    ]


def _written_on() -> bytes:
    """The sample with a page of writing below it, which takes longer to read than to caption."""
    from PIL import Image, ImageDraw, ImageFont

    photo = Image.new("RGB", (1280, 1280), "white")
    photo.paste(Image.open(SAMPLE).convert("RGB").resize((640, 640)), (320, 0))
    draw, font = ImageDraw.Draw(photo), ImageFont.load_default(26)
    for row in range(15):
        line = "Opening hours: Saturday to Thursday, 9 to 5; closed on holidays."
        draw.text((60, 680 + 38 * row), line, "black", font)
    data = io.BytesIO()
    photo.save(data, "JPEG", quality=90)
    return data.getvalue()


async def _heard(standin: Standin, send: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Seconds from what is sent to the text of its reply, and to the first of its voice."""
    events = standin.cloud.listen()
    try:
        started = time.perf_counter()
        await send()
        text = 0.0
        while True:
            message = (await asyncio.wait_for(events.get(), 60)).get("message", {})
            if message.get("from", {}).get("id") != BOT["id"]:
                continue
            if "text" in message and not text:
                text = time.perf_counter() - started
            elif "voice" in message:
                return text, time.perf_counter() - started
    finally:
        standin.cloud.ignore(events)


async def _answered(standin: Standin, command: str) -> tuple[str, list[float]]:
    """The text that came, and how many seconds after it each of its voice parts came."""
    events = standin.cloud.listen()
    await standin.person().send_text(command)
    text, at, voices = "", 0.0, list[float]()
    try:
        while True:
            within = _QUIET if voices else 60
            event = await asyncio.wait_for(events.get(), within)
            message = event.get("message", {})
            if message.get("from", {}).get("id") != BOT["id"]:
                continue
            if "text" in message:
                text, at = message["text"], time.perf_counter()
            elif "voice" in message:
                voices.append(time.perf_counter() - at)
    except TimeoutError:
        return text, voices
    finally:
        standin.cloud.ignore(events)


def _figures(command: str, heard: list[tuple[str, list[float]]]) -> list[Figure]:
    count = len(sentences(speakable(heard[0][0], "bn")))
    firsts = [parts[0] for _, parts in heard]
    name = f"{command}, {count} sentences"
    return [
        Figure(f"{name}: voice parts", len(heard[0][1]), "messages"),
        Figure(f"{name}: text to first part, median", round(median(firsts), 3), "s"),
        Figure(
            f"{name}: text to first part, longest",
            round(max(firsts), 3),
            "s",
            "≤ 1 s",
            max(firsts) <= _LIMIT,
        ),
    ]


def main() -> None:
    """Measure, print, and write benchmarks/results/DATE-voice.json."""
    parser = argparse.ArgumentParser(description="From a text or a photo to its voice")
    parser.add_argument("--times", type=int, default=5)
    found = asyncio.run(measure(parser.parse_args().times))
    report("voice", found)
    if any(figure.holds is False for figure in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
