"""Composition root: engine, memory and handlers put together, and the run of the bot."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from httpx import create_ssl_context
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.background import forget, regained, set_up, supervised
from bot.errors import Complaint
from bot.monitoring.http import serve
from bot.monitoring.stats import Stats
from bot.telegram.client import READ_SECONDS, Limits
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.instrumented import ObservedAbilities, ObservedRequest
from bot.telegram.intake import Polling, TakenOver, Webhook
from bot.telegram.overflow import say_full
from handlers.answers.products import Products
from handlers.chat.context import ChokhContext, OwnerClaim, PrivacyFacts, Services
from handlers.chat.error_reply import tell
from handlers.companions.overdue import watch
from handlers.i18n.messages import Words
from handlers.transport.download_limit import bounded
from handlers.updates.router import add_handlers
from memory.database.database import database_host
from memory.store import Memory
from models.abilities import Inventory
from models.answer.endpoint.host import host_outside
from models.concurrency.malloc import keep_heaps_small
from models.provisioning import presets
from models.sandbox.ended import FILE
from models.sandbox.sandbox import Sandbox

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.abilities import Abilities, OpenAbilities
    from models.settings import ModelsSettings

logger = logging.getLogger(__name__)

BotApplication = Application[Any, ChokhContext, Any, Any, Any, Any]
# GIL switch interval in seconds; Python's own is 0.005. The inbox's look takes 59 ms with it
# instead of 125 (two busy cores, beside a thread that computes).
GIL_SWITCH_SECONDS = 0.0005
_CONNECT_AGAIN = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between tries to reach Telegram


class ChokhApplication(Application[Any, ChokhContext, Any, Any, Any, Any]):
    """An application whose failures rise to the dispatcher, which tries again or tells."""

    async def process_error(
        self,
        update: object,  # noqa: ARG002 -- the signature is the library's
        error: Exception,
        *_args: object,
        **_kwargs: object,
    ) -> bool:
        """Raise: python-telegram-bot would log it and count the update as handled."""
        raise error


class TokenRefused(Complaint):
    """Telegram does not know the token."""


def build_engine(
    settings: Settings, second_looks: bool = True, apart: bool = False
) -> OpenAbilities:
    """The machine's abilities; nothing is loaded before it is asked for.

    second_looks: whether captions come with other looks to doubt them by; they cost time.
    apart: models run in a process of their own, that a crash or a stuck call ends with no more.
    """
    models = models_settings(settings)
    sandbox = Sandbox(settings.folder / FILE)
    if not second_looks:
        plain = models.caption.model_copy(update={"looks": 0, "second": False})
        models = models.model_copy(update={"caption": plain})
    if models.engine == "ray":
        from models.remote.http_engine import HttpEngine  # numpy, where asked

        return HttpEngine(models, sandbox)
    if apart:
        from models.remote.subprocess_engine import SubprocessEngine

        return SubprocessEngine(models, sandbox=sandbox)
    from models.serving.engine import Engine

    return Engine(models, sandbox=sandbox)


def models_settings(settings: Settings) -> ModelsSettings:
    """The models' settings under the preset, with the folder of checkpoints made absolute."""
    models = settings.models
    if models.folder and not Path(models.folder).is_absolute():
        models = models.model_copy(update={"folder": str(settings.folder / models.folder)})
    return presets.resolve(settings.preset, models)


def build_application(
    settings: Settings, services: Services, seen: Stats | None = None
) -> BotApplication:
    """python-telegram-bot's application, with our handlers and without its Updater."""
    # The library's durations as timedelta: the old way warns, and goes with its next version.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    telegram = settings.telegram
    token = telegram.token.get_secret_value()
    request = partial(
        ObservedRequest,
        seen or Stats(),
        proxy=telegram.proxy.get_secret_value() or None,
        connect_timeout=10,
        read_timeout=READ_SECONDS,
        write_timeout=60,
        pool_timeout=60,
        httpx_kwargs={
            # One for both: reading the certificates takes 24 ms.
            "verify": create_ssl_context(),
            "headers": {"Accept-Encoding": "identity"},
            "event_hooks": {"response": [bounded]},
        },
    )
    application: BotApplication = (
        ApplicationBuilder()
        .application_class(ChokhApplication)
        .token(token)
        .base_url(f"{telegram.api_url}/bot")
        .base_file_url(f"{telegram.api_url}/file/bot")
        # One for each chat in hand, and some for "typing": each request goes through all of them.
        .request(request(connection_pool_size=20))
        .get_updates_request(request(connection_pool_size=1))
        .rate_limiter(Limits())
        .context_types(ContextTypes(context=ChokhContext))
        .updater(None)
        .build()
    )
    application.bot_data["services"] = services
    add_handlers(application)
    return application


