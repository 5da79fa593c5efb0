"""Days are the person's: by their own zone, the settings', or their country's; not the server's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from handlers.chat.time_zone import zone_named, zone_of
from handlers.settings import RepliesSettings
from memory.schema.tables import PHOTOS
from memory.values import Chat, NewPhoto
from tests.handlers.conftest import Bot

RINA = Chat(7, "bn", "off", 150, "short")


@pytest.fixture(autouse=True)
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server's own clock is another."""
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("own", "settings", "register", "hours"),
    [
        ("", "", "bd", 6),
        ("", "", "wb", 5.5),
        ("", "Europe/Berlin", "bd", None),
        ("Asia/Kolkata", "Europe/Berlin", "bd", 5.5),
        ("+9", "", "wb", 9),
        ("UTC-3:30", "", "bd", -3.5),
        ("nonsense", "", "wb", 5.5),
    ],
)
def test_the_nearest_that_was_chosen_counts(
    own: str, settings: str, register: str, hours: float | None
) -> None:
    chat = replace(RINA, zone=own, register=register)  # type: ignore[arg-type] -- "bd" or "wb"
    found = zone_of(chat, RepliesSettings(zone=settings))
    winter = datetime(2026, 1, 15, tzinfo=UTC).astimezone(found)
    assert winter.utcoffset() == timedelta(hours=1 if hours is None else hours)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "x" * 500, "+99"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert zone_named(name) is None
    with pytest.raises(ValidationError):
        RepliesSettings(zone=name)


async def test_a_photo_after_midnight_is_todays_there_and_yesterdays_elsewhere(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rina, memory = bot.person(), bot.services.memory
    await rina.says("/start")
    # 00:30 in Dhaka, 00:00 in Kolkata, the day before in UTC.
    midnight = datetime(2026, 11, 20, 18, 30)
    photo = await memory.photos.add(NewPhoto(7, 1, "f", "a red circle", "একটি লাল বৃত্ত", "bn"))
    at = update(PHOTOS).where(PHOTOS.c.id == photo.id).values(sent_at=midnight)
    await memory.database.run(lambda connection: connection.execute(at))

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            moment = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
            return moment.astimezone(tz)  # type: ignore[arg-type]

    for module in ("handlers.search.history", "handlers.updates.text", "handlers.preferences.zone"):
        monkeypatch.setattr(f"{module}.datetime", Clock)
    await rina.says("/history")
    assert bot.say("history-today") in bot.texts[-1]
    await rina.says("/zone +0")
    assert bot.texts[-1] == bot.say("zone-set", time="১৯:০০")
    await rina.says("/history")
    assert bot.say("history-today") in bot.texts[-1]
    await rina.says("/zone UTC+5:15")  # where it was 23:45 then
    await rina.says("/history")
    assert bot.say("history-yesterday") in bot.texts[-1]
    await rina.says("/zone ভারত")
    assert bot.texts[-1] == bot.say("zone-set", time="০০:৩০")
    await rina.says("গতকালের ছবি")
    assert bot.texts[-1] == bot.say("history-no-such")
    await rina.says("/zone কোথাও")
    assert bot.texts[-1] == bot.say("zone-unknown")
