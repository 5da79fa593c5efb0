"""What a person is told of how their file opened, and which files are taken for what they are."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from handlers.chat.voice_note import sound_in
from handlers.transport.attachments import film_in, picture_in
from models.values import Picture, Remark
from tests.handlers.conftest import Start
from tests.handlers.stub import RED


@pytest.mark.parametrize(
    ("remark", "told"),
    [("incomplete", "incomplete"), ("preview", "raw file"), ("pages", "more pages"), ("", "")],
)
async def test_what_is_not_whole_is_said(
    start: Start, monkeypatch: pytest.MonkeyPatch, remark: Remark, told: str
) -> None:
    bot = await start()
    opened = bot.stub.open_picture

    async def open_picture(data: bytes, rough: bool = False) -> Picture:
        return replace(await opened(data, rough), remark=remark)

    monkeypatch.setattr(bot.stub, "open_picture", open_picture)
    await bot.person(language_code="en").shows(RED)
    (said,) = bot.telegram.sent()
    assert "red circle" in said.parameters["text"]
    assert told in said.parameters["text"]
    assert remark or "\n" not in said.parameters["text"]


@pytest.mark.parametrize(
    ("name", "kind", "taken"),
    [
        ("VID_1.mp4", "application/octet-stream", "film"),
        ("clip.MOV", None, "film"),
        ("clip.bin", "video/mp4", "film"),
        ("note.m4a", "application/octet-stream", "sound"),
        ("AUD-1.opus", None, "sound"),
        ("note.bin", "audio/ogg", "sound"),
        ("note.mp4", "audio/mp4", "sound"),
        ("DSC_1.dng", "application/octet-stream", "picture"),
        ("IMG_1.HIF", None, "picture"),
        ("list.txt", "text/plain", None),
    ],
)
def test_a_file_of_another_type_is_taken_by_its_name(
    name: str, kind: str | None, taken: str | None
) -> None:
    document = SimpleNamespace(file_id="1", file_size=1, file_name=name, mime_type=kind)
    message = cast(
        "Any",
        SimpleNamespace(
            document=document,
            **dict.fromkeys(("photo", "animation", "sticker", "video", "video_note", "voice")),
            audio=None,
        ),
    )
    found = {"film": film_in(message), "sound": sound_in(message), "picture": picture_in(message)}
    assert [each for each, sent in found.items() if sent] == ([taken] if taken else [])
