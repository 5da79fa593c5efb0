"""Whether an update has the shape of Telegram's: what hasn't is kept for the owner, never read."""

from __future__ import annotations

import json
import math
import re
from typing import Any

_MOST = 2**63
# No database takes a zero, and what is half a letter can't be sent back.
_BROKEN = re.compile("[\0\ud800-\udfff]")
_PEOPLE = ("from", "chat", "sender_chat", "user", "sender_user", "via_bot")
_TYPES: dict[type, str] = {
    str: "text caption data file_id file_unique_id file_name mime_type first_name last_name title "
    "username language_code media_group_id type sender_user_name",
    int: "update_id message_id message_thread_id date edit_date file_size duration width height "
    "length offset",
    dict: "message callback_query my_chat_member chat from document voice audio video video_note "
    "animation sticker reply_to_message external_reply forward_origin thumbnail user",
    list: "entities caption_entities new_chat_members",
}
_WANTED = {name: kind for kind, names in _TYPES.items() for name in names.split()}
"""Of the fields that are read here, what they are; a field that we don't know may be anything."""


def as_kept(update: Any) -> dict[str, Any]:
    """The update, or where it is not of Telegram's shape its id, and the whole of it as a text.

    Else a list for a chat's id would stop all that waits behind it. Raises ValueError without an
    id to know it by.
    """
    if not isinstance(update, dict) or not _is("update_id", update.get("update_id")):
        raise ValueError("an update without an id")
    try:
        if is_sound(update):
            return update
        return {"update_id": update["update_id"], "unreadable": json.dumps(update)}
    except RecursionError:
        raise ValueError("an update without an end") from None


def is_sound(node: Any, name: str = "") -> bool:
    """Whether what is in it are words, numbers and trees where Telegram has such. Pure."""
    if isinstance(node, dict):
        if name in _PEOPLE and not _is("message_id", node.get("id")):
            return False
        return all(_is(key, value) and is_sound(value, key) for key, value in node.items())
    if isinstance(node, list):
        return all(is_sound(value, name) for value in node)
    return _is("", node)


def _is(name: str, value: Any) -> bool:
    wanted = _WANTED.get(name)
    if wanted and not (isinstance(value, wanted) and not isinstance(value, bool)):
        return False
    if isinstance(value, str):
        return _BROKEN.search(value) is None
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -_MOST <= value < _MOST
