"""Photo search in a chat: by words, or by a photo."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import BadRequest, TelegramError

from handlers.chat.admission import admitted
from handlers.i18n.text import sentence
from handlers.search.referenced_photo import sent_of
from handlers.transport.attachments import PhotoGone, SentPicture, fetch, picture_in, send_again
from handlers.transport.sending import insist, send_text
from handlers.transport.splitting import parts
from memory.errors import MemoryFault
from models.errors import ChokhError

if TYPE_CHECKING:
    from telegram import Bot, Message

    from handlers.chat.context import Services
    from handlers.chat.session import Talk
    from memory.photos.gallery import Found
    from memory.values import Photo
    from models.abilities import Abilities
    from models.values import Language, Picture, Vectors

logger = logging.getLogger(__name__)

SHOWN = 3
"""Photos that are sent; one who listens can't skim more."""
NEAR_ENOUGH = 0.05
"""Lowest cosine of a text and a picture that counts: true-negative rate 94% in English and 97% in
Bangla, recall 99% (20 drawn scenes)."""
LIKE = 0.8
"""Lowest cosine of two pictures: true-negative rate 90% (pairs of drawn scenes)."""
_ELSE = "something else"
_LOOKED_AT = 50
_CAPTION = 1_024  # UTF-16 units: what Telegram takes


def keep(talk: Talk, photo: Photo, picture: Picture | None = None) -> None:
    """Put a described photo into the gallery, after the reply and beside whatever comes next.

    picture: None to fetch it again, where several would fill the memory.
    """
    talk.services.later.start(talk.chat_id, _keep(talk, photo, picture))


async def find(talk: Talk, query: str, message: Message) -> None:
    """Send the photos that fit the words, or that are like the photo replied to, best first."""
    photos, replied = talk.services.memory.photos, message.reply_to_message
    if query:
        await _show(talk, await _by_words(talk, query))
        return
    known = await photos.about(talk.chat_id, replied.message_id) if replied else talk.about
    sent = SentPicture(known.file_id, None) if known else picture_in(replied) if replied else None
    if sent is None:
        await talk.say(talk.words("find-what"))
    else:
        await find_like(talk, sent, known)


async def find_like(talk: Talk, sent: SentPicture, itself: Photo | None = None) -> None:
    """Send the photos that are like a picture, without the picture itself."""
    services = talk.services
    async with admitted(talk, photos=0):
        picture = await services.abilities.open_picture(await fetch(talk.bot, sent))
        (vector,) = await services.abilities.embed_pictures([picture])
        model = await services.abilities.embedder()
        await services.later.settled(talk.chat_id)
        found = await services.memory.gallery.near(
            model, talk.chat_id, vector, _LOOKED_AT, at_least=LIKE
        )
    await _show(talk, [each for each in found if itself is None or each.photo_id != itself.id])


async def by_words(abilities: Abilities, query: str) -> tuple[Vectors, Vectors]:
    """The query's vector, and that of what it has to fit better than."""
    wanted, against = await abilities.embed_texts([query, _ELSE])
    return wanted, against


async def _by_words(talk: Talk, query: str) -> list[Found]:
    services = talk.services
    async with admitted(talk, photos=0):
        wanted, against = await by_words(services.abilities, query)
        model = await services.abilities.embedder()
        await services.later.settled(talk.chat_id)
        return await services.memory.gallery.near(
            model, talk.chat_id, wanted, _LOOKED_AT, against, NEAR_ENOUGH
        )


async def _show(talk: Talk, found: list[Found]) -> None:
    ids = [each.photo_id for each in found]
    known = await talk.services.memory.photos.several(talk.chat_id, ids)
    photos = [known[each] for each in ids if each in known]
    if not photos:
        await talk.say(talk.words("found-none"))
        return
    more = len(photos) - SHOWN
    said = talk.words("found", photos=min(len(photos), SHOWN))
    if more > 0:
        said = " ".join([said, talk.words("found-more", photos=more)])
    await talk.say(said, aloud=False)
    told = [await send_found(talk, photo) for photo in photos[:SHOWN]]
    await talk.aloud("\n".join([said, *told]))


async def send_found(talk: Talk, photo: Photo) -> str:
    """Send a photo with its description and date. Returns what was written with it."""
    caption = f"{shown_on(talk, photo)}\n{day_of(talk, photo)}"
    chat_id, written = talk.chat_id, parts(caption, _CAPTION)[0]
    try:
        message = await send_again(talk.bot, chat_id, sent_of(photo), written)
        ids = [message.message_id]
    except (BadRequest, PhotoGone) as error:
        logger.info("photo %d can't be sent again: %s", photo.id, error)
        caption = "\n".join([caption, talk.words("found-gone")])
        ids = await send_text(talk.bot, chat_id, caption)
    await talk.services.memory.photos.link(photo.id, ids)
    return caption


def shown_on(talk: Talk, photo: Photo) -> str:
    """What was said of an earlier photo, as it is said now."""
    language: Language = "bn" if photo.language == "bn" else "en"
    return sentence(talk.wording.in_style(photo.caption, language), language)


def day_of(talk: Talk, photo: Photo) -> str:
    """The date that a photo was sent on."""
    sent = photo.sent_at.astimezone(talk.zone)
    year = talk.wording.digits(talk.language, str(sent.year))  # a number would have a comma
    return talk.words("date", day=sent.day, month=sent.month, year=year)


async def _keep(talk: Talk, photo: Photo, picture: Picture | None) -> None:
    try:
        await put(talk.services, talk.bot, photo, picture)
    except (ChokhError, MemoryFault, TelegramError) as error:
        logger.warning("photo %d can't be found later: %r", photo.id, error)


async def put(services: Services, bot: Bot, photo: Photo, picture: Picture | None = None) -> None:
    """Put a photo into the gallery, fetched again where no picture of it is given.

    Raises `ChokhError`, `MemoryFault`, `TelegramError`.
    """
    abilities, memory = services.abilities, services.memory
    model = await abilities.embedder()
    if picture is None:
        data = await insist(partial(fetch, bot, sent_of(photo)))
        if photo.kind == "video":
            picture = (await abilities.open_film(data)).frames[0]
        else:
            picture = await abilities.open_picture(data)
    (vector,) = await abilities.embed_pictures([picture])
    await memory.gallery.add(model, photo, vector)
    if not await memory.photos.several(photo.chat_id, [photo.id]):
        await memory.gallery.forget([photo.id])  # the row went meanwhile
