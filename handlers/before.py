"""A question that is asked before its photo: kept until the photo comes, and answered then."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Message

    from handlers.talk import Talk

LAPSES = 600.0
"""Seconds after which a question is not meant for a photo any more."""
_NEXT = re.compile(
    r"\s*(?:পরের|সামনের|এর পরের) ছবি(?:টা|টি)?(?:তে|য়|র জন্য|টায়|টিতে)?\s*[:,।-]?\s+(?P<bn>.+)"
    r"|\s*(?:for |in |about )?(?:the )?next (?:photo|picture)\s*[:,-]?\s+(?P<en>.+)",
    re.IGNORECASE | re.DOTALL,
)


async def asked_for_next(talk: Talk, message: Message, text: str) -> bool:  # noqa: ARG001
    """Keep a question that is said to be for the next photo. Returns whether it is one."""
    question = for_next(text)
    if question is None:
        return False
    await keep_question(talk, question)
    return True


def for_next(text: str) -> str | None:
    """The question in "পরের ছবিতে: …"; None for any other text."""
    match = _NEXT.fullmatch(text)
    return (match["bn"] or match["en"]).strip() if match else None


async def keep_question(talk: Talk, question: str) -> None:
    """Wait for the photo that the question is about, and say so."""
    waits = {"for": "photo", "question": question}
    await talk.services.memory.threads.wait(talk.chat_id, talk.user.id, waits)
    await talk.say(talk.words("ask-first"), aloud=True)


async def kept_question(talk: Talk) -> str:
    """The question that waits for a photo; "" for none."""
    thread = await talk.services.memory.threads.get(talk.chat_id, talk.user.id)
    waits = thread.waits or {}
    if waits.get("for") != "photo" or time.time() - thread.waits_at > LAPSES:
        return ""
    return str(waits["question"])


async def drop_question(talk: Talk) -> None:
    """It is answered: nothing waits any more."""
    await talk.services.memory.threads.wait(talk.chat_id, talk.user.id, None)
