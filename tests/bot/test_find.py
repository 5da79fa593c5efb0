"""Finding photos with the real embedder: in the chat over HTTP, and in a folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.trial.bot_api.server import Fault
from tests.bot.command import chokh
from tests.bot.conftest import Start
from tests.bot.line import until
from tests.bot.pictures import photo, said, scene
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import Scene
from tests.shapes.sentences import caption


def only(colour: str, kind: str, seed: int = 0) -> Scene:
    """A scene of one shape: this one."""
    while True:
        drawn = scene(seed, shapes=1)
        if caption(drawn) == f"a {colour} {kind}":
            return drawn
        seed += 1


async def test_a_photo_is_found_in_bangla_and_deleted(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    for colour, kind in (("red", "circle"), ("blue", "square"), ("green", "triangle")):
        sent = await rina.send_photo(photo(only(colour, kind)))
        await rina.reply(sent, "text")
    asked = await rina.send_text(f"{to_bangla('a blue square')} খুঁজুন")
    found = await rina.reply(asked, "photo")
    assert re.fullmatch(r"একটি নীল বর্গক্ষেত্র।\n[০-৯]+ [ঀ-৾]+ [০-৯]{4}", found["caption"])
    assert not [m for m in rina.messages if m["message_id"] > found["message_id"]]

    asked = await rina.send_text("ছবিটা মুছে দিন", reply_to=found)
    await rina.reply(asked, "text")
    asked = await rina.send_text("/find a blue square")
    none = await rina.reply(asked, "text")
    assert none["text"] == running.services.words.say("bn", "found-none")


async def test_an_albums_photos_are_found_though_the_line_broke_meanwhile(house: Start) -> None:
    standin = (await house()).standin
    rina = standin.person()
    album = [photo(only("red", "circle")), photo(only("blue", "square"))]
    sent = await rina.send_album(album)
    await until(lambda: standin.calls.count("getfile") == 2)
    standin.faults["getfile"].append(Fault("drop"))
    await rina.reply(sent[-1], "text")
    found = await rina.reply(await rina.send_text("/find red circle"), "photo")
    assert found["caption"].startswith(said(only("red", "circle")))
    assert not standin.faults["getfile"]


async def test_a_photo_like_it_is_found_by_a_reply(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    first, other, like = only("red", "circle"), only("blue", "square"), only("red", "circle", 900)
    sent = [await rina.send_photo(photo(drawn)) for drawn in (first, other, like)]
    for each in sent:
        await rina.reply(each, "text")
    asked = await rina.send_text("এরকম ছবি খুঁজুন", reply_to=sent[2])
    found = await rina.reply(asked, "photo")
    assert found["caption"].startswith(said(first))


async def test_what_a_thing_costs_is_looked_up(house: Start, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "soap.jpg").write_bytes(photo(only("red", "circle")))
    (shop / "tea.jpg").write_bytes(photo(only("green", "triangle")))
    (shop / "products.csv").write_text(
        "photo,name,price\nsoap.jpg,লাল সাবান,৳45\ntea.jpg,চা,৳120\ngone.jpg,x,1\n", encoding="utf-8"
    )
    running = await house(memory={"products": "shop"})
    rina, words = running.standin.person(), running.services.words
    sent = await rina.send_photo(photo(only("red", "circle", 900)), caption="এটার দাম কত?")
    told = (await rina.reply(sent, "text"))["text"]
    assert told.startswith(words.say("bn", "product", name="লাল সাবান", price="৳৪৫"))
    sent = await rina.send_photo(photo(only("blue", "square")))
    await rina.reply(sent, "text")
    asked = await rina.send_text("দাম কত?")
    told = (await rina.reply(asked, "text"))["text"]
    assert told.startswith(words.say("bn", "product-unknown"))


@pytest.fixture
def album(tmp_path: Path) -> Path:
    folder = tmp_path / "album"
    (folder / "old").mkdir(parents=True)
    (folder / "old" / "red.jpg").write_bytes(photo(only("red", "circle")))
    (folder / "again.jpg").write_bytes(photo(only("red", "circle")))
    (folder / "blue.jpg").write_bytes(photo(only("blue", "square")))
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    return folder


def found(folder: Path, query: str, *more: str) -> list[str]:
    """The names of what `chokh find` finds, best first."""
    typed = ("--preset", "shapes", "find", str(folder), query, "--json", *more)
    answer = json.loads(chokh(*typed, folder=folder).stdout)
    assert answer["query"] == query
    assert all(0 < each["score"] <= 1 for each in answer["photos"])
    return [str(Path(each["photo"]).relative_to(folder)) for each in answer["photos"]]


def test_a_folder_is_searched_and_followed(album: Path, tmp_path: Path) -> None:
    query = to_bangla("a red circle")
    page = tmp_path / "found.html"
    # Two copies of one photo are shown once.
    assert found(album, query, "--html", str(page)) in (["old/red.jpg"], ["again.jpg"])
    assert f'alt="{query}"' in page.read_text(encoding="utf-8")
    (album / "old" / "red.jpg").unlink()
    (album / "new.jpg").write_bytes(photo(only("green", "triangle")))
    (album / "blue.jpg").replace(album / "moved.jpg")
    (album / "again.jpg").write_bytes(photo(only("white", "square")))
    assert found(album, query) == []
    assert found(album, "a green triangle") == ["new.jpg"]
    assert found(album, "a blue square") == ["moved.jpg"]


def test_a_search_is_for_words_or_for_a_photo(album: Path) -> None:
    typed = ("--preset", "shapes", "find", str(album))
    like = json.loads(chokh(*typed, "--photo", "blue.jpg", "--json", folder=album).stdout)
    assert [Path(each["photo"]).name for each in like["photos"]] == ["blue.jpg"]
    chokh(*typed, folder=album, code=1)
