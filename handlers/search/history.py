"""/history: the last photos, in short; and an earlier photo that a text means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.intents.photo_reference import picked
from handlers.search.find import day_of, send_found, shown_on

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk
    from memory.values import Photo

SHOWN = 5
"""Photos that are told; one who listens can't skim more."""


async def history(talk: Talk, argument: str) -> None:  # noqa: ARG001 -- there is nothing to choose
    """Tell the last photos with their days, newest first, and how to ask about one."""
    photos = talk.services.memory.photos
    newest = await photos.newest(talk.chat_id, SHOWN)
    if not newest:
        await talk.say(talk.words("history-none"))
        return
    lines = [_told(talk, number, photo) for number, photo in enumerate(newest, start=1)]
    more = await photos.count(talk.chat_id) - len(newest)
    if more > 0:
        lines.append(talk.words("history-more", photos=more))
    lines.append(talk.words("history-how"))
    await talk.say("\n".join(lines))


async def earlier(talk: Talk, message: Message, text: str) -> Talk | tuple[Talk, str] | None:
    """The talk about the earlier photo that a text means, and the rest of the text.

    None where it means none; the talk alone where that is answered: there is no such photo, or
    nothing was asked and the photo is sent again.
    """
    if message.reply_to_message is not None or talk.about is not None:
        return None
    alone = talk.chat_id == talk.user.id
    if alone and len(talk.known.errands) == 1:
        return None  # what a companion answers may name any photo
    now = datetime.now().astimezone()
    pick = picked(text, now)
    if pick is None:
        return None
    found = await talk.services.memory.photos.newest(
        talk.chat_id, pick.number, pick.since, pick.until
    )
    if len(found) < pick.number:
        await talk.say(talk.words("history-no-such"))
        return talk
    photo = found[pick.number - 1]
    if pick.rest:
        return replace(talk, about=photo), pick.rest
    await talk.aloud(await send_found(talk, photo))
    return talk


def _told(talk: Talk, number: int, photo: Photo) -> str:
    sent, today = photo.sent_at.astimezone().date(), datetime.now().astimezone().date()
    ago = (today - sent).days
    if ago < 2:
        day = talk.words("history-today" if ago < 1 else "history-yesterday")
    else:
        day = day_of(talk, photo)
    return talk.words("history-photo", number=number, day=day, text=shown_on(talk, photo))
