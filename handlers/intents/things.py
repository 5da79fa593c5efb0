"""The thing that a where-question asks for, in its own words. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.intents.folding import Word
from handlers.intents.intent import QUESTION, Intent
from handlers.intents.phrases import Phrases
from models.text.script import is_bangla

_DEFINITE = ("টা", "টি", "গুলো", "টাকে", "খানা", "টুকু")


def thing_in(own: str, slot: Sequence[Word], known: Phrases, found: bool = False) -> Intent | None:
    """Where something is, asked by its name; None where that is no thing.

    own: the thing in the person's own letters; found: it is to be found, which means an earlier
    photo where no certain thing is named: "find my glasses", but "find a red circle".
    """
    words, begin = list(slot), slot[0].start
    definite = found and _is_definite(words, known)
    while len(words) > 1 and is_bangla(own) and words[0].text in known.lists["list-own"]:
        words = words[1:]
    while len(words) > 1 and words[-1].text in known.lists["list-here"]:
        words = words[:-1]
    own = own[words[0].start - begin : words[-1].end - begin]
    named = " ".join(word.text for word in words)
    texts = {word.text for word in words}
    if texts & known.lists["question-words"]:
        return QUESTION if found else None
    if named in known.lists["not-a-thing"]:
        return Intent("find", own) if found and not definite else None
    if found and any(_stem(word) in known.lists["not-found-in-a-place"] for word in words):
        return QUESTION
    if found and not definite:
        return Intent("find", own)
    if texts & known.lists["no-thing-has"]:
        return None
    return Intent("where", own, "look")


def _is_definite(words: Sequence[Word], known: Phrases) -> bool:
    first, last = words[0].text, words[-1].text
    if is_bangla(last):
        return last.endswith(_DEFINITE) or first in known.lists["list-own"]
    return first in known.lists["list-own"]


def _stem(word: Word) -> str:
    for ending in ("টার", "টির", "টা", "টি", "গুলো"):
        if word.text.endswith(ending):
            return word.text.removesuffix(ending)
    return word.text
