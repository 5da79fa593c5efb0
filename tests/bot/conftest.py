"""The whole bot over HTTP: the real application, the local stand-in, the tiny real models."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import build_engine, models_settings, open_services, run
from bot.settings import Settings
from bot.trial.bot_api.server import Standin
from handlers.chat.context import OwnerClaim, Services
from handlers.descriptions import describe
from models.provisioning import presets
from models.serving.engine import Engine
from models.settings import ModelsSettings

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 -- the stand-in's own


@dataclass
class House:
    """A running bot and the stand-in that it talks to."""

    standin: Standin
    services: Services
    settings: Settings


Start = Callable[..., Awaitable[House]]


def house_settings(folder: Path, api_url: str, **sections: dict[str, object]) -> Settings:
    values: dict[str, object] = {
        "preset": "shapes",
        "telegram": {"token": TOKEN, "api_url": api_url},
        "access": {"open": True, "photos_per_minute": 100},
        "replies": {"voice": "off"},
        "owner": {"listen": ""},
        "folder": folder,
    }
    for name, section in sections.items():
        under = values.get(name, {})
        values[name] = {**under, **section} if isinstance(under, dict) else section
    return Settings.model_validate(values)


_ENGINES: dict[str, Engine] = {}


def shared_engine(settings: Settings) -> Engine | None:
    """One engine for all houses of the demonstration's models: loading them takes seconds each.

    None for a house with models of its own.
    """
    wanted = models_settings(settings)
    if wanted != presets.resolve("shapes", ModelsSettings()):
        return None
    return _ENGINES.setdefault("shapes", Engine(wanted))


@pytest.fixture(scope="session", autouse=True)
def _writing_is_waited_for() -> Iterator[None]:
    """On a machine that is busy with other tests, reading takes longer than at home."""
    before, describe.READING_WAITED_FOR = describe.READING_WAITED_FOR, 60.0
    yield
    describe.READING_WAITED_FOR = before


@pytest.fixture(scope="session", autouse=True)
def _close_engines() -> Iterator[None]:
    yield
    for engine in _ENGINES.values():
        engine._close()  # the loops that it was used in are gone


@asynccontextmanager
async def running(
    standin: Standin, settings: Settings, claim: OwnerClaim | None = None
) -> AsyncIterator[House]:
    stop = asyncio.Event()
    # Not apart: this process has imported torch already.
    engine = shared_engine(settings) or build_engine(settings)
    async with open_services(settings, claim, True, engine) as services:
        answering = asyncio.create_task(run(settings, services, stop))
        try:
            yield House(standin, services, settings)
        finally:
            stop.set()
            await answering
            if engine not in _ENGINES.values():
                await engine.close()


@pytest.fixture
async def standin() -> AsyncIterator[Standin]:
    stand = Standin(TOKEN)
    await stand.start()
    yield stand
    await stand.stop()


@pytest.fixture
async def house(tmp_path: Path, standin: Standin) -> AsyncIterator[Start]:
    """Starts the bot on call; sections of the settings may be given by name."""
    async with AsyncExitStack() as stack:

        async def start(claim: OwnerClaim | None = None, **sections: dict[str, object]) -> House:
            settings = house_settings(tmp_path, standin.url, **sections)
            return await stack.enter_async_context(running(standin, settings, claim))

        yield start
