"""Keyword pairs that tell what a text wants where no phrase takes it: "speed" and "less". Pure.

A person says one thing in a hundred ways, but names what it is about and what to do with it. Each
line of the entry "cues" (understood.bn.ftl) has an intent, and the lists that a text must hold a
word of; the first line that fits wins. A line after "talk" is for what is no order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from handlers.intents.folding import Word
from handlers.intents.intent import Intent
from handlers.intents.phrases import Phrases, phrases
from models.text.script import is_bangla

_LINE = re.compile(
    r"(?P<kind>\w+) (?P<name>\w+)(?:=(?P<value>\w+))?(?P<signs>[?!#]*): (?P<lists>.+)"
)
# A certain thing; what an answer or a number is called ends alike.
_THE = re.compile(
    "(?!এটা|ওটা|সেটা|শেষ|আগের|last|লাস্ট|কথা|উত্তর|ছবি|লিস্ট|তালিকা|এক|দুই|সব|পুর|কয়|কোন).+(?:টা|টি|টার|টির|টাতে)"
)
_NOT = frozenset({"না", "নয়", "নাই", "not", "never", "without", "নেই"})


@dataclass(frozen=True)
class Cue:
    """An intent, and the lists of which a text must hold a word: one of each of `held`.

    asks: it may be a question; negated: it may say "not"; named: it may name a thing.
    """

    intent: Intent
    held: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...]
    asks: bool
    negated: bool
    named: bool


def cued(words: Sequence[Word], kind: str, asked: bool = False) -> Intent | None:
    """The intent of a kind ("command", "look", "talk" or "distress") that the words are signs of.

    asked: whether the text ends with a question mark.
    """
    known = phrases()
    texts = _without_pleading([word.text for word in words], known)
    said = " ".join(texts)
    asks = asked or known.asks(texts)
    negated = bool(_NOT & set(texts)) or "can not" in said or "do not" in said
    named = any(is_bangla(text) and _THE.fullmatch(text) for text in texts)
    for cue in _cues(kind):
        if (asks and not cue.asks) or (negated and not cue.negated) or (named and not cue.named):
            continue
        if all(any(holds(said, key) for key in keys) for keys in cue.held) and not any(
            holds(said, key) for key in cue.apart
        ):
            return cue.intent
    return None


def holds(said: str, key: str) -> bool:
    """Whether folded words hold one of a cue list's, "*" standing for any letters."""
    return _pattern(key).search(said) is not None


def _without_pleading(texts: list[str], known: Phrases) -> list[str]:
    """The words without a "না" that only pleads: "বলুন না"."""
    pleading = known.lists["pleading"]
    return [
        text for at, text in enumerate(texts)
        if text != "না" or at == 0 or texts[at - 1] not in pleading
    ]  # fmt: skip


@cache
def _pattern(key: str) -> re.Pattern[str]:
    words = sorted(phrases().lists[f"cue-{key}"], key=len, reverse=True)
    each = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in words)
    return re.compile(rf"(?<!\S)(?:{each})(?!\S)")


@cache
def _cues(kind: str) -> tuple[Cue, ...]:
    return tuple(cue for line in phrases().cues for found, cue in _read(line) if found == kind)


def _read(line: str) -> Iterator[tuple[str, Cue]]:
    """Raises ValueError for a slip of the pen."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"no cue: {line}")
    kind, signs = found["kind"], found["signs"]
    lists = found["lists"].split()
    intent = Intent(found["name"], found["value"] or "", "talk")
    if kind in ("command", "look"):
        intent = Intent(
            found["name"], found["value"] or "", "look" if kind == "look" else "command"
        )
    yield (
        kind,
        Cue(
            intent,
            tuple(tuple(each.split(",")) for each in lists if not each.startswith("-")),
            tuple(each[1:] for each in lists if each.startswith("-")),
            "?" in signs,
            "!" in signs,
            "#" in signs,
        ),
    )
