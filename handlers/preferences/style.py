"""/register, /address and /numbers: the words, the you and the digits that Bangla is said with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.intents.parser import value

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from handlers.intents.grammar import Name


async def register(talk: Talk, argument: str) -> None:
    """Choose the words of Bangladesh or of West Bengal, or say whose they are."""
    await _choose(talk, "register", argument)


async def address(talk: Talk, argument: str) -> None:
    """Choose আপনি or তুমি, or say which it is."""
    await _choose(talk, "address", argument)


async def numbers(talk: Talk, argument: str) -> None:
    """Choose the digits of Bangla, or say which they are."""
    await _choose(talk, "numbers", argument)


async def _choose(talk: Talk, name: Name, argument: str) -> None:
    """Each sentence says how it stands and the words that change it."""
    chosen = value(name, argument)
    if chosen is not None:
        talk = await talk.choose(**{name: chosen})
    now = getattr(talk.chat, name)
    await talk.say(talk.words(f"{name}-{now}"))
