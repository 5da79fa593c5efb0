"""What search has lost is found again: of a torn gallery, or where the power went before it."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path

import pytest

from bot.trial.bot_api.server import Standin
from tests.bot.conftest import house_settings, running
from tests.bot.line import until
from tests.bot.pictures import photo
from tests.bot.test_find import only


async def test_after_a_torn_gallery_photos_are_found_again_but_those_telegram_has_lost(
    tmp_path: Path, standin: Standin, caplog: pytest.LogCaptureFixture
) -> None:
    settings = house_settings(tmp_path, standin.url, replies={"language": "en"})
    rina = standin.person(language_code="en")
    async with running(standin, settings) as house:
        for colour, kind in (("red", "circle"), ("blue", "square"), ("green", "triangle")):
            sent = await rina.send_photo(photo(only(colour, kind)))
            await rina.reply(sent, "text")
        memory, model = house.services.memory, await house.services.abilities.embedder()
        async with asyncio.timeout(60):
            while len(rows := await memory.gallery.ids(model)) < 3:  # noqa: ASYNC110 -- another process changes it
                await asyncio.sleep(0.05)
        lost = await memory.photos.last(rina.chat_id)
        assert lost is not None
        (segments,) = (tmp_path / "gallery").glob("chokh-*/segments")
    for torn in segments.glob("*/segment.json"):
        torn.unlink()
    shutil.rmtree(next(segments.glob("*/vector_storage")))
    del standin.cloud.files[lost.file_id]

    with caplog.at_level(logging.INFO):
        async with running(standin, settings) as house, asyncio.timeout(60):
            memory = house.services.memory
            await until(lambda: f"photo {lost.id} can't be found" in caplog.text)
            while await memory.gallery.ids(model) != rows - {lost.id}:  # noqa: ASYNC110 -- another process changes it
                await asyncio.sleep(0.05)
            asked = await rina.send_text("/find a blue square")
            again = await rina.reply(asked, "photo")
            assert again["caption"].startswith("A blue square")
    assert "begins anew" in caplog.text
    assert list((tmp_path / "gallery").glob("torn-*"))
