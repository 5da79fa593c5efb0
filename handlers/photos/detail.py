"""/detail: a photo that was just described, in the long form at once; else the setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from handlers.chat.admission import admitted
from handlers.chat.consent import about_photo, may_leave
from handlers.descriptions.describe import describe
from handlers.photos.photo import answer_photo, reply_text
from handlers.preferences.choices import length
from handlers.search.referenced_photo import look, referenced_photo
from handlers.transport.voice_ahead import spoken_early

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk

JUST = 600.0
"""Seconds for which "in detail" is said of the last photo, and not of all that come."""


async def detail(talk: Talk, _argument: str, message: Message) -> None:
    """Describe the photo that is replied to or was just sent at length. Raises `ChokhError`s."""
    photo, unknown = await referenced_photo(talk, message)
    if unknown is not None and unknown[0].kind == "photo":
        longer = replace(talk, chat=replace(talk.chat, length="long"))
        await answer_photo(longer, *unknown, None)
        return
    old = photo is not None and (datetime.now(UTC) - photo.sent_at).total_seconds() > JUST
    named = talk.about is not None or message.reply_to_message is not None
    if photo is None or photo.kind == "video" or (old and not named):
        await length(talk, "long")
        return
    talk = await about_photo(talk, photo)
    async with admitted(talk, photos=0), spoken_early(talk.voice, talk.heard) as begin:
        looked = await look(talk, message)
        if looked is None:
            raise TypeError("a photo that is meant but can't be looked at")
        description = await describe(
            talk.services.abilities,
            looked[0],
            talk.language,
            "long",
            talk.wording,
            away=await may_leave(talk),
            on_shown=lambda shown: begin(shown[0].said_of()),
        )
    await talk.reply(reply_text(talk, description), about=photo)
