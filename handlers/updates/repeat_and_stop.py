"""/again: what was last said, once more; /stop: an end to what is being worked on or said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handlers.intents.banglish import as_bangla
from handlers.intents.recogniser import command_in, slash

if TYPE_CHECKING:
    from handlers.chat.session import Talk


async def again(talk: Talk, argument: str) -> None:  # noqa: ARG001 -- there is nothing to choose
    """Say what was last said to this person."""
    thread = await talk.services.memory.threads.get(talk.chat_id, talk.user.id)
    if thread.said:
        await talk.say(thread.said)
    else:
        await talk.say(talk.words("again-nothing"), kept=False)


async def stop(talk: Talk, argument: str) -> None:  # noqa: ARG001 -- there is nothing to choose
    """Say that it is quiet; the dispatcher has ended what was under way."""
    await talk.say(talk.words("stopped"), aloud=False, kept=False)


def asks_to_stop(update: Mapping[str, Any]) -> bool:
    """Whether an update, as JSON, is the word to stop: it is not left waiting behind others.

    In a group only the command is: there people say stop to one another.
    """
    message = update.get("message") or {}
    text = "" if message.get("forward_origin") else message.get("text") or ""
    alone = (message.get("chat") or {}).get("type") == "private"
    command = command_in(as_bangla(text)) if alone else slash(text)
    return command is not None and command.name == "stop"


def sender_of(update: Mapping[str, Any]) -> int | None:
    """Who sent a message, as JSON; None for what is no message."""
    sender = (update.get("message") or {}).get("from") or {}
    return sender.get("id")
