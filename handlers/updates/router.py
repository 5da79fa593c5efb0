"""Router: which handler takes which update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers.access.gate import gate
from handlers.answers.document import on_pdf
from handlers.chat.voice_note import sound_in
from handlers.companions.answer import relatives_only
from handlers.intents.phrases import phrases
from handlers.transport.album import Album
from handlers.transport.attachments import film_in, pdf_in, picture_in
from handlers.updates.captions import on_album, on_film, on_photo
from handlers.updates.commands import on_press
from handlers.updates.text import on_edited, on_text
from handlers.updates.unsupported import on_other
from handlers.updates.voice_message import on_sound

if TYPE_CHECKING:
    from handlers.chat.context import ChokhContext

_BEFORE_ALL, _BEFORE = -2, -1


class _IsEdited(filters.MessageFilter):
    """Messages whose text or caption was changed; a caption's photo is known already."""

    def filter(self, message: Message) -> bool:
        """Whether it was."""
        return message.edit_date is not None


class _HasPicture(filters.MessageFilter):
    """Messages with a picture, sent as a photo, a file or a sticker."""

    def filter(self, message: Message) -> bool:
        """Whether there is one."""
        return picture_in(message) is not None


class _HasFilm(filters.MessageFilter):
    """Messages with a video, an animation, a live photo, a round video or a video sticker."""

    def filter(self, message: Message) -> bool:
        """Whether there is one."""
        return film_in(message) is not None


class _HasSound(filters.MessageFilter):
    """Messages with a voice message or a sound."""

    def filter(self, message: Message) -> bool:
        """Whether there is one."""
        return sound_in(message) is not None


class _HasPdf(filters.MessageFilter):
    """Messages with a PDF."""

    def filter(self, message: Message) -> bool:
        """Whether there is one."""
        return pdf_in(message) is not None


def add_handlers(application: Application[Any, ChokhContext, Any, Any, Any, Any]) -> None:
    """Let the application answer. The first handler that fits takes an update."""
    phrases()  # read now, not while the first person waits
    application.add_handlers([TypeHandler(Update, gate), TypeHandler(Album, gate)], _BEFORE_ALL)
    application.add_handlers(
        [TypeHandler(Update, relatives_only), TypeHandler(Album, relatives_only)], _BEFORE
    )
    application.add_handlers(
        [
            TypeHandler(Album, on_album),
            CallbackQueryHandler(on_press),
            MessageHandler(_IsEdited(), on_edited),
            MessageHandler(_HasPicture(), on_photo),
            MessageHandler(_HasPdf(), on_pdf),
            MessageHandler(filters.TEXT, on_text),
            MessageHandler(_HasFilm(), on_film),
            MessageHandler(_HasSound(), on_sound),
            # "Someone pinned a message" and the like is nothing to answer.
            MessageHandler(~filters.StatusUpdate.ALL, on_other),
        ]
    )
