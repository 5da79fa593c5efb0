"""Measured answers: colour, light and banknotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.answers.measure_rules import (
    NOTES,
    main_colours,
    note,
    numbers_in,
)
from handlers.intents.recogniser import recognised

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from models.values import Picture

# Mean brightness, 0 to 1: cameras lift a lit room to 0.3 and more, a dark one stays black.
_DARK, _DIM = 0.08, 0.22


async def measured(talk: Talk, picture: Picture, question: str) -> str | None:
    """The answer to a question of colour, light or money; None for any other.

    Raises the machine's faults.
    """
    asked = recognised(question)
    if asked.kind != "look":
        return None
    if asked.name == "colour":
        return await colour(talk, picture)
    if asked.name == "light":
        return await light(talk, picture, asked.argument)
    return await banknote(talk, picture) if asked.name == "note" else None


async def colour(talk: Talk, picture: Picture) -> str:
    """The colours in the picture's middle, by name."""
    abilities = talk.services.abilities
    names = main_colours(await abilities.colours(picture))
    said = [talk.words("colour-name", colour=each.replace(" ", "-")) for each in names]
    text = (
        talk.words("colour-one", colour=said[0])
        if len(said) == 1
        else talk.words("colour-two", first=said[0], second=said[1])
        if len(said) == 2
        else talk.words("colour-many", colours=", ".join(said))
    )
    if (await abilities.light(picture)).level < _DIM:
        return " ".join((text, talk.words("colour-dim")))
    return text


async def light(talk: Talk, picture: Picture, asked: str = "") -> str:
    """Whether there is light, and from which side.

    asked: "light" or "dark", what was asked to be so; "" where neither is a yes.
    """
    found = await talk.services.abilities.light(picture)
    if found.level < _DARK:
        return _agreed(talk, talk.words("light-none"), asked, "dark")
    text = (
        talk.words("light-dim")
        if found.level < _DIM
        else _agreed(talk, talk.words("light-good"), asked, "light")
    )
    if found.brightest:
        text = " ".join((text, talk.words("light-from", side=found.brightest)))
    return text


def _agreed(talk: Talk, text: str, asked: str, is_so: str) -> str:
    """The sentence with the yes or no that fits what was asked."""
    if not asked:
        return text
    text = text if talk.language == "bn" else text[:1].lower() + text[1:]
    return talk.words("light-yes" if asked == is_so else "light-no", text=text)


async def banknote(talk: Talk, picture: Picture) -> str:
    """Which taka banknote it may be: never surely, and not at all where that can't be told."""
    abilities = talk.services.abilities
    labels = await abilities.classify(picture, [f"{each} taka banknote" for each in NOTES])
    read = numbers_in((await abilities.read(picture)).text) if labels else set()
    taka = note(labels, read)
    return talk.words("taka-unknown") if taka is None else talk.words("taka-maybe", taka=taka)
