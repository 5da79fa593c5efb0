"""`chokh try`: the real bot against the local stand-in for Telegram, in a page of the browser."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import tempfile
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import models_settings, open_services, run
from bot.cli.shared.report import explained
from bot.monitoring import logs
from bot.terminal import say
from bot.trial.page.page import SAMPLES, Trial
from handlers.answers.ask_model import ask
from handlers.descriptions.describe import describe
from memory.values import Consent
from models.checkpoints.checkpoint import present

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.chat.context import Services

_QUESTIONS = {"bn": "বৃত্তটির রং কী?", "en": "what colour is the circle?"}


def run_trial(settings: Settings, port: int, open_browser: bool) -> None:
    """Show one exchange in the terminal, then the page's address; wait until Ctrl-C."""
    logs.start(level=logging.WARNING)
    with explained(settings.replies.language), tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(_for_trial(settings, Path(folder)), port, open_browser))


def _for_trial(settings: Settings, folder: Path) -> Settings:
    """Everyone may write, nothing stays behind, and the shapes answer where no model is."""
    preset = settings.preset
    if preset == "auto" and not _downloaded(settings):
        preset = "shapes"
    places = {"url": f"sqlite:///{folder / 'trial.db'}", "gallery": str(folder / "gallery")}
    memory = settings.memory.model_copy(update=places)
    access = settings.access.model_copy(update={"open": True})
    owner = settings.owner.model_copy(update={"listen": ""})
    replies = settings.replies
    if replies.voice == "ask":
        # Who tries it wants to hear it; the offer would only be one more thing to answer.
        replies = replies.model_copy(update={"voice": "on"})
    sections = {"memory": memory, "access": access, "replies": replies, "owner": owner}
    return settings.model_copy(update={"preset": preset, **sections})


def _downloaded(settings: Settings) -> bool:
    models = models_settings(settings)
    names = (models.caption.model, models.answer.model, models.translate.model)
    return all(present(name, models.folder) for name in names)


async def _run(settings: Settings, port: int, open_browser: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    demonstration = settings.preset == "shapes"
    token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"
    trial = Trial(token, settings.replies.language, demonstration)
    address = await trial.start(port)
    secret = type(settings.telegram.token)
    stand_in = {"token": secret(token), "api_url": address.api_url, "proxy": secret("")}
    telegram = settings.telegram.model_copy(update=stand_in)
    settings = settings.model_copy(update={"telegram": telegram})
    try:
        async with open_services(settings, demonstration=demonstration) as services:
            answering = asyncio.create_task(run(settings, services, stop))
            try:
                await _show_exchange(services)
                say(f"\nThe chat is open at  {address.page_url}\nCtrl-C ends it.", flush=True)
                if open_browser:
                    await asyncio.to_thread(webbrowser.open, address.page_url)
                await answering
            finally:
                # Where the exchange fails, nobody else tells the bot to stop.
                stop.set()
                await answering
    finally:
        await trial.stop()


async def _show_exchange(services: Services) -> None:
    """One photo, described and asked about, as proof that everything works on this machine."""
    language = services.replies.language
    sample = SAMPLES[0]
    abilities, words = services.abilities, services.words
    picture = await abilities.open_picture(await asyncio.to_thread(sample.read_bytes))
    description = await describe(abilities, picture, language, "short", words)
    say(f"{sample.name}: {description.said()}", flush=True)
    question = _QUESTIONS[language]
    # A drawing of ours: it may go wherever questions are answered.
    consent = Consent(await abilities.answers_at(), given=True)
    exchange = await ask(abilities, [picture], (), question, language, words, consent)
    say(f"{question}  {exchange.answer}", flush=True)
    sound = await abilities.speak(description.said(), language, services.replies.rate)
    say(f"voice: {sound.seconds:.1f} s, {len(sound.data) / 1000:.0f} KB of OGG/Opus", flush=True)
