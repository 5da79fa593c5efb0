"""Asking a companion: the photo and the question go to them, their answer comes back."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import ReplyParameters
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ApplicationHandlerStop

from handlers.access import own_role
from handlers.group import said as said_in
from handlers.meant import meant, sent_of
from handlers.person import decided, person, talk_with
from handlers.photo import answer_photo, on_photo
from handlers.plain import plain, slash, value
from handlers.prose import dative, is_bangla
from handlers.question import check
from handlers.reply import send_text
from handlers.sent import picture_in, send_again
from handlers.sound import heard_in
from handlers.talk import Talk, first_of, message_of
from memory.errors import MemoryFault
from memory.values import Exchange
from models.errors import ChokhError

if TYPE_CHECKING:
    from telegram import Bot, Message, Update

    from handlers.album import Album
    from handlers.context import ChokhContext, Services
    from memory.values import Companion, Errand, Photo

logger = logging.getLogger(__name__)

_ANYONE = "(?:আমার |একজন )?মানুষ(?:টি|টা)?"
_ASKED = (
    re.compile(
        rf"(?:{_ANYONE}|(?P<name>[^\s,:।]+?))কে (?:একটু )?(?:জিজ্ঞেস|জিজ্ঞাসা) "
        r"(?:করুন|করো|কর|করেন|করে দিন)[\s:,।!-]*(?P<question>.*)",
        re.DOTALL,
    ),
    re.compile(
        r"ask (?:(?:my|a) person\b|(?P<name>[^\s,:।]+)(?=[:,]|$))[\s:,.!-]*(?P<question>.*)",
        re.DOTALL | re.IGNORECASE,
    ),
    # The photo alone.
    re.compile(rf"(?:{_ANYONE}|(?P<name>[^\s,:।]+?))কে (?:একটু )?(?:দেখান|দেখাও)[।!]?(?P<question>)"),
    re.compile(
        r"(?:please )?(?:show|send)(?: (?:it|this))?(?: to)? (?:my|a) (?P<name>)person"
        r"[.!]?(?P<question>)",
        re.IGNORECASE,
    ),
    # Bangla in Latin letters: the question goes on as it was typed.
    re.compile(
        r"(?:(?:amar |ekjon )?man(?:u|oo)[sh]+(?:ti|ta)?|(?P<name>[^\s,:।]+?)) ?ke (?:ektu )?"
        r"jig+[ae]s+h?a?a? (?:korun|koro|koren|kor)[\s:,.!-]*(?P<question>.*)",
        re.DOTALL | re.IGNORECASE,
    ),
)
_PAUSE = 30.0  # seconds before what failed is tried again
_LONGEST_SLEEP = 3600.0  # seconds


@dataclass(frozen=True)
class Wanted:
    """name: of the companion who is to be asked, "" for any; question: "" where none is given."""

    name: str
    question: str


def errand_in(text: str) -> Wanted | None:
    """What "ask my person: is it out of date?" wants, in either language; None for other texts."""
    said = re.sub(r"[\u200b-\u200d\ufeff]", "", " ".join(text.split()))
    for pattern in _ASKED:
        if found := pattern.fullmatch(said):
            return Wanted(found["name"] or "", found["question"].strip())
    return None


async def errand(talk: Talk, message: Message, text: str) -> bool:
    """Send the photo that is meant to a companion, where the text wants that."""
    wanted = errand_in(text)
    if wanted is None:
        return False
    companion = await _companion(talk, wanted.name)
    if companion is None:
        if wanted.name:
            return False  # "ask the question: ..." is one
        await talk.say(talk.words("person-none"))
        return True
    if wanted.question:
        check(wanted.question)
    photo, unknown = await meant(talk, message)
    if unknown is not None:
        await answer_photo(talk, *unknown, None)
        photo = await talk.services.memory.photos.about(talk.chat_id, unknown[1])
    if photo is None:
        await talk.say(talk.words("no-photo-yet"))
        return True
    await _send(talk, message.message_id, companion, photo, wanted.question)
    return True


async def on_photo_to_send(update: Update, context: ChokhContext) -> None:
    """Describe a photo, then send it to a companion, as its caption wants."""
    message = message_of(update)
    wanted, sent = errand_in(said_in(message)), picture_in(message)
    talk = await Talk.of(update, context)
    companion = await _companion(talk, wanted.name) if wanted else None
    if wanted is None or sent is None or (companion is None and wanted.name):
        await on_photo(update, context)
        return
    await answer_photo(talk, sent, message.message_id, None)
    photo = await talk.services.memory.photos.about(talk.chat_id, message.message_id)
    if companion is None:
        await talk.say(talk.words("person-none"))
    elif photo is not None:
        await _send(talk, message.message_id, companion, photo, wanted.question)


async def answer_errand(talk: Talk, message: Message, text: str) -> bool:
    """Take a companion's text to who asked, where it answers what they were sent."""
    task = await _answered_by(talk, message)
    if task is None or (message.reply_to_message is None and (slash(text) or plain(text))):
        return False
    await _bring_back(talk, task, text)
    return True


