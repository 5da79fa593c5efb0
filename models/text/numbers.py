"""The numbers of a text, English or Bangla, in digits or in words, as comparable keys.

A number has keys, any one of which makes it equal to another: 9:30 is the time "t:570", and so
are ৯টা ৩০, সাড়ে নয়টা and 0930 hours; 1.2 million, ১২ লাখ and ১.২ মিলিয়ন are all "n:1200000".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.text.addresses import PHONE_PERHAPS
from models.text.dates import DATE, day_month_year
from models.text.number_words import Run, runs
from models.text.script import plain


@dataclass(frozen=True)
class Number:
    """One number in a text.

    start, end: its place in `plain(text)`; keys: what it may equal; parts: what it may be split
    into (9:30 → 9 and 30); firm: it must be found on the other side, not only may.
    """

    start: int
    end: int
    keys: frozenset[str]
    firm: bool = True
    parts: tuple[Number, ...] = ()

    def equals(self, other: Number) -> bool:
        """Whether the two may be the same number; the 90s are the 1990s, the 1890s are not."""
        shared = self.keys & other.keys
        if any(not each.startswith("decade:") for each in shared):
            return True
        return bool(shared) and (self._short() or other._short())

    def _short(self) -> bool:
        return any(re.fullmatch(r"n:\d\d", each) for each in self.keys)


_RATIO = re.compile(r"(?<![\d:.,])(\d{1,3}):(\d{1,2})(?::(\d{2}))?(?![\d:])")
_FRACTION = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,3})(?![\d/])")
_TA_MINUTES = re.compile(r"(?<![\d.,:])(\d{1,2})\s*(?:টা|টায়)\s+(\d{1,2})(?:\s*মিনিট)?(?!\d)")
_CLOCK = re.compile(
    r"\s*(?:[ap]\.?m\b|o'?clock|hrs?\b|hours?\b|utc|gmt|টা|ঘটিকা|ইউটিসি|জিএমটি)", re.IGNORECASE
)
_ZONE = re.compile(r"\s*\(?(?:hrs?\b|hours\b|utc|gmt|ইউটিসি|জিএমটি)", re.IGNORECASE)
# The 2 of km2 belongs to the unit.
_EXPONENT = re.compile(
    r"(?<=[A-Za-z]m)[23]\b|(?<=\bm)[23]\b|(?:(?<=মি)|(?<=মিটার)|(?<=[কমস]িমি )|(?<=সেমি ))[23](?!\d)"
)
_DECADE = re.compile(r"'?s\b|[\s'-]*(?:এর|র|ের|য়ের)?\s*দশক")
_RANGE = re.compile(r"\s*(?:-|\bto\b|\bor\b|থেকে|বা|হতে)\s*")


def numbers(text: str) -> list[Number]:
    """All numbers of a text, in order."""
    text = _EXPONENT.sub(" ", plain(text))
    found: list[Number] = []
    for read in (_phones, _dates, _times, _fractions):
        for number in read(text):
            found.append(number)
            width = number.end - number.start
            text = text[: number.start] + "\0" * width + text[number.end :]
    joined = list(runs(text))
    for before, run, after in zip([None, *joined], joined, [*joined[1:], None], strict=False):
        found.append(_finish(text, before, run, after))
    return sorted(found, key=lambda number: number.start)


def key(value: Fraction | int) -> str:
    """The key of a plain value."""
    return f"n:{Fraction(value)}"


def _time(hour: Fraction | int, minute: int = 0) -> str:
    return f"t:{hour * 60 % 720 + minute}"


def _parts(found: re.Match[str], *groups: int) -> tuple[Number, ...]:
    return tuple(
        Number(found.start(i), found.end(i), frozenset({key(int(found.group(i)))})) for i in groups
    )


def _whole(found: re.Match[str], keys: set[str], *groups: int) -> Number:
    return Number(found.start(), found.end(), frozenset(keys), parts=_parts(found, *groups))


def _phones(text: str) -> Iterator[Number]:
    for found in PHONE_PERHAPS.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if len(digits) >= 8 and not DATE.fullmatch(found.group()):
            yield _whole(found, {f"p:{digits}"})


def _dates(text: str) -> Iterator[Number]:
    for found in DATE.finditer(text):
        date = day_month_year(found) or map(int, found.group(1, 3, 4))
        yield _whole(found, {f"d:{'/'.join(map(str, date))}"})


def _times(text: str) -> Iterator[Number]:
    for found in _RATIO.finditer(text):
        first, second = int(found.group(1)), int(found.group(2))
        keys = {f"r:{first}:{second}:{found.group(3) or 0}"}
        groups = [i for i in (1, 2, 3) if found.group(i)]
        if len(found.group(2)) == 2 and first <= 24 and second < 60:
            keys.add(_time(first, second))
            # 11:00 is also said "at 11".
            groups = [i for i in groups if i == 1 or int(found.group(i))]
        yield _whole(found, keys, *groups)
    for found in _TA_MINUTES.finditer(text):
        hour, minute = int(found.group(1)), int(found.group(2))
        if hour <= 24 and minute < 60:
            yield _whole(found, {_time(hour, minute)}, 1, 2)


def _fractions(text: str) -> Iterator[Number]:
    for found in _FRACTION.finditer(text):
        above, below = int(found.group(1)), int(found.group(2))
        if below:
            yield _whole(found, {key(Fraction(above, below))}, 1, 2)


def _finish(text: str, before: Run | None, run: Run, after: Run | None) -> Number:
    """The keys of a run, seen where it stands."""
    value = run.value
    keys = {key(value), *map(key, run.also)}
    clock = run.ending.startswith("টা") or _CLOCK.match(text, run.end)
    if clock and value <= 24 and value * 4 % 1 == 0:
        keys.add(_time(value))
    digits = text[run.start : run.end]
    if re.fullmatch(r"[012]\d[0-5]\d", digits) and (digits[0] == "0" or _ZONE.match(text, run.end)):
        keys.add(_time(int(digits[:2]), int(digits[2:])))
    if re.fullmatch(r"\d{1,2}\.[0-5]\d", digits) and value < 25:
        hour, minute = digits.split(".")
        keys.add(_time(int(hour), int(minute)))
    if value % 10 == 0 and _DECADE.match(text, run.end):
        keys.add(f"decade:{value % 100}")
    if after and _RANGE.fullmatch(text, run.end, after.start) and run.scale == 1:
        # 2-3 million: the scale is said once.
        keys.add(key(value * after.scale))
    hyphen = before and before.digits and run.digits and text[before.end : run.start] == "-"
    if before and hyphen and 1000 <= before.value < 2100 and run.value < 100:
        # 1995-96
        keys.add(key(before.value // 100 * 100 + run.value))
    return Number(run.start, run.end, frozenset(keys), run.firm)
