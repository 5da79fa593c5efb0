"""/forget: the photo replied to at once; an earlier one, an hour's or all once confirmed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from handlers.chat.keyboards import buttons
from handlers.intents.phrases import choice
from handlers.intents.recogniser import agreement
from handlers.privacy.erase import erase_person, erase_some, said_again
from handlers.search.find import day_of, shown_on
from memory.errors import GalleryUnreachable
from memory.values import AwaitsDeletion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Message

    from handlers.chat.session import Talk
    from memory.values import Photo

LAPSES = 300.0
"""Seconds after which a "yes" confirms nothing any more."""
_ASKED = {"last": "forget-last", "hour": "forget-hour", "all": "forget-all"}


async def forget(talk: Talk, argument: str, message: Message) -> None:
    """Delete the photo that the message replies to, or ask what is to be deleted."""
    replied = message.reply_to_message
    if talk.about is not None:
        if await _anothers(talk, talk.about):
            await talk.say(talk.words("forget-anothers"))
        else:
            await ask_of(talk, talk.about)
        return
    if argument or replied is None:
        await choose_what(talk, argument)
        return
    if await said_again(talk, "forgotten"):
        return
    photo = await talk.services.memory.photos.about(talk.chat_id, replied.message_id)
    if photo is None and talk.chat_id != talk.user.id:
        await talk.say(talk.words("in-private"))
        return
    if photo is None:
        await choose_what(talk, "")
        return
    if await _anothers(talk, photo):
        await talk.say(talk.words("forget-anothers"))
        return
    await _delete(talk, "one", [photo.id], "forgotten")


async def _anothers(talk: Talk, photo: Photo) -> bool:
    """Whether a photo in a group is somebody else's: that is theirs to delete."""
    owner = await talk.services.memory.photos.owner(photo.id)
    return talk.chat_id != talk.user.id and owner not in (0, talk.user.id)


async def ask_of(talk: Talk, photo: Photo) -> None:
    """Ask whether it is this photo that is to be deleted."""
    await _wait(talk, AwaitsDeletion("one", (photo.id,)))
    day, shown = day_of(talk, photo), shown_on(talk, photo)
    await talk.say(talk.words("forget-one", day=day, text=shown), kept=False)


async def choose_what(talk: Talk, argument: str) -> None:
    """Ask which photos, or, once that is said, whether it is meant."""
    which = choice("forget", argument)
    await _wait(talk, AwaitsDeletion(which or ""))
    if which is None:
        await talk.say(talk.words("forget-which"), buttons(talk, "forget"), kept=False)
        return
    found = await _photos(talk, which)
    photos = len(found)
    # What is confirmed is what was named, whatever is sent meanwhile.
    await _wait(talk, AwaitsDeletion(which, tuple(found)))
    if not photos and which != "all":
        await _wait(talk, None)
        await talk.say(talk.words("forget-none"), kept=False)
        return
    await talk.say(talk.words(_ASKED[which], photos=photos), kept=False)


async def forget_confirmed(talk: Talk, message: Message, text: str) -> bool:
    """Take what is said to /forget's questions. Returns whether the text was only that."""
    agreed = agreement(text)
    if agreed and await said_again(talk):
        return True
    thread = talk.known.thread
    if not isinstance(thread.waits, AwaitsDeletion):
        return False
    which = thread.waits.which
    # By when it was written: after a power cut it is handled later, and still meant.
    lapsed = message.date.timestamp() - thread.waits_at > LAPSES
    if lapsed or not which:
        if not lapsed and choice("forget", text) is not None:
            await choose_what(talk, text)
            return True
        await _wait(talk, None)
        if which and agreed:
            await talk.say(talk.words("forget-lapsed"), kept=False)
            return True
        return False
    if agreed:
        await _delete(talk, which, thread.waits.photos)
        return True
    await _wait(talk, None)
    await talk.say(talk.words("forget-cancelled"), kept=False)
    return agreed is False


async def _delete(
    talk: Talk, which: str, ids: Sequence[int], key: str = "forgotten-photos"
) -> None:
    try:
        if which == "all":
            await erase_person(talk)
        else:
            await erase_some(talk, ids, key)
    except GalleryUnreachable:
        await _wait(talk, None)
        await talk.say(talk.words("forget-unreachable"), kept=False)


async def _photos(talk: Talk, which: str) -> list[int]:
    since = datetime.fromtimestamp(time.time(), UTC) - timedelta(hours=1)
    memory = talk.services.memory
    if which == "all":
        return [photo.id for photo in await memory.photos.of(talk.user.id)]
    photos = await memory.photos.newest(talk.chat_id)
    if which == "last":
        photos = photos[:1]
    elif which == "hour":
        photos = [photo for photo in photos if photo.sent_at >= since]
    return [photo.id for photo in photos]


async def _wait(talk: Talk, waits: AwaitsDeletion | None) -> None:
    await talk.services.memory.threads.wait(talk.chat_id, talk.user.id, waits)
