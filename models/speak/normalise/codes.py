"""Codes said digit by digit: plates, ID, OTP, hotline, account and lot numbers, postcodes."""

from __future__ import annotations

import re
from typing import Final

from models.speak.normalise.patterns import LETTER, compiled
from models.speak.normalise.vocabulary import BANGLA, Wording
from models.text.script import BANGLA as LETTERS

_DIALLED = (
    "OTP|ওটিপি|PIN|পিন|কোড|[Cc]ode|CODE|হেল্পলাইন|হটলাইন|[Hh]elpline|HELPLINE|[Hh]otline|HOTLINE|কল|ডায়াল"
    "|পাসওয়ার্ড|[Pp]assword|রোল|[Rr]oll|[Ll]ot|LOT|লট"
)
_LABEL = (
    rf"{_DIALLED}|আইডি|এনআইডি|N?ID|জাতীয় পরিচয়পত্র|নং|নম্বর|[Nn]o\.?|NO\.?|[Nn]umber"
    r"|অ্যাকাউন্ট|A/C|রেজি\.?|রেজিস্ট্রেশন|সিরিয়াল|[Ss]erial|টোকেন|[Tt]oken|[Bb]atch|BATCH|ব্যাচ|S/N|SN|IMEI|TIN|BIN|টিন|বিন"
    "|ট্রানজেকশন|TrxID|TxnID|ট্র্যাকিং|[Tt]racking|পাসপোর্ট|[Pp]assport"
)
_COUNTED = (
    "টাকা|জন|টি|টা|টায়|কেজি|গ্রাম|মিটার|কিলোমিটার|কিমি|লিটার|মিলি|পৃষ্ঠা|সাল|বার|দিন|বছর|রান|ভোট|হাজার|লাখ|কোটি"
    r"|শতাংশ|ফুট|ডিগ্রি|km|kg|g\b|ml|mg|m\b|taka|Tk|°|%"
)
_GAP = r"(?:\s?(?:নং|নম্বর|[Nn]o\.?|NO\.?|হলো|হল|:|ঃ|-|–|#|\.)){0,3}\s?"
_LABELLED: Final = compiled(
    rf"(?<![{LETTER}])({_LABEL})({_GAP})([0-9]{{3,}}(?: [0-9]{{3,}}){{0,4}})"
    rf"(?![0-9.,]*[0-9]|\s?[/:-]\s?[0-9]|\s?(?:{_COUNTED}))"
)
_IS_DIALLED: Final = compiled(_DIALLED)
_NO: Final = compiled(r"[Nn][oO]\.?|নং")
# Emergencies, public service, women's helpline, banks: to be called, unless something is counted.
_SHORT_CALL: Final = compiled(
    rf"(?<![0-9.,/:{LETTER}৳$-])(?<!৳ )(?<!টাকা )(?:999|333|1098?|16[0-9]{{3}})"
    rf"(?![0-9.,/:%-]*[0-9]|/-|[{LETTER}]|\s?(?:{_COUNTED}))"
)
_OF_ANOTHER: Final = compiled(
    r"(?:পৃষ্ঠা|পাতা|কক্ষ|রুম|ধারা|রান|মোট|দাম|মূল্য|ওজন|পরিশোধ|বাকি|জমা|খরচ|বেতন|ভাড়া|[Tt]otal|[Rr]oom|[Pp]age)[\s:]*$"
)
_MIXED: Final = re.compile(
    r"(?<![A-Za-z0-9/.@_])(?=[A-Z0-9-]{0,40}[A-Z])(?=[A-Z0-9-]{0,40}[0-9])"
    r"[A-Z0-9]+(?:-[A-Z0-9]+)*+(?![A-Za-z0-9@_]|\.[A-Za-z0-9])"
)
_BEFORE_MIXED: Final = compiled(rf"(?:{_LABEL})[\s:.#-]*$")
_POSTCODE: Final = compiled(
    rf"(?<![{LETTER}])([{LETTERS}]+)\s?[-–]\s?([1-9][0-9])([0-9]{{2}})"
    rf"(?![0-9{LETTER}./-]|\s?(?:সাল|খ্রি|টাকা|টি|জন))"
)
# A number after another word is an amount, or a year.
_PLACES: Final = compiled(
    "ঢাকা|চট্টগ্রাম|খুলনা|সিলেট|বরিশাল|ময়মনসিংহ|কুমিল্লা|বগুড়া|যশোর|টাঙ্গাইল|ফেনী|কুষ্টিয়া|পাবনা|নরসিংদী|সাভার|উত্তরা"
    "|গুলশান|বনানী|ধানমন্ডি|ধানমণ্ডি|রমনা|তেজগাঁও|বাড্ডা|খিলগাঁও|পল্টন|কলকাতা|পোস্ট ?কোড"
    "|.+(?:পুর|গঞ্জ|নগর|গাঁও|বাজার|হাট|খালী|খালি|পাড়া|তলা|াবাদ|গ্রাম|শাহী|বাড়ি|বাড়ী|কোনা|মারী|ঘাট|ঝিল|দিয়া|খোলা|মাটি)"
)
_PLATE: Final = compiled(
    rf"(?<![{LETTER}])([{LETTERS}]+)\s?[-–\s]\s?([ক-হ])\s?[-–]?\s?([0-9]{{2}})\s?[-–]\s?"
    r"([0-9]{2})([0-9]{2})(?![0-9])"
)
_LATIN_PLATE: Final = re.compile(
    r"\b(METRO|Metro)\s?-?\s?([A-Z][A-Za-z]{0,3})\s?-?\s?([0-9]{2})-([0-9]{2})([0-9]{2})(?![0-9])"
)
_LONGEST_LABEL = 30


