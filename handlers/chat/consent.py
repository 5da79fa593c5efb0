"""Consent to send photos outside: asked first, and taken back at any time.

What they agreed to is the host itself, so that another one is asked about again. An update that
needs their word waits in the inbox until they give it, and is then handled as if it came anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.chat.keyboards import buttons
from handlers.intents.phrases import choice
from handlers.intents.recogniser import agreement
from memory.values import Consent
from models.errors import Disagreed, NotAgreed, OwnerUnasked

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk
    from handlers.i18n.messages import Words
    from memory.values import Photo
    from models.values import Language


def check_agreed(host: str, consent: Consent | None) -> None:
    """Raise `NotAgreed` or `Disagreed` unless photos may go to the host; "" is the house itself."""
    if host and (consent is None or consent.host != host):
        raise NotAgreed(f"nobody was asked whether photos may go to {host}", host=host)
    if host and consent and not consent.given:
        raise Disagreed(f"photos must not go to {host}", host=host)


async def about_photo(talk: Talk, photo: Photo) -> Talk:
    """The talk about a photo that was sent before: in a group maybe another person's."""
    if talk.chat_id == talk.user.id:
        return talk
    return replace(talk, sender=await talk.services.memory.photos.owner(photo.id) or -1)


async def agreed(talk: Talk) -> Consent | None:
    """What the person has said. Of another's photo both decide, who asks first.

    Raises `OwnerUnasked` where it is another's who has not agreed.
    """
    if await _theirs(talk) is False:
        host = await talk.services.abilities.answers_at()
        raise OwnerUnasked(f"who sent it has not agreed to {host}", host=host)
    return talk.chat.consent


async def may_leave(talk: Talk) -> bool:
    """Whether the photo may go to whoever answers questions: in the house it may."""
    host = await talk.services.abilities.answers_at()
    if host and talk.chat.consent != Consent(host, given=True):
        return False
    return await _theirs(talk) is not False


async def _theirs(talk: Talk) -> bool | None:
    """Whether another who sent the photo has agreed; None where that is not asked, or not yet."""
    host = await talk.services.abilities.answers_at()
    consent = Consent(host, given=True)
    if not host or talk.sender in (0, talk.user.id) or talk.chat.consent != consent:
        return None
    chat = await talk.services.memory.chats.get(talk.sender)
    return chat is not None and chat.consent == consent


async def privacy(talk: Talk, argument: str) -> None:
    """Say where photos go, or let them go there ("yes"), or not ("no"); and do what waited."""
    host = await talk.services.abilities.answers_at()
    chosen = choice("privacy", argument)
    if chosen is not None and host:
        talk = await talk.choose(consent=Consent(host, given=chosen == "yes"))
    stands = talk.words(_stands(host, talk.chat.consent), host=host)
    if chosen is not None and host:
        await talk.say(stands, buttons(talk, "privacy"))
    else:
        text = "\n".join([stands, *await _told(talk)])
        await talk.say(text, buttons(talk, "privacy") if host else None)
    if chosen is not None:
        # Last: said again after a failure, it does no harm; a question answered twice would.
        await talk.services.memory.inbox.release(talk.chat_id)


async def consented(talk: Talk, _message: Message, text: str) -> bool:
    """Take yes or no as the answer to whether photos may leave, where something waits for it."""
    yes = agreement(text)
    if yes is None or talk.chat_id != talk.user.id:
        return False
    if not await talk.services.memory.inbox.holds(talk.chat_id):
        return False
    await privacy(talk, "yes" if yes else "no")
    return True


def notice(words: Words, language: Language, host: str) -> str:
    """Where the photo goes, for the owner at a terminal: whoever wrote the settings agreed."""
    return words.say(language, "photo-goes-to", host=host)


async def _told(talk: Talk) -> list[str]:
    """What is kept and what leaves the house, from the settings as they are, a sentence each."""
    house = talk.services.house
    companions = await talk.services.memory.companions.of(talk.user.id)
    names = ", ".join(each.name for each in companions if each.state == "agreed")
    return [
        talk.words("privacy-telegram"),
        talk.words("privacy-translator", host=house.translator)
        if house.translator
        else talk.words("privacy-translates-here"),
        talk.words(
            "privacy-keeps" if house.keep_days else "privacy-keeps-nothing", days=house.keep_days
        ),
        talk.words("privacy-memory", host=house.memory)
        if house.memory
        else talk.words("privacy-memory-here"),
        *([talk.words("privacy-gallery", host=house.gallery)] if house.gallery else []),
        *([talk.words("privacy-person", names=names)] if names else []),
        talk.words("privacy-delete"),
    ]


def _stands(host: str, consent: Consent | None) -> str:
    if not host:
        return "privacy-house"
    if consent is None or consent.host != host:
        return "privacy-unasked"
    return "privacy-yes" if consent.given else "privacy-no"
