"""Scores of answers against what people answered, by kind of question. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from handlers.second_look.compare import abstains
from models.text.script import ascii_digits, compiled

if TYPE_CHECKING:
    from models.values import Language

Kind = Literal["colour", "shape", "count", "yes/no", "where", "reading", "other"]
KINDS: tuple[Kind, ...] = ("colour", "shape", "count", "yes/no", "where", "reading", "other")
Rule = Literal["exact", "vizwiz"]
Outcome = Literal["right", "wrong", "doubted", "abstained"]

ABSTAINED = "unanswerable"
"""VizWiz's word for a question that its photo does not answer; every way to say so counts as it."""
_RIGHT = 0.5
"""Accuracy from which an answer counts as right: by VizWiz's rule, two people gave it."""
_NUMBERS = {
    "0": "zero none শূন্য",
    "1": "one এক একটি একটা",
    "2": "two দুই দুটি দুটো দুইটি দুইটা",
    "3": "three তিন তিনটি তিনটা",
    "4": "four চার চারটি চারটা",
    "5": "five পাঁচ পাঁচটি পাঁচটা",
    "6": "six ছয় ছয়টি ছয়টা",
    "7": "seven সাত সাতটি সাতটা",
    "8": "eight আট আটটি আটটা",
    "9": "nine নয়টি নয়টা",
    "10": "ten দশ দশটি দশটা",
}
_DIGITS = {
    unicodedata.normalize("NFC", word): digit
    for digit, words in _NUMBERS.items()
    for word in words.split()
}
_ARTICLES = {"a", "an", "the"}
_YES_NO = {"yes": "yes", "no": "no", "হ্যাঁ": "yes", "হ্যা": "yes", "জি": "yes", "না": "no", "নেই": "no"}
_HEDGES = re.compile(
    r"\b(?:perhaps|maybe|probably|possibly|may be|might be|it seems)\b|"
    + unicodedata.normalize("NFC", "হয়তো|সম্ভবত"),
    re.IGNORECASE,
)
_ASKS: tuple[tuple[Kind, str], ...] = (
    ("colour", r"\bcolou?rs?\b|রং|রঙ|কালার"),
    ("shape", r"\bshape\b(?! are)|আকৃতি(?:র| )?(?:কী|কি|কোন)|(?:কী|কি|কোন) আকৃতি|আকার"),
    ("count", r"\bhow (?:many|much)\b|\bnumber of\b|কয়টি|কয়টা|কতগুলো|কতটি|কতটা|কতজন|কয়জন"),
    (
        "reading",
        r"\b(?:read|say|says|written|text|label|title|expir\w*|price|word|words)\b"
        r"|লেখা|পড়ুন|পড়ে|মেয়াদ|দাম",
    ),
    (
        "where",
        r"\b(?:where|above|below|under|left|right|next to|beside|behind|in front of|on top of"
        r"|near|between)\b|কোথায়|উপরে|ওপরে|নিচে|নীচে|বামে|ডানে|বাঁয়ে|বাঁ|পাশে|পেছনে|পিছনে|সামনে|মাঝে",
    ),
)
_KINDS = tuple((kind, compiled(pattern, re.IGNORECASE)) for kind, pattern in _ASKS)


@dataclass(frozen=True)
class Graded:
    """One answer. accuracy: 0 to 1 by the data set's rule, whether doubted or not."""

    language: Language
    kind: Kind
    outcome: Outcome
    accuracy: float


@dataclass(frozen=True)
class Row:
    """The answers to one kind of questions in one language.

    right, wrong: said without doubt; doubted_right: of the doubted ones; accuracy: 0 to 1, mean
    over all that were asked.
    """

    language: str
    kind: str
    asked: int
    right: int
    wrong: int
    doubted: int
    doubted_right: int
    abstained: int
    accuracy: float


def kind_of(question: str, answers: Sequence[str]) -> Kind:
    """What a question in either language asks for; answers: the right ones, for yes and no."""
    if answers and all(normal(answer) in {"yes", "no"} for answer in answers):
        return "yes/no"
    text = unicodedata.normalize("NFC", question)
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "other")


def normal(text: str) -> str:
    """As VizWiz compares: small letters, no marks or articles, numbers as digits."""
    text = ascii_digits(unicodedata.normalize("NFC", text).casefold()).replace("'", "")
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text)
    words = [_DIGITS.get(word, word) for word in kept.split() if word not in _ARTICLES]
    return " ".join([_YES_NO.get(words[0], words[0])] if len(words) == 1 else words)


def is_doubted(answer: str) -> bool:
    """Whether the answer itself says that it may be wrong."""
    return _HEDGES.search(unicodedata.normalize("NFC", answer)) is not None


def accuracy(answer: str, people: Sequence[str], rule: Rule) -> float:
    """How right it is, 0 to 1. people: what each of them answered.

    VizWiz (Gurari et al. 2018): the number of people who gave that answer, by three, at most 1;
    otherwise 1 where any of them did. An answer to a question of yes or no may go on after it.
    """
    answer = unicodedata.normalize("NFC", _HEDGES.sub("", unicodedata.normalize("NFC", answer)))
    said = {ABSTAINED} if abstains(answer) else {normal(answer)}
    first, _, _ = normal(answer).partition(" ")
    said |= {_YES_NO[first]} & {"yes", "no"} if first in _YES_NO else set()
    matches = sum((ABSTAINED if abstains(each) else normal(each)) in said for each in people)
    return min(matches / 3, 1.0) if rule == "vizwiz" else float(matches > 0)


def outcome(accuracy: float, abstained: bool, doubted: bool) -> Outcome:
    """What an answer counts as. To abstain is right where people could not answer either."""
    if abstained and accuracy < _RIGHT:
        return "abstained"
    if doubted:
        return "doubted"
    return "right" if accuracy >= _RIGHT else "wrong"


def table(answers: Iterable[Graded]) -> list[Row]:
    """A row for each language and kind of question that was asked, and one for all of each."""
    graded = list(answers)
    rows = []
    for language in dict.fromkeys(each.language for each in graded):
        of = [each for each in graded if each.language == language]
        rows += [
            _row(language, kind, found)
            for kind in KINDS
            if (found := [each for each in of if each.kind == kind])
        ]
        rows.append(_row(language, "all", of))
    return rows


def _row(language: str, kind: str, of: Sequence[Graded]) -> Row:
    def count(wanted: Outcome) -> int:
        return sum(each.outcome == wanted for each in of)

    doubted_right = sum(each.outcome == "doubted" and each.accuracy >= _RIGHT for each in of)
    mean = sum(each.accuracy for each in of) / len(of)
    return Row(
        language,
        kind,
        len(of),
        count("right"),
        count("wrong"),
        count("doubted"),
        doubted_right,
        count("abstained"),
        round(mean, 4),
    )
