"""Dates and times as strips, forms and notices print them. Digits are ASCII here."""

from __future__ import annotations

import re
from typing import Final

from models.speak.normalise.patterns import LETTER, compiled
from models.speak.normalise.vocabulary import BANGLA, ENGLISH, Wording
from models.text.script import BANGLA as LETTERS

_LATIN_MONTHS: Final = tuple(month[:3] for month in ENGLISH.months)
# JAN, Jan. and January; no other word that begins so, and no "may" of a sentence.
_LATIN_MONTH = "|".join(
    rf"{short}(?:\.|{full[3:]}\b|\b)|{short.upper()}(?:\.|{full[3:].upper()}\b|\b)"
    for full, short in zip(ENGLISH.months, _LATIN_MONTHS, strict=True)
)
_DAY_MONTH: Final = re.compile(
    rf"(?<![0-9A-Za-z.])([0-3]?[0-9])[\s.-]{{0,2}}({_LATIN_MONTH})"
    r"(?:[\s,.'-]{0,2}([0-9]{4}|[0-9]{2}))?(?![0-9])"
)
_MONTH_YEAR: Final = re.compile(
    rf"(?<![0-9A-Za-z])({_LATIN_MONTH})[\s,.'/-]{{0,2}}([0-9]{{4}})(?![0-9:])"
)
# Two digits are a year only after a label: "March 27" is a day.
_LABELLED_MONTH: Final = compiled(
    rf"((?:মেয়াদ|উৎপাদন|expiry|made) )({_LATIN_MONTH})[\s,.'/-]{{0,2}}([0-9]{{2}})(?![0-9:])"
)
_SHORT_MONTHS: Final = {
    **{"জানু": 1, "ফেব্রু": 2, "ফেব": 2, "এপ্রি": 4, "আগ": 8, "সেপ্টে": 9, "সেপ": 9},
    **{"অক্টো": 10, "নভে": 11, "ডিসে": 12},
}
_SHORT_MONTH: Final = compiled(
    rf"(?<![{LETTER}0-9])({'|'.join(_SHORT_MONTHS)})(?:\.|ঃ)(?=\s?[0-9]|\s|$)"
)
_EXPIRY = "EXP(?:IRY|IRES)?|Exp(?:iry|ires)?|(?:[Uu]se|USE|[Bb]est|BEST) (?:before|BEFORE|by|BY)"
_MADE = "M[Ff][GgDd]|MANUFACTURED|Manufactured"
_LABELS: Final = re.compile(
    rf"(?<![A-Za-z])(?:({_EXPIRY})|{_MADE})(?![A-Za-z])\.?(?:\s?(?:DATE|Date|DT|Dt)\b\.?)?\s?[:.-]*\s*"
)
_DATE: Final = re.compile(rf"[0-9]|{_LATIN_MONTH}")
_SHORT_YEAR: Final = compiled(
    r"((?:মেয়াদ|উৎপাদন|উত্তীর্ণ|তৈরি|expiry|made)[^0-9\n।]{0,24})(0?[1-9]|1[0-2])\s?[/.-]\s?"
    r"([0-9]{2})(?![0-9/.:-])"
)


def strips(text: str, words: Wording) -> str:
    """EXP: 03/27 is March 2027; 01 JAN 25 and ডিসে. ২০২৬ have their months in full."""
    months = dict(zip(_LATIN_MONTHS, words.months, strict=True))

    def month(latin: str) -> str:
        return months[latin[:3].title()]

    def year(digits: str | None) -> str:
        return "" if not digits else f" {digits}" if len(digits) == 4 else f" 20{digits}"

    def label(match: re.Match[str]) -> str:
        rest = match.string[match.end() : match.end() + 20]
        if words is not BANGLA:
            return "expiry " if match[1] else "made "
        if not match[1]:
            return "উৎপাদন "
        return "মেয়াদ " if _DATE.match(rest) else "মেয়াদ শেষ "

    def day_month(match: re.Match[str]) -> str:
        if not 0 < int(match[1]) < 32:
            return match[0]
        return f"{int(match[1])} {month(match[2])}{year(match[3])}"

    text = _LABELS.sub(label, text)
    text = _SHORT_YEAR.sub(lambda m: f"{m[1]}{words.months[int(m[2]) - 1]} 20{m[3]}", text)
    text = _DAY_MONTH.sub(day_month, text)
    text = _LABELLED_MONTH.sub(lambda m: f"{m[1]}{month(m[2])} 20{m[3]}", text)
    text = _MONTH_YEAR.sub(lambda m: f"{month(m[1])} {m[2]}", text)
    if words is not BANGLA:
        return text
    return _SHORT_MONTH.sub(lambda m: f"{words.months[_SHORT_MONTHS[m[1]] - 1]} ", text)


_BENGALI_MONTHS = "বৈশাখ|জ্যৈষ্ঠ|আষাঢ়|শ্রাবণ|ভাদ্র|আশ্বিন|কার্তিক|অগ্রহায়ণ|পৌষ|মাঘ|ফাল্গুন|চৈত্র"
_DAY_ENDING: Final = compiled(
    rf"([0-9]{{1,2}})\s(লা|রা|ঠা|ই|শে)(?=\s(?:{'|'.join(BANGLA.months)}|{_BENGALI_MONTHS}))"
)
_GRADE = "[0-9]{1,2}(?:ম|য়|র্থ|ষ্ঠ)"
_GRADES: Final = compiled(rf"({_GRADE})\s?[-–]\s?(?={_GRADE})")
_DOTTED = r"([01]?[0-9]|2[0-3])\.([0-5][0-9])"
_O_CLOCK = rf"\s?(?:টা(?:য়|র)?(?![{LETTERS}])|মিনিট|ঘটিকা)"
_FROM: Final = compiled(
    rf"(?<![0-9.]){_DOTTED}(?=\s?(?:[-–]|থেকে)\s?(?:[{LETTER}]+ )?{_DOTTED}{_O_CLOCK})"
)
_AT: Final = compiled(rf"(?<![0-9.]){_DOTTED}(?={_O_CLOCK}|\s?[AaPp]\.?[Mm]\b)")
_PART_OF_DAY: Final = compiled(
    rf"((?:সকাল|ভোর|দুপুর|বিকাল|বিকেল|সন্ধ্যা|সন্ধ্যে|রাত|বেলা)\s){_DOTTED}(?![0-9.]|\s?(?:কেজি|টাকা|লিটার))"
)
_DOTTED_DATE: Final = re.compile(
    r"(?<![0-9./-])([0-2]?[0-9]|3[01])\.(0[1-9]|1[0-2])\.([0-9]{2})(?![0-9]|[./-][0-9])"
)
_ALWAYS: Final = re.compile(r"(?<![0-9/])24\s?/\s?7(?![0-9/])")


def clocks(text: str, words: Wording) -> str:
    """৯.৩০ টা is a time, as it is printed in Bangladesh; ২৪/৭; ২৫ শে মার্চ; ৮ম-১০ম."""
    if words is not BANGLA:
        return text
    text = _AT.sub(r"\1:\2", _FROM.sub(r"\1:\2", text))
    text = _PART_OF_DAY.sub(r"\1\2:\3", text)
    text = _DOTTED_DATE.sub(r"\1/\2/\3", text)
    text = _ALWAYS.sub("24 ঘণ্টা, 7 দিন", text)
    return _GRADES.sub(r"\1 থেকে ", _DAY_ENDING.sub(r"\1\2", text))
