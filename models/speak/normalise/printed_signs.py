"""Signs between figures on bills, strips and forms: blood groups, ৫শ, ৩/৪ দিন, ২ x ১৫, ১২০/-."""

from __future__ import annotations

import re
from typing import Final

from models.speak.normalise.patterns import LETTER, NUMBER, compiled
from models.speak.normalise.vocabulary import BANGLA, Wording
from models.text.numerals_bn import names
from models.text.script import BANGLA as LETTERS

_GROUPS: Final = {
    **{"AB": "এ বি", "A": "এ", "B": "বি", "O": "ও"},
    **{"এবি": "এ বি", "এ": "এ", "বি": "বি", "ও": "ও"},
}
_BLOOD: Final = re.compile(
    r"(?<![A-Za-z0-9+])(AB|A|B|O)(?:\s?\(\s?([+−–-])\s?(?:ve)?\s?\)|\s?([+−–-])\s?ve\b|([+−–-]))"
    r"(?!\s?[A-Za-z0-9+=-])"
)
_BANGLA_BLOOD: Final = compiled(
    rf"(?<![{LETTER}0-9])(এবি|এ|বি|ও)\s?(?:\(\s?([+−–-])\s?(?:ve)?\s?\)|([+])(?:\s?ve\b)?"
    rf"|([−–-])\s?ve\b)(?![{LETTER}0-9])"
)
_IS_BLOOD: Final = compiled("রক্ত|গ্রুপ|[Bb]lood|BLOOD|[Gg]roup|GROUP")
# A+ is a mark there, or a battery's pole.
_OTHER_PLUS: Final = compiled("গ্রেড|জিপিএ|GPA|পরীক্ষা|ফলাফল|পেয়ে|[Gg]rade|GRADE|ব্যাটারি|ভিটামিন")


def blood(text: str, words: Wording) -> str:
    """AB- is "AB negative": a minus that is not heard makes another blood of it."""
    signs = ("পজিটিভ", "নেগেটিভ") if words is BANGLA else ("positive", "negative")

    def said(match: re.Match[str]) -> str:
        sign = next(filter(None, match.groups()[1:]))
        group = _GROUPS[match[1]] if words is BANGLA else " ".join(match[1])
        return f"{group} {signs[sign != '+']} "

    def certain(match: re.Match[str]) -> str:
        # "A- ঢাকা" may be the first of some choices.
        choice = match[4] and match[4] != "+" and match[1] in "AB" and len(match[1]) == 1
        rest = match.string[match.end() :].lstrip()[:1]
        return match[0] if choice and rest.isalnum() and not is_blood else said(match)

    is_blood = _IS_BLOOD.search(text)
    if _OTHER_PLUS.search(text):
        return text
    text = _BLOOD.sub(certain, text)
    return _BANGLA_BLOOD.sub(said, text) if words is BANGLA else text


_HUNDREDS: Final = compiled(rf"(?<![0-9.,])([1-9][0-9]?)(?:শ(?:ত|ো)?|\sশ)(?![{LETTERS}])")
_EITHER: Final = compiled(
    r"(?<![0-9/.,])([1-9]|1[0-9]|2[0-9])\s?/\s?([1-9]|[12][0-9]|30)(?!\s?টায়)(\s?)"
    "(দিন|জন|টি|টা|বার|মাস|বছর|ঘণ্টা|ঘন্টা|সপ্তাহ|মিনিট|রাত|বেলা|খানা|টুকরা|টুকরো)"
)
_PAGES: Final = compiled(
    r"(পৃষ্ঠা|পাতা|পৃ\.|[Pp]age|PAGE)(?:\s?(?:নং|নম্বর|[Nn]o\.?))?\s?[:ঃ-]?\s?"
    r"([0-9]{1,4})\s?/\s?([0-9]{1,4})(?![0-9/])"
)
_VERSE: Final = compiled(
    rf"((?:সূরা|সুরা|কুরআন|কোরআন)(?:\s(?:আল|আন|আর|আত|আস|আশ|আয)?[-\s]?[{LETTERS}]+)?)[\s,(]+"
    r"([0-9]{1,3})\s?[:ঃ]\s?([0-9]{1,3})(?:\s?[-–]\s?([0-9]{1,3}))?\)?"
)
_CHAPTER: Final = compiled(r"(গীতা|বাইবেল|উপনিষদ)[\s,(]+([0-9]{1,3})\s?[/:.]\s?([0-9]{1,3})\)?")
_NUMBER_SIGN: Final = compiled(r"(?:নং|নম্বর)\s?[-–:ঃ]\s?(?=[0-9])|\bN[oO][.:]?\s?[:-]?\s?(?=[0-9])")
_ACCOUNT: Final = compiled(r"\bA/C(?=\s?(?:[Nn]o|NO|নং|[:.]?\s?[0-9]{5}))")


def forms(text: str, words: Wording) -> str:
    """What a sign between figures means on a form: ৫শ, ৩/৪ দিন, পৃষ্ঠা ১/২, ২:২৫৫, নং-১২."""
    if words is not BANGLA:
        return _PAGES.sub(r"\1 \2 of \3", text)

    def either(match: re.Match[str]) -> str:
        first, second, space, counted = int(match[1]), int(match[2]), match[3], match[4]
        # Half a tablet, half an hour.
        if (first, second) == (1, 2) and counted not in {"দিন", "জন", "বার"}:
            return match[0]
        if not first < second <= first + 5 and (first, second) != (2, 1):
            return match[0]
        space = "" if counted in {"টি", "টা"} else space
        return f"{'দু' if first == 2 else names()[first]} {names()[second]}{space}{counted}"

    def verse(match: re.Match[str]) -> str:
        book, chapter, first, last = match.groups()
        if " " not in book:
            book = f"{book} {chapter}" if book[0] == "স" else f"{book}, সূরা {chapter}"
        return f"{book}, আয়াত {first}{f' থেকে {last}' if last else ''}"

    text = _HUNDREDS.sub(lambda match: f"{names()[int(match[1])]}শো", text)
    text = _PAGES.sub(r"\1 \2, মোট \3", text)
    text = _CHAPTER.sub(r"\1, অধ্যায় \2, শ্লোক \3", _VERSE.sub(verse, text))
    text = _EITHER.sub(either, text)
    return _NUMBER_SIGN.sub("নম্বর ", _ACCOUNT.sub("অ্যাকাউন্ট", text))


