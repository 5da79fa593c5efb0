"""/export: packing, the files' contents, and asking twice."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from handlers.privacy.archive import picture_name
from handlers.privacy.zip_volumes import Zips
from memory.values import NewPhoto
from tests.handlers.conftest import Bot
from tests.handlers.stub import RED
from tests.handlers.test_hear import spoken


def test_no_zip_is_larger_than_it_may_be_and_no_file_is_lost() -> None:
    files = {f"photos/{number:03}.jpg": bytes([number]) * (number * 400) for number in range(1, 30)}
    packed = []
    with Zips(most=20_000) as zips:
        for name, data in files.items():
            full = zips.add(name, data)
            packed += [full] if full is not None else []
        packed.append(zips.close())
    assert len(packed) > 5
    assert max(map(len, packed)) <= 20_000
    found: dict[str, bytes] = {}
    for each in packed:
        with zipfile.ZipFile(io.BytesIO(each)) as opened:
            found |= {name: opened.read(name) for name in opened.namelist()}
    assert found == files


@pytest.mark.parametrize(
    ("beginning", "kind", "ending"),
    [
        (b"\xff\xd8\xff\xe0", "photo", ".jpg"),
        (b"\x89PNG\r\n", "photo", ".png"),
        (b"RIFF\0\0\0\0WEBPVP8", "photo", ".webp"),
        (b"\0\0\0\x18ftypheic", "photo", ".heic"),
        (b"\0\0\0\x18ftypavif", "photo", ".avif"),
        (b"\0\0\0\x18ftypisom", "video", ".mp4"),
        (b"GIF89a", "video", ".gif"),
        (b"?", "photo", ".jpg"),
        (b"?", "video", ".mp4"),
    ],
)
def test_a_picture_is_named_so_that_it_opens(beginning: bytes, kind: str, ending: str) -> None:
    assert picture_name(7, beginning, kind) == f"photos/007{ending}"


async def test_what_was_asked_while_it_was_made_is_not_made_again(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.says("/export")
    await person.says("/export", date=int(time.time()) - 5)
    assert bot.texts[-1] == bot.say("export-twice")
    assert len(bot.telegram.sent("sendDocument")) == 1
    await person.says("/export")
    assert len(bot.telegram.sent("sendDocument")) == 2


async def test_while_the_line_is_down_not_each_photo_is_waited_for(bot: Bot) -> None:
    person, photos = bot.person(), bot.services.memory.photos
    await person.says("/help")
    for number in range(1, 26):
        await photos.add(
            NewPhoto(person.id, 500 + number, "file", "a red circle", "একটি লাল বৃত্ত", "bn")
        )
    bot.telegram.faults["getFile"] = [(502, "Bad Gateway")] * 100
    await person.says("/export")
    assert bot.texts[-1] == bot.say("export-begun", photos=25)
    (sent,) = bot.telegram.sent("sendDocument")
    assert sent.parameters["caption"].endswith(bot.say("export-missing", photos=25))
    assert len(bot.telegram.sent("getFile")) == 8, "four at once, each tried twice"


async def test_it_may_be_asked_for_aloud_and_what_was_heard_is_said(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.sends(**spoken(person, "আমার সব তথ্য দিন".encode()))
    (sent,) = bot.telegram.sent("sendDocument")
    assert sent.parameters["caption"].startswith("আপনি বললেন: আমার সব তথ্য দিন।\n")
    assert bot.say("export-missing", photos=1) not in sent.parameters["caption"]
