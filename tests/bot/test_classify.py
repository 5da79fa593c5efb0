"""Labels and warnings in the chat and in the terminal, with the tiny real models."""

from __future__ import annotations

import json
from pathlib import Path

from bot.trial.bot_api.person import SimulatedPerson
from tests.bot.command import chokh
from tests.bot.conftest import Start
from tests.bot.pictures import photo, said, scene
from tests.bot.test_conversation import told
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import Scene


def one(colour: str, kind: str, seed: int = 1) -> Scene:
    """A scene with this shape alone."""
    while True:
        drawn = scene(seed, shapes=1)
        if (drawn.shapes[0].colour, drawn.shapes[0].kind) == (colour, kind):
            return drawn
        seed += 1


def bangla(colour: str, kind: str) -> str:
    return to_bangla(f"a {colour} {kind}").removeprefix("একটি ")


async def asked(person: SimulatedPerson, text: str, **options: object) -> str:
    return await told(person, await person.send_text(text, **options))


async def test_which_label_fits_is_said_as_it_was_written(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    assert "আগে ছবিটি পাঠান" in await asked(rina, "/classify লাল বৃত্ত, নীল বর্গক্ষেত্র")
    first = await rina.send_photo(photo(one("red", "circle")))
    await told(rina, first)
    await told(rina, await rina.send_photo(photo(one("blue", "square"))))

    listed = "লাল বৃত্ত, নীল বর্গক্ষেত্র, সবুজ ত্রিভুজ"
    blue = "এগুলোর মধ্যে সবচেয়ে বেশি মেলে: নীল বর্গক্ষেত্র।"
    for text in (f"/classify {listed}", f"শ্রেণি বলুন: {listed}", f"এটা কি {listed}?"):
        assert await asked(rina, text) == blue
    assert await asked(rina, "classify: red circle, blue square") == (
        "এগুলোর মধ্যে সবচেয়ে বেশি মেলে: blue square।"
    )
    red = "এগুলোর মধ্যে সবচেয়ে বেশি মেলে: লাল বৃত্ত।"
    assert await asked(rina, f"/classify {listed}", reply_to=first) == red
    assert await asked(rina, "শ্রেণি বলুন: হলুদ বৃত্ত, সাদা ত্রিভুজ") == (
        "মনে হচ্ছে এগুলোর কোনোটিই নয়: হলুদ বৃত্ত, সাদা ত্রিভুজ।"
    )
    assert "নাম বুঝতে পারিনি" in await asked(rina, "শ্রেণি বলুন: কাপ, থালা")
    assert "কমা দিয়ে" in await asked(rina, "/classify")


async def test_what_a_person_chose_is_warned_of_before_the_description(house: Start) -> None:
    check = {"labels": [{"name": "red circles", "bangla": "লাল বৃত্ত", "english": ["a red circle"]}]}
    running = await house(models={"check": check})
    rina, karim = running.standin.person(1001), running.standin.person(2002)
    red, blue = one("red", "circle"), one("blue", "square")
    assert await told(rina, await rina.send_photo(photo(red))) == said(red)
    assert "লাল বৃত্ত" in await asked(rina, "সতর্কতা")
    assert "সতর্ক করতে পারি না" in await asked(rina, "সতর্ক করুন সাপ")
    assert "বর্ণনার আগে সতর্ক করব: লাল বৃত্ত" in await asked(rina, "সতর্ক করুন লাল বৃত্ত")

    warned = f"সতর্কতা: ছবিতে থাকতে পারে লাল বৃত্ত।\n{said(red)}"
    assert await told(rina, await rina.send_photo(photo(red))) == warned
    assert await told(rina, await rina.send_photo(photo(blue))) == said(blue)
    assert await told(karim, await karim.send_photo(photo(red))) == said(red)
    album = await rina.send_album([photo(blue), photo(red)])
    assert await told(rina, album[-1]) == (
        f"১. {said(blue)}\n২. সতর্কতা: ছবিতে থাকতে পারে লাল বৃত্ত। {said(red)}"
    )
    assert "আর সতর্ক করব না" in await asked(rina, "সতর্কতা বন্ধ")
    assert await told(rina, await rina.send_photo(photo(red))) == said(red)


async def test_a_check_that_fails_is_said_and_the_description_comes(house: Start) -> None:
    running = await house(models={"embed": {"model": "no/such-model"}})
    rina = running.standin.person()
    await asked(rina, "সতর্ক করুন রক্ত")
    red = one("red", "circle")
    reply = await told(rina, await rina.send_photo(photo(red)))
    assert reply.endswith(f"দেখতে পারিনি।\n{said(red)}")


def test_classify_in_the_terminal_gives_probabilities_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo(one("red", "circle")))
    here = ("--preset", "shapes", "classify", "photo.jpg")
    labels = ("নীল বর্গক্ষেত্র", "red circle", "green triangle")
    found = json.loads(chokh(*here, *labels, "--json", folder=tmp_path).stdout)
    assert found["photo"] == "photo.jpg"
    assert found["labels"][0]["label"] == "red circle"
    assert {each["label"] for each in found["labels"]} == set(labels)
    fits = [each["probability"] for each in found["labels"]]
    assert fits == sorted(fits, reverse=True)
    assert fits[0] > 0.5 > fits[1]
    assert "কোনোটিই নয়" in chokh(*here, "green triangle", folder=tmp_path).stdout
