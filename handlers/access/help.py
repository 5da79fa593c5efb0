"""/help: everything that can be done, and the words to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.access.gate import own_role

if TYPE_CHECKING:
    from handlers.chat.session import Talk


async def help_(talk: Talk, argument: str) -> None:  # noqa: ARG001 -- every command has one
    """Say what can be sent and typed."""
    lines = ["help"]
    if own_role(talk.services, talk.user.id, talk.known) == "owner":
        lines.append("help-owner")
    await talk.say("\n".join(talk.words(line) for line in lines))
