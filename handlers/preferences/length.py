"""/length: short or long descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.chat.keyboards import buttons
from handlers.intents.parser import value

if TYPE_CHECKING:
    from handlers.chat.session import Talk


async def length(talk: Talk, argument: str) -> None:
    """Choose the length, or say which one it is."""
    chosen = value("length", argument)
    if chosen is None:
        key = "length-unknown" if argument else f"length-now-{talk.chat.length}"
        await talk.say(talk.words(key), buttons(talk, "length"))
        return
    talk = await talk.choose(length=chosen)
    await talk.say(talk.words(f"length-set-{chosen}"))
