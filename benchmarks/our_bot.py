"""Our bot as `chokh run` runs it, with the time that it spends in its abilities written down.

`python -m benchmarks.our_bot FOLDER`: FOLDER/settings.json has the settings, and "only_captions":
whether it does no more with a photo than the simple bot does, for which there are no settings.
FOLDER/spans.json is written at the end: which abilities were awaited, when each began and ended, as
`time.perf_counter()` says, which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import cProfile
import json
import os
import signal
import sys
import time
from inspect import iscoroutinefunction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.app import build_engine, open_services, run
from bot.settings import Settings
from models.abilities import OpenAbilities
from models.errors import AbilityFailed
from models.values import Aim, Page, Picture

if TYPE_CHECKING:
    from models.values import Vectors

_LATER = ("embed_pictures", "embedder", "forget_pictures")
"""Abilities that no reply waits for."""


class Timed:
    """Abilities whose spans are noted."""

    def __init__(self, engine: OpenAbilities, only_captions: bool) -> None:
        self._engine = engine
        self._only_captions = only_captions
        self.spans: list[tuple[str, float, float]] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._engine, name)
        if not iscoroutinefunction(method) or name in _LATER:
            return method

        async def timed(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return await method(*arguments, **named)
            finally:
                self.spans.append((name, began, time.perf_counter()))

        return timed

    async def read(self, picture: Picture) -> Page:
        if self._only_captions:
            return Page(())
        page: Page = await self.__getattr__("read")(picture)
        return page

    async def aim(self, picture: Picture) -> Aim:
        if self._only_captions:
            return Aim(light=0.8, blur=0.5, glare=0.0)
        aim: Aim = await self.__getattr__("aim")(picture)
        return aim

    async def embed_pictures(self, pictures: list[Picture]) -> Vectors:
        if self._only_captions:
            raise AbilityFailed("not for this comparison")
        return await self._engine.embed_pictures(pictures)

    async def prepare(self, picture: Picture) -> None:
        if not self._only_captions:
            await self._engine.prepare(picture)


async def answer(folder: Path) -> None:
    """Answer until told to stop, then write the spans."""
    values = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    only_captions = values.pop("only_captions")
    settings = Settings.model_validate({**values, "folder": folder})
    engine = build_engine(settings, second_looks=not only_captions, apart=True)
    timed = Timed(engine, only_captions)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with open_services(settings, engine=timed) as services:  # type: ignore[arg-type]
        await run(settings, services, stop)
    await engine.close()
    (folder / "spans.json").write_text(json.dumps(timed.spans), encoding="utf-8")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    profile = os.environ.get("PROFILE")
    if profile:
        with cProfile.Profile() as noted:
            asyncio.run(answer(place))
        noted.dump_stats(profile)
    else:
        asyncio.run(answer(place))
