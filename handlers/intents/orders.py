"""A text that orders something of the bot and is no command, and the nearest one. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from handlers.intents.cues import holds
from handlers.intents.folding import Word
from handlers.intents.phrases import Phrases, phrases

_SURE = 50
"""Hundredths of a word's phrases: a command that has fewer of them is not near."""
_TOPICS = {"speed": "rate", "voice": "voice"}
"""What an order is about, whatever else its words are typed for."""
_AFTER = 3
"""Words at the end among which an order's verb stands: "গান বাজান একটা"."""
_THE = re.compile(".+(?:টা|টার|টাতে|টায়|গুলো|গুলোর)")
_OF = re.compile(r".+(?:টা|টি|টার|টির|গুলো|গুলোর|ের|ির|ার|ীর|োর)")


def order_in(words: Sequence[Word], known: Phrases, bangla: bool) -> str | None:
    """The command that is nearest to an order, "" where none is near; None for a question.

    bangla: whether the text was in Bangla letters.
    """
    texts = [word.text for word in words]
    before = known.lists["filler-before"]
    while size := next((n for n in range(5, 0, -1) if " ".join(texts[:n]) in before), 0):
        if size >= len(texts):
            break
        texts = texts[size:]
    orders = _bangla(texts, known) or (bangla and _orders(texts, known))
    if not bangla:
        orders = _english(texts, known) or _orders(texts, known)
    if not orders:
        return None
    said = " ".join(texts)
    topic = next((name for key, name in _TOPICS.items() if holds(said, key)), "")
    name = topic or nearest(texts)
    return "" if _contradicted(name, said) else name


def nearest(texts: Sequence[str]) -> str:
    """The command that the words are of, "" for none: a word of one command says the most."""
    said: Counter[str] = Counter()
    for text in dict.fromkeys(texts):
        said.update(_of_commands().get(text, {}))
    best = said.most_common(1)
    return best[0][0] if best and best[0][1] >= _SURE else ""


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
    if len(texts) > 1 and texts[-2] in lists["manner-words"] and ended & lists["tell-ends"]:
        return not rest & lists["photo-words"] and not any(map(_THE.fullmatch, rest))
    if ended <= lists["tell-ends"]:
        named = rest - lists["list-own"]
        return not any(word in lists["photo-words"] or _OF.fullmatch(word) for word in named)
    return True


def _orders(texts: Sequence[str], known: Phrases) -> bool:
    """Whether there is a verb that orders near the end, and nothing that asks or says to look."""
    lists = known.lists
    # "মা কে কল করো": no "who".
    named = [text for at, text in enumerate(texts) if at == 0 or text != "কে"]
    if known.asks(named) or set(named) & lists["look-words"]:
        return False
    return len(texts) > 1 and bool(set(texts[-_AFTER:]) & lists["order-verbs"])


def _contradicted(name: str, said: str) -> bool:
    """Whether the command's example would do the contrary of what is said, or far less."""
    key = f"contrary-{name}"
    return f"cue-{key}" in phrases().lists and holds(said, key)


def _english(texts: Sequence[str], known: Phrases) -> bool:
    lists = known.lists
    begun = f"{' '.join(texts)} "
    if any(begun.startswith(f"{each} ") for each in lists["order-begins"] | lists["order-words"]):
        return True
    if any(begun.startswith(f"{each} ") for each in lists["want-begins"]):
        return not known.asks(texts)
    return texts[0] in lists["tell-begins"] and bool(
        (set(texts) & lists["bot-words"]) and not set(texts) & lists["question-words"]
    )


@cache
def _of_commands() -> dict[str, Counter[str]]:
    """Which commands a word is typed for, in a hundred parts."""
    known = phrases()
    sizes: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {}
    for text, said in known.exact.items():
        if said.key.startswith("command-"):
            name = said.key.removeprefix("command-")
            sizes[name] += 1
            for word in set(text.split()) - known.lists["common-words"]:
                found.setdefault(word, Counter())[name] += 1
    for counts in found.values():
        parts = {name: count / sizes[name] for name, count in counts.items()}
        whole = sum(parts.values())
        counts.clear()
        counts.update({name: round(100 * part / whole) for name, part in parts.items()})
    return found
