"""/rate: how fast the voice speaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.intents.phrases import choice
from models.text.script import ascii_digits

if TYPE_CHECKING:
    from handlers.chat.session import Talk

LOWEST, HIGHEST = 80, 450
"""Words per minute: what the settings allow, and espeak-ng speaks. Practised listeners hear 450."""

# About a fifth of the usual rate: plainly heard, and still understood after two steps.
_STEPS = {"slower": -30, "faster": 30}


async def rate(talk: Talk, argument: str) -> None:
    """Choose the rate in words per minute, or a step slower or faster, or say what it is."""
    if not argument:
        await talk.say(talk.words("rate-now", rate=talk.chat.rate))
        return
    chosen = new_rate(talk.chat.rate, argument)
    if chosen is None:
        await talk.say(talk.words("rate-limit", lowest=LOWEST, highest=HIGHEST))
        return
    talk = await talk.choose(rate=chosen)
    said = await _to_repeat(talk, argument)
    await talk.say(talk.words("rate-set", rate=chosen), aloud=not said, kept=not said)
    if said:
        await replace(talk, heard="").say(said, aloud=False)
        await talk.aloud(said)


async def _to_repeat(talk: Talk, argument: str) -> str:
    """What was last said, for who asks to hear it slower or faster; "" where nobody listens."""
    steps = (choice("rate", argument) or argument) in _STEPS
    if not steps or not talk.wants_voice:
        return ""
    return (await talk.services.memory.threads.get(talk.chat_id, talk.user.id)).said


def new_rate(now: int, argument: str) -> int | None:
    """The rate that the argument asks for; None where nobody can speak so. A step stays within."""
    step = _STEPS.get(choice("rate", argument) or argument)
    if step is not None:
        return max(LOWEST, min(HIGHEST, now + step))
    digits = ascii_digits(argument).strip()
    if digits.isdecimal() and len(digits) <= 4 and LOWEST <= int(digits) <= HIGHEST:
        return int(digits)
    return None
