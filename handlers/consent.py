"""Photos that leave the house for an answer: the person is asked first, and can take it back.

What they agreed to is the host itself, so that another one is asked about again. An update that
needs their word waits in the inbox until they give it, and is then handled as if it came anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.buttons import buttons
from handlers.plain import value
from models.errors import Disagreed, NotAgreed

if TYPE_CHECKING:
    from handlers.talk import Talk
    from handlers.wording import Words
    from models.abilities import Language

_NOT = "-"
"""Stands before a host that the person does not want their photos to go to."""


def check_agreed(host: str, agreed: str) -> None:
    """Raise `NotAgreed` or `Disagreed` unless photos may go to the host; "" is the house itself.

    agreed: what the chat remembers.
    """
    if host and agreed == _NOT + host:
        raise Disagreed(f"photos must not go to {host}", host=host)
    if host and agreed != host:
        raise NotAgreed(f"nobody was asked whether photos may go to {host}", host=host)


async def may_leave(talk: Talk) -> bool:
    """Whether the chat's photos may go to whoever answers questions: in the house they may."""
    return await talk.services.abilities.answers_at() in ("", talk.chat.agreed)


async def privacy(talk: Talk, argument: str) -> None:
    """Say where photos go, or let them go there ("yes"), or not ("no"); and do what waited."""
    host = await talk.services.abilities.answers_at()
    chosen = value("privacy", argument)
    if chosen is not None and host:
        talk = await talk.choose(agreed=host if chosen == "yes" else _NOT + host)
    if host:
        await talk.say(
            talk.words(_stands(host, talk.chat.agreed), host=host),
            buttons(talk, "privacy"),
            aloud=chosen is not None,
        )
    else:
        await talk.say(talk.words("privacy-house"))
    if chosen is not None:
        # Last: said again after a failure, it does no harm; a question answered twice would.
        await talk.services.memory.inbox.release(talk.chat_id)


def notice(words: Words, language: Language, host: str) -> str:
    """Where the photo goes, for the owner at a terminal: whoever wrote the settings agreed."""
    return words.say(language, "photo-goes-to", host=host)


def _stands(host: str, agreed: str) -> str:
    if agreed == host:
        return "privacy-yes"
    return "privacy-no" if agreed == _NOT + host else "privacy-unasked"
