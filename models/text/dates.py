"""Dates and months in both languages: 12/05/2026, 2026-05-12, May, মে."""

from __future__ import annotations

import re
from functools import cache

from models.text.script import compiled, plain
from models.text.units import bangla_noun

# Spellings are parted by "/", the usual one first.
_MONTHS = """
January জানুয়ারি/জানুয়ারী
February ফেব্রুয়ারি/ফেব্রুয়ারী
March মার্চ
April এপ্রিল
May মে
June জুন
July জুলাই
August আগস্ট/আগষ্ট/অগাস্ট/অগস্ট
September সেপ্টেম্বর/সেপ্টেমবর
October অক্টোবর
November নভেম্বর/নবেম্বর
December ডিসেম্বর
"""
ENGLISH_MONTHS = tuple(_MONTHS.split()[::2])
BANGLA_MONTHS = tuple(name.partition("/")[0] for name in _MONTHS.split()[1::2])
DATE = re.compile(
    r"(?<![\d/.-])(?=\d{4}|\d+.\d+.\d\d)(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?!\d|[/.-]\d)"
)
# On a medicine's box: 12/2026, and after its word 03/27.
MONTH_YEAR = compiled(
    r"(?<![\d./-])(0?[1-9]|1[0-2])[/-](20\d\d)(?!\d|[./-]\d)"
    r"|(?i:exp\w*\.?(?: date)?|mf[gd]\.?(?: date)?|use by|মেয়াদ\S*|উৎপাদন\S*)\W{1,3}"
    r"(0[1-9]|1[0-2])[/-](\d\d)(?!\d|[./-]\d)"
)


def month_year(found: re.Match[str]) -> tuple[int, int]:
    """What a match of `MONTH_YEAR` means."""
    month, year = (int(group) for group in found.groups() if group)
    return month, year + 2000 if year < 100 else year


def day_month_year(found: re.Match[str]) -> tuple[int, int, int] | None:
    """What a match of `DATE` means, the day first as in Bangladesh; None where it is no date.

    12/05/2026 and 2026-05-12 are the twelfth of May, and 05/21/2026 can only be the 21st;
    a year of two digits is of this century, and 1.2.34 a version.
    """
    written = found.group(1, 3, 4)
    written = written[::-1] if len(written[0]) == 4 else written
    day, month, year = map(int, written)
    if month > 12 >= day:
        day, month = month, day
    if len(written[2]) == 2 and found[2] != ".":
        year += 2000
    valid = day <= 31 and 1 <= month <= 12 and 1900 <= year < 2100 and len(written[0]) < 3
    return (day, month, year) if valid and day else None


@cache
def _month_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    # "Mar" is a name too.
    shorts = {"March": r"mar(?:ch|(?=\.? ?\d))", "September": "sept?(?:ember)?"}
    return tuple(
        (
            re.compile(
                rf"\b(?:{shorts.get(english) or f'{english[:3]}(?:{english[3:]})?'})\b",
                re.IGNORECASE,
            ),
            bangla_noun(bangla.replace("/", "|")),
        )
        for english, bangla in zip(*[iter(_MONTHS.split())] * 2, strict=True)
    )


def months(text: str) -> set[int]:
    """The months in a text's names and dates, 1 to 12; "may" only where written large."""
    text = plain(text)
    found = {month_year(match)[0] for match in MONTH_YEAR.finditer(text)}
    found |= {date[1] for match in DATE.finditer(text) if (date := day_month_year(match))}
    for number, (english, bangla) in enumerate(_month_patterns(), 1):
        named = english.search(text)
        if bangla.search(text) or (named and named.group()[0].isupper()):
            found.add(number)
    return found
