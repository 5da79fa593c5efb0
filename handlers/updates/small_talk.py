"""What is said to the bot and asks nothing of a photo: greetings, thanks, distress, abuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.intents.phrases import phrases

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from handlers.intents.intent import Intent


async def small_talk(talk: Talk, intent: Intent) -> None:
    """Answer shortly. "Say it again" still says what was told before."""
    key = f"talk-{intent.name}"
    if intent.name == "distress":
        # The emergency number of Bangladesh, or of India.
        key = f"{key}-{talk.chat.register}"
    elif intent.name == "greeting":
        key = f"{key}-{intent.argument}"
    said = [talk.words(key)]
    if intent.name == "greeting" and await talk.services.memory.photos.last(talk.chat_id) is None:
        said.append(talk.words("talk-send"))
    await talk.say(" ".join(said), kept=False)


async def not_understood(talk: Talk, intent: Intent) -> None:
    """Say that an order is not understood, with the nearest thing that can be typed.

    It is never asked of the photo: a "yes" to "delete all my data" would be a lie.
    """
    example = phrases().examples.get((talk.language, intent.name))
    if example:
        await talk.say(talk.words("order-unknown", say=example), kept=False)
    else:
        await talk.say(talk.words("order-none"), kept=False)
