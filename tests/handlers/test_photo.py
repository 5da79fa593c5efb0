"""A photo, a picture sent as a file, an album."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from handlers.chat.background import NOBODY
from handlers.settings import AccessSettings
from handlers.transport import chat_action
from memory.settings import MemorySettings
from models.errors import (
    Busy,
    DocumentBroken,
    FilmBroken,
    PictureBroken,
    PictureTooHeavy,
    ReplyToFile,
)
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import BLUE, BROKEN, COLOUR, RED
from tests.postgres import Server, a_server


async def test_a_photo_is_described_in_reply_to_it(bot: Bot) -> None:
    message = await bot.person().shows(RED)
    (call,) = bot.telegram.sent()
    assert call.parameters["text"] == "একটি লাল বৃত্ত।"
    assert call.parameters["reply_parameters"]["message_id"] == message["message_id"]


async def test_the_largest_size_is_looked_at(bot: Bot) -> None:
    message = await bot.person().shows(RED)
    (get_file,) = bot.telegram.sent("getFile")
    assert get_file.parameters["file_id"] == message["photo"][-1]["file_id"]


async def test_an_english_person_is_answered_in_english(bot: Bot) -> None:
    await bot.person(language_code="en-GB").shows(RED)
    assert bot.texts == ["A red circle."]


async def test_a_caption_is_answered_before_the_description(bot: Bot) -> None:
    await bot.person().shows(RED, caption=COLOUR)
    assert bot.texts == ["লাল।\nএকটি লাল বৃত্ত।"]


async def test_a_caption_that_is_not_understood_still_gets_the_description(bot: Bot) -> None:
    await bot.person().shows(RED, caption="বাতাস কেমন?")
    assert bot.texts == [f"{bot.say('question-not-understood')}\nএকটি লাল বৃত্ত।"]


async def test_a_caption_that_only_names_the_photo_with_marks_is_told_so(bot: Bot) -> None:
    await bot.person().shows(RED, caption="!!!")
    assert bot.texts == [f"{bot.say('text-empty')}\nএকটি লাল বৃত্ত।"]


@pytest.mark.parametrize(
    ("name", "mime"),
    [("a.png", "image/png"), ("IMG_1.HEIC", "application/octet-stream"), ("a", "image/jpeg")],
)
async def test_a_picture_sent_as_a_file_is_described(bot: Bot, name: str, mime: str) -> None:
    person = bot.person()
    await person.sends(**person.document(BLUE, name, mime))
    assert bot.texts == ["একটি নীল বর্গক্ষেত্র।"]


async def test_another_file_gets_a_sentence(bot: Bot) -> None:
    person = bot.person()
    await person.sends(**person.document(b"PK", "a.zip", "application/zip"))
    assert bot.texts == [bot.say("other")]


async def test_a_file_over_20_megabytes_is_refused_before_it_is_fetched(bot: Bot) -> None:
    person = bot.person()
    heavy = person.document(BLUE, "a.png", "image/png", file_size=20 * 1024 * 1024 + 1)
    with pytest.raises(PictureTooHeavy):
        await person.sends(**heavy)
    assert bot.telegram.sent("getFile") == []


async def test_a_broken_picture_is_left_to_the_dispatcher(bot: Bot) -> None:
    with pytest.raises(PictureBroken):
        await bot.person().shows(BROKEN)
    assert bot.texts == []


async def test_an_album_gets_one_numbered_reply(bot: Bot) -> None:
    person = bot.person()
    await person.shows_album(person.photo(RED), person.photo(BLUE))
    assert bot.texts == ["১. একটি লাল বৃত্ত।\n২. একটি নীল বর্গক্ষেত্র।"]


async def test_an_albums_caption_is_a_question_about_its_photos(bot: Bot) -> None:
    person = bot.person()
    bot.stub.looks_at = 10
    await person.shows_album(person.photo(RED, caption=COLOUR), person.photo(BLUE))
    assert bot.texts == ["লাল।\n১. একটি লাল বৃত্ত।\n২. একটি নীল বর্গক্ষেত্র।"]
    (asked,) = bot.stub.asked
    assert [each.digest for each in (asked.picture, *asked.others)] == [RED.decode(), BLUE.decode()]


async def test_a_model_that_sees_one_photo_of_an_album_says_so(bot: Bot) -> None:
    person = bot.person()
    await person.shows_album(person.photo(RED, caption=COLOUR), person.photo(BLUE))
    assert bot.texts[0].startswith("লাল। এটি শুধু প্রথম ছবিটির কথা।\n১. ")


async def test_a_bad_photo_of_an_album_keeps_its_number_and_stops_no_other(bot: Bot) -> None:
    person = bot.person()
    items = [person.photo(photo) for photo in (BROKEN, RED, BLUE, RED, BLUE, RED)]
    await person.shows_album(*items, person.document(b"", "notes.txt", "text/plain"))
    first, *others, last = bot.texts[0].splitlines()
    assert first == f"১. {bot.say('picture-broken')}"
    assert [line[0] for line in others] == list("২৩৪৫৬")
    assert last == f"৭. {bot.say('not-a-photo')}"


async def test_the_caption_of_a_second_photo_asks_about_the_second(bot: Bot) -> None:
    person = bot.person()
    _, second = await person.shows_album(person.photo(RED), person.photo(BLUE, caption=COLOUR))
    assert bot.texts == ["১. একটি লাল বৃত্ত।\n২. লাল। একটি নীল বর্গক্ষেত্র।"]
    (asked,) = bot.stub.asked
    assert (asked.picture.digest, asked.others) == (BLUE.decode(), ())
    photo = await bot.services.memory.photos.about(7, second["message_id"])
    assert photo is not None
    assert [each.answer for each in await bot.services.memory.photos.exchanges(photo.id)] == ["লাল"]


async def test_each_caption_of_an_album_is_answered_of_its_own_photo(bot: Bot) -> None:
    person = bot.person()
    items = [person.photo(each, caption=COLOUR) for each in (RED, BLUE)]
    await person.shows_album(*items)
    assert [each.picture.digest for each in bot.stub.asked] == [RED.decode(), BLUE.decode()]


async def test_an_album_of_videos_pdfs_and_photos_is_answered_each_in_its_way(bot: Bot) -> None:
    opened: list[bytes] = []

    async def film(data: bytes) -> None:
        opened.append(data)
        raise FilmBroken

    async def document(data: bytes) -> None:
        opened.append(data)
        raise DocumentBroken

    bot.stub.open_film = film  # type: ignore[attr-defined] -- one that does not open is enough
    bot.stub.open_document = document  # type: ignore[attr-defined]
    person = bot.person()
    video = person.document(b"film", "v.mp4", "video/mp4")
    pdf = person.document(b"pdf", "bill.pdf", "application/pdf")
    await person.shows_album(video, person.photo(RED), pdf, person.photo(BLUE))
    assert bot.texts == [
        "১. একটি লাল বৃত্ত।\n২. একটি নীল বর্গক্ষেত্র।",
        bot.say("film-broken"),
        bot.say("document-broken"),
    ]
    await person.shows_album(video, pdf)
    assert bot.texts[3:] == [bot.say("film-broken"), bot.say("document-broken")]
    assert opened == [b"film", b"pdf"] * 2


async def test_a_reply_to_a_file_is_not_answered_about_the_last_photo(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED)
    file = person.message(**person.document(b"x", "notes.txt", "text/plain"))
    with pytest.raises(ReplyToFile):
        await person.says(COLOUR, reply_to_message=file)
    assert bot.stub.asked == []


async def test_the_demonstration_says_why_it_saw_nothing(start: Start) -> None:
    bot = await start(demonstration=True)
    await bot.person().shows(b"nothing that i know")
    assert bot.texts == [f"আমার চেনা কিছু নেই।\n{bot.say('demonstration')}"]


async def test_a_photo_that_was_sent_again_by_the_inbox_is_one_photo(bot: Bot) -> None:
    bot.stub.fault = RuntimeError("lost")
    person = bot.person()
    with pytest.raises(RuntimeError):
        await person.shows(RED)
    bot.stub.fault = None
    await person.shows(RED)
    assert bot.texts == ["একটি লাল বৃত্ত।"]


async def test_who_sends_too_many_hears_so_once_and_is_answered_later(
    bot: Bot, start: Start
) -> None:

    bot = await start(access=AccessSettings(open=True, photos_per_minute=2))
    person = bot.person()
    for _ in range(2):
        await person.shows(RED)
    for _ in range(2):
        with pytest.raises(Busy):
            await person.shows(BLUE)
    await bot.person(id=8).shows(RED)
    assert bot.texts == ["একটি লাল বৃত্ত।"] * 2 + [
        bot.say("slow-down", photos=2),
        "একটি লাল বৃত্ত।",
    ]


@pytest.fixture
def server() -> Iterator[Server]:
    with a_server() as running:
        yield running


async def test_who_sends_too_many_waits_whichever_bot_they_come_to(
    server: Server, start: Start
) -> None:
    access, remembered = AccessSettings(open=True, photos_per_minute=2), server.url
    one, two = [
        await start(access=access, remembered=MemorySettings(url=remembered)) for _ in range(2)
    ]
    people = [one.person(), two.person()]
    people[1]._numbers = itertools.count(500)
    for each in people:
        await each.shows(RED)
    for each in people:
        with pytest.raises(Busy):
            await each.shows(BLUE)
    await one.person(id=8).shows(BLUE)
    assert one.texts == ["একটি লাল বৃত্ত।", one.say("slow-down", photos=2), "একটি নীল বর্গক্ষেত্র।"]
    assert two.texts == one.texts[:2]


async def test_a_full_queue_is_told_once(bot: Bot) -> None:
    bot.stub.fault = Busy()
    for _ in range(2):
        with pytest.raises(Busy):
            await bot.person().shows(RED)
    assert bot.texts == [bot.say("busy")]


async def test_typing_is_shown_to_who_waits_for_a_description(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_action, "_AFTER", 0.0)
    await bot.person().shows(RED)
    assert bot.telegram.sent("sendChatAction")[0].parameters["action"] == "typing"


async def test_the_first_question_is_prepared_for_while_the_person_listens(bot: Bot) -> None:
    later, person = bot.services.later, bot.person()
    shown = await person.shows(RED)
    await later.settled(NOBODY)
    assert bot.stub.prepared == [RED.decode()]
    await person.says("ছবিটা মুছে ফেলুন", reply_to_message=shown)
    await later.settled(NOBODY)
    assert bot.stub.prepared == []
