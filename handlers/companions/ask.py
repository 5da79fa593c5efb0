"""Question to a companion: the photo and the question go to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.error import BadRequest, Forbidden

from handlers.answers.ask_model import check
from handlers.chat.names import shown_name
from handlers.chat.session import Talk
from handlers.companions.pairing import talk_with
from handlers.i18n.text import dative
from handlers.intents.ask_person import named_alike
from handlers.photos.photo import answer_photo
from handlers.search.referenced_photo import referenced_photo, sent_of
from handlers.transport.attachments import picture_in, send_again
from handlers.transport.sending import send_text

if TYPE_CHECKING:
    from telegram import Bot, Message

    from handlers.intents.intent import Intent
    from memory.values import Companion, Photo


async def errand(talk: Talk, message: Message, wanted: Intent) -> None:
    """Send the photo that is meant to a companion."""
    companion = await _companion(talk, wanted.whom)
    if companion is None:
        await _say_who(talk)
        return
    if wanted.argument:
        check(wanted.argument)
    photo, unknown = await referenced_photo(talk, message)
    if unknown is not None:
        await answer_photo(talk, *unknown, None)
        photo = await talk.services.memory.photos.about(talk.chat_id, unknown[1])
    if photo is None:
        await talk.say(talk.words("no-photo-yet"))
        return
    await _send(talk, message.message_id, companion, photo, wanted.argument)


async def send_photo(talk: Talk, message: Message, wanted: Intent) -> None:
    """Describe a photo, then send it to a companion, as its caption wants."""
    sent = picture_in(message)
    if sent is None:
        raise TypeError("a message without a picture")
    companion = await _companion(talk, wanted.whom)
    await answer_photo(talk, sent, message.message_id, None)
    photo = await talk.services.memory.photos.about(talk.chat_id, message.message_id)
    if companion is None:
        await _say_who(talk)
    elif photo is not None:
        await _send(talk, message.message_id, companion, photo, wanted.argument)


async def _companion(talk: Talk, name: str) -> Companion | None:
    """The first who agreed, of that name if one is given."""
    for each in await talk.services.memory.companions.of(talk.user.id):
        if each.state == "agreed" and (not name or named_alike(name, each.name)):
            return each
    return None


async def _say_who(talk: Talk) -> None:
    """Say who may be asked: the name was another, or there is nobody."""
    known = await talk.services.memory.companions.of(talk.user.id)
    names = ", ".join(each.name for each in known if each.state == "agreed")
    await talk.say(talk.words("errand-whom", names=names) if names else talk.words("person-none"))


async def _send(
    talk: Talk, message_id: int, companion: Companion, photo: Photo, question: str
) -> None:
    memory = talk.services.memory
    if await memory.errands.asked_by(talk.chat_id, message_id):
        return  # tried again after a failure
    if not question:
        exchanges = await memory.photos.exchanges(photo.id)
        question = exchanges[-1].question if exchanges else talk.words("errand-what")
    there = await talk_with(talk.services, talk.bot, companion.companion_id, companion.companion_id)
    caption = (there or talk).words(
        "errand-asks", name=shown_name(talk.user.full_name), question=question
    )
    try:
        told = await _show(talk.bot, companion.companion_id, photo, caption)
    except (Forbidden, BadRequest):
        await talk.say(talk.words("errand-blocked", whom=dative(companion.name, talk.language)))
        return
    await memory.errands.add(
        talk.user.id,
        talk.chat_id,
        message_id,
        photo.id,
        companion.companion_id,
        told,
        question,
        companion.minutes,
    )
    said = talk.words(
        "errand-sent", whom=dative(companion.name, talk.language), minutes=companion.minutes
    )
    await talk.reply(said, about=photo, by_person=True)


async def _show(bot: Bot, chat_id: int, photo: Photo, caption: str) -> int:
    """Send the photo to a companion. Returns the message's id."""
    # Telegram takes 1,024 letters under a photo; a question may have as many itself.
    short = caption if len(caption) <= 1024 else None
    message = await send_again(bot, chat_id, sent_of(photo), short)
    if short is not None:
        return message.message_id
    return (await send_text(bot, chat_id, caption, message.message_id))[0]
