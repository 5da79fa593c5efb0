"""What nobody should trust a machine in: medicine, food, money, traffic, fire. Pure functions."""

from __future__ import annotations

import re
from functools import cache

from handlers.intents.phrases import phrases
from models.text.script import is_bangla

_ENDINGS = "(?:টা|টি|টার|টির|টাতে|টিতে|টায়|টাকে|টিকে|ের|র|এর|কে|তে|ে|গুলো|গুলোর|গুলোতে|ও|ই)?(?:ও|ই|র|ের)?"
_SIGNS = r"\d+ ?(?:mg|মিলিগ্রাম|মিগ্রা|টাকার?)|৳\S*|(?:tk|taka|rs)\d+"
_SAID = re.compile(
    r"যাচাই|মিলিয়ে নিন|মিলিয়ে নাও|check (?:\w+ )*(?:with a person|at the shop)", re.IGNORECASE
)


def needs_a_person(told: str, question: str = "") -> bool:
    """Whether what is told or asked is something to check with a person."""
    plain = phrases().plain
    return bool(_topics("careful-words").search(f"{plain(told)} | {plain(question)}")) or bool(
        _topics("careful-asked").search(plain(question))
    )


def is_said(text: str) -> bool:
    """Whether a reply already says to check."""
    return _SAID.search(text) is not None


@cache
def _topics(key: str) -> re.Pattern[str]:
    words = sorted(phrases().lists[key])
    bangla = "|".join(re.escape(word) for word in words if is_bangla(word))
    english = "|".join(re.escape(word) for word in words if not is_bangla(word))
    return re.compile(rf"(?<!\S)(?:{_SIGNS}|{english}|(?:{bangla}){_ENDINGS})(?!\S)")
