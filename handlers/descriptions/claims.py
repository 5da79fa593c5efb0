"""Claims of an English caption, phrase by phrase. Pure functions.

A caption is taken for noun phrases with something between them ("a red circle | above | a blue
square"). That is no grammar, and needs none: a phrase that is cut wrongly is only compared as it
is cut, in every look alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARTICLES = _words("a an the some his her their its this that these those another")
_DETERMINERS = _ARTICLES | _words(
    "one two three four five six seven eight nine ten several many both"
)
# What stands between phrases: prepositions, conjunctions, and the verbs of captions.
_LINKS = _words(
    "of in on at above below under over beside behind near next to from with without and or by for "
    "through into onto along across around between inside outside against toward towards past off "
    "up down out about as is are was were be being been has have that who which while there it "
    "sits stands lies hangs holds wears rides looks shows says reads full filled covered made"
)
_SIDES = _words("left right top bottom front back side middle center centre edge end")
# Other words join things in many ways that mean the same; these say where something lies.
_PLACES = _words("above below under over beneath beside behind left right front")
_NOT_VERBS = _words(
    "building ceiling painting clothing ring king string wing evening morning wedding railing "
    "awning dressing earring frosting topping swing spring thing icing lightning crossing parking "
    "something anything nothing pudding stocking"
)
_ALIKE = {
    word: words[0]
    for words in (
        ("person", "man", "woman", "boy", "girl", "guy", "lady", "people", "child", "kid"),
        ("phone", "cellphone", "smartphone", "telephone"),
        ("couch", "sofa"),
        ("cup", "mug"),
        ("grey", "gray"),
        ("bike", "bicycle"),
        ("picture", "photo", "photograph", "image"),
        ("shop", "store"),
        ("road", "street"),
    )
    for word in words
}
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "knives": "knife",
}
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[.,;:!?]")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase of a caption.

    start, end: where it stands; head: what it names, in the singular; more: what is said of it
    ("red", "two"); link: what joins it to the phrase before, "" for the first.
    """

    start: int
    end: int
    head: str
    more: frozenset[str]
    link: str


def phrases(caption: str) -> list[Phrase]:
    """The caption's noun phrases, in order."""
    found: list[Phrase] = []
    words: list[tuple[str, int, int]] = []
    link: list[str] = []
    for match in _WORD.finditer(caption.lower()):
        word = match[0]
        if not word[0].isalnum() or _is_link(word) or (word in _ARTICLES and words):
            _close(found, words, link)
            if word in _ARTICLES:
                words = [(word, match.start(), match.end())]
            else:
                words = []
                link.append(word)
        else:
            words.append((word, match.start(), match.end()))
    _close(found, words, link)
    return found


def said_in(phrase: Phrase, look: list[Phrase]) -> bool:
    """Whether a look names the same thing, with all that is said of it."""
    return any(
        _same(phrase.head, other.head) and {*map(_alike, phrase.more)} <= {*map(_alike, other.more)}
        for other in look
    )


def joined_in(before: Phrase, phrase: Phrase, look: list[Phrase]) -> bool:
    """Whether a look puts a thing in the same place beside the one before; other links always."""
    if not _PLACES & {*phrase.link.split()}:
        return True
    return any(
        other.link == phrase.link and said_in(before, [first]) and said_in(phrase, [other])
        for first, other in pairwise(look)
    )


def _close(found: list[Phrase], words: list[tuple[str, int, int]], link: list[str]) -> None:
    """Make a phrase of the words, or let them join the next one where they name nothing."""
    named = [word for word, _, _ in words if word not in _ARTICLES]
    if not named or named[-1] in _SIDES or named[-1] in _DETERMINERS:
        link.extend(word for word, _, _ in words)
        return
    head = _singular(named[-1])
    more = frozenset(_alike(word) for word in named[:-1])
    found.append(Phrase(words[0][1], words[-1][2], head, more, " ".join(link)))
    link.clear()


def _is_link(word: str) -> bool:
    return word in _LINKS or (word.endswith("ing") and len(word) > 4 and word not in _NOT_VERBS)


def _same(one: str, other: str) -> bool:
    return _alike(one) == _alike(other)


def _alike(word: str) -> str:
    return _ALIKE.get(word, word)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
