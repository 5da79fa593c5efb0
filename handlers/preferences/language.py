"""/language: Bangla or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.chat.keyboards import buttons
from handlers.intents.parser import value

if TYPE_CHECKING:
    from handlers.chat.session import Talk


async def language(talk: Talk, argument: str) -> None:
    """Choose the language, or say which one it is."""
    chosen = value("language", argument)
    if chosen is None:
        key = "language-unknown" if argument else "language-now"
        await talk.say(talk.words(key), buttons(talk, "language"))
        return
    talk = await talk.choose(language=chosen)
    await talk.say(talk.words("language-set"))
