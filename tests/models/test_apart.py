"""The abilities in a process of their own are those of this one."""

from __future__ import annotations

import asyncio
import io

import psutil
import pytest
from PIL import Image

from models.errors import FilmBroken, NotUnderstood
from models.provisioning import presets
from models.remote.subprocess_engine import SubprocessEngine
from models.settings import ModelsSettings
from models.values import Conversation, Document
from tests.models.conftest import scene
from tests.shapes.films import film


async def test_all_is_as_in_one_process_and_nothing_is_left_of_it() -> None:
    engine = SubprocessEngine(presets.resolve("shapes", ModelsSettings()))
    file, page = io.BytesIO(), io.BytesIO()
    scene((210, 30, 35), (30, 60, 205)).save(file, "PNG")
    Image.new("RGB", (300, 300), "white").save(page, "PDF")
    picture = await engine.open_picture(file.getvalue())
    question = Conversation(picture, "what colour is the circle?")
    given_up = asyncio.create_task(engine.answer(question))
    (said,) = await engine.caption([picture])
    assert (said.text, len(said.samples)) == ("a red circle above a blue square", 4)
    given_up.cancel()
    await engine.prepare(picture)
    assert (await engine.answer(question)).text == "red"
    with pytest.raises(NotUnderstood):
        await engine.answer(Conversation(picture, "what is zyzzyva?"))
    (bangla,) = await engine.translate([said.text], "en", "bn")
    assert "লাল বৃত্ত" in bangla.text
    assert (await engine.speak(bangla.text, "bn", 150)).data.startswith(b"OggS")
    assert (await engine.embed_pictures([picture] * 2)).shape[0] == 2
    shown = [Image.new("RGB", (320, 240), colour) for colour in ("grey", "red")]
    assert len((await engine.open_film(film(shown))).frames) == 2
    with pytest.raises(FilmBroken):
        await engine.open_film(b"no film")
    document = await engine.open_document(page.getvalue())
    assert document == Document(page.getvalue(), 1)
    assert (await engine.read_page(document, 0)).lines == ()
    assert {key.split("(")[1] for key in engine.loaded()} >= {"caption)", "answer)"}
    await engine.forget_pictures()
    (child,) = (
        each
        for each in psutil.Process().children()
        if "models.remote.subprocess_main" in each.cmdline()
    )
    await engine.close()
    assert not child.is_running()
