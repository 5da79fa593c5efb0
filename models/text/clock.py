"""Times of day in both languages: 9:30, half past ten, সাড়ে দশটা, ছয়টা বাজতে পনেরো মিনিট."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from models.text import numerals_en
from models.text.number import Number, key, time_key, whole
from models.text.script import compiled

_RATIO = re.compile(r"(?<![\d:.,])(\d{1,3}):(\d{1,2})(?::(\d{2}))?(?![\d:])")
_TA_MINUTES = compiled(
    r"(?<![\d.,:])(\d{1,2})\s*(?:টা|টায়)\s+(?:(বাজতে)\s+|বেজে\s+)?(\d{1,2})(?:\s*মিনিট)?(?!\d)"
)
# In words: দশটা বেজে দশ মিনিট, ছয়টা বাজতে পনেরো মিনিট বাকি.
_TA_GAP = re.compile(r" (?:(বাজতে) |বেজে )?")
_MINUTES_END = re.compile(r" মিনিট| বাজ|\W*$")
SMALL = f"(?:{'|'.join(sorted(numerals_en.CARDINALS, key=len, reverse=True))})"
_PAST = re.compile(
    rf"\b(?:an? )?(?:(quarter|half)|(\d{{1,2}}|{SMALL}(?:[ -]{SMALL})?)(?: minutes?)?)"
    rf" (past|to|before|after) (\d{{1,2}}(?![\d:]|\.\d)|{SMALL}\b)",
    re.IGNORECASE,
)
_SIDE = re.compile(r" (?:past|to|before|after) ", re.IGNORECASE)
# Nineteen seventy-one.
_YEAR = re.compile(
    r"\b(seventeen|eighteen|nineteen|twenty) "
    rf"((?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{SMALL})?)\b(?!-\w)",
    re.IGNORECASE,
)
# Eight thirty.
_HOUR_MINUTE = re.compile(
    rf"(?<![-\w] )\b({SMALL}) (ten|fifteen|(?:twenty|thirty|forty|fifty)(?:-five)?)\b(?![-\w])",
    re.IGNORECASE,
)


def times(text: str) -> Iterator[Number]:
    """The times, and ratios, of a `plain` text."""
    for found in _RATIO.finditer(text):
        first, second = int(found.group(1)), int(found.group(2))
        keys = {f"r:{first}:{second}:{found.group(3) or 0}"}
        groups = [i for i in (1, 2, 3) if found.group(i)]
        if len(found.group(2)) == 2 and first <= 24 and second < 60:
            keys.add(time_key(first, second))
            # 11:00 is also said "at 11".
            groups = [i for i in groups if i == 1 or int(found.group(i))]
        yield whole(found, keys, *groups)
    for found in _TA_MINUTES.finditer(text):
        hour, minute = int(found.group(1)), int(found.group(3))
        if hour <= 24 and minute < 60:
            yield whole(found, {time_key(hour, -minute if found.group(2) else minute)}, 1, 3)
    for found in _PAST.finditer(text) if _SIDE.search(text) else ():
        part, number, side, hour_word = found.groups()
        minute = {"quarter": 15, "half": 30}[part.lower()] if part else _small(number)
        hour = _small(hour_word)
        # "From five to ten" may be none: then its parts count.
        if (
            minute < 60
            and 1 <= hour <= 12
            and (side.lower() == "past" or (part or "").lower() != "half")
        ):
            sign = -1 if side.lower() in {"to", "before"} else 1
            clock = whole(found, {time_key(hour, sign * minute)})
            parts = (replace(clock, keys=frozenset({key(each)})) for each in (hour, minute))
            yield replace(clock, parts=tuple(parts))
    for found in _YEAR.finditer(text):
        year = whole(found, {key(_small(found.group(1)) * 100 + _small(found.group(2)))})
        parts = (replace(year, keys=frozenset({key(_small(found.group(i)))})) for i in (1, 2))
        yield replace(year, parts=tuple(parts))
    for found in _HOUR_MINUTE.finditer(text):
        hour, minute = _small(found.group(1)), _small(found.group(2))
        if 1 <= hour <= 12:
            clock = whole(found, {time_key(hour, minute)})
            parts = (replace(clock, keys=frozenset({key(each)})) for each in (hour, minute))
            yield replace(clock, parts=tuple(parts))


def _small(text: str) -> int:
    """7, seven, twenty-five."""
    words = text.lower().replace("-", " ").split()
    return sum(int(word) if word.isdigit() else numerals_en.CARDINALS[word] for word in words)


def hour_and_minute(text: str, hour: Number, minute: Number) -> Number | None:
    """Bangla's দশটা and what follows as one time of day; None where they are two numbers."""
    gap = _TA_GAP.fullmatch(text, hour.end, minute.start)
    if not gap or not (gap.group().strip() or _MINUTES_END.match(text, minute.end)):
        return None
    values = [
        [Fraction(k[2:]) for k in number.keys if k.startswith("n:")] for number in (hour, minute)
    ]
    if not all(len(found) == 1 and found[0] % 1 == 0 for found in values):
        return None
    (at,), (past,) = values
    if at > 24 or past >= 60:
        return None
    keys = frozenset({time_key(at, int(-past if gap.group(1) else past))})
    return Number(hour.start, minute.end, keys, parts=(hour, minute))
