"""Validation of an update's shape: what is not Telegram's is kept for the owner, never read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

_MOST = 2**63
# No database takes a zero, and what is half a letter can't be sent back.
_BROKEN = re.compile("[\0\ud800-\udfff]")
_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})\b')
_ENDLESS = "nested too deeply to be written down"
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

    Else a list for a chat's id would stop all that waits behind it. With it stays who wrote where,
    as far as that can be read: they are told. Raises ValueError without an id to know it by.
    """
    if not isinstance(update, dict) or not _is("update_id", update.get("update_id")):
        raise ValueError("an update without an id")
    whole = _ENDLESS
    try:
        if is_sound(update):
            return update
        whole = json.dumps(update)
    except RecursionError:
        pass
    return {"update_id": update["update_id"], "unreadable": whole, **sender_alone(update)}


def sender_alone(update: Mapping[str, Any]) -> dict[str, Any]:
    """The message of an update with nothing in it but who wrote it where; {} where not even that
    can be read."""
    message = update.get("message") or update.get("edited_message")
    if not isinstance(message, dict):
        return {}
    bare = {name: message.get(name) for name in ("message_id", "date")}
    for name, wanted in (("chat", ("id", "type")), ("from", ("id", "is_bot", "first_name"))):
        part = message.get(name)
        if not isinstance(part, dict) or not all(key in part for key in wanted):
            return {}
        bare[name] = {key: part[key] for key in (*wanted, "language_code") if key in part}
    return {"message": bare} if is_sound(bare, "message") else {}


def each_by_itself(said: str) -> list[Any]:
    """The updates of an answer that can't be read whole; of one that can't be read its id, where
    there is one, and its text."""
    found, depth, begin = [], 0, 0
    for match in _SIGNS.finditer(said):
        sign = match[0]
        if sign in "[{":
            depth += 1
            begin = match.end() if (depth, sign) == (2, "[") else begin
            continue
        if depth == 2 and begin and sign in ",]":
            found.append(said[begin : match.start()])
            begin = match.end()
        if sign in "]}":
            depth -= 1
            begin = begin if depth > 1 else 0
    return [_read(text) for text in found if text.strip()]


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        known = _ID.search(text)
        return {"update_id": int(known[1]), "unreadable": text} if known else None


def is_sound(node: Any, name: str = "") -> bool:
    """Whether what is in it are words, numbers and trees where Telegram has such. Pure."""
    if name == "rich_message":  # whose texts are lists and trees; nothing here reads it
        return not _BROKEN.search(json.dumps(node, ensure_ascii=False))
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
