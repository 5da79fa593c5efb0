"""Facts found in read text: expiry, date, total, amount, phone, name; a short of a long text. Pure.

By the words that stand beside them on bills, packets and forms, in both languages. A fact is told
with the line that it stands in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.text.script import ascii_digits

Fact = Literal["expiry", "date", "total", "amount", "phone", "name"]

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|জানুয়ারি|ফেব্রুয়ারি|মার্চ|এপ্রিল|মে|জুন|জুলাই|"
    "আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর|বৈশাখ|জ্যৈষ্ঠ|আষাঢ়|শ্রাবণ|ভাদ্র|আশ্বিন|কার্তিক|অগ্রহায়ণ|পৌষ|মাঘ|"
    "ফাল্গুন|চৈত্র"
)
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,4}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{2,4}}|(?:0?\d|1[0-2])[/-](?:20)?\d\d)(?!\d)|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[\s,-]*(?:{_MONTHS})|(?:{_MONTHS})[a-z]*[\s.,'-]*\d{{1,4}}",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:৳|tk\.?|taka|bdt|rs\.?|₹|\$|টাকা|টাঃ)\s?\d|\d[\d,.]*\s?(?:৳|/-|/=|tk\b|taka|bdt|টাকা)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_PHONE = re.compile(r"(?:\+?88[\s-]?)?0\d(?:[\s-]?\d){7,10}|\b16\d{3}\b|\b999\b")
_BESIDE = {
    "expiry": r"মেয়াদ|exp\b|expir|best before|use (?:by|before)|valid (?:till|until)|শেষ তারিখ",
    "date": r"তারিখ|date|dated|তাং",
    "total": r"সর্বমোট|মোট|grand total|total|net payable|amount due|প্রদেয়|পরিশোধ",
    "name": r"নাম|নামে|name|প্রাপক|জনাব|ভোক্তা|গ্রাহক|customer|patient|রোগী|bill to|mr\.|mrs\.|ms\.",
}
_ASKED: tuple[tuple[Fact, str], ...] = (
    ("expiry", r"মেয়াদ|expir|best before|use by|valid (?:till|until)|কবে পর্যন্ত"),
    ("total", r"(?:^|\s)মোট|সর্বমোট|\btotal\b|কত টাকা দিতে|how much (?:is|do i|must i|to pay)"),
    ("phone", r"ফোন|মোবাইল|phone|telephone|mobile number|call them"),
    (
        "name",
        r"কার নাম|কার কাগজ|কাকে লেখা|whose (?:name|paper|bill)|who is it (?:for|to)|what name",
    ),
    ("amount", r"কত টাকা|দাম কত|how much|what (?:is the )?(?:price|amount)"),
    ("date", r"তারিখ|কবে|কত তারিখ|\bdate\b|^when\b"),
)
_KINDS = (
    ("prescription", r"\bRx\b|prescription|ব্যবস্থাপত্র|প্রেসক্রিপশন|tab\.|cap\."),
    ("bill", r"invoice|receipt|\bbill\b|বিল|রশিদ|রসিদ|ক্যাশ মেমো|cash memo|সর্বমোট|total"),
    ("notice", r"notice|নোটিশ|বিজ্ঞপ্তি|এতদ্বারা"),
    ("form", r"application form|আবেদন ফরম|ফরম|☑|☐|\bform\b"),
    ("letter", r"dear |জনাব|বরাবর|sincerely|বিনীত|প্রিয়"),
)
_SURE = 0.85


@dataclass(frozen=True)
class Written:
    """A line that was read, by page; sure: whether it surely says so."""

    text: str
    sure: bool = True
    page: int = 1


@dataclass(frozen=True)
class Short:
    """A long text in short. kind: of paper, "" where that can't be told."""

    kind: str
    title: str
    dates: tuple[str, ...]
    amounts: tuple[str, ...]


def fact_asked(question: str) -> Fact | None:
    """What a question asks of writing; None for any other question."""
    for fact, pattern in _ASKED:
        if _says(pattern, question):
            return fact
    return None


def found(lines: Sequence[Written], fact: Fact) -> list[Written]:
    """The lines that answer, those that name what is asked first; three at most.

    What is asked may stand in the line below its label: both are one answer then.
    """
    named: list[Written] = []
    bare: list[Written] = []
    for at, line in enumerate(lines):
        beside = _BESIDE.get(fact)
        if beside and _says(beside, line.text):
            if _has(line.text, fact):
                named.append(line)
            elif at + 1 < len(lines) and _has(lines[at + 1].text, fact):
                below = lines[at + 1]
                both = f"{line.text} {below.text}"
                named.append(Written(both, line.sure and below.sure, line.page))
        elif fact in ("date", "amount", "phone") and _has(line.text, fact):
            bare.append(line)
    return (named or bare)[: 1 if fact == "total" and len(named) == 1 else 3]


def in_short(lines: Sequence[Written]) -> Short:
    """What kind of paper it is, its title, dates and amounts."""
    whole = "\n".join(line.text for line in lines)
    kind = next((k for k, words in _KINDS if _says(words, whole)), "")
    title = next((each.text for each in lines if each.sure and len(each.text) > 3), "")
    rest = [each.text for each in lines if each.text != title]
    dates = tuple(text for text in rest if _has(text, "date"))[:3]
    amounts = [text for text in rest if _has(text, "amount")]
    totals = [each.text for each in found(lines, "total")]
    shown = tuple(dict.fromkeys([*totals, *amounts]))[:3]
    return Short(kind, title, tuple(each for each in dates if each not in shown), shown)


def _says(pattern: str, text: str) -> bool:
    """Whether it is said; য় is one letter or two."""
    wanted, said = (unicodedata.normalize("NFC", each) for each in (pattern, text))
    return re.search(wanted, said, re.IGNORECASE) is not None


def _has(text: str, fact: Fact) -> bool:
    plain = ascii_digits(text)
    if fact in ("expiry", "date"):
        return _DATE.search(plain) is not None
    if fact == "phone":
        return _PHONE.search(plain) is not None
    if fact == "amount":
        return _MONEY.search(plain) is not None
    if fact == "total":
        return _NUMBER.search(plain) is not None
    # A name's label has something after it.
    return len(re.sub(_BESIDE["name"], "", text, flags=re.IGNORECASE).strip(" :।-.")) > 2
