"""A text that orders something of the bot and is no command, and the nearest one. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from handlers.intents.folding import Word
from handlers.intents.phrases import Phrases, phrases
from models.text.script import is_bangla

_OF = re.compile(r".+(?:টা|টি|টার|টির|গুলো|গুলোর|ের|ির|ার|ীর|োর)")


def order_in(words: Sequence[Word], known: Phrases) -> str | None:
    """The command that is nearest to an order, "" where none is near; None for a question."""
    texts = [word.text for word in words]
    while len(texts) > 1 and texts[0] in known.lists["filler-before"]:
        texts = texts[1:]
    bangla = any(map(is_bangla, texts))
    orders = _bangla(texts, known) if bangla else _english(texts, known)
    return nearest(texts) if orders else None


def nearest(texts: Sequence[str]) -> str:
    """The command that the words are of, "" for none: the rarer a word, the more it says."""
    said: Counter[str] = Counter()
    for text in dict.fromkeys(texts):
        for name in (commands := _by_word().get(text, frozenset())):
            said[name] += round(60 / len(commands))
    best = said.most_common(1)
    return best[0][0] if best and best[0][1] >= 15 else ""


def _bangla(texts: Sequence[str], known: Phrases) -> bool:
    lists = known.lists
    said = f" {' '.join(texts)} "
    if any(f" {each} " in said for each in lists["order-words"]):
        return not set(texts) & lists["look-words"]
    while len(texts) > 1 and texts[-1] in lists["filler-after"] - lists["tell-ends"]:
        texts = texts[:-1]
    if len(texts) > 1 and texts[-1] == "না":
        texts = texts[:-1]
    ends = lists["order-ends"] | lists["tell-ends"]
    last = f" {' '.join(texts)}"
    ended = {each for each in ends if last.endswith(f" {each}")}
    if not ended or set(texts) & lists["question-words"]:
        return False
    rest = set(texts[:-1])
    if not rest or rest & lists["bot-words"]:
        return True
    if rest & lists["look-words"]:
        return False
    if ended <= lists["tell-ends"]:
        return not any(word in lists["photo-words"] or _OF.fullmatch(word) for word in rest)
    return True


def _english(texts: Sequence[str], known: Phrases) -> bool:
    lists = known.lists
    begun = f"{' '.join(texts)} "
    if any(begun.startswith(f"{each} ") for each in lists["order-begins"] | lists["order-words"]):
        return True
    return texts[0] in lists["tell-begins"] and bool(
        (set(texts) & lists["bot-words"]) and not set(texts) & lists["question-words"]
    )


@cache
def _by_word() -> dict[str, frozenset[str]]:
    """The commands that a word is typed for."""
    known = phrases()
    found: dict[str, set[str]] = {}
    common = {"করুন", "দিন", "বলুন", "চাই", "না", "please", "the", "it", "me", "a", "to"}
    for text, said in known.exact.items():
        if said.key.startswith("command-"):
            for word in text.split():
                found.setdefault(word, set()).add(said.key.removeprefix("command-"))
    return {word: frozenset(names) for word, names in found.items() if word not in common}
