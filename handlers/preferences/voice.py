"""/voice: voice messages with the text, or text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.chat.keyboards import buttons
from handlers.intents.parser import value

if TYPE_CHECKING:
    from handlers.chat.session import Talk


async def voice(talk: Talk, argument: str) -> None:
    """Turn voice on or off, or say how it stands."""
    chosen = value("voice", argument)
    if chosen is None:
        stands = talk.chat.voice if talk.chat.voice in ("on", "questions") else "off"
        key = "voice-unknown" if argument else f"voice-now-{stands}"
        await talk.say(talk.words(key), buttons(talk, "voice"))
        return
    talk = await talk.choose(voice=chosen)
    await talk.say(talk.words(f"voice-set-{chosen}"))
