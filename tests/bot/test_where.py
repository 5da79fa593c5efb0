"""Where is it? Over HTTP, with the tiny Florence-2, and in the terminal."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from bot.trial.bot_api.person import SimulatedPerson
from tests.bot.conftest import Start
from tests.bot.pictures import packed

RED, BLUE = (212, 28, 34), (28, 58, 208)


def drawn() -> Image.Image:
    """A red circle in the upper left, and a blue square to its right."""
    from PIL import ImageDraw

    image = Image.new("RGB", (640, 480), (96, 92, 88))
    pen = ImageDraw.Draw(image)
    pen.ellipse((60, 50, 180, 170), RED)
    pen.rectangle((400, 60, 520, 180), BLUE)
    return image


async def told(person: SimulatedPerson, text: str, **choice: Any) -> str:
    return str((await person.reply(await person.send_text(text), "text", **choice))["text"])


RED_IS = "লাল বৃত্তটি আছে ছবির উপরের বাঁ দিকে, ঘড়ির ১০টার দিকে। ছোট দেখাচ্ছে। এর ডান পাশে একটি নীল বর্গক্ষেত্র।"


async def test_a_where_question_is_answered_in_words_for_who_cannot_see(house: Start) -> None:
    rina = (await house()).standin.person()
    await rina.reply(await rina.send_photo(packed(drawn(), quality=92)), "text")
    assert await told(rina, "লাল বৃত্তটি কোথায়?") == RED_IS
    assert await told(rina, "সবুজ ত্রিভুজটি কোথায়?") == "এই ছবিতে সবুজ ত্রিভুজটি দেখছি না।"
    assert await told(rina, "/where লাল বৃত্তটি") == RED_IS
    assert "যেমন লিখুন" in await told(rina, "/where")


async def test_it_is_answered_in_english_too_and_a_follow_up_knows_it(house: Start) -> None:
    rina = (await house()).standin.person(language_code="en")
    await rina.reply(await rina.send_photo(packed(drawn(), quality=92)), "text")
    said = await told(rina, "Where is the blue square?")
    assert said == (
        "I see the blue square in the upper right of the picture, towards 2 o'clock. "
        "It looks small. To its left is a red circle."
    )


async def test_it_is_shown_to_who_can_see(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    sent = await rina.send_photo(packed(drawn(), quality=92))
    await rina.reply(sent, "text")
    await told(rina, "লাল বৃত্তটি কোথায়?")
    shown = await rina.reply(await rina.send_text("ছবিতে দেখান"), "photo")
    assert shown["caption"].endswith("১. একটি লাল বৃত্ত।")
    file = running.standin.file(shown["photo"][-1]["file_id"]).data
    picture = Image.open(io.BytesIO(file)).convert("RGB")
    changed = ImageChops.difference(picture, drawn()).convert("L").point(lambda p: 255 * (p > 60))
    box = changed.getbbox()
    assert box is not None
    # The frame is around the circle and nothing else.
    assert box[0] < 70
    assert box[2] < 220
    assert box[3] < 210


async def test_without_a_photo_or_a_model_it_says_what_it_can(house: Start, tmp_path: Path) -> None:
    running = await house(models={"locate": {"model": str(tmp_path / "none")}})
    rina = running.standin.person()
    assert "কোন ছবি" in await told(rina, "লাল বৃত্তটি কোথায়?")
    await rina.reply(await rina.send_photo(packed(drawn(), quality=92)), "text")
    # Whoever answers questions does not know the word, and says so.
    assert await told(rina, "where is the red circle?")


@pytest.mark.parametrize("phrase", [None, "a blue square"])
def test_the_terminal_prints_boxes_and_draws_them(tmp_path: Path, phrase: str | None) -> None:
    photo, out = tmp_path / "photo.png", tmp_path / "boxed.png"
    drawn().save(photo)
    command = [
        str(Path(sys.executable).parent / "chokh"),
        "--preset",
        "shapes",
        "locate",
        str(photo),
    ]
    run = subprocess.run(
        [*command, *([phrase] if phrase else []), "--out", str(out), "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    said = json.loads(run.stdout)
    assert said["photo"] == str(photo)
    found = {box["label"].removeprefix("a "): box["box"] for box in said["boxes"]}
    assert found.keys() == ({"blue square"} if phrase else {"red circle", "blue square"})
    assert found["blue square"] == pytest.approx([400, 60, 520, 180], abs=12)
    with Image.open(out) as boxed:
        assert boxed.size == (640, 480)


async def test_a_photo_that_comes_with_the_question_is_answered_first(house: Start) -> None:
    rina = (await house()).standin.person()
    sent = await rina.send_photo(packed(drawn(), quality=92), caption="লাল বৃত্তটি কোথায়?")
    assert (await rina.reply(sent, "text"))["text"].startswith(RED_IS)
