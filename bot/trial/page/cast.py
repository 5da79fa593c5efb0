"""People of the trial page: the person who tries the bot, a relative, their family."""

from __future__ import annotations

from dataclasses import dataclass

from bot.trial.bot_api.person import FilmKind, SimulatedPerson
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import Json

YOU, RELATIVE, FAMILY = "you", "relative", "family"
_NAMES = {"bn": ("রিনা", "করিম"), "en": ("Rina", "Karim")}
_YOUR_ID, _RELATIVES_ID, _FAMILYS_ID = 1001, 1002, -1001
# What a messenger shows as a photo or plays as a video; anything else is sent as a file.
PHOTOS = {"image/jpeg", "image/png", "image/webp"}
FILMS: dict[str, FilmKind] = {
    "video/mp4": "video",
    "video/quicktime": "video",
    "video/webm": "video",
    "image/gif": "animation",
}


@dataclass(frozen=True)
class Cast:
    """The page's chats by the name in its address, `?who=relative`."""

    people: dict[str, SimulatedPerson]

    @classmethod
    def of(cls, standin: Standin, language: str) -> Cast:
        """Two people, and the group in which the first of them writes."""
        you, relative = _NAMES["bn" if language == "bn" else "en"]
        return cls(
            {
                YOU: standin.person(_YOUR_ID, language, you),
                RELATIVE: standin.person(_RELATIVES_ID, language, relative),
                FAMILY: standin.person(_FAMILYS_ID, language, you, _YOUR_ID),
            }
        )

    def named(self, who: str) -> SimulatedPerson:
        """That person; who tries the bot, where the name is none of ours."""
        return self.people.get(who, self.people[YOU])


def is_of(event: Json, chat_id: int) -> bool:
    """Whether something that happened in the cloud belongs to a chat."""
    if message := event.get("message"):
        return bool(message["chat"]["id"] == chat_id)
    # A pressed button's answer has no chat: whoever pressed it is looking.
    return bool(event.get("chat_id", chat_id) == chat_id)
