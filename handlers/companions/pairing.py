"""/person: a relative or friend whom a person may ask. Both agree first, and either can end it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import User
from telegram.error import BadRequest, Forbidden

from handlers.access.invitations import PersonMeant, person_meant
from handlers.chat.keyboards import row
from handlers.chat.names import shown_name
from handlers.chat.session import Talk
from handlers.i18n.text import dative
from handlers.intents.phrases import choice
from handlers.intents.recogniser import agreement
from handlers.transport.sending import send_text
from memory.values import Companion
from models.text.script import ascii_digits

if TYPE_CHECKING:
    from telegram import Bot, Message

    from handlers.chat.context import Services
    from memory.values import CompanionState

MINUTES = 15
LONGEST = 240  # minutes
_WEEK = 7 * 24 * 3600.0  # seconds
# What is remembered, and what each side is told: the companion, then who asked.
_DECIDED: dict[str, tuple[CompanionState, str, str]] = {
    "yes": ("agreed", "person-you-agreed", "person-agreed"),
    "no": ("refused", "person-you-refused", "person-refused"),
}
_MINUTES = re.compile(r"(\d{1,15})\s*(?:মিনিট|minutes?|min)", re.IGNORECASE)


async def person(talk: Talk, argument: str, message: Message) -> None:
    """Ask someone to be the person's companion, end it, choose how long to wait, or say how it is.

    A companion answers and ends it with the same command.
    """
    chosen = choice("person", argument)
    minutes = minutes_in(argument)
    whom = person_meant(argument, message.reply_to_message)
    if chosen in ("yes", "no"):
        await _decide(talk, chosen, await _asked(talk, replied=message.reply_to_message))
    elif chosen == "off":
        await _end(talk)
    elif minutes is not None:
        await _wait(talk, minutes)
    elif whom is not None:
        await _invite(talk, whom)
    elif argument:
        await talk.say(talk.words("person-how"))
    else:
        await _say_how_it_stands(talk)


async def decide(talk: Talk, argument: str) -> None:
    """Agree or refuse by a button, which says whom it is for: "yes 7"."""
    chosen, _, asker = argument.partition(" ")
    await _decide(talk, chosen, await _asked(talk, int(asker) if asker else None))


async def _asked(
    talk: Talk, asker: int | None = None, replied: Message | None = None
) -> list[Companion]:
    """The invitations that are meant: the named one, the one replied to, or all that wait.

    Who has refused takes that back only by its button or a reply to it.
    """
    theirs = await talk.services.memory.companions.whose(talk.user.id)
    if asker is not None:
        return [each for each in theirs if each.user_id == asker and each.state != "ended"]
    if replied is not None:
        meant = [each for each in theirs if each.invitation_id == replied.message_id]
        return [each for each in meant if each.state != "ended"]
    return [each for each in theirs if each.state == "asked"]


async def _decide(talk: Talk, chosen: str, asked: list[Companion]) -> None:
    """Agree or refuse to be the companion of the one who is meant; where several are, say so."""
    if len(asked) > 1:
        names = ", ".join(each.asker for each in asked if each.asker)
        await talk.say(talk.words("person-which", names=names))
        return
    if not asked:
        await talk.say(talk.words("person-nobody-asks"))
        return
    pair = asked[0]
    name = shown_name(talk.user.full_name) or pair.name
    state, here, there = _DECIDED[chosen]
    refused_at = time.time() if state == "refused" else 0.0
    kept = replace(pair, name=name, state=state, refused_at=refused_at)
    await talk.services.memory.companions.put(kept)
    await talk.say(talk.words(here, name=pair.asker))
    await _tell(talk, pair.user_id, there, name=name)


async def decided(talk: Talk, message: Message, text: str) -> bool:
    """Take "agree" and "disagree" as the answer to an invitation, where one waits for it."""
    agreed = agreement(text)
    if agreed is None or talk.chat_id != talk.user.id:
        return False
    memory = talk.services.memory
    if await memory.inbox.holds(talk.chat_id):
        return False  # a question waits for the same words
    asked = await _asked(talk, replied=message.reply_to_message)
    if not asked:
        return False
    await _decide(talk, "yes" if agreed else "no", asked)
    return True


def minutes_in(argument: str) -> int | None:
    """The minutes of "30 minutes", in either language's digits; None for anything else."""
    found = _MINUTES.fullmatch(ascii_digits(argument).strip())
    return int(found[1]) if found else None


async def talk_with(services: Services, bot: Bot, chat_id: int, user_id: int) -> Talk | None:
    """A talk with someone who wrote before and not now; None for who never did."""
    chat = await services.memory.chats.get(user_id)
    if chat is None:
        return None
    return Talk(services, bot, chat_id, chat, User(user_id, "", False), None)


