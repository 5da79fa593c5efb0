"""Session: one chat while one of its messages is handled, and the replies to it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import Message

from handlers.chat.time_zone import zone_of
from handlers.i18n.messages import Style, Words
from handlers.intents.sensitive_topics import is_said, needs_a_person
from handlers.transport.album import Album
from handlers.transport.sending import send_text
from handlers.transport.voice import VoiceChannel, say_aloud
from handlers.transport.voice_ahead import spoken_meanwhile
from memory.errors import MemoryFault
from memory.people.snapshot import Known
from memory.photos.record_reply import record_reply as remember
from memory.values import Chat, Exchange, NewPhoto, Photo

if TYPE_CHECKING:
    from telegram import Bot, InlineKeyboardMarkup, Update, User

    from handlers.chat.context import ChokhContext, Services
    from handlers.settings import RepliesSettings
    from models.values import Language

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Talk:
    """A chat and who wrote in it.

    chat_id: where; chat: how the person wants to be answered, in every chat the same;
    message_id: what replies answer, None for nothing in particular; heard: the sentence that
    says back what a voice message said, which begins whatever is answered; update_id: what is
    being handled, 0 for nothing that came in; known: what was remembered when it came; sender: who
    sent the photo that is looked at, 0 for who writes, -1 where that is not known.
    """

    services: Services
    bot: Bot
    chat_id: int
    chat: Chat
    user: User
    message_id: int | None
    heard: str = ""
    about: Photo | None = None
    update_id: int = 0
    known: Known = field(default_factory=Known)
    sender: int = 0

    @classmethod
    async def of(cls, update: Update | Album, context: ChokhContext) -> Talk:
        """The talk of an update that has a chat and a user: the gate lets no other pass."""
        single = first_of(update)
        telegram_chat, user = single.effective_chat, single.effective_user
        if telegram_chat is None or user is None:
            raise TypeError("an update without chat or user")
        services = context.services
        # By the person, not by the chat: in a group each is answered in their own way.
        known = await context.known(telegram_chat.id, user.id)
        chat = known.chat
        if chat is None:
            chat = new_chat(user.id, user.language_code, services.replies)
            await services.memory.chats.put(chat)
        message_id = single.message.message_id if single.message else None
        return cls(
            services,
            context.bot,
            telegram_chat.id,
            chat,
            user,
            message_id,
            update_id=single.update_id,
            known=known,
        )

    @property
    def language(self) -> Language:
        """The language to answer in."""
        return self.chat.language

    @property
    def zone(self) -> tzinfo:
        """The time zone that the person's days are of."""
        return zone_of(self.chat, self.services.replies)

    @property
    def wants_voice(self) -> bool:
        """Whether an answer is also spoken: always, or to who has just spoken."""
        return self.chat.voice == "on" or (self.chat.voice == "questions" and bool(self.heard))

    @property
    def voice(self) -> VoiceChannel | None:
        """What speaks an answer; None where no voice is wanted."""
        if not self.wants_voice:
            return None
        return VoiceChannel(
            self.services.abilities,
            self.bot,
            self.chat_id,
            self.language,
            self.chat.rate,
            self.chat.pitch,
            partial(self.say_once, aloud=False),
            self.chat.register,
        )

    @property
    def wording(self) -> Words:
        """The sentences, as this person wants to be spoken to."""
        return self.services.words.styled(style_of(self.chat))

    def words(self, key: str, **arguments: str | float) -> str:
        """A sentence in the chat's language."""
        return self.wording.say(self.language, key, **arguments)

    async def choose(self, **choices: Any) -> Talk:
        """Remember the chat's choices. Returns the talk as it goes on with them."""
        chat = replace(self.chat, **choices)
        await self.services.memory.chats.put(chat)
        return replace(self, chat=chat)

    async def say(
        self,
        text: str,
        buttons: InlineKeyboardMarkup | None = None,
        aloud: bool = True,
        kept: bool = True,
    ) -> None:
        """Send a text by itself.

        aloud: with voice, where voice is wanted; kept: it is what "say it again" says.
        """
        told, text = text, self.begun(text)
        await send_text(self.bot, self.chat_id, text, buttons=buttons)
        if kept:
            await self._remember(told)
        if aloud and (voice := self.voice):
            await say_aloud(voice, text, None)

    async def reply(
        self,
        text: str,
        about: Photo | NewPhoto,
        exchange: Exchange | None = None,
        by_person: bool = False,
    ) -> Photo | None:
        """Answer the message: the text, then the voice if it is wanted.

        about: the photo that the reply is linked to, so that a reply to it asks about the photo;
        a new one is remembered then, and returned, or None where that failed. exchange: the
        question that the text answers, remembered once it was sent; by_person: a person has
        answered it, so that there is nothing to check with one. Raises `TelegramError` only where
        nothing was sent; what fails later is logged, since a second try would say everything
        twice.
        """
        if not by_person:
            text = self.checked(text, exchange.question if exchange else "")
        told, text = text, self.begun(text)
        async with spoken_meanwhile(self.voice, text):
            sent = await send_text(self.bot, self.chat_id, text, self.message_id)
        try:
            # Before the voice: who replies at once must find the photo.
            database, user_id = self.services.memory.database, self.user.id
            photo = await remember(database, self.chat_id, user_id, told, about, sent, exchange)
            if voice := self.voice:
                spoken = await say_aloud(voice, text, self.message_id)
                await self.services.memory.photos.link(photo.id, spoken)
        except MemoryFault as error:
            logger.error("a reply about message %d is not remembered: %s", about.message_id, error)
            return None
        return photo

    def checked(self, text: str, question: str = "") -> str:
        """The text, with the advice to ask a person where it is of medicine, money and the like."""
        if needs_a_person(text, question) and not is_said(text):
            return "\n".join((text, self.words("check-with-person")))
        return text

    async def aloud(self, text: str) -> None:
        """Say what was already written, where voice is wanted."""
        if voice := self.voice:
            await say_aloud(voice, text, self.message_id)

    async def say_once(
        self, key: str, every: float = float("inf"), aloud: bool = True, **arguments: int
    ) -> None:
        """Say a sentence the first time, and again when `every` seconds have passed."""
        if self.services.once.first(key, self.chat_id, every=every):
            await self.say(self.words(key, **arguments), aloud=aloud, kept=False)

    async def _remember(self, text: str) -> None:
        """For "say it again". What was sent must not fail for it."""
        try:
            await self.services.memory.threads.put_said(self.chat_id, self.user.id, text)
        except MemoryFault as error:
            logger.error("what was said in chat %d is not remembered: %s", self.chat_id, error)

    def begun(self, text: str) -> str:
        """The text as it is sent: what was heard is said back before it."""
        return f"{self.heard}\n{text}" if self.heard else text


def first_of(update: Update | Album) -> Update:
    """The update itself, or an album's first."""
    return update.updates[0] if isinstance(update, Album) else update


def message_of(update: Update | Album) -> Message:
    """The message that came. Raises TypeError for an update without one, which no route takes."""
    message = first_of(update).message
    if message is None:
        raise TypeError("an update without a message")
    return message


def style_of(chat: Chat) -> Style:
    """How the person wants Bangla to be said."""
    return Style(chat.register, chat.address, chat.numbers)


def new_chat(chat_id: int, language_code: str | None, replies: RepliesSettings) -> Chat:
    """How a chat is answered until the person chooses."""
    return Chat(
        id=chat_id,
        language=language_for(language_code, replies),
        voice=replies.voice,
        rate=replies.rate,
        length=replies.length,
        register=replies.register_,
        address=replies.address,
        numbers=replies.numbers,
        pitch=replies.pitch,
    )


def language_for(language_code: str | None, replies: RepliesSettings) -> Language:
    """The language of a person's Telegram, where it is one of ours, or the owner's choice."""
    code = (language_code or "").split("-")[0]
    return "bn" if code == "bn" else "en" if code == "en" else replies.language
