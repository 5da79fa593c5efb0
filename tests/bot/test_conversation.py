"""Whole conversations over HTTP: the real application, the tiny real models, a real database."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import av
import pytest

from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.server import Fault
from handlers.chat.context import OwnerClaim
from models.speak.normalise.normalise import speakable
from models.speak.voices.espeak import EspeakSpeaker
from tests.bot.conftest import House, Start
from tests.bot.pictures import packed, photo, said, scene
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import render

Json = dict[str, Any]


def a_question_about(drawn: Any) -> tuple[str, str]:
    """Its first shape's colour, asked and answered in Bangla."""
    shape = drawn.shapes[0]
    return (
        to_bangla(f"what colour is the {shape.kind}?"),
        f"{to_bangla(shape.colour)}।",
    )


def told_apart(seed: int) -> Any:
    """A scene whose two shapes are of different kinds and colours."""
    while True:
        drawn = scene(seed)
        first, second = drawn.shapes
        if first.kind != second.kind and first.colour != second.colour:
            return drawn
        seed += 1000


async def told(person: SimulatedPerson, message: Json, **choice: Any) -> str:
    return (await person.reply(message, "text", **choice))["text"]


async def test_a_photo_is_described_in_bangla_and_heard(house: Start) -> None:
    running: House = await house(replies={"voice": "on", "rate": 120})
    rina = running.standin.person()
    drawn = scene(1)
    sent = await rina.send_photo(photo(drawn))
    text = await rina.reply(sent, "text")
    assert text["text"] == said(drawn)
    assert text["reply_to_message"]["message_id"] == sent["message_id"]
    voice = await rina.reply(sent, "voice")
    data = running.standin.file(voice["voice"]["file_id"]).data
    with av.open(io.BytesIO(data)) as file:
        stream = file.streams.audio[0]
        assert (file.format.name, stream.codec_context.name) == ("ogg", "opus")
        assert stream.codec_context.channels == 1
        seconds = sum(frame.samples for frame in file.decode(stream)) / 48_000
    words = EspeakSpeaker().speak(speakable(text["text"], "bn"), "bn", 120).seconds
    assert seconds == pytest.approx(words, rel=0.2)
    assert voice["voice"]["duration"] == pytest.approx(seconds, abs=1)


