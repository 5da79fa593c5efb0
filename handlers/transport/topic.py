"""Forum topics: an answer goes to the topic that its question came from, not to General."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from telegram.error import BadRequest

if TYPE_CHECKING:
    from telegram import Update

_current: ContextVar[tuple[int, int] | None] = ContextVar("topic", default=None)
# How Telegram says that nothing goes into a topic any more.
_CLOSED = ("topic_closed", "topic_deleted", "topic_not_found", "message thread not found")


def enter_topic(update: Update) -> None:
    """Whatever is sent to the update's chat from here on goes to its topic, where it has one."""
    message = update.effective_message
    topic = None
    if message is not None and getattr(message, "is_topic_message", False):
        topic = (message.chat.id, int(getattr(message, "message_thread_id", 0)))
    _current.set(topic if topic is not None and topic[1] else None)


def topic_in(chat_id: int) -> int | None:
    """The topic to send to in that chat; None for none."""
    current = _current.get()
    return current[1] if current is not None and current[0] == chat_id else None


def leave_closed_topic(error: BadRequest) -> bool:
    """Whether it is the topic's fault; what is sent from here on goes to General, then."""
    if _current.get() is None or not any(each in str(error).lower() for each in _CLOSED):
        return False
    _current.set(None)
    return True
