"""Time zones: a day begins where the person lives, not where the server stands (often in UTC)."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.settings import OF_REGISTERS
from models.text.script import ascii_digits

if TYPE_CHECKING:
    from handlers.settings import RepliesSettings
    from memory.values import Chat

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
# Where the system has no list of zones, as in some containers; neither has summer time.
_KNOWN = {
    "Asia/Dhaka": timezone(timedelta(hours=6)),
    "Asia/Kolkata": timezone(timedelta(hours=5, minutes=30)),
}


def zone_of(chat: Chat, replies: RepliesSettings) -> tzinfo:
    """The person's own zone, or the settings', or that of the country whose Bangla they hear."""
    named = chat.zone or replies.zone or OF_REGISTERS[chat.register]
    return zone_named(named) or _KNOWN[OF_REGISTERS[chat.register]]


def zone_named(name: str) -> tzinfo | None:
    """The zone of a name like Asia/Kolkata or UTC+5:30; None for no zone."""
    offset = _OFFSET.fullmatch(ascii_digits(name).strip())
    if offset:
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(ahead if offset[1] == "+" else -ahead) if ahead.days < 1 else None
    if name in _KNOWN:
        return _KNOWN[name]
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
