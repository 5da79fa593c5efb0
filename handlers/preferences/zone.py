"""/zone: the time zone by which "yesterday's photo" is meant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from handlers.chat.time_zone import zone_named
from handlers.intents.phrases import choice

if TYPE_CHECKING:
    from handlers.chat.session import Talk

_CHOICES = {"bangladesh": "Asia/Dhaka", "india": "Asia/Kolkata"}


async def zone(talk: Talk, argument: str) -> None:
    """Choose a zone by its country, name or distance from UTC, or say what time it is."""
    chosen = _CHOICES.get(choice("zone", argument) or argument, argument).strip()
    if argument and zone_named(chosen) is None:
        await talk.say(talk.words("zone-unknown"))
        return
    if argument:
        talk = await talk.choose(zone=chosen)
    now = datetime.now(UTC).astimezone(talk.zone)
    time = talk.wording.digits(talk.language, f"{now:%H:%M}")
    await talk.say(talk.words("zone-set" if argument else "zone-now", time=time))
