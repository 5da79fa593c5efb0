"""Whether a text wants a companion to be asked, and what. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.intents.folding import Word, composed
from handlers.intents.phonetics import distance, romanised, sounds
from handlers.intents.phrases import phrases

_RELATIONS = (
    "person|helper|companion|brother|sister|mother|father|mom|mum|dad|wife|husband|son|daughter|friend"
    "|uncle|aunt|neighbour|neighbor|cousin|family|bhai|bon"
)
_SHOWN = frozenset({"ছবিটা", "ছবি", "এটা", "পাঠিয়ে", "দেখিয়ে", "দিয়ে", "নিয়ে", "একটু"})
_ENGLISH = (
    re.compile(
        r"(?:please |can you |could you )*ask "
        rf"(?:(?:my|a|the) (?:{_RELATIONS})\b|some(?:one|body)\b|(?:mom|mum|dad|mummy)\b"
        r"|(?P<name>[^\s,:।]+)(?=[:,]|$| (?:what|which|who|where|how|when|if|whether|is|are)\b))"
        r"(?: about (?:this|it|the)(?: photo| picture| pic| image)?$)?[\s:,.!-]*(?P<question>.*)",
        re.DOTALL | re.IGNORECASE,
    ),
    # The photo alone.
    re.compile(
        r"(?:please )?(?:show|send)(?: (?:it|this))?(?: to)? (?:my|a) (?P<name>)"
        r"(?:person|helper|companion)[.!]?(?P<question>)",
        re.IGNORECASE,
    ),
    # Bangla in Latin letters: the question goes on as it was typed.
    re.compile(
        r"(?:(?:amar |ekjon )?man(?:u|oo)[sh]+(?:ti|ta)?|kau|(?P<name>[^\s,:।]+?)) ?ke (?:ektu )?"
        r"(?:jig+[ae]s+h?a?a? (?:korun|koro|koren|kor)|jigao|jigan)[\s:,.!-]*(?P<question>.*)",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(
        r"(?:amar |ekjon )?(?:man(?:u|oo)[sh]+(?:ti|ta)?|(?P<name>[^\s,:।]+?)) ?ke (?:ektu )?"
        r"dekh(?:an|ao)[.!]?(?P<question>)",
        re.IGNORECASE,
    ),
)
_ALIKE = 0.6
"""How far two spellings of a name may sound from one another."""


@dataclass(frozen=True)
class Wanted:
    """name: of the companion who is to be asked, "" for any; question: "" where none is given."""

    name: str
    question: str


def errand_in(text: str) -> Wanted | None:
    """What "ask my person: is it out of date?" wants, in either language; None for other texts."""
    said = composed(" ".join(text.split()))
    known = phrases()
    words = known.fold(said)
    texts = [word.text for word in words]
    for at in range(1, len(texts)):
        if texts[at : at + 2] == ["জিজ্ঞেস", "করুন"]:
            whom = _whom(said, words[:at])
            question = said[words[at + 1].end :].strip(" :,।.!-")
            return None if whom is None else Wanted(whom, question)
    if texts[-1:] == ["দেখান"] and (whom := _whom(said, words[:-1])) is not None:
        return Wanted(whom, "")
    for pattern in _ENGLISH:
        if found := pattern.fullmatch(said):
            return Wanted(found["name"] or "", found["question"].strip())
    return None


def named_alike(name: str, other: str) -> bool:
    """Whether two names are one, in either script: রিনা is Rina, and Rina Begum."""
    return any(_alike(_latin(name), _latin(part)) for part in (other, *other.split()))


def _latin(name: str) -> str:
    return romanised(composed(name)) or composed(name).casefold()


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = sounds(one), sounds(other)
    same = bool(first.classes) and first.classes == second.classes
    return same and distance(first, second) <= _ALIKE


def _whom(said: str, words: Sequence[Word]) -> str | None:
    """Whom the words before the verb name, "" for anyone; None where they name nobody."""
    lists = phrases().lists
    some = [word for word in words if word.text not in lists["filler-within"]]
    while len(some) > 1 and some[-1].text in _SHOWN:
        some.pop()
    if len(some) > 1 and some[-1].text == "কে":
        some = [*some[:-2], Word(some[-2].text + "কে", some[-2].start, some[-2].end)]
    if not some or not some[-1].text.endswith(("কে", "রে")) or len(some[-1].text) < 4:
        return None
    before = {word.text for word in some[:-1]}
    if before - lists["filler-before"] - lists["list-own"] - lists["asked-before"]:
        called = len(some) == 2 and some[-1].text in lists["anyone"]
        return said[some[0].start : some[0].end] if called else None
    if some[-1].text in lists["anyone"]:
        return ""
    name = said[some[-1].start : some[-1].end]
    return re.sub("(?:কে|রে)$", "", name)
