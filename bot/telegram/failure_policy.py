"""Retry policy for an update whose handling failed. Pure: no bot, no database."""

from __future__ import annotations

from enum import Enum

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from handlers.transport.sending import retry_seconds
from memory.errors import MemoryFault
from models.errors import (
    BadDocument,
    BadPicture,
    BadSound,
    BadText,
    Busy,
    ChokhError,
    Disagreed,
    NotAgreed,
    NotUnderstood,
)

ATTEMPTS = 5
_BUSY_SECONDS = 5.0
_OUTAGE_SECONDS = 10.0
# What Telegram has refused once it rarely takes a second time.
_REFUSALS = 2
_NOBODY = (
    "chat not found",
    "chat_write_forbidden",
    "have no rights to send a message",
    "not enough rights to send text",
    "peer_id_invalid",
)
# Never longer, whatever Telegram says: the inbox takes more for a clock that was set back.
_LONGEST_PAUSE = 300.0


class Verdict(Enum):
    """What becomes of an update whose handling failed."""

    SAY = "tell the person; it is answered with that"
    KEEP = "tell the person, keep it for the owner"
    HOLD = "tell the person, do it when they have agreed"
    DROP = "nobody is there to tell"
    RETRY = "try again later; it counts"
    POSTPONE = "try again later; it was not the update's fault"


def verdict(error: Exception, attempts: int, outage: bool = False) -> Verdict:
    """Judge a failure.

    attempts: how often it has failed, this time included. outage: Telegram can't be reached.
    """
    if isinstance(error, RetryAfter | Busy) or outage:
        return Verdict.POSTPONE
    if isinstance(error, NotAgreed):
        return Verdict.HOLD
    if isinstance(error, BadPicture | BadDocument | BadSound | BadText | Disagreed | NotUnderstood):
        return Verdict.SAY
    if isinstance(error, ChokhError | MemoryFault):
        return Verdict.KEEP
    if isinstance(error, Forbidden) or _finds_nobody(error):
        return Verdict.DROP
    most = _REFUSALS if isinstance(error, BadRequest) else ATTEMPTS
    return Verdict.RETRY if attempts < most else Verdict.KEEP


def _finds_nobody(error: Exception) -> bool:
    return isinstance(error, BadRequest) and any(each in str(error).lower() for each in _NOBODY)


def blames_the_line(error: Exception) -> bool:
    """Whether the way to Telegram may be at fault, rather than the update."""
    if isinstance(error, BadRequest):  # the library counts it as a network error
        return False
    return isinstance(error, NetworkError | InvalidToken)


def postponed_for(error: Exception) -> float:
    """Seconds until an update may be tried again that was not to blame."""
    if isinstance(error, RetryAfter):
        return min(retry_seconds(error), _LONGEST_PAUSE)
    return _BUSY_SECONDS if isinstance(error, Busy) else _OUTAGE_SECONDS
