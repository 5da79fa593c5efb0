"""The numbers of a text, English or Bangla, in digits or in words, as comparable keys.

A number has keys, any one of which makes it equal to another: 9:30 is the time "t:570", and so
are ৯টা ৩০, সাড়ে নয়টা and 0930 hours; 1.2 million, ১২ লাখ and ১.২ মিলিয়ন are all "n:1200000".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from models.text import numerals_en
from models.text.addresses import PHONE_PERHAPS
from models.text.clock import SMALL, hour_and_minute, times
from models.text.dates import DATE, MONTH_YEAR, day_month_year, month_year
from models.text.number import Number, key, time_key, whole
from models.text.number_words import Run, runs
from models.text.script import compiled, plain

_FRACTION = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,3})(?![\d/])")
_COINS = compiled(r"(?<![\d.,])(\d[\d,]*) ?টাকা (\d{1,2}) ?পয়সা")
_SHARE = compiled(r" ?ভাগের ?")
# The K of a 4K screen is no thousand.
_SCREEN = re.compile(
    r"(?<=\b[248])K\b(?= (?:TV|video|screen|display|monitor|camera|res|ultra))", re.IGNORECASE
)
_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)
_PAIRED = "hands|arms|legs|feet|eyes|ears|sides|ends|knees|shoulders|wheels"
_CUPS = "গ্লাস|কাপ|চামচ|ট্যাবলেট|ট্যাব|বড়ি|কেজি|লিটার|ঘণ্টা|ঘন্টা|মিটার|ফুট|মাইল|বাটি|প্লেট|মগ|মাস|বছর"
_KILO = "kilo(?:gram)?|kg|lit(?:re|er)"
_SCALES = f"{'|'.join(numerals_en.SCALES)}"
# What is a number, or a time, in no word of its own; the last: whether it must be found again.
_PHRASES: tuple[tuple[re.Pattern[str], tuple[Fraction | int, ...], bool], ...] = tuple(
    (compiled(pattern, re.IGNORECASE), values, firm)
    for pattern, values, firm in (
        (rf"\bhalf (?:a )?(?:{_KILO})\b", (_HALF, 500), True),
        (rf"\bquarter (?:of a )?(?:{_KILO})\b", (_QUARTER, 250), True),
        (r"\bhalf a year\b", (_HALF, 6), True),
        (r"\bhalf a century\b", (_HALF, 50), True),
        (r"\bhalf[ -](?:an )?hour\b", (_HALF, 30), True),
        (r"\bquarter[ -](?:of an )?hour\b", (_QUARTER, 15), True),
        (rf"\b(?:an?|one) (?!{SMALL})[a-z]+ and a half\b(?!-)", (Fraction(3, 2),), True),
        (rf"\bhalf (?=(?:an?|of) )(?!an? (?:{_SCALES})\b)", (_HALF,), True),
        (rf"(?<!\S)(?:আধা?|অর্ধেক)(?= (?:{_CUPS}))", (_HALF,), True),
        (rf"\bboth (?:of )?(?:(?:his|her|its|their|your|my|the) )?(?={_PAIRED})", (2,), True),
        (r"\bround the clock\b", (24,), False),
        (r"\bfortnights?\b", (2, 14, 15), False),
        (r"\b(?:noon|midday|midnight)\b", (12,), False),
    )
)
_CLOCK = re.compile(
    r"\s*(?:[ap]\.?m\b|o'?clock|hrs?\b|hours?\b|utc|gmt|টা|ঘটিকা|ইউটিসি|জিএমটি)", re.IGNORECASE
)
_ZONE = re.compile(r"\s*\(?(?:hrs?\b|hours\b|utc|gmt|ইউটিসি|জিএমটি)", re.IGNORECASE)
# The 2 of km2 belongs to the unit.
_EXPONENT = re.compile(
    r"(?<=[A-Za-z]m)[23]\b|(?<=\bm)[23]\b|(?:(?<=মি)|(?<=মিটার)|(?<=[কমস]িমি )|(?<=সেমি ))[23](?!\d)"
)
_SHORT_TWO = re.compile("দু'(?=এক|তিন|চার)")
_DECADE = re.compile(r"'?s\b|[\s'-]*(?:এর|র|ের|য়ের)?\s*দশক")
_YEARS = re.compile(r" (?:decades|centuries|দশক|শতাব্দী)", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:-|\bto\b|\bor\b|থেকে|বা|হতে)\s*")


def numbers(text: str) -> list[Number]:
    """All numbers of a text, in order."""
    text = _SHORT_TWO.sub("দু-", _SCREEN.sub(" ", _EXPONENT.sub(" ", plain(text))))
    found: list[Number] = []
    for read in (_phones, _dates, times, _fractions, _phrases):
        for number in read(text):
            found.append(number)
            width = number.end - number.start
            text = text[: number.start] + "\0" * width + text[number.end :]
    joined = list(runs(text))
    taken = None
    for before, run, after in zip([None, *joined], joined, [*joined[1:], None], strict=False):
        number = _finish(text, before, run, after)
        if taken and (clock := hour_and_minute(text, taken, number)):
            found[-1] = clock
            taken = None
        elif before and _SHARE.fullmatch(text, before.end, run.start) and before.value:
            # চার ভাগের এক ভাগ is a quarter.
            keys = frozenset({key(run.value / before.value)})
            found[-1] = replace(number, keys=keys, firm=True, parts=(found[-1], number))
        else:
            found.append(number)
            taken = number if run.ending.startswith("টা") else None
    return sorted(found, key=lambda number: number.start)


def _phones(text: str) -> Iterator[Number]:
    for found in PHONE_PERHAPS.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if len(digits) >= 8 and not DATE.fullmatch(found.group()):
            yield whole(found, {f"p:{digits}"})


def _dates(text: str) -> Iterator[Number]:
    for found in DATE.finditer(text):
        date = day_month_year(found)
        number = whole(found, {f"d:{'/'.join(map(str, date or found.group(1, 3, 4)))}"})
        if date is None:
            yield number
            continue
        # Its month may be a name on the other side, and is looked after there.
        yield replace(number, parts=_date_parts(number, *date[::-1]))
    for found in MONTH_YEAR.finditer(text):
        month, of_year = month_year(found)
        number = whole(found, {f"d:{month}/{of_year}"})
        yield replace(number, parts=_date_parts(number, of_year, month))


def _date_parts(whole: Number, year: int, month: int, *day: int) -> tuple[Number, ...]:
    return tuple(
        Number(whole.start, whole.end, frozenset(map(key, values)), firm)
        for values, firm in (
            *(((each,), True) for each in day),
            ((month,), False),
            ((year, year % 100), True),
        )
    )


def _fractions(text: str) -> Iterator[Number]:
    for found in _FRACTION.finditer(text):
        above, below = int(found.group(1)), int(found.group(2))
        if below:
            yield whole(found, {key(Fraction(above, below))}, 1, 2)
    for found in _COINS.finditer(text):
        taka, coins = (int(found.group(i).replace(",", "") or 0) for i in (1, 2))
        number = whole(found, {key(taka + Fraction(coins, 100))})
        parts = (replace(number, keys=frozenset({key(each)})) for each in (taka, coins))
        yield replace(number, parts=tuple(parts))


def _phrases(text: str) -> Iterator[Number]:
    for pattern, values, firm in _PHRASES:
        for found in pattern.finditer(text):
            keys = {key(value) for value in values}
            keys |= {time_key(12)} if values == (12,) else set()
            yield Number(found.start(), found.end(), frozenset(keys), firm)
            text = text[: found.start()] + "\0" * len(found.group()) + text[found.end() :]


def _finish(text: str, before: Run | None, run: Run, after: Run | None) -> Number:
    """The keys of a run, seen where it stands."""
    value = run.value
    keys = {key(value), *map(key, run.also)}
    clock = run.ending.startswith("টা") or _CLOCK.match(text, run.end)
    if clock and value <= 24 and value * 4 % 1 == 0:
        keys.add(time_key(value))
    digits = text[run.start : run.end]
    if re.fullmatch(r"[012]\d[0-5]\d", digits) and (digits[0] == "0" or _ZONE.match(text, run.end)):
        keys.add(time_key(int(digits[:2]), int(digits[2:])))
    if re.fullmatch(r"\d{1,2}\.[0-5]\d", digits) and value < 25:
        hour, minute = digits.split(".")
        keys.add(time_key(int(hour), int(minute)))
    if value % 10 == 0 and _DECADE.match(text, run.end):
        keys.add(f"decade:{value % 100}")
    if value < 10 and (years := _YEARS.match(text, run.end)):
        keys.add(key(value * (100 if years.group().lower().strip()[0] in "cশ" else 10)))
    if after and _RANGE.fullmatch(text, run.end, after.start) and run.scale == 1:
        # 2-3 million: the scale is said once.
        keys.add(key(value * after.scale))
    hyphen = before and before.digits and run.digits and text[before.end : run.start] == "-"
    if before and hyphen and 1000 <= before.value < 2100 and run.value < 100:
        # 1995-96
        keys.add(key(before.value // 100 * 100 + run.value))
    return Number(run.start, run.end, frozenset(keys), run.firm)
