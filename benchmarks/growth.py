"""How cost grows: with the chats that send at once, a conversation's turns, and a chat's photos.

`python -m benchmarks.growth [chats|turns|photos]`. Chats and turns with the demonstration's models,
so that what is seen is the bot's own: real models cost more a photo, and the same more for each.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from benchmarks.figures import Figure, report
from benchmarks.search import unit
from bot.app import open_services, run
from bot.settings import Settings
from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.server import Standin
from memory.photos.points import Point
from memory.photos.qdrant_edge import EdgePoints
from models.provisioning import presets
from models.serving.engine import Engine
from models.settings import ModelsSettings
from models.values import Conversation, Turn
from tests.shapes.scene import draw_scene, render

CHATS, TURNS, PHOTOS = (1, 4, 16, 64), (1, 4, 16), (1_000, 10_000, 100_000)
_EACH, _TIMES, _QUERIES = 3, 10, 50
_TOKEN = "123456789:benchmark-of-the-growth-on-loopback"
_QUESTION = "what colour is the circle?"


def measure() -> list[Figure]:
    """All three tables."""
    return [*asyncio.run(chats()), *asyncio.run(turns()), *photos()]


async def chats() -> list[Figure]:
    """So many people send a photo at the same moment, and the next once they are answered."""
    standin = Standin(_TOKEN)
    await standin.start()
    stop = asyncio.Event()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {
                "preset": "shapes",
                "telegram": {"token": _TOKEN, "api_url": standin.url},
                "access": {"open": True, "photos_per_minute": 1000},
                "replies": {"voice": "off"},
                "folder": Path(folder),
            }
        )
        async with open_services(settings, None, demonstration=True) as services:
            answering = asyncio.create_task(run(settings, services, stop))
            try:
                data = _photos(_EACH)
                await _answered(standin.person(), data[0])
                for many in CHATS:
                    figures += await _crowd(standin, many, data)
            finally:
                stop.set()
                await answering
    await standin.stop()
    return figures


async def turns() -> list[Figure]:
    """An answer after so many questions and answers about the same photo."""
    engine = Engine(presets.resolve("shapes", ModelsSettings()))
    figures = []
    try:
        picture = await engine.open_picture(_photos(1)[0])
        await engine.answer(Conversation(picture, _QUESTION))
        for many in TURNS:
            history = (Turn(_QUESTION, "red"),) * (many - 1)
            taken = []
            for _ in range(_TIMES):
                begun = time.perf_counter()
                await engine.answer(Conversation(picture, _QUESTION, history))
                taken.append(time.perf_counter() - begun)
            figures.append(
                Figure(f"answer of turn {many}, median", round(median(taken) * 1000, 1), "ms")
            )
    finally:
        await engine.close()
    return figures


def photos() -> list[Figure]:
    """A search among all photos of one chat, which are compared one by one."""
    rng = np.random.default_rng(1)
    figures, taken = [], {}
    with tempfile.TemporaryDirectory() as folder:
        points, kept = EdgePoints(Path(folder)), 0
        for many in PHOTOS:
            while kept < many:
                rows = unit(rng, 1_000)
                points.put(
                    "m", [Point(kept + n, row, {"chat_id": 1}) for n, row in enumerate(rows)]
                )
                kept += len(rows)
            seconds = []
            for row in unit(rng, _QUERIES):
                begun = time.perf_counter()
                points.near("m", row, 50, {"chat_id": 1})
                seconds.append(time.perf_counter() - begun)
            taken[many] = median(seconds) * 1000
            name = f"search among {many:,} photos of one chat, median of {_QUERIES}"
            figures.append(Figure(name, round(taken[many], 1), "ms"))
        points.close()
    fewer, most = PHOTOS[-2:]
    slope = (taken[most] - taken[fewer]) / (most - fewer)
    million = taken[most] + slope * (1_000_000 - most)
    figures.append(
        Figure("search among 1,000,000, extrapolated: not measured", round(million), "ms")
    )
    return figures


async def _crowd(standin: Standin, many: int, data: list[bytes]) -> list[Figure]:
    people = [standin.person(10_000 * many + number) for number in range(many)]

    async def one(person: SimulatedPerson) -> list[float]:
        return [await _answered(person, photo) for photo in data]

    begun = time.perf_counter()
    taken = [each for found in await asyncio.gather(*map(one, people)) for each in found]
    rate = len(taken) / (time.perf_counter() - begun)
    slow = quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return [
        Figure(f"{many} chats at once: photos answered", round(rate, 1), "photos/s"),
        Figure(f"{many} chats at once: median", round(median(taken) * 1000), "ms"),
        Figure(f"{many} chats at once: p95", round(slow * 1000), "ms"),
    ]


async def _answered(person: SimulatedPerson, photo: bytes) -> float:
    """Seconds until the text about a photo has come."""
    begun = time.perf_counter()
    await person.reply(await person.send_photo(photo))
    return time.perf_counter() - begun


def _photos(many: int) -> list[bytes]:
    rng = np.random.default_rng(11)
    found = []
    for _ in range(many):
        file = io.BytesIO()
        render(draw_scene(rng, size=(320, 240), unknown=0.0)).save(file, "JPEG", quality=90)
        found.append(file.getvalue())
    return found


if __name__ == "__main__":
    which = {"chats": lambda: asyncio.run(chats()), "turns": lambda: asyncio.run(turns())}
    which["photos"] = photos
    for name in sys.argv[1:] or which:
        report(f"growth-{name}", which[name]())
