"""Uncertainty in words: several looks in, hedged sentences out. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.descriptions.claims import Phrase, joined_in, phrases, said_in
from models.values import Caption, Language

MAYBE = {"bn": "হয়তো", "en": "perhaps"}
"""What stands before a claim that not every look makes."""
_LEAST_SHARE = 0.5
"""The part of the sampled captions that must make a claim. A captioner that was disturbed until
it erred kept 98% of its right claims at it."""
_SURE_ANYWAY = 0.15
"""How much better (cosine) the embedder must find the caption than the other model's, so that
the other one's doubt counts for nothing."""
# What models say, VizWiz' annotators among their teachers, where the answer can't be seen.
_UNSEEN = re.compile(
    r"(?:unanswerable|unsuitable(?: image)?|unknown"
    r"|not (?:visible|shown|in the (?:picture|image|photo))"
    r"|(?:i'm sorry,? (?:but )?)?(?:i )?(?:can't|cannot|can not|am unable to|don't) "
    r"(?:tell|see|say|know|answer|determine|read)"
    r"|it (?:is|'s) (?:not (?:visible|possible|clear|shown)|unclear|impossible to)"
    r"|(?:this|that|it) (?:can't|cannot) be (?:seen|determined|answered|told)"
    r"|the (?:picture|image|photo) (?:does not|doesn't) (?:show|tell|say)"
    r"|the (?:answer|question) (?:is not|isn't|can't|cannot))"
)
_YET = re.compile(r"\b(?:but|however|although|though|it looks|it seems|it may)\b")
_MARKS = "।.,!?;: "


def doubtful(caption: Caption, text: str, nothing: str) -> list[Phrase]:
    """The phrases of the caption's text that its other looks don't bear out, in order.

    text: the caption as it will be said; nothing: what a captioner says that knows nothing of
    what it sees, which claims nothing.
    """
    if text.strip().lower() == nothing or (not caption.samples and not caption.second):
        return []
    samples = [phrases(look) for look in caption.samples]
    second = phrases(caption.second)
    if caption.second.strip().lower() == nothing:
        second = []
    heard = bool(caption.second) and (caption.favour is None or caption.favour < _SURE_ANYWAY)
    found: list[Phrase] = []
    before: Phrase | None = None
    for phrase in phrases(text):
        looks = [_bears(before, phrase, look) for look in samples]
        seldom = bool(looks) and sum(looks) < _LEAST_SHARE * len(looks)
        if seldom or (heard and not _bears(before, phrase, second)):
            found.append(phrase)
        before = phrase
    return found


def hedged_english(text: str, doubts: Sequence[Phrase]) -> str:
    """The caption with "perhaps" before each phrase in doubt; once where all of it is."""
    if not doubts:
        return text
    if len(doubts) == len(phrases(text)):
        return f"{MAYBE['en']} {text}"
    for phrase in reversed(doubts):
        text = f"{text[: phrase.start]}{MAYBE['en']} {text[phrase.start :]}"
    return text


def hedged_bangla(text: str, doubts: Sequence[str], all_of_it: bool) -> str:
    """A Bangla sentence with "হয়তো" before each phrase in doubt.

    doubts: the phrases, each translated by itself; one that isn't found in the sentence puts the
    whole of it in doubt, as `all_of_it` does: too much doubt is better than too little.
    """
    maybe = MAYBE["bn"]
    places = [_place(text, phrase) for phrase in doubts]
    if all_of_it or any(place is None for place in places):
        return f"{maybe} {text}" if doubts or all_of_it else text
    for place in sorted({place for place in places if place is not None}, reverse=True):
        text = f"{text[:place]}{maybe} {text[place:]}"
    return text


def hedged(answer: str, language: Language) -> str:
    """An answer of which all is in doubt: "হয়তো লাল"."""
    # "TV" stays as it is; "A bus" has a letter that is no word in capitals.
    capitals = answer[1:2].isalpha() and answer[:2].isupper()
    first = answer if capitals else answer[:1].lower() + answer[1:]
    return f"{MAYBE[language]} {first}"


def is_unseen(answer_en: str) -> bool:
    """Whether an answer says no more than that the picture doesn't tell."""
    answer = answer_en.strip().lower().replace("’", "'")
    found = _UNSEEN.match(answer)
    # "I can't tell, but it looks like milk" tells something.
    return found is not None and not _YET.search(answer, found.end())


def _bears(before: Phrase | None, phrase: Phrase, look: list[Phrase]) -> bool:
    """Whether a look makes the claim: the thing, and how it is joined to the one before."""
    if not said_in(phrase, look):
        return False
    # Where the thing before is in doubt itself, that already is said.
    if before is None or not said_in(before, look):
        return True
    return joined_in(before, phrase, look)


def _place(text: str, phrase: str) -> int | None:
    """Where a phrase begins in a sentence; its last word may have an ending there."""
    words = phrase.strip(_MARKS).split()
    if not words:
        return None
    *first, last = map(re.escape, words)
    # "বর্গক্ষেত্র" in "বর্গক্ষেত্রের": what is written after it is only an ending.
    found = re.search(rf"(?<!\S){' '.join([*first, last])}\w*", text)
    return found.start() if found else None
