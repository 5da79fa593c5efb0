"""/ways: lists of questions that a person saved, each asked of a photo by its name alone."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from handlers.intents.recogniser import command_in, has_question_word, recognised
from models.text.script import is_bangla

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk

MOST, MOST_ITEMS, LONGEST_NAME, LONGEST = 20, 10, 30, 500
"""Ways of one person; questions of one; letters of a name, and of all of its questions."""
_DELETE = re.compile(
    r"(?P<bn>.+?) (?:মুছুন|মুছে ফেলুন|মুছে দিন|মোছো|মুছো|বাদ দিন)|(?:delete|remove) (?P<en>.+)",
    re.IGNORECASE,
)


# Many type the letter that looks like a colon; a colon can't be heard, so a comma does as well.
_COLON = re.compile(r":|ঃ(?=\s|$)")
_AFTER_NAME = re.compile(rf"{_COLON.pattern}|,")


async def ways(talk: Talk, argument: str) -> None:
    """Save, delete or tell a person's ways of asking."""
    known = await talk.services.memory.ways.all(talk.user.id)
    deleted = _DELETE.fullmatch(argument)
    if deleted:
        name = named(deleted["bn"] or deleted["en"])
        gone = await talk.services.memory.ways.remove(talk.user.id, name)
        await talk.say(talk.words("way-deleted" if gone else "way-unknown", name=name))
    elif _AFTER_NAME.search(argument):
        await _save(talk, argument, known)
    elif argument and named(argument) in known:
        name = named(argument)
        await talk.say(talk.words("way-is", name=name, asks=known[name]))
    elif argument:
        await talk.say(talk.words("way-how"))
    elif known:
        listed = "\n".join(f"{name}: {asks}" for name, asks in known.items())
        await talk.say("\n".join((talk.words("ways-are"), listed)))
    else:
        await talk.say(talk.words("way-how"))


async def unwanted(talk: Talk, message: Message, text: str) -> bool:  # noqa: ARG001 -- each way has the same arguments
    """Delete the list that "বাজার মুছুন" names. Returns whether the text names one."""
    deleted = _DELETE.fullmatch(text.strip(" \n।.!"))
    if deleted is None:
        return False
    known = await talk.services.memory.ways.all(talk.user.id)
    if named(deleted["bn"] or deleted["en"]) not in known:
        return False
    await ways(talk, deleted[0])
    return True


async def items_of(talk: Talk, text: str) -> list[str]:
    """The questions that a text asks by a way's name; none for any other text."""
    name = named(text)
    if not name or len(name) > LONGEST_NAME:
        return []
    asks = (await talk.services.memory.ways.all(talk.user.id)).get(name)
    return items(asks) if asks else []


def named(text: str) -> str:
    """A way's name as it is kept: without case, marks and spaces around."""
    text = unicodedata.normalize("NFC", text).casefold()
    return " ".join(text.strip(" \t\n।.,:!?\"'“”").split())


def items(asks: str) -> list[str]:
    """The single questions of a list with commas between."""
    return [item.strip() for item in re.split(r"[,;\n]", asks) if item.strip(" ।.")]


def as_question(item: str) -> str:
    """An item as a question: "বৃত্তটির রং" asks "বৃত্তটির রং কী?"."""
    if item.endswith("?") or command_in(item):
        return item
    if has_question_word(item):
        return f"{item}?"
    return f"{item} কী?" if is_bangla(item) else f"what is the {item}?"


def refused(
    name: str, asked: list[str], known: int, new: bool
) -> Literal["way-how", "way-taken", "way-too-long", "ways-full"] | None:
    """Why a way can't be saved; None where it can. known: how many there are."""
    if not name or not asked:
        return "way-how"
    if name.startswith("/") or recognised(name).kind in ("command", "look", "talk"):
        return "way-taken"
    too_long = len(name) > LONGEST_NAME or len(asked) > MOST_ITEMS
    if too_long or sum(map(len, asked)) > LONGEST:
        return "way-too-long"
    return "ways-full" if new and known >= MOST else None


async def _save(talk: Talk, argument: str, known: dict[str, str]) -> None:
    ends = _COLON if _COLON.search(argument) else _AFTER_NAME
    before, after = ends.split(argument, maxsplit=1)
    name, asked = named(before), items(after)
    why = refused(name, asked, len(known), name not in known)
    if why is not None:
        await talk.say(talk.words(why, items=MOST_ITEMS, ways=MOST))
        return
    await talk.services.memory.ways.put(talk.user.id, name, ", ".join(asked))
    await talk.say(talk.words("way-saved", name=name))
