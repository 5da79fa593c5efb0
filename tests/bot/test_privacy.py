"""/privacy tells what is kept and what leaves, from the settings as they are."""

from __future__ import annotations

import pytest

from handlers.i18n.messages import Words
from memory.database.database import database_host
from tests.bot.conftest import Start
from tests.bot.test_conversation import told


def say(key: str, **arguments: str | int) -> str:
    return Words().say("bn", key, **arguments)


async def test_everything_in_the_house_is_told_so(house: Start) -> None:
    running = await house(memory={"keep_days": 7})
    rina = running.standin.person()
    said = (await told(rina, await rina.send_text("/privacy"))).split("\n")
    assert said == [
        say("privacy-house"),
        say("privacy-telegram"),
        say("privacy-translates-here"),
        say("privacy-keeps", days=7),
        say("privacy-memory-here"),
        say("privacy-delete"),
    ]


async def test_what_goes_outside_is_named(house: Start) -> None:
    running = await house(memory={"keep_days": 0}, models={"translate": {"providers": ["google"]}})
    rina = running.standin.person()
    said = (await told(rina, await rina.send_text("/privacy"))).split("\n")
    assert say("privacy-translator", host="Google") in said
    assert say("privacy-translates-here") not in said
    assert say("privacy-keeps-nothing") in said


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("sqlite:///chokh.db", ""),
        ("postgresql://chokh:secret@localhost/chokh", ""),
        ("postgresql://chokh:secret@db.example.org:5432/chokh", "db.example.org"),
    ],
)
def test_the_host_of_the_database_is_told_without_its_password(url: str, host: str) -> None:
    assert database_host(url) == host
