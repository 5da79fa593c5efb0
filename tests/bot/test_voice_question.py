"""Questions that are spoken: over HTTP, as a messenger's voice messages, to the tiny listener."""

from __future__ import annotations

import pytest

from models.media import opus
from models.speak.normalise.normalise import speakable
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Language, Speech
from tests.bot.conftest import Start
from tests.bot.pictures import photo
from tests.bot.test_conversation import told, told_apart
from tests.shapes.bangla import to_bangla


def spoken(text: str, language: Language = "bn", rate: int = 150) -> bytes:
    return opus.encode(EspeakSpeaker().speak(speakable(text, language), language, rate)).data


async def test_a_spoken_question_is_heard_back_and_answered(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    old, new = told_apart(2), told_apart(3)
    first = await rina.send_photo(photo(old))
    await rina.reply(first, "text")
    await rina.reply(await rina.send_photo(photo(new)), "text")
    for drawn, replied in ((new, None), (old, first)):
        shape = drawn.shapes[0]
        question = to_bangla(f"what colour is the {shape.kind}?")
        asked = await rina.send_voice(spoken(question), seconds=2, reply_to=replied)
        right = f"আপনি বললেন: {question.rstrip('?')}।\n{to_bangla(shape.colour)}।"
        assert await told(rina, asked) == right


async def test_who_speaks_the_other_language_is_understood(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    drawn = told_apart(5)
    await rina.reply(await rina.send_photo(photo(drawn)), "text")
    shape = drawn.shapes[1]
    asked = await rina.send_voice(spoken(f"what colour is the {shape.kind}?", "en"))
    right = f"আপনি বললেন: What colour is the {shape.kind}.\n{to_bangla(shape.colour)}।"
    assert await told(rina, asked) == right


async def test_a_spoken_command_is_done(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    text = await told(rina, await rina.send_voice(spoken("ভয়েস চালু")))
    assert text == "আপনি বললেন: ভয়েস চালু।\n" + running.services.words.say("bn", "voice-set-on")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (opus.encode(Speech(bytes(2 * 32_000), 16_000)).data, "sound-silent"),
        (b"OggS and then nothing that is one", "sound-broken"),
        (spoken("ছবিতে কী আছে?")[:60], "sound-broken"),
    ],
    ids=["silence", "no sound", "cut short"],
)
async def test_what_can_not_be_heard_has_its_sentence(house: Start, data: bytes, key: str) -> None:
    running = await house()
    rina = running.standin.person()
    asked = await rina.send_voice(data)
    assert await told(rina, asked) == running.services.words.say("bn", key)
