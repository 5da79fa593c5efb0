"""The text first, then the same as voice; a voice that fails loses nothing."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest, NetworkError

from handlers.transport import sending, voice_chunks
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import RED

REFUSED = (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
DESCRIBED = "একটি লাল বৃত্ত।"


@pytest.fixture
async def bot(start: Start) -> Bot:
    return await start(voice="on")


def methods(bot: Bot) -> list[str]:
    return [call.method for call in bot.telegram.sent()]


async def test_the_text_comes_first_and_then_the_same_as_voice(bot: Bot) -> None:
    message = await bot.person().shows(RED)
    text, voice = bot.telegram.sent()
    assert (text.method, voice.method) == ("sendMessage", "sendVoice")
    assert bot.stub.spoken == [(text.parameters["text"], "bn", 150)]
    assert voice.parameters["duration"] == 2
    assert voice.parameters["reply_parameters"]["message_id"] == message["message_id"]


async def test_a_reply_to_the_voice_asks_about_its_photo(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED)
    about = await bot.services.memory.photos.about(person.id, bot.telegram.message_ids[1])
    assert about is not None
    assert about.caption_en == "a red circle"


@pytest.mark.parametrize(
    "refusal", [REFUSED[1], "Bad Request: not enough rights to send voice notes to the chat"]
)
async def test_who_refuses_voice_messages_gets_an_audio_file(bot: Bot, refusal: str) -> None:
    bot.telegram.faults["sendVoice"].append((400, refusal))
    await bot.person().shows(RED)
    assert methods(bot) == ["sendMessage", "sendVoice", "sendAudio"]


async def test_a_long_text_is_spoken_in_parts_and_a_refusal_is_met_once(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, letters in (("WHOLE", 60), ("FIRST", 40), ("REST", 80)):
        monkeypatch.setattr(voice_chunks, name, letters)
    bot.telegram.faults["sendVoice"].append(REFUSED)
    await bot.person().says("/help")
    spoken = [text for text, *_ in bot.stub.spoken]
    assert len(spoken) > 2
    assert len(spoken[0]) <= 250
    assert methods(bot) == ["sendMessage", "sendVoice", *["sendAudio"] * len(spoken)]
    assert " ".join(" ".join(spoken).split()) == " ".join(bot.texts[0].split())


async def test_who_refuses_both_keeps_the_text_and_hears_why_once(bot: Bot) -> None:
    for method in ("sendVoice", "sendAudio"):
        bot.telegram.faults[method] += [REFUSED] * 2
    for _ in range(2):
        await bot.person().shows(RED)
    assert bot.texts == [DESCRIBED, bot.say("voice-forbidden"), DESCRIBED]


async def test_without_a_speaker_the_text_stands_and_the_person_hears_why_once(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.stub.dumb = True
    for _ in range(2):
        await bot.person().shows(RED)
    assert bot.texts == [DESCRIBED, bot.say("voice-down"), DESCRIBED]
    assert "SpeakerDown" in caplog.text


async def test_a_voice_lost_on_the_way_is_sent_again_without_the_text(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PAUSES", (0.0, 0.0))
    bot.telegram.faults["sendVoice"].append((502, "Bad Gateway"))
    await bot.person().shows(RED)
    assert methods(bot) == ["sendMessage", "sendVoice", "sendVoice"]
    bot.telegram.faults["sendVoice"] += [(502, "Bad Gateway")] * 3
    await bot.person().shows(RED)
    assert bot.texts == [DESCRIBED, DESCRIBED]


async def test_a_text_that_was_not_sent_is_left_to_the_dispatcher(bot: Bot) -> None:
    bot.telegram.faults["sendMessage"].append((502, "Bad Gateway"))
    with pytest.raises(NetworkError):
        await bot.person().shows(RED)
    assert "sendVoice" not in methods(bot)


async def test_a_text_that_telegram_refuses_is_no_refusal_of_voice(bot: Bot) -> None:
    bot.telegram.faults["sendMessage"].append((400, "Bad Request: chat not found"))
    with pytest.raises(BadRequest):
        await bot.person().shows(RED)


async def test_voice_is_offered_once_with_words_and_buttons(start: Start) -> None:
    bot = await start(voice="ask")
    for _ in range(2):
        await bot.person().says("/start")
    first, second = bot.telegram.sent()
    assert bot.say("voice-offer") in first.parameters["text"]
    row = first.parameters["reply_markup"]["inline_keyboard"][0]
    assert [button["text"] for button in row] == ["ভয়েস চালু", "ভয়েস বন্ধ"]
    assert bot.say("voice-offer") not in second.parameters["text"]
    assert "reply_markup" not in second.parameters