def codes(text: str, words: Wording) -> str:
    """Plates in pairs; ID, OTP, hotline, account and lot numbers digit by digit, zeros and all."""

    def plate(match: re.Match[str]) -> str:
        district, letter, series, *number = match.groups()
        pairs = " ".join(_pair(digits, words) for digits in number)
        return f"{district} {letter}, {_pair(series, words)}, {pairs} "

    def labelled(match: re.Match[str]) -> str:
        label, gap, code = match[1], match[2].rstrip(" -–#"), match[3].replace(" ", "")
        is_phone = len(code) > 10 and code.startswith(("01", "8801"))
        if is_phone or (len(code) < 5 and not _IS_DIALLED.search(label + gap)):
            return match[0]
        if words is BANGLA:
            label = "নম্বর" if _NO.fullmatch(label) else label.replace("A/C", "অ্যাকাউন্ট")
            gap = _NO.sub("নম্বর", gap)
        return f"{label}{gap} {_one_by_one(code, words)}"

    def mixed(match: re.Match[str]) -> str:
        runs = re.findall("[A-Z]+|[0-9]+|-", match[0])
        before = match.string[max(match.start() - _LONGEST_LABEL, 0) : match.start()]
        has_zero = any(run[0] == "0" and len(run) > 1 for run in runs)
        digits = sum(map(str.isdigit, match[0]))
        if not (has_zero or len(runs) > 3 or digits > 4 or _BEFORE_MIXED.search(before)):
            return match[0]
        said = (_one_by_one(run, words) if run[0].isdigit() else " ".join(run) for run in runs)
        return " ".join(said).replace(" -", ",")

    def postcode(match: re.Match[str]) -> str:
        place, first, last = match.groups()
        if last == "00" or not _PLACES.fullmatch(place):
            return match[0]
        return f"{place} {first} {_pair(last, words)}"

    def call(match: re.Match[str]) -> str:
        before = match.string[max(match.start() - _LONGEST_LABEL, 0) : match.start()]
        return match[0] if _OF_ANOTHER.search(before) else _one_by_one(match[0], words)

    if words is BANGLA:
        text = _POSTCODE.sub(postcode, _PLATE.sub(plate, text))
    text = _LABELLED.sub(labelled, _LATIN_PLATE.sub(plate, text))
    text = _MIXED.sub(mixed, text)
    return _SHORT_CALL.sub(call, text)


def _pair(digits: str, words: Wording) -> str:
    return _one_by_one(digits, words) if digits[0] == "0" else digits


def _one_by_one(digits: str, words: Wording) -> str:
    """A code's digits as words, in groups of three and four that the ear can hold."""
    sizes = [len(digits)]
    if len(digits) > 5:
        fours = len(digits) % 3
        sizes = [3] * ((len(digits) - 4 * fours) // 3) + [4] * fours
    said, at = [], 0
    for size in sizes:
        said.append(" ".join(words.digits[int(digit)] for digit in digits[at : at + size]))
        at += size
    return ", ".join(said)
