"""What the bot is doing is shown while something takes long."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.constants import ChatAction
from telegram.error import NetworkError

from handlers.transport import chat_action
from tests.bot.line import until


class Bot:
    def __init__(self) -> None:
        self.shown: list[tuple[int, str]] = []

    async def send_chat_action(self, chat_id: int, shown: str, **_where: object) -> None:
        self.shown.append((chat_id, shown))
        raise NetworkError("the line is down")


async def test_typing_is_shown_again_and_again_and_not_where_the_reply_is_there_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bot: Any = Bot()
    async with chat_action.shown(bot, 7):
        await asyncio.sleep(0.02)
    assert bot.shown == []
    monkeypatch.setattr(chat_action, "_AFTER", 0.02)
    monkeypatch.setattr(chat_action, "_EVERY", 0.02)
    async with chat_action.shown(bot, 7, ChatAction.RECORD_VOICE):
        await until(lambda: len(bot.shown) > 2)
    assert set(bot.shown) == {(7, "record_voice")}