@asynccontextmanager
async def open_services(
    settings: Settings,
    claim: OwnerClaim | None = None,
    demonstration: bool = False,
    engine: OpenAbilities | None = None,
) -> AsyncIterator[Services]:
    """The engine and the memory, open while the block runs.

    engine: one that is the caller's own, and stays open.
    """
    memory = await Memory.open(settings.memory, settings.folder)
    ours = engine is None
    engine = engine or build_engine(settings, apart=True)
    place = settings.memory.products
    services = Services(
        abilities=engine,
        memory=memory,
        words=Words(settings.replies.style),
        replies=settings.replies,
        access=settings.access,
        claim=claim,
        demonstration=demonstration,
        check=settings.models.check,
        products=Products(settings.folder / place) if place else None,
        house=await asyncio.to_thread(_privacy_facts, settings),
    )
    try:
        yield services
    finally:
        await services.later.close()
        if ours:
            await engine.close()
        await memory.close()


def _privacy_facts(settings: Settings) -> PrivacyFacts:
    """What the settings let lie or go outside."""
    memory, models = settings.memory, models_settings(settings)
    served = memory.gallery.startswith(("http://", "https://"))
    providers = models.translate.providers
    translator = (
        host_outside(models.answer.url) if "chat" in providers and models.answer.url else ""
    )
    return PrivacyFacts(
        keep_days=memory.keep_days,
        memory=database_host(memory.url),
        gallery=host_outside(memory.gallery) if served else "",
        translator="Google" if "google" in providers else translator,
    )


async def run(settings: Settings, services: Services, stop: asyncio.Event) -> None:
    """Answer updates until `stop` is set; what is being answered then is finished.

    Raises `TokenRefused` where Telegram refuses the token, and what the intake can't mend.
    """
    sys.setswitchinterval(GIL_SWITCH_SECONDS)
    engine = services.abilities
    seen = Stats(settings.folder, engine.loaded if isinstance(engine, Inventory) else dict)
    observed = cast("Abilities", ObservedAbilities(engine, seen))
    services = replace(services, abilities=observed, standing=seen)
    services.later.failed = seen.fell
    application = build_application(settings, services, seen)
    if not await _reaches(application, stop):
        return
    wake = asyncio.Event()
    inbox = services.memory.inbox
    intake = (
        Webhook(application.bot, inbox, wake, settings.telegram.webhook)
        if settings.telegram.mode == "webhook"
        else Polling(application.bot, inbox, wake)
    )
    dispatcher = Dispatcher(
        application, inbox, wake, partial(tell, services, application.bot), watch=seen
    )
    tasks = [
        asyncio.create_task(intake.run(), name="intake"),
        asyncio.create_task(dispatcher.run(), name="dispatch"),
        asyncio.create_task(stop.wait(), name="stop"),
    ]
    needed = set(tasks)
    tell_them = partial(tell, services, application.bot)
    beside: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "set-up": partial(set_up, application),
        "forget": partial(forget, services.memory, settings.memory.keep_days),
        "regain": partial(regained, services, application.bot),
        "errands": partial(watch, services, application.bot),
        "owner": partial(_show, settings, services, seen),
        "heaps": keep_heaps_small,
        "full": partial(say_full, inbox, application.bot, tell_them),
    }
    tasks += [
        asyncio.create_task(supervised(name, work, seen), name=name)
        for name, work in beside.items()
    ]
    try:
        done, _ = await asyncio.wait(needed, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done() and isinstance(tasks[0].exception(), TakenOver):
            await dispatcher.finish()
        await dispatcher.stop()
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await application.shutdown()


async def _reaches(application: BotApplication, stop: asyncio.Event) -> bool:
    """Reach Telegram; False where `stop` comes first, even while a server is silent."""
    connecting = asyncio.create_task(_connect(application), name="connect")
    stopped = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({connecting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            connecting.result()
        return connecting.done()
    finally:
        connecting.cancel()
        stopped.cancel()


async def _connect(application: BotApplication) -> None:
    """Reach Telegram, however long the line is down. Raises `TokenRefused`."""
    tries = 0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            message = (
                "Telegram does not know this token: copy it again from @BotFather to config.toml."
            )
            raise TokenRefused(message) from None
        except TelegramError as error:
            pause = _CONNECT_AGAIN[min(tries, len(_CONNECT_AGAIN) - 1)]
            tries += 1
            logger.warning("Telegram can't be reached (%s); again in %s s", error, pause)
            await asyncio.sleep(pause)
        else:
            return


async def _show(settings: Settings, services: Services, seen: Stats) -> None:
    """Let the owner's machine ask how the bot is."""
    if settings.owner.listen:
        database, mode = services.memory.database, settings.telegram.mode
        await serve(settings.owner.listen, seen, database, mode)
