"""Pending questions: asked before their photo, kept until it comes, and answered then."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from memory.values import AwaitsDeletion, AwaitsPhoto

if TYPE_CHECKING:
    from handlers.chat.session import Talk

LAPSES = 600.0
"""Seconds after which a question is not meant for a photo any more."""


async def keep_question(talk: Talk, question: str) -> None:
    """Wait for the photo that the question is about, and say so."""
    waits = AwaitsPhoto(question)
    await talk.services.memory.threads.wait(talk.chat_id, talk.user.id, waits)
    await talk.say(talk.words("ask-first"), kept=False)


async def kept_question(talk: Talk, caption: str | None) -> str:
    """The question that waits for the photo which has come; "" for none, or beside a caption.

    A photo is no answer to what else was asked: that is dropped.
    """
    thread = talk.known.thread
    if isinstance(thread.waits, AwaitsDeletion):
        await drop_question(talk)
    if caption or not isinstance(thread.waits, AwaitsPhoto):
        return ""
    return thread.waits.question if time.time() - thread.waits_at <= LAPSES else ""


async def drop_question(talk: Talk) -> None:
    """It is answered: nothing waits any more."""
    await talk.services.memory.threads.wait(talk.chat_id, talk.user.id, None)
