"""Questions that a server answers, in the chat: told where the photo goes, and asked first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.photo.describe_and_ask import ask_questions
from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.server import Standin
from handlers.i18n.messages import Words
from models.answer.endpoint import host as where
from tests.bot.conftest import Start, house_settings, running
from tests.bot.pictures import photo, said, scene
from tests.models.endpoint import Server, refused, serving
from tests.shapes.bangla import to_bangla

HOST = "127.0.0.1"
QUESTION = to_bangla("what colour is the circle?")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server.answers("red")


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine counts as somebody else's."""
    monkeypatch.setattr(where, "_is_within", lambda _address: False)


def answered_by(server: Server, host: str = HOST) -> dict[str, object]:
    url = server.url.replace(HOST, host)
    return {"answer": {"url": url, "model": "see-1", "key": "sk-1234567890"}}


def sentence(key: str, **arguments: str) -> str:
    return Words().say("bn", key, **arguments)


async def told(person: SimulatedPerson, message: dict[str, Any], **choice: Any) -> str:
    return str((await person.reply(message, "text", **choice))["text"])


@pytest.mark.usefixtures("outside")
async def test_a_question_waits_until_the_person_agrees_and_is_then_answered(
    house: Start, server: Server
) -> None:
    rina = (await house(models=answered_by(server))).standin.person()
    drawn = scene(11)
    assert await told(rina, await rina.send_photo(photo(drawn))) == said(drawn)
    asked = await rina.send_text(QUESTION)
    consent = await rina.reply(asked, "text")
    assert consent["text"] == sentence("consent-ask", host=HOST)
    buttons = [button["text"] for button in consent["reply_markup"]["inline_keyboard"][0]]
    assert buttons == ["রাজি", "রাজি না"]
    assert server.requests == []

    agreed = await rina.send_text("রাজি")
    assert await told(rina, agreed) == sentence("privacy-yes", host=HOST)
    answer = await rina.reply(agreed, "text", count=2)
    assert answer["text"] == "লাল।"
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert server.pictures()[0].size == (640, 480)

    again = await rina.send_text(QUESTION)
    assert await told(rina, again) == "লাল।"
    assert len(server.requests[-1]["messages"]) == 4


@pytest.mark.usefixtures("outside")
async def test_who_disagrees_gets_descriptions_and_no_photo_leaves(
    house: Start, server: Server
) -> None:
    rina = (await house(models=answered_by(server))).standin.person()
    drawn = scene(12)
    asked = await rina.send_photo(photo(drawn), caption=QUESTION)
    consent = await rina.reply(asked, "text")
    assert consent["text"] == sentence("consent-ask", host=HOST)
    no = await rina.send_text("রাজি না")
    assert await told(rina, no) == sentence("privacy-no", host=HOST)
    refusal = sentence("consent-refused", host=HOST)
    assert await told(rina, no, count=2) == f"{refusal}\n{said(drawn)}"
    assert await told(rina, await rina.send_text(QUESTION)) == refusal
    await rina.reply(await rina.send_text("দৈর্ঘ্য বড়"), "text")
    assert await told(rina, await rina.send_photo(photo(drawn))) == said(drawn)
    assert server.requests == []

    # A button does what its words do; /privacy says how it stands.
    await rina.press(consent, "privacy yes")
    await rina.until(lambda: rina.messages[-1].get("text") == sentence("privacy-yes", host=HOST))
    long = await rina.send_photo(photo(drawn))
    assert await told(rina, long) == "লাল।"
    stands = (await told(rina, await rina.send_text("/privacy"))).split("\n")
    assert stands[0] == sentence("privacy-yes", host=HOST)
    assert sentence("privacy-keeps", days=30) in stands


@pytest.mark.usefixtures("outside")
async def test_neither_question_nor_consent_is_lost_when_the_bot_restarts(
    tmp_path: Path, standin: Standin, server: Server
) -> None:
    rina = standin.person()
    settings = house_settings(tmp_path, standin.url, models=answered_by(server))
    async with running(standin, settings):
        await rina.reply(await rina.send_photo(photo(scene(13))), "text")
        await rina.reply(await rina.send_text(QUESTION), "text")
    async with running(standin, settings):
        agreed = await rina.send_text("agree")
        assert await told(rina, agreed, count=2) == "লাল।"
    moved = house_settings(tmp_path, standin.url, models=answered_by(server, "localhost"))
    async with running(standin, moved):
        asked = await rina.send_text(QUESTION)
        assert await told(rina, asked) == sentence("consent-ask", host="localhost")
    assert len(server.requests) == 1


async def test_a_server_in_the_house_is_asked_without_a_word_and_its_failure_is_told(
    house: Start, server: Server
) -> None:
    rina = (await house(models=answered_by(server))).standin.person()
    await rina.reply(await rina.send_photo(photo(scene(14))), "text")
    assert await told(rina, await rina.send_text(QUESTION)) == "লাল।"
    stands = (await told(rina, await rina.send_text("গোপনীয়তা"))).split("\n")
    assert stands[0] == sentence("privacy-house")
    server.answers(lambda _: refused(401))
    asked = await rina.send_text(QUESTION)
    assert await told(rina, asked) == sentence("endpoint-refused", host=HOST)


@pytest.mark.usefixtures("outside")
def test_the_terminal_says_on_standard_error_where_the_photo_goes(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo(scene(15)))
    settings = house_settings(tmp_path, "http://localhost", models=answered_by(server))
    ask_questions(settings, tmp_path / "photo.jpg", [QUESTION], "bn", as_json=True)
    out, err = capsys.readouterr()
    assert sentence("photo-goes-to", host=HOST) in err
    assert json.loads(out)["turns"] == [{"question": QUESTION, "answer": "লাল"}]
