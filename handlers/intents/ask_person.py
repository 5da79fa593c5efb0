"""Whether a text wants a companion to be asked, and what. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.text.script import visible

_ANYONE = "(?:আমার |একজন )?মানুষ(?:টি|টা)?"
_ASKED = (
    re.compile(
        rf"(?:{_ANYONE}|(?P<name>[^\s,:।]+?))কে (?:একটু )?(?:জিজ্ঞেস|জিজ্ঞাসা) "
        r"(?:করুন|করো|কর|করেন|করে দিন)[\s:,।!-]*(?P<question>.*)",
        re.DOTALL,
    ),
    re.compile(
        r"ask (?:(?:my|a) person\b|(?P<name>[^\s,:।]+)(?=[:,]|$))[\s:,.!-]*(?P<question>.*)",
        re.DOTALL | re.IGNORECASE,
    ),
    # The photo alone.
    re.compile(rf"(?:{_ANYONE}|(?P<name>[^\s,:।]+?))কে (?:একটু )?(?:দেখান|দেখাও)[।!]?(?P<question>)"),
    re.compile(
        r"(?:please )?(?:show|send)(?: (?:it|this))?(?: to)? (?:my|a) (?P<name>)person"
        r"[.!]?(?P<question>)",
        re.IGNORECASE,
    ),
    # Bangla in Latin letters: the question goes on as it was typed.
    re.compile(
        r"(?:(?:amar |ekjon )?man(?:u|oo)[sh]+(?:ti|ta)?|(?P<name>[^\s,:।]+?)) ?ke (?:ektu )?"
        r"jig+[ae]s+h?a?a? (?:korun|koro|koren|kor)[\s:,.!-]*(?P<question>.*)",
        re.DOTALL | re.IGNORECASE,
    ),
)


@dataclass(frozen=True)
class Wanted:
    """name: of the companion who is to be asked, "" for any; question: "" where none is given."""

    name: str
    question: str


def errand_in(text: str) -> Wanted | None:
    """What "ask my person: is it out of date?" wants, in either language; None for other texts."""
    said = " ".join(visible(text).split())
    for pattern in _ASKED:
        if found := pattern.fullmatch(said):
            return Wanted(found["name"] or "", found["question"].strip())
    return None
