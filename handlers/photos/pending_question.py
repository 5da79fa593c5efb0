"""A question that is asked before its photo: kept until the photo comes, and answered then."""

from __future__ import annotations

import re
import time
import unicodedata
from typing import TYPE_CHECKING

from handlers.answers.ask_model import check
from memory.values import AwaitsDeletion, AwaitsPhoto

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk

LAPSES = 600.0
"""Seconds after which a question is not meant for a photo any more."""
# Without a mark between, "the next photo is upside down" tells something and asks nothing.
_NEXT = re.compile(
    unicodedata.normalize(
        "NFC",
        r"(?:এর )?(?:পরের|সামনের) ছবি(?:টা|টি)?"
        r"(?:(?:তে|য়|র জন্য|টায়|টিতে)(?:\s*[:ঃ,।-]\s*|\s+)|\s*[:ঃ]\s*)(?P<bn>\S.*)"
        r"|(?:(?:for|in|about) (?:the |my )?next (?:photo|picture)(?:\s*[:,-]\s*|\s+)"
        r"|(?:the |my )?next (?:photo|picture)\s*[:,-]\s*)(?P<en>\S.*)",
    ),
    re.IGNORECASE | re.DOTALL,
)


async def asked_for_next(talk: Talk, message: Message, text: str) -> bool:  # noqa: ARG001
    """Keep a question that is said to be for the next photo. Returns whether it is one.

    Raises `TextEmpty`, `TextTooLong`.
    """
    question = for_next(text)
    if question is None:
        return False
    check(question)
    await keep_question(talk, question)
    return True


def for_next(text: str) -> str | None:
    """The question in "পরের ছবিতে: …"; None for any other text."""
    match = _NEXT.fullmatch(unicodedata.normalize("NFC", text).strip())
    return (match["bn"] or match["en"]).strip() if match else None


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
