"""Units, money and months: what a number is of, in both languages."""

from __future__ import annotations

import re
from functools import cache

from models.text.script import BANGLA_LETTER, plain

# name: (beside a number in English, anywhere in Bangla). A compound such as mph counts as both.
_UNITS: dict[str, tuple[str, str]] = {
    "km": (r"kms?|kph|kilomet(?:er|re)s?", r"কি\.?\s?মি|কিলোমিটার"),
    "m": (r"m|met(?:er|re)s?", r"মিটার|মি"),
    "cm": (r"cm|centimet(?:er|re)s?", r"সেন্টিমিটার|সে\.?\s?মি"),
    "mm": (r"mm|millimet(?:er|re)s?", r"মিলিমিটার|মি\.?\s?মি"),
    "mile": (r"mi|miles?|mph", r"মাইল"),
    "foot": (r"ft|feet|foot", r"ফুট|ফিট"),
    "inch": (r"inch(?:es)?", r"ইঞ্চি"),
    "kg": (r"kgs?|kilos?|kilograms?", r"কে\.?\s?জি|কিলো|কিলোগ্রাম"),
    "g": (r"g|grams?", r"গ্রাম"),
    "mg": (r"mg|milligrams?", r"মিলিগ্রাম|মিগ্রা"),
    "tonne": (r"tons?|tonnes?", r"টন"),
    "pound": (r"lbs?|pounds?", r"পাউন্ড|পাউণ্ড"),
    "ounce": (r"oz|ounces?", r"আউন্স|ওন্স|ওনস"),
    "litre": (r"l|lit(?:er|re)s?", r"লিটার|লি"),
    "ml": (r"ml|millilit(?:er|re)s?", r"মিলিলিটার|মিলি|এমএল"),
    "hectare": (r"hectares?", r"হেক্টর"),
    "degree": (r"degrees?|°", r"ডিগ্রি|ডিগ্রী"),
    "percent": (r"percent|per cent", r"শতাংশ|পার্সেন্ট|পারসেন্ট|শতকরা"),
    "second": (r"seconds?|secs?", r"সেকেন্ড|সেকেণ্ড|সে"),
    "minute": (r"minutes?|mins?", r"মিনিট"),
    "hour": (r"hours?|hrs?|kph|mph|km/h", r"ঘন্টা|ঘণ্টা"),
    "day": (r"days?", r"দিন|দিবস"),
    "week": (r"weeks?", r"সপ্তাহ|হপ্তা"),
    "month": (r"months?", r"মাস"),
    "year": (r"years?", r"বছর|বৎসর|বর্ষ|বয়স|বয়সী|বয়সি|বয়স্ক|সাল"),
    "dollar": (r"dollars?", r"ডলার"),
    "euro": (r"euros?", r"ইউরো"),
    "rupee": (r"rupees?|rs|inr", r"রুপি|টাকা"),
    "taka": (r"taka|tk|bdt", r"টাকা"),
    "yen": (r"yen", r"ইয়েন"),
    "square": (
        r"square|sq|[kcm]?m2|[kcm]?m²",
        r"বর্গ|স্কয়ার|স্কোয়ার|(?:কি|মি|সে)?মি ?[2²]|(?:কিলো)?মিটার[2²]",
    ),
    "cubic": (r"cubic|cu|c?m3|c?m³", r"ঘন|কিউবিক|(?:কি|মি|সে)?মি ?[3³]|মিটার[3³]"),
}
_SIGNS = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "৳": "taka",
    "₹": "rupee",
    "¥": "yen",
    "%": "percent",
}
# A currency or a percentage that the source has not is as bad as a changed number.
GRAVE = frozenset({"dollar", "euro", "yen", "percent", "km", "mile", "kg"})
# A Bangla noun stands alone but for endings, so that ইউরোপ is no ইউরো; বর্গকিলোমিটার is one word.
_ENDING = "(?:টি|টা|ব্যাপী|ই)?(?:র|ের|এর|ে|এ|য়|তে|কে|ও|রও|েরও|েই|েও|েরই)?"
_BEFORE = f"(?:(?<![{BANGLA_LETTER}])|(?<=বর্গ)|(?<=ঘন))"
_AFTER = f"(?![{BANGLA_LETTER}])"

_MONTHS: dict[str, tuple[str, str]] = {
    "1": (r"jan(?:uary)?", "জানুয়ারি|জানুয়ারী"),
    "2": (r"feb(?:ruary)?", "ফেব্রুয়ারি|ফেব্রুয়ারী"),
    "3": (r"march", "মার্চ"),
    "4": (r"apr(?:il)?", "এপ্রিল"),
    "5": (r"may", r"মে"),
    "6": (r"june?", "জুন"),
    "7": (r"july?", "জুলাই"),
    "8": (r"aug(?:ust)?", "আগস্ট|আগষ্ট|অগাস্ট|অগস্ট"),
    "9": (r"sept?(?:ember)?", "সেপ্টেম্বর|সেপ্টেমবর"),
    "10": (r"oct(?:ober)?", "অক্টোবর"),
    "11": (r"nov(?:ember)?", "নভেম্বর|নবেম্বর"),
    "12": (r"dec(?:ember)?", "ডিসেম্বর"),
}


def _bangla(stems: str) -> re.Pattern[str]:
    # A unit may follow "square" and "cubic" without a space.
    after = f"(?:{_AFTER}|(?=কি|মি|মা|ফু))" if re.search("বর্গ|ঘন[|]", stems) else _AFTER
    return re.compile(plain(f"(?={stems}){_BEFORE}(?:{stems}){_ENDING}{after}"))


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]]:
    """For each unit: beside a number in English, anywhere in English, anywhere in Bangla."""
    return {
        name: (
            re.compile(
                rf"\d[\s-]*(?:(?:square|cubic|sq|million|billion)\s)?(?:{english})(?![a-z])",
                re.IGNORECASE,
            ),
            re.compile(rf"(?<![a-z])(?:{english})(?![a-z])", re.IGNORECASE),
            _bangla(bangla),
        )
        for name, (english, bangla) in _UNITS.items()
    }


def beside_numbers(text: str) -> set[str]:
    """The units that stand beside a digit in an English text."""
    text = plain(text)
    found = {name for name, (beside, _, _) in _patterns().items() if beside.search(text)}
    found |= {
        name
        for sign, name in _SIGNS.items()
        if re.search(rf"{re.escape(sign)}\s?\d|\d\s?{re.escape(sign)}", text)
    }
    return found


def mentioned(text: str) -> set[str]:
    """The units that a text names anywhere, in either language."""
    text = plain(text)
    found = {
        name
        for name, (_, english, bangla) in _patterns().items()
        if english.search(text) or bangla.search(text)
    }
    return found | {name for sign, name in _SIGNS.items() if sign in text}


@cache
def _month_patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        number: (re.compile(rf"\b(?:{english})\b", re.IGNORECASE), _bangla(bangla))
        for number, (english, bangla) in _MONTHS.items()
    }


def months(text: str) -> set[str]:
    """The months named in a text, "1" to "12"; "may" and "march" only where written large."""
    text = plain(text)
    found = set()
    for number, (english, bangla) in _month_patterns().items():
        named = english.search(text)
        if bangla.search(text) or (named and named.group()[0].isupper()):
            found.add(number)
    return found
