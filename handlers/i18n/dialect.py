"""Dialects of Bangla: Bangladesh and West Bengal, পানি or জল. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal

from handlers.i18n.text import outside_quotes
from models.text.script import BANGLA

Register = Literal["bd", "wb"]

# Bangladesh's word and West Bengal's. The first of several for one word is the one that is said.
_BOTH_WAYS = """
পানি জল | গোসল স্নান | গোসলখানা স্নানঘর | নাশতা জলখাবার | নাস্তা জলখাবার
লবণ নুন | মরিচ লঙ্কা | পাউরুটি পাঁউরুটি | মিষ্টিকুমড়া মিষ্টিকুমড়ো | কুমড়া কুমড়ো
চাচা কাকা | চাচি কাকিমা | চাচী কাকিমা | খালা মাসি | খালু মেসো | নানি দিদিমা | নানী দিদিমা
দাদি ঠাকুমা | দাদী ঠাকুমা | ভাবী বৌদি | দুলাভাই জামাইবাবু | ফুফা পিসেমশাই
জুতা জুতো | ফিতা ফিতে | টুকরা টুকরো | গুঁড়া গুঁড়ো | ধুলা ধুলো | কুয়া কুয়ো | মুলা মুলো
সুতা সুতো | রূপা রুপো | পিঁপড়া পিঁপড়ে | খুচরা খুচরো | জানালা জানলা | দেয়াল দেওয়াল | চুলা উনুন
"""
# Only to West Bengal: its word is said in Bangladesh, too, or has another meaning there: পিসি is
# also a PC, কুল a bank of a river. Not here at all: নানা, which is also "various", দাদা, ভাবি.
_TO_WB = """
আব্বা বাবা | আব্বু বাবা | আম্মা মা | আম্মু মা | ফুফু পিসি | ফুপু পিসি | ফুপা পিসেমশাই | আপা দিদি
গোশত মাংস | গোস্ত মাংস | দাওয়াত নিমন্ত্রণ | মেহমান অতিথি | বরই কুল | কদু লাউ | পাতিল হাঁড়ি
তুলা তুলো | চাউল চাল
"""
_MOTHER = "মা"
# Two words that are one: Sri Lanka, black pepper, watercolour.
_WORD = re.compile(rf"(?:শ্রী (?=লঙ্কা)|গোল (?=মরিচ)|জল (?=র[ংঙ]))?[{BANGLA}\u200c\u200d]+")
_VOWEL_SIGNS = "ািীুূৃেৈোৌ"
_VOWELS = "অআইঈউঊএঐওঔ"
_COUNTED = ("টা", "টি", "টুকু", "খানা", "গুলো", "গুলি", "গুলা")
_EMPHATIC = ("", "ও", "ই")


def in_register(text: str, register: Register) -> str:
    """The text with the words of that side of the border, endings and all; quotes stay.

    Whole words of the table only: what a word is a part of, as পানিশূন্য, stays.
    """
    words = _forms()[register]

    def said(word: re.Match[str]) -> str:
        return words.get(unicodedata.normalize("NFC", word[0]), word[0])

    return outside_quotes(text, lambda part: _WORD.sub(said, part))


@cache
def _forms() -> dict[Register, dict[str, str]]:
    """Every form of every word of the table, and what is said for it."""
    both, one_way = _pairs(_BOTH_WAYS), _pairs(_TO_WB)
    to_wb, to_bd = dict[str, str](), dict[str, str]()
    for theirs, ours in (*both, *one_way):
        to_wb |= zip(_declined(theirs), _declined(ours), strict=True)
    # The other way round, so that of two words for one the first is kept.
    for theirs, ours in reversed(both):
        to_bd |= reversed(list(zip(_declined(ours), _declined(theirs), strict=True)))
    return {"wb": to_wb, "bd": to_bd}


def _pairs(table: str) -> list[tuple[str, str]]:
    text = unicodedata.normalize("NFC", table)
    return [
        (pair.split()[0], pair.split()[1])
        for line in text.strip().splitlines()
        for pair in line.split("|")
    ]


def _declined(word: str) -> Iterator[str]:
    """The word with each ending that it can have, always in the same order."""
    for form in _cases(word):
        for last in _EMPHATIC:
            yield form + last


def _cases(word: str) -> Iterator[str]:
    """The word's cases: জল, জলের, জলে, জলকে, জলটা; for পানি: পানি, পানির, পানিতে …"""
    by_sign, by_vowel = word.endswith(tuple(_VOWEL_SIGNS)), word.endswith(tuple(_VOWELS))
    yield word
    if word == _MOTHER:
        yield "মায়ের"
    else:
        yield word + ("র" if by_sign else "য়ের" if by_vowel else "ের")
    # Two locatives end in -a: রাস্তায় and রাস্তাতে.
    yield word + ("য়" if word.endswith(("া", "ো")) else "তে" if by_sign or by_vowel else "ে")
    yield word + ("তে" if by_sign or by_vowel else "ে")
    yield word + "কে"
    yield word + "দের"
    yield "মায়েরা" if word == _MOTHER else word + ("রা" if by_sign or by_vowel else "েরা")
    for counted in _COUNTED:
        for case in ("", "র", "কে", "তে", "য়"):
            yield word + counted + case
