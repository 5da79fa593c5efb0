"""Services that every handler can reach, and the library's context with them."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from telegram.ext import CallbackContext

from handlers.chat.background import Later
from handlers.chat.rate_limit import Pace
from handlers.chat.throttle import Once
from memory.people.snapshot import Known, known
from models.settings import CheckSettings

if TYPE_CHECKING:
    from handlers.i18n.messages import Words
    from handlers.settings import AccessSettings, RepliesSettings
    from memory.store import Memory
    from models.abilities import Abilities
    from models.values import Picture

# Without 0, O, 1, I and L: the code is read from a terminal, often aloud, and typed on a phone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 8


@dataclass(frozen=True)
class PrivacyFacts:
    """What the settings say of where things lie and go, for who asks.

    keep_days: how long descriptions are kept; memory: the host of the database, "" for this
    machine; gallery, translator: the host outside the house that has the search index, or that
    translates; "" for none.
    """

    keep_days: int = 30
    memory: str = ""
    gallery: str = ""
    translator: str = ""


class RuntimeStatus(Protocol):
    """What the running program knows of itself."""

    last_error: str
    """The class of what went wrong last, "" for nothing since the start."""

    def loaded(self) -> list[str]:
        """The models in memory, by name."""

    def free(self) -> int:
        """Bytes that are free on the disk."""


class Product(Protocol):
    """One line of the owner's list of products. price: as it stands there, with its currency."""

    @property
    def name(self) -> str: ...  # noqa: D102 - as the class says
    @property
    def price(self) -> str: ...  # noqa: D102 - as the class says


class Products(Protocol):
    """Where prices are looked up."""

    async def nearest(self, abilities: Abilities, picture: Picture) -> Product | None:
        """The product that the picture shows; None for none of them."""


def new_code() -> str:
    """A code to say aloud and to type, one of 850 thousand million."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


class OwnerClaim:
    """The one-time code that makes whoever sends it first the owner; `Tries` counts wrong ones."""

    def __init__(self) -> None:
        self.code = new_code()
        self.is_open = True

    def matches(self, code: str) -> bool:
        """Whether the code is right."""
        # Compared in constant time: how long it takes tells nothing about the right code.
        right = hmac.compare_digest(code.strip().upper().encode(), self.code.encode())
        return right and self.is_open

    def close(self) -> None:
        """Let the code count no more."""
        self.is_open = False


@dataclass(frozen=True)
class Services:
    """Put together once, in bot/app.py; handlers find it in their context.

    claim: how the first owner is found, None where nobody may claim the bot; demonstration: the
    models know only coloured shapes; check: what people may choose to be warned of;
    products: where prices are looked up, None for nowhere; house: what is kept and what leaves;
    standing: how the program is, where it runs as a bot.
    """

    abilities: Abilities
    memory: Memory
    words: Words
    replies: RepliesSettings
    access: AccessSettings
    claim: OwnerClaim | None = None
    demonstration: bool = False
    products: Products | None = None
    house: PrivacyFacts = field(default_factory=PrivacyFacts)
    standing: RuntimeStatus | None = None
    check: CheckSettings = field(default_factory=CheckSettings)
    pace: Pace = field(default_factory=Pace)
    once: Once = field(default_factory=Once)
    later: Later = field(default_factory=Later)


class ChokhContext(CallbackContext[Any, Any, Any, Any]):
    """The library's context of one update, with our services."""

    _known: Known | None = None

    @property
    def services(self) -> Services:
        """What bot/app.py put together."""
        return cast("Services", self.application.bot_data["services"])

    async def known(self, chat_id: int, user_id: int) -> Known:
        """What is remembered of who wrote, as it was when their update came."""
        if self._known is None:
            self._known = await known(self.services.memory.database, chat_id, user_id)
        return self._known
