"""A headless Chromium for the tests, and a small bot that says what it was sent."""

from __future__ import annotations

import math
import shutil
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from models.media import opus
from models.values import Speech

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A microphone that beeps, and a person who lets the page use it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
SAID = "একটি নীল বর্গক্ষেত্রের উপরে একটি লাল বৃত্ত।\nIt says: “Tea”"
SECONDS = 2
OFFER = "উত্তর ভয়েস মেসেজেও শুনতে চান? চাইলে লিখুন: ভয়েস চালু।"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    program = shutil.which("chromium")
    assert program, "chromium is not installed: `make test` says how"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def small_bot(token: str, url: str) -> AsyncIterator[None]:
    """A bot that describes every photo alike, in text and in voice, and repeats what is written."""
    builder = Application.builder().token(token)
    application = (
        builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").concurrent_updates(False)
    ).build()
    application.add_handler(MessageHandler(filters.COMMAND, _greet))
    application.add_handler(MessageHandler(filters.PHOTO, _describe))
    application.add_handler(MessageHandler(filters.TEXT, _repeat))
    application.add_handler(MessageHandler(filters.VOICE, _heard))
    application.add_handler(CallbackQueryHandler(_pressed))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=20)
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


def a_voice() -> bytes:
    """A tone as a voice message."""
    rate = 16_000
    samples = (int(8000 * math.sin(number / 8)) for number in range(SECONDS * rate))
    return opus.encode(Speech(array("h", samples).tobytes(), rate)).data


async def focus_on(page: Page, selector: str, key: str = "Tab", most: int = 60) -> None:
    """Press a key until the focus is on the element: it can be reached by keyboard."""
    for _ in range(most):
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{most} times {key} do not lead to {selector}")


def _message(update: Update) -> Message:
    assert update.effective_message is not None
    return update.effective_message


async def _greet(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    button = InlineKeyboardButton("ভয়েস চালু", callback_data="voice:on")
    await _message(update).reply_text(OFFER, reply_markup=InlineKeyboardMarkup.from_button(button))


async def _describe(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    message = _message(update)
    about = ReplyParameters(message.message_id)
    await message.reply_chat_action("typing")
    await message.reply_text(SAID, reply_parameters=about)
    await message.reply_voice(a_voice(), duration=SECONDS, reply_parameters=about)


async def _repeat(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    message = _message(update)
    original = message.reply_to_message
    about = f"মেসেজ {original.message_id} নিয়ে" if original else "নতুন"
    await message.reply_text(f"{about}: {message.text}")


async def _heard(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    message = _message(update)
    assert message.voice is not None
    file = await context.bot.get_file(message.voice.file_id)
    sound = opus.decode(bytes(await file.download_as_bytearray()))
    await message.reply_text(f"শুনলাম: {len(sound.samples) > 0}, {message.voice.mime_type}")


async def _pressed(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer()
    await _message(update).reply_text(f"চাপা হলো: {update.callback_query.data}")
