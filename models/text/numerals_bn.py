"""Bangla number words, with their spellings and endings."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache

# 0 to 99; spellings of one number are joined by "/".
_CARDINALS = """
শূন্য এক/একক দুই/দু তিন চার পাঁচ ছয়/ছ সাত আট নয়/ন
দশ এগারো/এগার বারো তেরো/তের চৌদ্দ/চোদ্দ পনেরো/পনের ষোলো/ষোল সতেরো/সতের আঠারো/আঠার/আঠেরো উনিশ
বিশ/কুড়ি একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ/আঠাশ উনত্রিশ/উনতিরিশ
ত্রিশ/তিরিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাঁইত্রিশ/সাতত্রিশ আটত্রিশ উনচল্লিশ
চল্লিশ একচল্লিশ বিয়াল্লিশ/বেয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ/ছিচল্লিশ সাতচল্লিশ আটচল্লিশ উনপঞ্চাশ
পঞ্চাশ একান্ন বায়ান্ন/বাহান্ন তিপ্পান্ন/তেপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন উনষাট
ষাট একষট্টি বাষট্টি তেষট্টি চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি উনসত্তর
সত্তর একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর আটাত্তর উনআশি/উনাশি
আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি অষ্টাশি/আটাশি উননব্বই
নব্বই একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই
"""
SCALES = {
    "শ": 100,
    "শো": 100,
    "শত": 100,
    "হাজার": 1000,
    "সহস্র": 1000,
    "লাখ": 10**5,
    "লক্ষ": 10**5,
    "মিলিয়ন": 10**6,
    "নিযুত": 10**6,
    "কোটি": 10**7,
    "বিলিয়ন": 10**9,
    "ট্রিলিয়ন": 10**12,
    "ডজন": 12,
}
_ORDINALS = """
প্রথম/পহেলা/পয়লা দ্বিতীয়/দোসরা তৃতীয়/তেসরা চতুর্থ/চৌঠা পঞ্চম ষষ্ঠ সপ্তম অষ্টম নবম দশম
একাদশ দ্বাদশ ত্রয়োদশ চতুর্দশ পঞ্চদশ ষোড়শ সপ্তদশ অষ্টাদশ উনবিংশ বিংশ
একবিংশ দ্বাবিংশ ত্রয়োবিংশ চতুর্বিংশ পঞ্চবিংশ ষড়বিংশ সপ্তবিংশ অষ্টাবিংশ উনত্রিংশ ত্রিংশ
"""
# সাড়ে তিন is 3.5, পৌনে তিন 2.75, সোয়া তিন 3.25.
_SHIFTS = {
    "সাড়ে": Fraction(1, 2),
    "পৌনে": Fraction(-1, 4),
    "সোয়া": Fraction(1, 4),
    "সওয়া": Fraction(1, 4),
}
_MIXED = {"দেড়": Fraction(3, 2), "আড়াই": Fraction(5, 2)}
_DENOMINATORS = {
    "অর্ধাংশ": 2,
    "তৃতীয়াংশ": 3,
    "চতুর্থাংশ": 4,
    "পঞ্চমাংশ": 5,
    "ষষ্ঠাংশ": 6,
    "সপ্তমাংশ": 7,
    "অষ্টমাংশ": 8,
    "নবমাংশ": 9,
    "দশমাংশ": 10,
}
# May stand for a number, and need not: নয় is also "is not", শতক is also a hundred runs.
_LOOSE = {
    "উভয়": Fraction(2),
    "জোড়া": Fraction(2),
    "যুগল": Fraction(2),
    "দ্বিগুণ": Fraction(2),
    "দ্বৈত": Fraction(2),
    "দম্পতি": Fraction(2),
    "ত্রিগুণ": Fraction(3),
    "অর্ধেক": Fraction(1, 2),
    "অর্ধ": Fraction(1, 2),
    "আধা": Fraction(1, 2),
    "আধ": Fraction(1, 2),
    "সিকি": Fraction(1, 4),
    "বার": Fraction(12),
    "শতাধিক": Fraction(100),
    "শতবর্ষ": Fraction(100),
    "শতাব্দী": Fraction(100),
    "দশক": Fraction(10),
    "নয়": Fraction(9),
}
# Look like a number with an ending and are other words: decade, century, per cent, stuck.
_OTHERS = re.compile("দশক|শতক|শতাং|শতাব্|আটক|একক")
_ENDING = re.compile(
    "(টি|টা|টো|টে|খানা|খানি|খান|জন|বার|গুণ|গুন|তম|শে|ই|ঠা|দফা|গুলি|গুলো)?"
    "(র|ের|এর|য়ের|কে|তে|য়|ে|এ|ও|ই|রও|েরও|েই|ো|েক)?"
)
# Too short to be a number alone; only with a counting word: দুটি, ছটা, নজন.
_SHORT = {"দু", "ছ", "ন"}
_COUNTING = re.compile("টি|টা|টো|টে|জন|বার|খান|গু")


@cache
def fold(word: str) -> str:
    """One spelling for the many: no chandrabindu, short i and u, ন for ণ, no apostrophe."""
    word = unicodedata.normalize("NFC", word).replace("'", "")
    return word.translate(str.maketrans("ীূঊণ", "িুউন", "ঁ"))


def _rows(table: str, start: int) -> dict[str, int]:
    return {
        fold(spelling): value
        for value, spellings in enumerate(table.split(), start)
        for spelling in spellings.split("/")
    }


@cache
def names() -> tuple[str, ...]:
    """0 to 99 as words, in their usual spelling."""
    return tuple(spellings.partition("/")[0] for spellings in _CARDINALS.split())


@cache
def ordinal_names() -> tuple[str, ...]:
    """প্রথম to ত্রিংশ, in their usual spelling."""
    return tuple(spellings.partition("/")[0] for spellings in _ORDINALS.split())


@cache
def cardinals() -> dict[str, int]:
    """0 to 99, and the hundreds that are one word (তিনশো), by folded spelling."""
    small = _rows(_CARDINALS, 0)
    hundreds = {
        word + hundred: value * 100
        for word, value in small.items()
        if value and word not in {"ছ", "ন"}
        for hundred in ("শ", "শো", "শত")
    }
    return small | hundreds


@cache
def ordinals() -> dict[str, int]:
    """প্রথম to ত্রিংশ, by folded spelling."""
    return _rows(_ORDINALS, 1)


@cache
def _table(name: str) -> dict[str, Fraction]:
    tables: dict[str, dict[str, Fraction]] = {
        "scale": {word: Fraction(value) for word, value in SCALES.items()},
        "shift": _SHIFTS,
        "mixed": _MIXED,
        "part": {word: Fraction(value) for word, value in _DENOMINATORS.items()},
        "loose": _LOOSE,
        "cardinal": {word: Fraction(value) for word, value in cardinals().items()},
        "ordinal": {word: Fraction(value) for word, value in ordinals().items()},
    }
    return {fold(word): value for word, value in tables[name].items()}


_KINDS = ("part", "mixed", "shift", "ordinal", "scale", "cardinal", "loose")


def read(word: str) -> tuple[str, Fraction, str] | None:
    """(kind, value, ending) of one word, or None where it is no number.

    kind: cardinal · scale · ordinal · part (denominator) · shift (সাড়ে) · mixed (দেড়) · loose.
    """
    folded = fold(word)
    if folded in _table("loose"):
        return "loose", _table("loose")[folded], ""
    best: tuple[str, Fraction, str] | None = None
    if _OTHERS.match(folded) and folded not in cardinals():
        return _loose(folded)
    for length in range(len(folded), 0, -1):
        stem, ending = folded[:length], folded[length:]
        if ending and not _ENDING.fullmatch(ending):
            continue
        for kind in _KINDS:
            if stem in _table(kind):
                if stem in _SHORT and not _COUNTING.match(ending):
                    continue
                if stem == "শ" and ending:
                    continue
                best = kind, _table(kind)[stem], ending
                break
        if best:
            break
    return best


def _loose(folded: str) -> tuple[str, Fraction, str] | None:
    for stem in ("শতাব্দি", "দশক"):
        if folded.startswith(stem):
            return "loose", _table("loose")[stem], folded[len(stem) :]
    return None
