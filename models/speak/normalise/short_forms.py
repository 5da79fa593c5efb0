"""Short forms: blessings, roman numerals, capitals said letter by letter, labels with a visarga."""

from __future__ import annotations

import re
from typing import Final

from models.speak.normalise.patterns import compiled
from models.speak.normalise.vocabulary import BANGLA, Wording
from models.text.numerals_bn import ordinal_names
from models.text.script import BANGLA as LETTERS

# Of one length, for a look behind.
_WOMEN = "খাদিজা|আয়েশা |ফাতিমা|ফাতেমা"
# After the name of a prophet or a companion of his, in brackets or as one letter.
_BLESSINGS: Final = tuple(
    (compiled(sign), said)
    for sign, said in (
        (r"\(\s?(?:সাঃ|সা:|সা\.?|স\.|দঃ|দ\.)\s?\)|ﷺ", "সাল্লাল্লাহু আলাইহি ওয়া সাল্লাম"),
        (rf"(?<={_WOMEN})\s?\(\s?রা(?:ঃ|:|\.)\s?\)", "রাদিয়াল্লাহু আনহা"),
        (r"\(\s?(?:রাঃ|রা:|রা\.|রাযি\.?|রাদি\.?)\s?\)", "রাদিয়াল্লাহু আনহু"),
        (r"\(\s?(?:আঃ|আ:|আ\.)\s?\)", "আলাইহিস সালাম"),
        (r"\(\s?(?:রহঃ|রহ:|রহ\.?)\s?\)", "রহমাতুল্লাহি আলাইহি"),
        ("ﷻ", "জাল্লা জালালুহু"),
    )
)


def blessings(text: str) -> str:
    """(সা.) and ﷺ in words; to be done before signs that no voice knows are dropped."""
    for sign, said in _BLESSINGS:
        text = sign.sub(f" {said}", text)
    return text


_ROMAN: Final = dict(
    zip(
        re.findall("[IVX]+", "II III IV VI VII VIII IX XI XII XIII XIV XV XVI XVII XVIII XIX XX"),
        (2, 3, 4, 6, 7, 8, 9, *range(11, 21)),
        strict=True,
    )
)
_RULERS = (
    "চার্লস|জর্জ|হেনরি|এলিজাবেথ|লুই|নেপোলিয়ন|এডওয়ার্ড|উইলিয়াম|ফিলিপ|রিচার্ড|জেমস|পল|বেনেডিক্ট|আলেকজান্ডার|রামেসিস"
)
_NUMERAL: Final = compiled(
    rf"(?:({_RULERS})\s)?(?<![A-Za-z0-9'.-])({'|'.join(sorted(_ROMAN, key=len, reverse=True))})"
    # IV is also how a drip is given.
    r"(?![A-Za-z0-9'-])(?!\s(?:স্যালাইন|ইনজেকশন|ইঞ্জেকশন|ড্রিপ|ক্যানুলা))"
)
_ENGLISH_ORDINAL: Final = re.compile(
    r"(?<![A-Za-z0-9.,])([0-9]{1,3})(?:st|nd|rd|th)(?![A-Za-z0-9])", re.IGNORECASE
)
_LETTER_NAMES: Final = dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", BANGLA.initials.split("|"), strict=True)
)
_CAPITALS: Final = re.compile(r"(?<![A-Za-z0-9.&/'@-])[A-Z]{2,4}(?![A-Za-z0-9.&/'@]|-[A-Za-z])")
_DOTTED: Final = re.compile(r"(?<![A-Za-z0-9.])(?:[A-Z]\.){2,5}(?![A-Za-z0-9])")
# Beside other English words capitals are a sign's words: WET FLOOR.
_LATIN_BEFORE: Final = re.compile(rf"[A-Za-z]{{2,}}[^{LETTERS}\n।,;:]{{0,2}}$")
_LATIN_AFTER: Final = re.compile(rf"[^{LETTERS}\n।,;:A-Za-z]{{0,2}}[A-Za-z]{{2,}}")
_SAYABLE: Final = re.compile(
    "[^AEIOU]{0,2}[AEIOU]{1,2}[^AEIOU]{1,2}[AEIOU]?|[AEIOU][^AEIOU]{1,2}[AEIOU][^AEIOU]"
)
_WORDS: Final = frozenset(
    re.findall(
        "[A-Z]+",
        "GO NO ON IN UP TO OF OR BY WE IT IS AT MY HI OK SO OFF OUT YES NEW BUS CAR TAX VAT SIM PIN"
        " GAS TEA RED BIG HOT WET DRY ALL AND THE FOR NOT YOU CAN USE DAY MAN MEN BOY BAR BOX BAG"
        " CUP EGG ICE OIL JAM PEN SUN SKY SEA TOP LOW MAX MIN SET MIX FUN FAN WAY NOW ONE TWO SIX"
        " TEN TRY BUY PAY FLY AIR ART LAB LOT END ADD CUT HIT RUN SIT WIN PUSH PULL WALK FULL",
    )
)


def shortened(text: str, words: Wording) -> str:
    """Roman numerals, English ordinals and capitals that are said letter by letter."""
    if words is not BANGLA:
        return text

    def roman(match: re.Match[str]) -> str:
        value = _ROMAN[match[2]]
        return f"{match[1]} {_ordinal(value)}" if match[1] else str(value)

    def capitals(match: re.Match[str]) -> str:
        word, at, end = match[0], match.start(), match.end()
        is_word = word in _WORDS or (len(word) == 4 and _SAYABLE.fullmatch(word))
        before = match.string[max(at - 20, 0) : at]
        if is_word or _LATIN_BEFORE.search(before) or _LATIN_AFTER.match(match.string, end):
            return word
        return " ".join(_LETTER_NAMES[letter] for letter in word)

    text = _NUMERAL.sub(roman, text)
    text = _ENGLISH_ORDINAL.sub(lambda match: _ordinal(int(match[1])), text)
    text = _DOTTED.sub(lambda match: " ".join(_LETTER_NAMES[x] for x in match[0] if x != "."), text)
    return _CAPITALS.sub(capitals, text)


def _ordinal(value: int) -> str:
    return ordinal_names()[value - 1] if 0 < value < 11 else f"{value}তম"


_VISARGA: Final = compiled(rf"(?<=[{LETTERS}])ঃ(?=[\s0-9]|$)")
_ADVERB: Final = compiled("(?:বস্তুত|অন্তত|সাধারণত|ক্রমশ|প্রায়শ|মূলত|কার্যত|স্বভাবত|ফলত|প্রধানত|বিশেষত)$")


def labels(text: str, words: Wording) -> str:
    """নামঃ, তারিখঃ: a visarga where a colon is meant."""
    if words is not BANGLA:
        return text

    def said(match: re.Match[str]) -> str:
        return (
            "" if _ADVERB.search(match.string[max(match.start() - 12, 0) : match.start()]) else ": "
        )

    return _VISARGA.sub(said, text)
