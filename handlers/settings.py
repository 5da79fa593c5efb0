"""Settings [replies] and [access]."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from handlers.i18n.messages import Style
from models.settings import Section

OF_REGISTERS = {"bd": "Asia/Dhaka", "wb": "Asia/Kolkata"}
"""Time zones of those whose Bangla is spoken."""


class RepliesSettings(Section):
    """How a new chat is spoken to until the person chooses."""

    language: Literal["bn", "en"] = "bn"
    voice: Literal["on", "off", "ask", "questions"] = "ask"
    rate: int = Field(150, ge=80, le=450)
    pitch: int = Field(50, ge=0, le=99)
    length: Literal["short", "long"] = "short"
    register_: Literal["bd", "wb"] = Field("bd", alias="register")
    address: Literal["apni", "tumi"] = "apni"
    numbers: Literal["bangla", "latin"] = "bangla"
    zone: str = ""

    @field_validator("zone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name and name not in OF_REGISTERS.values():
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                message = "write the name of a time zone, like Asia/Dhaka"
                raise ValueError(message) from None
        return name

    @property
    def style(self) -> Style:
        """How Bangla is said to who hasn't chosen."""
        return Style(self.register_, self.address, self.numbers)


class AccessSettings(Section):
    """Who may write to the bot, and how much."""

    owners: tuple[int, ...] = ()
    open: bool = False
    photos_per_minute: int = Field(6, ge=1)
    queue: int = Field(64, ge=1)
