"""A bot with real handlers and a real memory; only Telegram and the models are stood in for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from handlers.chat.context import ChokhContext, Services
from handlers.i18n.messages import Words
from handlers.settings import AccessSettings, RepliesSettings
from handlers.updates.router import add_handlers
from memory.settings import MemorySettings
from memory.store import Memory
from tests.handlers.stub import Stub
from tests.handlers.telegram import Person, Telegram


class Rising(Application[Any, ChokhContext, Any, Any, Any, Any]):
    """Failures come out of `process_update`, as in the bot."""

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> bool:
        raise error


async def an_application(telegram: Telegram, services: Services) -> Rising:
    """The real handlers, ready for updates; whoever asks for it shuts it down."""
    application: Any = (
        ApplicationBuilder()
        .application_class(Rising)
        .token("1:x")
        .request(telegram)
        .get_updates_request(telegram)
        .context_types(ContextTypes(context=ChokhContext))
        .updater(None)
        .build()
    )
    application.bot_data["services"] = services
    add_handlers(application)
    await application.initialize()
    return cast("Rising", application)


@dataclass
class Bot:
    telegram: Telegram
    stub: Stub
    services: Services
    application: Application[Any, ChokhContext, Any, Any, Any, Any]

    def person(self, id: int = 7, language_code: str | None = "bn") -> Person:  # noqa: A002 -- Telegram's own name
        return Person(self.application, self.telegram, id, language_code)

    @property
    def texts(self) -> list[str]:
        return self.telegram.texts()

    def say(self, key: str, **arguments: str | float) -> str:
        return self.services.words.say("bn", key, **arguments)


Start = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a bot that is open to all and speaks only text, unless told otherwise."""
    async with AsyncExitStack() as stack:

        async def started(
            access: AccessSettings | None = None,
            voice: str = "off",
            remembered: MemorySettings | None = None,
            **services: Any,
        ) -> Bot:
            telegram, stub = Telegram(), Stub()
            memory = await Memory.open(remembered or MemorySettings(), tmp_path)
            stack.push_async_callback(memory.close)
            together = Services(
                abilities=stub,
                memory=memory,
                words=Words(),
                replies=RepliesSettings.model_validate({"register": "bd", "voice": voice}),
                access=access or AccessSettings(open=True, photos_per_minute=100),
                **services,
            )
            stack.push_async_callback(together.later.close)
            application = await an_application(telegram, together)
            stack.push_async_callback(application.shutdown)
            return Bot(telegram, stub, together, application)

        yield started


@pytest.fixture
async def bot(start: Start) -> Bot:
    return await start()
