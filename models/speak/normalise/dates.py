"""Dates, times, years and Bangla's ordinals, written out. Digits are ASCII here."""

from __future__ import annotations

import re

from models.speak.normalise.patterns import compiled
from models.speak.normalise.vocabulary import BANGLA, Wording
from models.text.dates import DATE, day_month_year
from models.text.numerals_bn import names, ordinal_names
from models.text.script import BANGLA as LETTERS
from models.text.script import recomposed

_MONTH = re.compile(r"(?<![0-9./-])(0?[1-9]|1[0-2])[/-](20[0-9]{2})(?![0-9]|[./-][0-9])")


def dates(text: str, words: Wording) -> str:
    """12/03/2026 and 2026-03-12 are the twelfth of March: the day first, as in Bangladesh."""

    def said(match: re.Match[str]) -> str:
        if date := day_month_year(match):
            return f"{date[0]} {words.months[date[1] - 1]} {date[2]}"
        return match.group()

    text = DATE.sub(said, text)
    # What a medicine's box says: EXP 12/2026.
    return _MONTH.sub(lambda match: f"{words.months[int(match[1]) - 1]} {match[2]}", text)


_TIME = compiled(
    r"(?<![0-9:.])([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?(?![0-9:])"
    r"(?:\s?([AaPp])\.?[Mm]\b\.?)?"
    rf"(?:\s?(?:টায়|টার|টা|মিনিটে|মিনিটের|মিনিট)(?![{LETTERS}]))?"
)


def times(text: str, words: Wording) -> str:
    """9:30 is "৯টা ৩০ মিনিট"; past noon on the 24-hour clock gets its part of the day."""

    def said(match: re.Match[str]) -> str:
        hour, minute = int(match[1]), int(match[2])
        half = (match[4] or "").lower()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        named = bool(half) or hour == 0 or hour > 12
        second = int(match[3] or 0)
        if words is BANGLA:
            return _bangla_time(hour % 24, minute, second, named, match.group())
        return _english_time(hour % 24, minute, second, named)

    return _TIME.sub(said, text)


_PARTS = (
    *((4, "রাত"), (6, "ভোর"), (12, "সকাল"), (15, "দুপুর")),
    *((18, "বিকেল"), (20, "সন্ধ্যা"), (24, "রাত")),
)


def _bangla_time(hour: int, minute: int, second: int, named: bool, written: str) -> str:
    part = next(name for until, name in _PARTS if hour < until) + " " if named else ""
    ending = "ে" if written.endswith(recomposed("য়")) or written.endswith("ে") else ""
    ending = "ের" if written.endswith("র") else ending
    pieces = [f"{part}{hour % 12 or 12}টা"]
    if minute:
        pieces.append(f"{minute} মিনিট")
    if second:
        pieces.append(f"{second} সেকেন্ড")
    if len(pieces) == 1:
        return pieces[0] + {"ে": "য়", "ের": "র", "": ""}[ending]
    return " ".join(pieces) + ending


def _english_time(hour: int, minute: int, second: int, named: bool) -> str:
    said = str(hour % 12 or 12)
    if minute:
        said += f" oh {minute}" if minute < 10 else f" {minute}"
    elif not named:
        said += " o'clock"
    if second:
        said += f" and {second} seconds"
    return said + ((" p m" if hour >= 12 else " a m") if named else "")


_YEAR = compiled(
    rf"((?:{'|'.join(BANGLA.months)}),? )?(?<![0-9.,])(1[1-9])([0-9]{{2}})(?![0-9]|[.,][0-9])"
    r"(?=((?:\s?[-–—]\s?[0-9]{2,4})?\s?(?:সাল|খ্রি))?)"
)


def years(text: str, words: Wording) -> str:
    """১৯৭১ সাল is "উনিশশো একাত্তর": after a month or before সাল. English voices know."""
    if words is not BANGLA:
        return text

    def said(match: re.Match[str]) -> str:
        month, century, year, era = match.groups()
        if not month and not era:
            return match.group()
        return f"{month or ''}{century} শো" + (f" {int(year)}" if int(year) else "")

    return _YEAR.sub(said, text)


_DAYS = (
    *("পয়লা", "দোসরা", "তেসরা", "চৌঠা"),
    *(f"{name}{'ই' if day < 19 else 'ে'}" for day, name in enumerate(names()[5:32], 5)),
)
_ORDINAL = compiled(rf"(?<![0-9.,])([0-9]{{1,2}})(?:(ম|য়|র্থ|ষ্ঠ)|(লা|রা|ঠা|ই|শে))(?![{LETTERS}])")


def ordinals(text: str, words: Wording) -> str:
    """১ম, ২য়, ১৬ই and ২১শে as words: the voice would spell out their endings."""
    if words is not BANGLA:
        return text

    def said(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        table = ordinal_names() if match[2] else _DAYS
        return table[at] if 0 <= at < len(table) else match.group()

    return _ORDINAL.sub(said, text)
