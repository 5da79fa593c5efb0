"""What a text asks once the earlier photo that it names is the one looked at. Pure functions.

The models know photos in the present: "what was written in yesterday's photo?" asks of that photo
"what is written?".
"""

from __future__ import annotations

import re

from models.text.script import compiled

_BE = r"(?:is|are|was|were)"
_NOW = {"was": "is", "were": "are", "did": "does"}
_PAST = re.compile(r"\b(?:was|were|did)\b", re.IGNORECASE)
# After these "was" only joins: "রং কী ছিল"; elsewhere something was there: "টেবিলে কী ছিল".
_JOINED = compiled(
    r"((?:^|\s)(?:কেমন|\S+ের|(?:রং|রঙ|নাম|দাম|আকৃতি|ভাষা|জিনিসটা|জিনিসটি) (?:কী|কি|কোনটা)"
    r"|\S+(?:টা|টি|গুলো|গুলি) (?:কী|কে))) ছিলো?(?=[\s?।,]|$)"
)
_WAS = re.compile(r"(?<!\S)(?:ছিলো?)(?=[\s?।,]|$)")
_OF_IT = compiled(r"\s*(?:নিয়ে|সম্পর্কে|থেকে|মধ্যে|ভিতরে|ভেতরে)(?=[\s:,।?]|$)")
_SHOWN = compiled(
    r"(?:আবার |আরেকবার |আমাকে |একটু )*(?:দেখান|দেখাও|দেখি|খুঁজুন|খুঁজে দিন|খোঁজো|পাঠান|পাঠাও|দিন|দাও"
    r"|শোনান|শোনাও|বলুন|বলো|চাই|কী|কি|কীসের|কিসের)"
    r"|(?:please )?(?:(?:show|find|send|give|tell)(?: me)?|describe|what is)(?: about)?(?: it)?"
    r"(?: again)?(?: please)?",
    re.IGNORECASE,
)


def bangla_rest(before: str, after: str) -> str:
    """The text without the photo's mention between the two. It was NFC, with digits 0 to 9."""
    text = _joined(before, _OF_IT.sub("", after, count=1))
    return _WAS.sub("আছে", _JOINED.sub(r"\1", text))


def english_rest(before: str, lead: str | None, after: str) -> str:
    """The same in English; lead: the preposition before the mention, None without one.

    >>> english_rest("what does ", None, " say?")
    'what does it say?'
    >>> english_rest("what was ", "in", "?")
    'what is there?'
    """
    place = (lead or "").lower()
    if not before.strip():
        text = _joined("", after)
    elif not place:
        text = _joined(f"{before} it", after)
    elif place == "about":
        text = _joined(f"{before} about it", after)
    elif re.search(rf"\b{_BE}\s*$", before, re.IGNORECASE):
        text = _joined(f"{before} there", after)
    else:
        text = _joined(before, after)
        if place != "of":
            text = re.sub(rf"^({_BE}) (?=(?:an?|any|some) )", r"\1 there ", text, flags=re.I)
    return _PAST.sub(lambda found: _present(found[0]), text)


def only_shown(rest: str) -> bool:
    """Whether nothing is asked of the photo but to have it again."""
    return not rest or _SHOWN.fullmatch(rest.strip(" .!?।")) is not None


def _present(word: str) -> str:
    now = _NOW[word.lower()]
    return now.capitalize() if word[0].isupper() else now


def _joined(before: str, after: str) -> str:
    if not before.strip():
        after = after.lstrip(" :,।.-")
    text = " ".join(f"{before} {after}".split())
    return re.sub(r" +([?।,.!])", r"\1", text).strip(" :,।")
