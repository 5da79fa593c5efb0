"""/pitch: how high the voice is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.intents.phrases import choice
from models.text.script import ascii_digits

if TYPE_CHECKING:
    from handlers.chat.session import Talk

LOWEST, HIGHEST = 0, 99
"""As espeak-ng counts it; 50 is the voice as it is."""
_STEP = 15


async def pitch(talk: Talk, argument: str) -> None:
    """Choose the pitch, or a step lower or higher, or say what it is."""
    if not argument:
        await talk.say(talk.words("pitch-now", pitch=talk.chat.pitch))
        return
    chosen = new_pitch(talk.chat.pitch, argument)
    if chosen is None:
        await talk.say(talk.words("pitch-limit", lowest=LOWEST, highest=HIGHEST))
        return
    talk = await talk.choose(pitch=chosen)
    await talk.say(talk.words("pitch-set", pitch=chosen))


def new_pitch(now: int, argument: str) -> int | None:
    """The pitch that the argument asks for; None for none that there is. A step stays within."""
    step = {"lower": -_STEP, "higher": _STEP}.get(choice("pitch", argument) or argument)
    if step is not None:
        return max(LOWEST, min(HIGHEST, now + step))
    digits = ascii_digits(argument).strip()
    if digits.isdecimal() and len(digits) <= 3 and int(digits) <= HIGHEST:
        return int(digits)
    return None
