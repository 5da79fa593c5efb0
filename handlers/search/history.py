"""/history: the last photos, in short; and an earlier photo that a text means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.search.find import day_of, send_found, shown_on

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk
    from handlers.intents.photo_reference import Pick
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


def may_mean_earlier(talk: Talk, message: Message) -> bool:
    """Whether a text may mean an earlier photo: a reply means the one that it replies to."""
    alone = talk.chat_id == talk.user.id
    # What a companion answers may name any photo.
    answers = alone and len(talk.known.errands) == 1
    return message.reply_to_message is None and talk.about is None and not answers


async def earlier(talk: Talk, pick: Pick) -> Talk | None:
    """The talk about the earlier photo that a text means.

    None where that is answered: there is no such photo, or nothing was asked and it is sent again.
    """
    found = await talk.services.memory.photos.newest(
        talk.chat_id, pick.number, pick.since, pick.until
    )
    if len(found) < pick.number:
        await talk.say(talk.words("history-no-such"))
        return None
    photo = found[pick.number - 1]
    if pick.rest:
        return replace(talk, about=photo)
    await talk.aloud(await send_found(talk, photo))
    return None


def _told(talk: Talk, number: int, photo: Photo) -> str:
    sent, today = photo.sent_at.astimezone(talk.zone).date(), datetime.now(talk.zone).date()
    ago = (today - sent).days
    if ago < 2:
        day = talk.words("history-today" if ago < 1 else "history-yesterday")
    else:
        day = day_of(talk, photo)
    return talk.words("history-photo", number=number, day=day, text=shown_on(talk, photo))
