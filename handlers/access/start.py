"""/start: one short greeting, how to use it, the offer of voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.chat.keyboards import buttons

if TYPE_CHECKING:
    from handlers.chat.session import Talk


async def start(talk: Talk, argument: str) -> None:  # noqa: ARG001 -- the gate takes the code
    """Greet. Voice is offered once: who does not take it up is not asked again."""
    offered = talk.chat.voice == "ask"
    lines = ["greeting", "greeting-other-language"]
    if talk.services.demonstration:
        lines.append("demonstration")
    if offered:
        lines.append("voice-offer")
    text = "\n".join(talk.words(line) for line in lines)
    await talk.say(text, buttons(talk, "voice") if offered else None)
    if offered:
        await talk.choose(voice="off")
