"""How long the event loop stands still while the abilities work, and how long each takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.figures import Figure
from models.provisioning import presets
from models.serving.engine import Engine
from models.settings import ModelsSettings
from models.values import Conversation

_BEAT = 0.005  # seconds
_LIMIT_MS = 50.0
SAMPLE = Path(__file__).parent.parent / "bot" / "trial" / "page" / "samples" / "1.png"
_SENTENCE = "একটি নীল বর্গক্ষেত্রের উপরে একটি লাল বৃত্ত।"


class Heartbeat:
    """Beats on the event loop; `longest` is the longest time in ms that it stood still."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def __aenter__(self) -> Heartbeat:
        self.longest = 0.0
        self._task = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _beat(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_BEAT)
            late = time.perf_counter() - before - _BEAT
            self.longest = max(self.longest, late * 1000)


async def measure() -> list[Figure]:
    """Each ability once cold, that is with its loading, and ten times warm."""
    engine = Engine(presets.resolve("shapes", ModelsSettings()))
    figures: list[Figure] = []

    async def beat(name: str, work: Callable[[], Awaitable[object]], times: int = 1) -> object:
        result: object = None
        async with Heartbeat() as heart:
            started = time.perf_counter()
            for _ in range(times):
                result = await work()
            taken = (time.perf_counter() - started) / times
        figures.append(Figure(f"{name}: time", round(taken * 1000, 1), "ms"))
        stood = round(heart.longest, 1)
        figures.append(
            Figure(f"{name}: event loop stood still", stood, "ms", "≤ 50 ms", stood <= _LIMIT_MS)
        )
        return result

    data = SAMPLE.read_bytes()
    try:
        picture = await engine.open_picture(data)
        conversation = Conversation(picture, "what colour is the circle?")
        for name, work in (
            ("caption", lambda: engine.caption([picture])),
            ("answer", lambda: engine.answer(conversation)),
            ("translation", lambda: engine.translate(["a red circle"], "en", "bn")),
            ("voice", lambda: engine.speak(_SENTENCE, "bn", 150)),
        ):
            await beat(f"{name} with its loading", work)
            await beat(name, work, times=10)
        await beat("photo decoded", lambda: engine.open_picture(data), times=10)
    finally:
        await engine.close()
    return figures
