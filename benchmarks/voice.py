"""How soon a person hears an answer: from the text's arrival to the first voice part, over HTTP.

    python -m benchmarks.voice [--times 5]

The whole bot answers commands with texts of one, a few and many sentences; the local stand-in
for Telegram sees when each message comes. The voice is the shapes preset's.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, report
from bot.app import open_services, run
from bot.settings import Settings
from bot.trial.cloud import BOT
from bot.trial.standin import Standin
from models.speak.sentences import sentences
from models.speak.text import speakable

_TOKEN = "123456789:benchmark-of-the-voice-on-loopback"
_COMMANDS = ("/rate 150", "/voice on", "/help")
_LIMIT = 1.0  # seconds
_QUIET = 3.0
"""Seconds without a message after which a text has been spoken to its end."""


async def measure(times: int) -> list[Figure]:
    """Each command that many times, after one that loads the voice."""
    standin = Standin(_TOKEN)
    await standin.start()
    stop = asyncio.Event()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {
                "preset": "shapes",
                "telegram": {"token": _TOKEN, "api_url": standin.url},
                "access": {"open": True, "photos_per_minute": 100},
                "replies": {"voice": "on"},
                "folder": Path(folder),
            }
        )
        async with open_services(settings, None, demonstration=True) as services:
            answering = asyncio.create_task(run(settings, services, stop))
            try:
                await _answered(standin, "/voice on")
                for command in _COMMANDS:
                    heard = [await _answered(standin, command) for _ in range(times)]
                    figures += _figures(command, heard)
            finally:
                stop.set()
                await answering
    await standin.stop()
    return figures


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
    parser = argparse.ArgumentParser(description="From a text to the first part of its voice")
    parser.add_argument("--times", type=int, default=5)
    found = asyncio.run(measure(parser.parse_args().times))
    report("voice", found)
    if any(figure.holds is False for figure in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
