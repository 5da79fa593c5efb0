"""Companion's answer, taken back to the person who asked."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import ReplyParameters
from telegram.error import BadRequest, Forbidden
from telegram.ext import ApplicationHandlerStop

from handlers.access.gate import own_role, wants_own
from handlers.chat.addressing import written
from handlers.chat.names import shown_name
from handlers.chat.session import Talk, first_of
from handlers.chat.voice_note import heard_in
from handlers.companions.pairing import decided, person, talk_with
from handlers.intents.phrases import choice
from handlers.intents.recogniser import command_in
from memory.values import Exchange
from models.errors import ChokhError
from models.text.script import is_bangla

if TYPE_CHECKING:
    from telegram import Message, Update

    from handlers.chat.context import ChokhContext
    from handlers.transport.album import Album
    from memory.values import Errand

logger = logging.getLogger(__name__)


async def answer_errand(talk: Talk, message: Message, text: str) -> bool:
    """Take a companion's text to who asked, where it answers what they were sent."""
    task = await _answered_by(talk, message)
    if task is None or (message.reply_to_message is None and command_in(text)):
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
            caption=there.words("errand-voice", name=shown_name(talk.user.full_name)),
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
    known = await context.known(chat.id, user.id)
    if own_role(services, user.id, known) is not None or wants_own(single, known):
        return
    talk = await Talk.of(update, context)
    message, text = single.message, ""
    if message is not None:
        text = written(message)
        command = command_in(text)
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


def _ends(argument: str) -> bool:
    return choice("person", argument) in ("yes", "no", "off")


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
    said = there.words("errand-answer", name=shown_name(talk.user.full_name), answer=answer)
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
    return Exchange(english[0], english[1], question, answer, by="person")
