"""The stand-in answers python-telegram-bot's own Bot as Telegram does."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    ReplyParameters,
)
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter

from bot.trial.bot_api.server import Fault, Standin
from tests.bot.conftest import TOKEN


def picture(width: int = 1600, height: int = 900) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(packed, "PNG")
    return packed.getvalue()


def bot_for(standin: Standin, token: str = TOKEN) -> Bot:
    return Bot(token, base_url=f"{standin.url}/bot", base_file_url=f"{standin.url}/file/bot")


@pytest.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    async with bot_for(standin) as opened:
        yield opened


async def test_a_wrong_token_is_refused(standin: Standin) -> None:
    stranger = bot_for(standin, "1:wrong")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_updates_come_until_the_offset_confirms_them(standin: Standin, bot: Bot) -> None:
    rina = standin.person()
    await rina.send_text("one")
    await rina.send_text("two")
    first, second = await bot.get_updates()
    assert [first.message.text, second.message.text] == ["one", "two"]
    assert len(await bot.get_updates()) == 2
    (left,) = await bot.get_updates(offset=second.update_id)
    assert left.message.text == "two"


async def test_a_long_poll_ends_when_something_arrives(standin: Standin, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await standin.person().send_text("/start now")
    (update,) = await asyncio.wait_for(poll, 5)
    assert update.message.entities[0].type == "bot_command"


async def test_of_two_programs_on_one_token_the_older_poll_is_ended(
    standin: Standin, bot: Bot
) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    await standin.cloud.until(lambda: standin.cloud.polls == 1)
    async with bot_for(standin) as other:
        assert not await other.get_updates()
    with pytest.raises(Conflict):
        await older


async def test_only_the_kinds_of_update_that_were_asked_for_come(
    standin: Standin, bot: Bot
) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    rina = standin.person()
    asked = await rina.send_text("not this")
    await rina.press(asked, "this")
    (update,) = await bot.get_updates()
    assert update.callback_query.data == "this"


async def test_a_photo_comes_in_sizes_and_a_document_as_it_is(standin: Standin, bot: Bot) -> None:
    rina = standin.person()
    await rina.send_photo(picture(), caption="what?")
    await rina.send_document(picture(), "scan.png", "image/png")
    photo, document = (update.message for update in await bot.get_updates())
    assert (photo.photo[-1].width, photo.photo[-1].height) == (1280, 720)
    assert photo.caption == "what?"
    file = await bot.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == picture()


async def test_over_20_megabytes_no_bot_can_fetch(standin: Standin, bot: Bot) -> None:
    await standin.person().send_document(b"x" * 20_000_001, "big.png", "image/png")
    (update,) = await bot.get_updates()
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_a_voice_message_arrives_as_it_was_sent(standin: Standin, bot: Bot) -> None:
    rina = standin.person()
    asked = await rina.send_text("say it")
    sent = await bot.send_voice(rina.chat_id, b"OggS and so on", duration=3)
    assert (await bot.send_voice(rina.chat_id, b"OggS" + bytes(1_000_000))).voice is None
    heard = await rina.reply(asked, "voice")
    assert heard["voice"]["duration"] == sent.voice.duration.total_seconds() == 3
    assert standin.file(heard["voice"]["file_id"]).data == b"OggS and so on"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"chat_id": 5, "text": "x"}, "chat not found"),
        ({"chat_id": 1001, "text": " "}, "message text is empty"),
        ({"chat_id": 1001, "text": "ক" * 4097}, "message is too long"),
        (
            {"chat_id": 1001, "text": "x", "reply_parameters": ReplyParameters(99)},
            "message to be replied not found",
        ),
    ],
)
async def test_a_wrong_call_is_refused_in_telegrams_words(
    standin: Standin, bot: Bot, arguments: dict[str, object], words: str
) -> None:
    standin.person()
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(**arguments)


async def test_what_is_no_picture_is_refused(standin: Standin, bot: Bot) -> None:
    rina = standin.person()
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(rina.chat_id, b"no picture")


async def test_a_button_is_answered_once(standin: Standin, bot: Bot) -> None:
    rina = standin.person()
    asked = await rina.send_text("hello")
    query = await rina.press(asked, "yes")
    assert await bot.answer_callback_query(query, "ঠিক আছে", show_alert=True)
    assert standin.cloud.answers[query] == {"text": "ঠিক আছে", "show_alert": True}
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(query)


async def test_commands_are_checked_and_kept_by_language(standin: Standin, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "সাহায্য")], language_code="bn")
    assert standin.cloud.commands["commands:default:bn"] == [
        {"command": "help", "description": "সাহায্য"}
    ]
    with pytest.raises(BadRequest, match=r"(?i)command_invalid"):
        await bot.set_my_commands([BotCommand("Help", "no capitals")])


async def test_faults_come_when_they_are_asked_for(standin: Standin, bot: Bot) -> None:
    rina = standin.person()
    queue = standin.faults["sendmessage"]
    queue += [
        Fault(code=429, description="Too Many Requests: retry after 7", retry_after=7),
        Fault(),
        Fault("drop"),
    ]
    for expected in (RetryAfter, NetworkError, NetworkError):
        with pytest.raises(expected):
            await bot.send_message(rina.chat_id, "hello")
    await bot.send_message(rina.chat_id, "hello")
    assert len(rina.messages) == 1
