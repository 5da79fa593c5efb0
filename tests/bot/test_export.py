"""/export over HTTP: what is in the zips, and what happens where Telegram doesn't play along."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.server import Fault
from handlers.privacy import export
from handlers.privacy.zip_volumes import Zips
from tests.bot.conftest import House, Start
from tests.bot.dialogue import drawn, filmed
from tests.bot.pictures import photo

BOOKS = ("a red circle", "a blue square", "a green triangle")


async def asked(running: House, person: SimulatedPerson) -> list[zipfile.ZipFile]:
    """What /export brings; the last of it has a caption."""
    sent = await person.send_text("/export")
    await person.reply(sent, "caption")
    return [
        zipfile.ZipFile(io.BytesIO(running.standin.file(each["document"]["file_id"]).data))
        for each in person.messages
        if "document" in each and each["message_id"] > sent["message_id"]
    ]


async def shown(person: SimulatedPerson, of: str) -> int:
    """Have a photo described. Returns the bytes of its largest size."""
    sent = await person.send_photo(photo(drawn(of)))
    await person.reply(sent, "text")
    return int(sent["photo"][-1]["file_size"])


def on_disk(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def rows(zipped: zipfile.ZipFile, name: str) -> Any:
    return json.loads(zipped.read(name))


async def test_the_zip_holds_all_that_is_theirs(house: Start, tmp_path: Path) -> None:
    running = await house()
    rina, other = running.standin.person(), running.standin.person(1002)
    await shown(other, "a green triangle")
    await shown(rina, "a red circle")
    for text in ("বৃত্তটির রং কী?", "প্রশ্নের তালিকা বাজার: দাম কত, মেয়াদ", "গতি ১২০"):
        await rina.reply(await rina.send_text(text), "text")
    film = filmed("a red circle | a blue square")
    await rina.reply(await rina.send_video(film), "text")
    before = on_disk(tmp_path)
    (zipped,) = await asked(running, rina)
    assert on_disk(tmp_path) <= before, "something was left on the disk"

    assert zipped.testzip() is None
    newest, first = rows(zipped, "photos.json")
    assert (first["caption"], first["caption_en"]) == ("একটি লাল বৃত্ত", "a red circle")
    assert [(each["question"], each["answer"]) for each in first["exchanges"]] == [
        ("বৃত্তটির রং কী?", "লাল")
    ]
    assert newest["kind"] == "video"
    assert zipped.read(newest["file"]) == film
    largest = next(each["photo"] for each in rina.messages if "photo" in each)[-1]
    assert zipped.read(first["file"]) == running.standin.file(largest["file_id"]).data
    assert (newest["file"], first["file"]) == ("photos/001.mp4", "photos/002.jpg")
    (choices,) = rows(zipped, "choices.json")
    assert (choices["rate"], choices["language"]) == (120, "bn")
    assert rows(zipped, "ways.json")[0]["name"] == "বাজার"
    table = zipped.read("photos.csv")
    assert table.startswith(b"\xef\xbb\xbf"), "Excel would not take it for UTF-8"
    lines = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert lines[2][3:6] == ["একটি লাল বৃত্ত", "a red circle", "বৃত্তটির রং কী? লাল।"]
    readme = zipped.read("পড়ুন.txt").decode("utf-8-sig")
    assert all(name in readme for name in zipped.namelist() if "/" not in name and name[0] < "ঀ")
    said = b"".join(zipped.read(name) for name in zipped.namelist())
    assert "ত্রিভুজ".encode() not in said, "the photo of someone else"


async def test_photos_that_can_not_be_fetched_are_counted_and_the_rest_is_there(
    house: Start,
) -> None:
    running = await house()
    rina, standin = running.standin.person(language_code="en"), running.standin
    for of in BOOKS:
        await shown(rina, of)
    done = running.services.words.say("en", "export-done", files=1, page="index.html")
    standin.faults["getfile"].append(Fault("drop"))
    await asked(running, rina)
    assert rina.messages[-1]["caption"] == done, "what broke once is fetched again"
    newest = await running.services.memory.photos.last(rina.chat_id)
    assert newest is not None
    del standin.cloud.files[newest.file_id]
    (zipped,) = await asked(running, rina)
    kept = rows(zipped, "photos.json")
    assert [each["file"] for each in kept] == [None, "photos/002.jpg", "photos/003.jpg"]
    assert kept[0]["caption"] == "a green triangle"
    caption = rina.messages[-1]["caption"]
    assert caption.endswith(running.services.words.say("en", "export-missing", photos=1))


async def test_what_is_too_much_for_one_zip_comes_in_several(
    house: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await house()
    rina = running.standin.person()
    sizes = [await shown(rina, of) for of in BOOKS]
    monkeypatch.setattr(export, "Zips", partial(Zips, most=max(sizes) + 1_000))
    parts = await asked(running, rina)
    assert len(parts) > 1
    inside = {each: number for number, part in enumerate(parts) for each in part.namelist()}
    kept = rows(parts[-1], "photos.json")
    assert {each["file"] for each in kept} == {each for each in inside if "/" in each}
    assert len(kept) == len(BOOKS)
    assert inside["index.html"] == len(parts) - 1, "the last one, which says where to begin"
    names = [each["document"]["file_name"] for each in rina.messages if "document" in each]
    assert names == [f"chokh-{number}.zip" for number in range(1, len(parts) + 1)]
    done = running.services.words.say("bn", "export-done", files=len(parts), page="index.html")
    assert rina.messages[-1]["caption"] == done


async def test_a_refusal_is_said_and_a_broken_line_is_made_up_for(
    house: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await house()
    rina, standin = running.standin.person(), running.standin
    say = partial(running.services.words.say, "bn")
    sizes = [await shown(rina, of) for of in BOOKS[:2]]
    standin.faults["senddocument"].append(Fault(code=400, description="Bad Request: no"))
    told = await rina.reply(await rina.send_text("/export"), "text")
    assert told["text"] == say("export-refused")
    standin.faults["senddocument"].append(Fault("drop"))
    await asked(running, rina)

    monkeypatch.setattr(export, "Zips", partial(Zips, most=max(sizes) + 1_000))
    monkeypatch.setattr("handlers.transport.sending._PAUSES", (0.0,))
    for fault in (None, Fault("drop"), Fault("drop")):
        standin.faults["senddocument"].append(fault)  # type: ignore[arg-type]  # None: the first goes
    told = await rina.reply(await rina.send_text("/export"), "text")
    assert told["text"] == say("export-cut", files=1)