async def answer_errand_aloud(talk: Talk, message: Message) -> bool:
    """Take a companion's voice message to who asked: as it is, and what is understood of it."""
    sound = message.voice or message.audio
    task = await _answered_by(talk, message)
    if task is None or sound is None:
        return False
    there = await talk_with(talk.services, talk.bot, task.chat_id, task.user_id)
    if there is None:
        return False
    send = talk.bot.send_voice if message.voice else talk.bot.send_audio
    try:
        sent = await send(
            task.chat_id,
            sound.file_id,
            caption=there.words("errand-voice", name=talk.user.full_name),
            reply_parameters=ReplyParameters(task.message_id, allow_sending_without_reply=True),
        )
    except (Forbidden, BadRequest):
        await talk.say(talk.words("errand-undelivered"))
        return True
    if task.photo_id is not None:
        await talk.services.memory.photos.link(task.photo_id, [sent.message_id])
    try:
        heard = (await heard_in(talk, message)).text
    except ChokhError as error:
        logger.info("a companion's voice message was not understood: %r", error)
        await talk.services.memory.errands.mark(task.id, "answered")
        await talk.say(talk.words("errand-thanks"))
        return True
    await _bring_back(talk, task, heard, spoken=True)
    return True


async def relatives_only(update: Update | Album, context: ChokhContext) -> None:
    """Let a stranger whom someone asked for help answer that, and nothing else."""
    services, single = context.services, first_of(update)
    chat, user = single.effective_chat, single.effective_user
    if services.access.open or chat is None or user is None:
        return
    if own_role(services, user.id, await context.known(chat.id, user.id)) is not None:
        return
    talk = await Talk.of(update, context)
    message, text = single.message, ""
    if message is not None:
        text = message.text or ""
        command = slash(text) or plain(text)
        takes = await decided(talk, message, text) or await answer_errand(talk, message, text)
        if not takes and (message.voice or message.audio):
            takes = await answer_errand_aloud(talk, message)
        if not takes and command and command.name == "person" and _ends(command.argument):
            await person(talk, command.argument, message)
        elif not takes:
            await talk.say(talk.words("person-only-answers"))
        raise ApplicationHandlerStop
    data = single.callback_query.data if single.callback_query else ""
    if not (data or "").startswith("person "):
        raise ApplicationHandlerStop


async def watch(services: Services, bot: Bot) -> None:
    """Say which answers are late, each once, until cancelled."""
    errands = services.memory.errands
    while True:
        errands.added.clear()
        try:
            await say_overdue(services, bot)
            due = await errands.next_due()
            pause = _LONGEST_SLEEP if due is None else max(0.0, due - errands.clock())
        except (TelegramError, MemoryFault) as error:
            logger.warning("late answers can't be told of now: %r", error)
            pause = _PAUSE
        with suppress(TimeoutError):
            await asyncio.wait_for(errands.added.wait(), min(pause, _LONGEST_SLEEP))


async def say_overdue(services: Services, bot: Bot) -> None:
    """Say of each errand that is overdue that no answer came. Raises `TelegramError`."""
    memory = services.memory
    for late in await memory.errands.overdue():
        talk = await talk_with(services, bot, late.chat_id, late.user_id)
        names = {each.companion_id: each.name for each in await memory.companions.of(late.user_id)}
        if talk is not None:
            said = talk.words("errand-late", name=names.get(late.companion_id, ""))
            talk = replace(talk, message_id=late.message_id)
            photos = await memory.photos.several(late.chat_id, [late.photo_id or 0])
            with suppress(Forbidden, BadRequest):
                if photos:
                    await talk.reply(said, about=photos[late.photo_id or 0], by_person=True)
                else:
                    await talk.say(said)
        await memory.errands.mark(late.id, "late")


def _ends(argument: str) -> bool:
    return value("person", argument) in ("yes", "no", "off")


async def _companion(talk: Talk, name: str) -> Companion | None:
    """The first who agreed, of that name if one is given."""
    for each in await talk.services.memory.companions.of(talk.user.id):
        named = {each.name.casefold(), *each.name.casefold().split()}
        if each.state == "agreed" and (not name or name.casefold() in named):
            return each
    return None


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
    caption = (there or talk).words("errand-asks", name=talk.user.full_name, question=question)
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


async def _answered_by(talk: Talk, message: Message) -> Errand | None:
    """The errand that a message answers: the one replied to, or the only one there is."""
    if talk.chat_id != talk.user.id:
        return None
    if message.reply_to_message is not None:
        errands = talk.services.memory.errands
        return await errands.told_in(talk.user.id, message.reply_to_message.message_id)
    waiting = talk.known.errands
    return waiting[0] if len(waiting) == 1 else None


async def _bring_back(talk: Talk, task: Errand, answer: str, spoken: bool = False) -> None:
    """Say the answer to who asked. spoken: they have heard it already, in the voice itself."""
    memory = talk.services.memory
    there = await talk_with(talk.services, talk.bot, task.chat_id, task.user_id)
    if there is None:
        await talk.say(talk.words("errand-undelivered"))
        return
    there = replace(there, message_id=task.message_id)
    if spoken:
        there = replace(there, chat=replace(there.chat, voice="off"))
    said = there.words("errand-answer", name=talk.user.full_name, answer=answer)
    found = await memory.photos.several(task.chat_id, [task.photo_id] if task.photo_id else [])
    try:
        if task.photo_id in found:
            exchange = await _exchange(talk, task.question, answer)
            await there.reply(said, about=found[task.photo_id], exchange=exchange, by_person=True)
        else:
            await there.say(said, aloud=not spoken)
    except (Forbidden, BadRequest):
        await talk.say(talk.words("errand-undelivered"))
        return
    await memory.errands.mark(task.id, "answered")
    await talk.say(talk.words("errand-thanks"))


async def _exchange(talk: Talk, question: str, answer: str) -> Exchange:
    """What a follow-up builds on; in Bangla where it can't be translated."""
    english = [question, answer]
    for index, text in enumerate(english):
        if is_bangla(text):
            with suppress(ChokhError):
                (english[index],) = [
                    each.text
                    for each in await talk.services.abilities.translate([text], "bn", "en")
                ]
    return Exchange(english[0], english[1], question, answer)
