"""Request: a conversation as messages of a chat completion, and as fewer where it is too long."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from models.media.image import shrink
from models.values import Conversation, Picture

LONGEST = 1568
"""Pixels of a picture's longest side; the hosted models scale down to as much or less."""
_MOST_TURNS = 8
_SMALLER = (784, 392)

_WISH = (
    "You answer for a person who can't see the picture. Answer in English, in plain sentences "
    "without lists or Markdown, and say no more than is asked for. If the picture does not show "
    "it, say so."
)


def talk(conversation: Conversation) -> list[dict[str, Any]]:
    """The messages: our wish, then the turns; the pictures stand before the first question."""
    questions = [turn.question for turn in conversation.history]
    pictures: list[Any] = [
        {"type": "image_url", "image_url": {"url": data_url(picture)}}
        for picture in (conversation.picture, *conversation.others)
    ]
    first, *others = [*questions, conversation.question]
    messages: list[dict[str, Any]] = [
        {"role": "system", "content": _WISH},
        {"role": "user", "content": [*pictures, {"type": "text", "text": first}]},
    ]
    for turn, question in zip(conversation.history, others, strict=True):
        messages.append({"role": "assistant", "content": turn.answer})
        messages.append({"role": "user", "content": question})
    return messages


def smaller(conversation: Conversation) -> Iterator[Conversation]:
    """The conversation, then ever less of it: its oldest turns go first, then pixels."""
    turns = conversation.history[-_MOST_TURNS:]
    yield _with(conversation, LONGEST, len(turns))
    kept = len(turns)
    while kept:
        kept //= 2
        yield _with(conversation, LONGEST, kept)
    for longest in _SMALLER:
        yield _with(conversation, longest, 0)


def data_url(picture: Picture) -> str:
    """The picture in a URL: a JPEG without metadata."""
    buffer = io.BytesIO()
    picture.image.save(buffer, "JPEG", quality=90)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _with(conversation: Conversation, longest: int, turns: int) -> Conversation:
    history = conversation.history
    return replace(
        conversation,
        picture=shrink(conversation.picture, longest),
        others=tuple(shrink(picture, longest) for picture in conversation.others),
        history=history[len(history) - turns :],
    )