async def tell_ended(talk: Talk, pairs: Iterable[Companion]) -> None:
    """Tell the others that these pairs of the person's are no more."""
    for pair in pairs:
        if pair.user_id != talk.user.id:
            if pair.state == "agreed":
                await _tell(talk, pair.user_id, "person-ended-by-companion", name=pair.name)
        elif pair.state == "agreed":
            name = shown_name(talk.user.full_name)
            await _tell(talk, pair.companion_id, "person-ended-by-asker", name=name)


async def _invite(talk: Talk, whom: PersonMeant) -> None:
    companions = talk.services.memory.companions
    if whom.id in (talk.user.id, talk.bot.id):
        await talk.say(talk.words("person-someone-else"))
        return
    before = next((c for c in await companions.of(talk.user.id) if c.companion_id == whom.id), None)
    if before is not None and (
        before.state in ("asked", "agreed") or time.time() - before.refused_at < _WEEK
    ):
        # Nobody is to be pressed, by ending it and asking anew either.
        key = "person-soon" if before.state == "ended" else f"person-{before.state}"
        await talk.say(talk.words(key, name=before.name))
        return
    there = await talk_with(talk.services, talk.bot, whom.id, whom.id)
    # Who never wrote to the bot, or only as a stranger: spoken to like the one who asks.
    there = there or replace(talk, chat_id=whom.id, user=User(whom.id, "", False), heard="")
    asker = shown_name(talk.user.full_name)
    text = there.words("person-invites", name=asker)
    choices = row(there.words, "person", of=str(talk.user.id))
    try:
        sent = await send_text(talk.bot, whom.id, text, buttons=choices)
    except (Forbidden, BadRequest):
        me = await talk.bot.get_me()
        await talk.say(
            talk.words(
                "person-unreached",
                whom=dative(whom.name, talk.language),
                bot=f"@{me.username}",
            )
        )
        return
    await there.aloud(text)
    pair = Companion(talk.user.id, whom.id, whom.name, "asked", MINUTES, 0.0, sent[-1], asker)
    await companions.put(pair)
    await talk.say(talk.words("person-asked", name=whom.name))


async def _end(talk: Talk) -> None:
    """End all that the person is part of, on either side, and tell the others."""
    companions = talk.services.memory.companions
    theirs, others = await companions.of(talk.user.id), await companions.whose(talk.user.id)
    others = tuple(each for each in others if each.state in ("asked", "agreed"))
    if not any(each.state != "ended" for each in (*theirs, *others)):
        await talk.say(talk.words("person-none"))
        return
    for pair in (*theirs, *others):
        await companions.remove(pair.user_id, pair.companion_id)
        # What says no to the next invitation stays, also of one that was taken back.
        if pair.user_id != talk.user.id:
            await companions.put(replace(pair, state="refused", refused_at=time.time()))
        elif pair.state != "agreed":
            state: CompanionState = "ended" if pair.state == "asked" else pair.state
            refused_at = pair.refused_at or time.time()
            await companions.put(replace(pair, state=state, refused_at=refused_at))
    await talk.say(talk.words("person-over"))
    await tell_ended(talk, (*theirs, *others))


async def _wait(talk: Talk, minutes: int) -> None:
    companions = talk.services.memory.companions
    theirs = await companions.of(talk.user.id)
    if not 1 <= minutes <= LONGEST:
        await talk.say(talk.words("person-minutes-limit", longest=LONGEST))
    elif not theirs:
        await talk.say(talk.words("person-none"))
    else:
        for pair in theirs:
            await companions.put(replace(pair, minutes=minutes))
        await talk.say(talk.words("person-minutes-set", minutes=minutes))


async def _say_how_it_stands(talk: Talk) -> None:
    companions = talk.services.memory.companions
    theirs = await companions.of(talk.user.id)
    said = [
        talk.words("person-now", name=each.name, minutes=each.minutes)
        if each.state == "agreed"
        else talk.words(f"person-{each.state}", name=each.name)
        for each in theirs
        if each.state != "ended"
    ]
    if any(each.state == "agreed" for each in await companions.whose(talk.user.id)):
        said.append(talk.words("person-you-help"))
    await talk.say("\n".join(said) or talk.words("person-none"))


async def _tell(talk: Talk, user_id: int, key: str, **arguments: str) -> None:
    """Say it to the other side. Who blocked the bot doesn't want to know."""
    there = await talk_with(talk.services, talk.bot, user_id, user_id)
    there = there or replace(talk, chat_id=user_id, user=User(user_id, "", False), heard="")
    try:
        await there.say(there.words(key, **arguments))
    except (Forbidden, BadRequest):
        return
