"""Labels in a text: "cup, plate or spoon". Pure functions."""

from __future__ import annotations

import re
import unicodedata

_OR = r"(?:না\s+কি|নাকি|না|বা|অথবা|কিংবা|or)"
_BETWEEN = re.compile(rf"\s*[,;،\n]\s*(?:{_OR}\s+)?|\s+{_OR}\s+", re.IGNORECASE)
_ENDS = " \t।.?!:'\"“”‘’"
_ASKED = re.compile(
    r"(?:classify|which of these|কোনটির সঙ্গে মেলে|কোনটা মেলে|কোনটি|কোনটা|বেছে\s+(?:বলুন|বলো|বলেন)"
    r"|শ্রেণি(?:\s+(?:বলুন|বলো))?)"
    r"(?:\s*[:,ঃ]\s*|\s+)(.+)",
    re.IGNORECASE | re.DOTALL,
)
_CHOICE = re.compile(
    r"(?:(?:এটা|এটি|এইটা|ছবিটা|ছবিটি|ছবিতে এটা|জিনিসটা|জিনিসটি)(?:\s+(?:কি|কী))?"
    r"|is\s+(?:this|it|that))\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)


def labels(text: str) -> tuple[str, ...]:
    """The labels that the text lists, each once, as they are written."""
    parts = _BETWEEN.split(unicodedata.normalize("NFC", text))
    return tuple(dict.fromkeys(part for each in parts if (part := each.strip(_ENDS))))


def labels_asked(text: str) -> str | None:
    """The list of a text that asks which of some labels fits a photo; None for any other text.

    "Is it a cat or a dog?" is a question for who answers questions; three or more are a list.
    """
    text = unicodedata.normalize("NFC", text).strip()
    asked = _ASKED.fullmatch(text)
    if asked and len(labels(asked[1])) > 1:
        return asked[1]
    choice = _CHOICE.fullmatch(text)
    if choice and len(labels(choice[1])) > 2:
        return choice[1]
    return None
