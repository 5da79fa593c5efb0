"""Erasure of what was confirmed, and the sentence that it is gone.

It is done once more where that is not sure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.chat.background import NOBODY
from handlers.companions.pairing import tell_ended
from memory.erase import Erased, erase, erase_photos, erased_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from handlers.chat.session import Talk
    from models.values import Language


async def erase_person(talk: Talk) -> None:
    """Erase all that is kept of the person, and say so.

    Raises `GalleryUnreachable`, with nothing erased.
    """
    memory, later = talk.services.memory, talk.services.later
    chats = {photo.chat_id for photo in await memory.photos.of(talk.user.id)}
    for chat_id in {talk.chat_id, *chats}:
        await later.settled(chat_id)
    erased = await erase(memory.database, memory.gallery, talk.user.id, talk.update_id)
    later.start(NOBODY, talk.services.abilities.forget_pictures())
    await _say(talk, erased)


async def erase_some(talk: Talk, photo_ids: Collection[int], key: str = "forgotten-photos") -> None:
    """Erase photos of the chat, and say so with the sentence of that key.

    Raises `GalleryUnreachable`, with nothing erased.
    """
    memory = talk.services.memory
    later = talk.services.later
    await later.settled(talk.chat_id)
    erased = await erase_photos(
        memory.database, memory.gallery, talk.chat_id, photo_ids, talk.update_id
    )
    later.start(NOBODY, talk.services.abilities.forget_pictures())
    await _say(talk, erased, key)


async def said_again(talk: Talk, key: str = "forgotten-photos") -> bool:
    """Say once more what this update has erased, where a failure or a power cut came between.

    Returns whether it has erased anything.
    """
    memory = talk.services.memory
    erased = await erased_by(memory.database, talk.update_id)
    if erased is None:
        return False
    if erased.everything:
        # What their coming back has written anew, in the language of their Telegram.
        await memory.chats.remove(talk.user.id)
        language: Language = "en" if erased.language == "en" else "bn"
        talk = replace(talk, chat=replace(talk.chat, language=language))
    await _say(talk, erased, key)
    return True


async def _say(talk: Talk, erased: Erased, key: str = "forgotten-photos") -> None:
    """Tell the person how much is gone, and those who had to do with them that it ends."""
    memory = talk.services.memory
    if not erased.everything:
        await memory.threads.wait(talk.chat_id, talk.user.id, None)
        # It takes the place of what was said last, which may be of a photo that is gone.
        await talk.say(talk.words(key, photos=erased.photos))
        return
    said = talk.words("forgotten-all", photos=erased.photos)
    if await memory.people.role(talk.user.id) is not None:
        said = " ".join((said, talk.words("forgotten-role")))
    await talk.say(said, kept=False)
    await tell_ended(talk, erased.pairs)
