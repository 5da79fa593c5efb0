"""/help: the five lines to begin with, or the words of one topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.access.gate import own_role
from handlers.intents.phrases import choice

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk


async def help_(talk: Talk, argument: str) -> None:
    """Say what can be sent and typed: of a topic, or in general and how to hear of the topics.

    Each is heard in less than twenty seconds at 150 words a minute: a voice can't be skimmed.
    """
    topic = choice("help", argument)
    if topic is None or (topic == "owner" and _role(talk) != "owner"):
        await talk.say(talk.words("help"))
    else:
        await talk.say(talk.words(f"help-{topic}", role=_role(talk)))


async def topic_named(talk: Talk, _message: Message, text: str) -> bool:
    """Take a topic's name alone as one that is meant, where the list of them was just said."""
    if talk.known.thread.said != _topics(talk) or choice("help", text) is None:
        return False
    await help_(talk, text)
    return True


def _topics(talk: Talk) -> str:
    return talk.words("help-more", role=_role(talk))


def _role(talk: Talk) -> str:
    return own_role(talk.services, talk.user.id, talk.known) or "guest"
