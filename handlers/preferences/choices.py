"""Settings with a few choices: language, voice, length, and how Bangla is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.chat.keyboards import buttons
from handlers.intents.phrases import choice, choices_of

if TYPE_CHECKING:
    from handlers.chat.session import Talk


@dataclass(frozen=True)
class Setting:
    """A column of a person's choices, and the keys of its sentences; {} is what is chosen.

    now: how it stands; set: after a choice; unknown: after a word that is none.
    """

    name: str
    now: str
    set: str
    unknown: str = ""
    otherwise: str = ""  # how it stands before anything was chosen


_SETTINGS = (
    Setting("language", "language-now", "language-set", "language-unknown"),
    Setting("voice", "voice-now-{}", "voice-set-{}", "voice-unknown", otherwise="off"),
    Setting("length", "length-now-{}", "length-set-{}", "length-unknown"),
    # Each of these sentences says how it stands and the words that change it.
    *(Setting(name, f"{name}-{{}}", f"{name}-{{}}") for name in ("register", "address", "numbers")),
)


async def language(talk: Talk, argument: str) -> None:
    """Choose Bangla or English, or say which one it is."""
    await _choose(talk, "language", argument)


async def voice(talk: Talk, argument: str) -> None:
    """Turn voice messages on or off, or say how it stands."""
    await _choose(talk, "voice", argument)


async def length(talk: Talk, argument: str) -> None:
    """Choose short or long descriptions, or say which they are."""
    await _choose(talk, "length", argument)


async def register(talk: Talk, argument: str) -> None:
    """Choose the words of Bangladesh or of West Bengal, or say whose they are."""
    await _choose(talk, "register", argument)


async def address(talk: Talk, argument: str) -> None:
    """Choose আপনি or তুমি, or say which it is."""
    await _choose(talk, "address", argument)


async def numbers(talk: Talk, argument: str) -> None:
    """Choose the digits of Bangla, or say which they are."""
    await _choose(talk, "numbers", argument)


async def _choose(talk: Talk, name: str, argument: str) -> None:
    setting = next(each for each in _SETTINGS if each.name == name)
    chosen = choice(name, argument)
    if chosen is not None:
        talk = await talk.choose(**{name: chosen})
        await talk.say(talk.words(setting.set.format(chosen)))
        return
    stands = getattr(talk.chat, name)
    if setting.otherwise and stands not in choices_of(name):
        stands = setting.otherwise
    key = setting.unknown if argument and setting.unknown else setting.now.format(stands)
    await talk.say(talk.words(key), buttons(talk, name) if setting.unknown else None)