_TWICE: Final = compiled(rf"({NUMBER})\s?/[-–=](?=\s?টাকা)")
_TAKA_FIRST: Final = compiled(
    r"(?<![0-9]\s)(?<![0-9])(?:টাকা|Taka|TAKA|টাঃ)\s?[:ঃ-]?\s?"
    r"(?=[0-9][0-9,]*+(?:\.[0-9]++)?+(?:/[-=]|(?!\s?(?:জন|টি|টা|টাকা|পয়সা|দিন|সাল|থেকে|[-–]))))"
)
_RUPEES: Final = compiled(rf"(?<![{LETTERS}])রু(?:\.|ঃ|:)\s?(?=[0-9])")
_SCALES: Final = {
    **{"lakh": "লাখ", "lakhs": "লাখ", "lac": "লাখ", "crore": "কোটি", "crores": "কোটি"},
    **{"million": "মিলিয়ন", "billion": "বিলিয়ন", "thousand": "হাজার"},
}
_SCALE: Final = re.compile(rf"(?<=[0-9])\s?({'|'.join(_SCALES)})\b", re.IGNORECASE)
_WHOLE: Final = re.compile(r"(?<=[0-9])\.00(?![0-9.]|\s?[AaPp]\.?[Mm])")
_LENGTH = r"সেমি|সে\.মি|মিমি|মি\.|মিটার|ফুট|ইঞ্চি|cm|mm|m\b|ft|feet|inch|in\b"
_TIMES: Final = compiled(rf"(?<=[0-9])(\s?(?:টি|টা|জন|{_LENGTH}|[\"″])?\.?)\s?[x×*]\s?(?=[0-9])")
_SIZE: Final = compiled(
    rf"[0-9.]{{0,9}}(?:\s?[x×*]\s?[0-9.]{{1,9}}){{0,2}}\s?(?:{_LENGTH}|px|[\"″'])"
)
_QUOTE: Final = re.compile(r'(?<![0-9])"|(?<=[0-9])"(?=[।,.])')
_FEET: Final = re.compile(r"(?<![0-9.])([0-9]{1,2})\s?['′’]\s?-?\s?([0-9]{1,2})\s?(?:[\"″”]|'')")
_INCH: Final = re.compile(rf"(?<![\"“'0-9.])({NUMBER})\s?[\"″](?![0-9{LETTER}])")


def bills(text: str, words: Wording) -> str:
    """The signs of prices and sizes: ১২০/- টাকা, 2.5 lakh, ১,২৫০.০০, ২ x ১৫, 6.5"."""
    text = _WHOLE.sub("", text)
    if words is not BANGLA:
        return text

    def times(match: re.Match[str]) -> str:
        thing, at, end = match[1].strip(), match.start(), match.end()
        # 4x4 is a car.
        square = match[0] == "x" and match.string[at - 1] == match.string[end]
        sized = thing not in {"", "টি", "টা", "জন"} or _SIZE.match(match.string, end)
        return f"{match[1]} {'বাই' if sized or square else 'গুণ'} "

    def inch(match: re.Match[str]) -> str:
        closes_a_quote = len(_QUOTE.findall(match.string, 0, match.start())) % 2
        return match[0] if closes_a_quote else f"{match[1]} ইঞ্চি"

    text = _SCALE.sub(lambda match: f" {_SCALES[match[1].lower()]}", text)
    text = _RUPEES.sub("₹", _TAKA_FIRST.sub("৳", _TWICE.sub(r"\1", text)))
    text = re.sub(r"(?<=[0-9])/=", "/-", text)
    text = _TIMES.sub(times, _FEET.sub(r"\1 ফুট \2 ইঞ্চি", text))
    return _INCH.sub(inch, text)


_MEASURES = (
    "লিটার|কেজি|কিলো|গ্রাম|মিলি|মিটার|সেন্টিমিটার|হাজার|লাখ|লক্ষ|কোটি|মিলিয়ন|বিলিয়ন|ঘণ্টা|দিন|মাস|বছর|গজ|বিঘা|কাঠা|একর"
    "|চামচ|চা চামচ|কাপ|গ্লাস|গুণ|টন|মণ|সের|পাউন্ড|ডজন"
)
_HALF: Final = compiled(rf"(?<![0-9.,])([0-9]{{1,6}})\.50?(?=\s(?:{_MEASURES}))")
_SHARE: Final = compiled("(ভাগের [0-9]+) ভাগ (?=অংশ|ভাগ)")


def halves(text: str, words: Wording) -> str:
    """১.৫ লিটার is দেড় লিটার, ২.৫ লাখ আড়াই লাখ, ০.৫ মিলিলিটার আধা মিলিলিটার."""
    if words is not BANGLA:
        return text
    said = {0: "আধা", 1: "দেড়", 2: "আড়াই"}
    text = _SHARE.sub(r"\1 ", text)
    return _HALF.sub(lambda match: said.get(int(match[1]), f"সাড়ে {int(match[1])}"), text)