async def test_a_question_is_about_the_last_photo_and_a_reply_about_its_own(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    old, new = told_apart(2), told_apart(3)
    first = await rina.send_photo(photo(old))
    about_first = await rina.reply(first, "text")
    second = await rina.send_photo(photo(new))
    await rina.reply(second, "text")

    question, right = a_question_about(new)
    asked = await rina.send_text(question)
    assert await told(rina, asked) == right
    question, right = a_question_about(old)
    asked = await rina.send_text(question, reply_to=first)
    assert await told(rina, asked) == right
    asked = await rina.send_text(question, reply_to=about_first)
    assert await told(rina, asked) == right


async def test_a_follow_up_knows_what_was_asked_before(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    drawn = told_apart(4)
    await rina.reply(await rina.send_photo(photo(drawn)), "text")
    first, second = drawn.shapes
    asked = await rina.send_text(to_bangla(f"what colour is the {first.kind}?"))
    assert await told(rina, asked) == f"{to_bangla(first.colour)}।"
    asked = await rina.send_text(to_bangla(f"and the {second.kind}?"))
    assert await told(rina, asked) == f"{to_bangla(second.colour)}।"


async def test_a_caption_is_a_question_and_is_answered_first(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    drawn = told_apart(5)
    question, right = a_question_about(drawn)
    sent = await rina.send_photo(photo(drawn), caption=question)
    reply = await told(rina, sent)
    assert reply.index(right) < reply.index(said(drawn)[:-1])
    assert reply.startswith(right)


async def test_an_album_gets_one_reply_that_numbers_its_photos(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    drawn = [scene(seed, shapes=1) for seed in (6, 7, 8)]
    sent = await rina.send_album([photo(each) for each in drawn])
    reply = await told(rina, sent[-1])
    assert reply == "\n".join(
        f"{number}. {said(each)}" for number, each in zip("১২৩", drawn, strict=True)
    )


async def test_a_picture_sent_as_a_file_is_described_whatever_its_format(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    drawn = scene(9)
    with_alpha = render(drawn).convert("RGBA")
    sent = await rina.send_document(packed(with_alpha, "PNG"), "scan.png", "image/png")
    assert await told(rina, sent) == said(drawn)
    sent = await rina.send_document(packed(render(drawn), "AVIF"), "IMG_1.avif", "image/avif")
    assert await told(rina, sent) == said(drawn)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture at all", "ছবি হিসেবে খুলতে পারিনি"),
        (photo(scene(1))[:4000], "নষ্ট বা অসম্পূর্ণ"),
        (packed(render(scene(1)).resize((10, 10)).resize((9000, 7000)), "PNG"), "মেগাপিক্সেল"),
        (b"\xff\xd8" + b"x" * 20_000_001, "২০ মেগাবাইটের বেশি"),
    ],
    ids=["no picture", "cut short", "63 megapixels", "over 20 MB"],
)
async def test_a_bad_picture_gets_one_sentence_and_the_next_is_answered(
    house: Start, data: bytes, words: str
) -> None:
    running = await house()
    rina = running.standin.person()
    sent = await rina.send_document(data, "picture.png", "image/png")
    assert words in await told(rina, sent)
    drawn = scene(10)
    assert await told(rina, await rina.send_photo(photo(drawn))) == said(drawn)


async def test_what_can_not_be_answered_gets_one_sentence_that_says_what_to_do(
    house: Start,
) -> None:
    running = await house()
    rina = running.standin.person()
    assert "আগে ছবিটি পাঠান" in await told(rina, await rina.send_text("বৃত্তটির রং কী?"))
    await rina.reply(await rina.send_photo(photo(scene(11))), "text")
    for send, words in (
        (rina.send_text("ক" * 4000), "অক্ষরের মধ্যে লিখুন"),
        (rina.send_text("।।। ???"), "কী জানতে চান"),
        (rina.send_text("লোকটি কী পরে আছে?"), "বুঝতে পারিনি"),
        (rina.send_text("ছবিতে কয়টা বৃত্ত আছে?"), "এটি একটি নমুনা"),
        (rina.send_sticker(b"\x1f\x8b", "animated"), "একটি ছবি পাঠান"),
        (rina.send_video(b"video"), "ভিডিওটি খুলতে পারিনি"),
        (rina.send_location(), "একটি ছবি পাঠান"),
        (rina.send_voice(b"OggS"), "লিখে পাঠান"),
    ):
        assert words in await told(rina, await send)
    assert await running.services.memory.inbox.kept() == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/help", "সাহায্য আরও"),
        ("সাহায্য", "সাহায্য আরও"),
        ("help", "সাহায্য আরও"),
        ("/voice on", "ভয়েস মেসেজ চালু হলো"),
        ("ভয়েস চালু", "ভয়েস মেসেজ চালু হলো"),
        ("voice off", "ভয়েস মেসেজ বন্ধ হলো"),
        ("/rate 120", "মিনিটে ১২০টি শব্দ বলব"),
        ("গতি ২০০", "মিনিটে ২০০টি শব্দ বলব"),
        ("rate 9000", "৮০ থেকে ৪৫০"),
        ("/length long", "বিস্তারিত বলব"),
        ("ছোট করে", "ছোট করে বলব"),
        ("/language", "বাংলায় বলছি"),
        ("/start", "ছবি পাঠান"),
        ("/nonsense", "কমান্ডটি চিনি না"),
    ],
)
async def test_each_command_is_also_plain_words(house: Start, typed: str, words: str) -> None:
    running = await house()
    rina = running.standin.person()
    assert words in await told(rina, await rina.send_text(typed))


async def test_in_english_everything_is_english(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    await told(rina, await rina.send_text("ভাষা ইংরেজি"))
    drawn = told_apart(12)
    reply = await told(rina, await rina.send_photo(photo(drawn)))
    assert reply.isascii()
    shape = drawn.shapes[0]
    asked = await rina.send_text(f"What colour is the {shape.kind}?")
    assert (await told(rina, asked)).lower() == f"{shape.colour}."


async def test_a_stranger_gets_one_polite_sentence_and_nothing_runs(house: Start) -> None:
    running = await house(access={"open": False, "owners": [1001]})
    owner, stranger = running.standin.person(1001), running.standin.person(2002)
    first = await stranger.send_photo(photo(scene(13)))
    assert "2002" in (await told(stranger, first)).translate(
        str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
    )
    await stranger.send_text("hello?")
    await told(owner, await owner.send_text("/allow 2002"))
    drawn = scene(24)
    last = await stranger.send_photo(photo(drawn))
    assert await told(stranger, last) == said(drawn)
    # And once that they were let in.
    assert len([each for each in stranger.messages if each["from"]["is_bot"]]) == 3


async def test_who_sends_the_terminals_code_becomes_the_owner(house: Start) -> None:
    claim = OwnerClaim()
    running = await house(claim, access={"open": False})
    rina, karim = running.standin.person(1001), running.standin.person(2002)
    assert "মেলেনি" in await told(karim, await karim.send_text("/start WRONG"))
    claimed = await rina.send_text(f"/start {claim.code}")
    assert "মালিক" in await told(rina, claimed)
    await told(rina, claimed, count=2)  # the greeting
    await karim.send_text(f"/start {claim.code}")
    drawn = scene(15)
    assert await told(rina, await rina.send_photo(photo(drawn))) == said(drawn)
    assert await running.services.memory.people.owners() == (1001,)


async def test_who_refuses_voice_gets_an_audio_file(house: Start) -> None:
    running = await house(replies={"voice": "on"})
    rina = running.standin.person()
    running.standin.faults["sendvoice"].append(
        Fault(code=400, description="Bad Request: VOICE_MESSAGES_FORBIDDEN")
    )
    sent = await rina.send_photo(photo(scene(17)))
    audio = await rina.reply(sent, "audio")
    assert running.standin.file(audio["audio"]["file_id"]).data.startswith(b"OggS")


async def test_a_missing_model_is_said_with_the_remedy_and_the_photo_is_kept(
    house: Start,
) -> None:
    running = await house(models={"caption": {"model": "no/such-model"}})
    rina = running.standin.person()
    sent = await rina.send_photo(photo(scene(18)))
    reply = await told(rina, sent)
    assert "no/such-model" in reply
    assert "chokh download" in reply
    inbox = running.services.memory.inbox
    async with asyncio.timeout(20):
        while not await inbox.kept():  # noqa: ASYNC110 -- marked once it is said
            await asyncio.sleep(0.01)
    (kept,) = await inbox.kept()
    assert kept.content["message"]["photo"]


async def test_nothing_of_a_conversation_is_left_in_the_inbox(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    drawn = scene(19)
    await told(rina, await rina.send_photo(photo(drawn)))
    await told(rina, await rina.send_text("/help"))  # what was told before is remembered by then
    kept = await running.services.memory.photos.last(rina.chat_id)
    assert kept is not None
    assert f"{kept.caption}।" == said(drawn)


async def test_commands_and_descriptions_are_set_in_both_languages(house: Start) -> None:
    running = await house()
    cloud = running.standin.cloud
    wanted = {
        f"{what}:{code}"
        for what in ("commands:default", "description", "short_description")
        for code in ("", "bn", "en")
    }
    await running.standin.person().until(lambda: wanted <= cloud.commands.keys())
    assert {each["command"] for each in cloud.commands["commands:default:bn"]} >= {
        "start",
        "help",
        "language",
        "voice",
        "rate",
        "length",
    }
