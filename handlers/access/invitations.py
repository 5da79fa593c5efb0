"""/allow, /invite and /remove: owners say who else may use the bot."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import MessageOriginUser
from telegram.error import BadRequest, Forbidden

from handlers.access.gate import role
from handlers.chat.context import new_code
from handlers.chat.names import shown_name
from handlers.transport.sending import send_text
from models.text.script import ascii_digits

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk

_DAYS = 7
_NOBODYS = (0, 136817688, 777000, 1087968824)
"""Ids that many write under, after 0: channels, Telegram itself, and a group's anonymous admins."""


@dataclass(frozen=True)
class PersonMeant:
    """Someone on Telegram. name: as they write it themselves, or their id."""

    id: int
    name: str


async def allow(talk: Talk, argument: str, message: Message) -> None:
    """Let someone in."""
    person = await _asked(talk, argument, message.reply_to_message, "allow-whom")
    if person is None:
        return
    if await role(talk.services, person.id) == "owner":
        await talk.say(talk.words("allowed-owner", name=person.name))
        return
    known = await role(talk.services, person.id) == "guest"
    await talk.services.memory.people.put(person.id, "guest", person.name)
    told = known or await _welcomed(talk, person)
    await talk.say(talk.words("allowed" if told else "allowed-untold", name=person.name))


async def _welcomed(talk: Talk, person: PersonMeant) -> bool:
    """Tell who was let in. False where Telegram lets nobody write to them yet."""
    chat = await talk.services.memory.chats.get(person.id)
    there = replace(talk, chat=chat or talk.chat, chat_id=person.id, heard="")
    # Their own language is known once they write: nothing is chosen for them here.
    lines = ("invited-in", "greeting", *([] if chat else ["greeting-other-language"]))
    try:
        await send_text(talk.bot, person.id, "\n".join(there.words(line) for line in lines))
    except (Forbidden, BadRequest):
        return False
    return True


async def invite(talk: Talk, argument: str) -> None:  # noqa: ARG001 -- there is nothing to choose
    """Give the owner a code that lets one person in, once, within a week."""
    if await role(talk.services, talk.user.id) != "owner":
        await talk.say(talk.words("owners-only"))
        return
    code, now = new_code(), time.time()
    until = now + _DAYS * 24 * 3600.0
    await talk.services.memory.people.invite(code, talk.user.id, now, until)
    link = f"https://t.me/{talk.bot.username}?start={code}"
    # Not kept to be said again: the database knows no code.
    await talk.say(talk.words("invitation", link=link, code=code, days=_DAYS), kept=False)


async def remove(talk: Talk, argument: str, message: Message) -> None:
    """Let someone in no more."""
    person = await _asked(talk, argument, message.reply_to_message, "remove-whom")
    if person is None:
        return
    if await role(talk.services, person.id) == "owner":
        await talk.say(talk.words("removed-owner"))
        return
    was_in = await talk.services.memory.people.remove(person.id)
    await talk.say(talk.words("removed" if was_in else "removed-nobody", name=person.name))


def person_meant(argument: str, replied: Message | None) -> PersonMeant | None:
    """Who is meant: by id, or by a contact or a forwarded message of theirs that is replied to."""
    digits = ascii_digits(argument).strip()
    if re.fullmatch(r"\d{1,15}", digits):
        return PersonMeant(int(digits), digits)
    if argument or replied is None:
        return None
    if replied.contact is not None and replied.contact.user_id:
        names = (replied.contact.first_name, replied.contact.last_name)
        return _named(replied.contact.user_id, " ".join(filter(None, names)))
    origin = replied.forward_origin
    if isinstance(origin, MessageOriginUser):
        return _named(origin.sender_user.id, origin.sender_user.full_name)
    return None


def _named(user_id: int, name: str) -> PersonMeant:
    return PersonMeant(user_id, shown_name(name) or str(user_id))


async def _asked(
    talk: Talk, argument: str, replied: Message | None, otherwise: str
) -> PersonMeant | None:
    if await role(talk.services, talk.user.id) != "owner":
        await talk.say(talk.words("owners-only"))
        return None
    person = person_meant(argument, replied)
    if person is not None and person.id in {talk.bot.id, *_NOBODYS}:
        await talk.say(talk.words("allow-nobody"))
        return None
    if person is None:
        await talk.say(talk.words(otherwise))
    return person
