"""Models and what they need fail in every way that they can; people are answered all the same."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from bot import app
from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.server import Standin
from handlers.i18n.messages import Words
from models.remote.subprocess_engine import SubprocessEngine
from models.sandbox.sandbox import Sandbox
from tests.bot.conftest import Start, house_settings
from tests.bot.line import until
from tests.bot.pictures import photo, scene
from tests.bot.test_voice_question import spoken
from tests.models.conftest import SHAPES
from tests.models.holes import CRASHES, PROGRAM
from tests.shapes.scene import render

FAILED, NO_MEMORY = (Words().say("en", key) for key in ("failed", "out-of-memory"))
UNSAFE = Words().say("en", "file-unsafe")
CIRCLE = "A red circle."
BEFALLS = [
    (["a crash in a library"], CIRCLE),
    (["a call that never returns"], CIRCLE),
    (["a loop in a library"], CIRCLE),
    (["no memory"], CIRCLE),
    (["no memory", "no memory"], NO_MEMORY),
    (["a crash in a library", "killed by the system"], FAILED),
    (["well"], CIRCLE),
]


@pytest.fixture
async def sick(tmp_path: Path, standin: Standin) -> AsyncIterator[tuple[SimulatedPerson, Path]]:
    """A person of a bot whose captioner suffers what stands in a file, and that file."""
    settings = house_settings(tmp_path, standin.url)
    models = app.models_settings(settings)
    caption = models.caption.model_copy(update={"second": False, "looks": 0})
    models = models.model_copy(update={"stuck_seconds": 3.0, "caption": caption})
    faults = tmp_path / "faults"
    program = (sys.executable, "-m", "tests.models.sick", str(faults))
    engine = SubprocessEngine(models, program, Sandbox(tmp_path / "unsafe", PROGRAM))
    stop = asyncio.Event()
    async with app.open_services(settings, None, True, engine) as services:
        answering = asyncio.create_task(app.run(settings, services, stop))
        yield standin.person(1001, "en"), faults
        stop.set()
        await answering
    await engine.close()


async def test_whatever_befalls_the_models_the_question_is_asked_again_and_then_told_of(
    sick: tuple[SimulatedPerson, Path],
) -> None:
    person, faults = sick
    for befalls, said in BEFALLS:
        faults.write_text("\n".join(befalls))
        sent = await person.send_photo(photo(scene(31, shapes=1)))
        told = (await person.reply(sent, "text"))["text"]
        assert (told, faults.read_text()) == (said, ""), befalls


async def test_whose_album_takes_long_holds_up_nobody_else(
    sick: tuple[SimulatedPerson, Path], standin: Standin
) -> None:
    karim, faults = sick
    slow = faults.with_name("slow")
    for each in (faults, slow):
        each.touch()
    album = await karim.send_album([photo(scene(seed, shapes=1)) for seed in (31, 32, 33)])
    await until(faults.with_name("begun").exists)
    rina = standin.person(1002, "en")
    for _ in range(2):
        sent = await rina.send_photo(photo(scene(34, shapes=1)))
        assert (await rina.reply(sent, "text"))["text"] == CIRCLE
    slow.unlink()
    said = (await karim.reply(album[-1], "text"))["text"]
    assert said.count(CIRCLE) == 3


async def test_a_file_that_crashes_its_decoder_ends_nothing_but_its_own_answer(
    sick: tuple[SimulatedPerson, Path],
) -> None:
    person, faults = sick
    faults.touch()
    packed = io.BytesIO()
    render(scene(31, shapes=1)).save(packed, "PNG")
    for data, said in ((packed.getvalue() + CRASHES, UNSAFE), (packed.getvalue(), CIRCLE)):
        sent = await person.send_document(data, "scan.png", "image/png")
        assert (await person.reply(sent, "text"))["text"] == said
    sent = await person.send_photo(photo(scene(31, shapes=1)))
    assert (await person.reply(sent, "text"))["text"] == CIRCLE


async def test_each_thing_that_is_broken_has_its_sentence_and_the_rest_goes_on(
    house: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {name: damaged(name, tmp_path) for name in ("listen", "translate", "answer", "locate")}
    # A program that dies as soon as it is to speak.
    program = tmp_path / "espeak-ng"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o700)
    question = spoken("what colour is the circle?", "en")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    running = await house(
        models={
            **{name: {"model": str(folder)} for name, folder in broken.items()},
            "caption": {"second": False},
            "read": {"languages": ["ben", "nobody"]},
            "speak": {"voice": "espeak"},
        },
        replies={"voice": "on"},
    )
    say = running.services.words.say
    karim, rina = running.standin.person(2002, "en"), running.standin.person(1001)
    sent = await rina.send_photo(photo(scene(31, shapes=1)))
    translate = say("bn", "model-damaged", model=str(broken["translate"]))
    assert (await rina.reply(sent, "text"))["text"] == translate
    sent = await karim.send_photo(photo(scene(31, shapes=1)))
    assert (await karim.reply(sent, "text"))["text"] == "A red triangle."
    assert (await karim.reply(sent, "text", count=2))["text"] == say("en", "voice-down")
    for asked, key, arguments in (
        ("what colour is the triangle?", "failed", {}),
        ("/read", "writing-unknown", {"languages": "ben+nobody"}),
        (question, "model-damaged", {"model": str(broken["listen"])}),
    ):
        sent = await (
            karim.send_voice(asked) if isinstance(asked, bytes) else karim.send_text(asked)
        )
        assert (await karim.reply(sent, "text"))["text"] == say("en", key, **arguments), asked


def damaged(name: str, folder: Path) -> Path:
    """A checkpoint whose files are all there, and of no use."""
    copied = Path(shutil.copytree(SHAPES / name, folder / name))
    file = copied / "model.safetensors"
    if name == "answer":
        weights = load_file(file)
        weights["vision_tower.pre_layrnorm.weight"][3] = torch.nan
        save_file(weights, file, {"format": "pt"})
    elif name == "locate":
        (copied / "config.json").write_text(json.dumps(["no", "config"]))
    else:
        file.write_bytes(file.read_bytes()[:-1000])
    return copied
