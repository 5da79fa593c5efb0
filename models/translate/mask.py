"""Masking: placeholders for what a translator must not touch, and back.

A number too long to be copied safely becomes a number of two digits, so that the sentence
around it keeps its grammar; an address, a name or a quotation becomes a code such as CG47.
Real systems write a code as it is or letter by letter (CG4684 → সিজি ৪৬৮৪); both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.text import numerals_bn, numerals_en
from models.text.addresses import ADDRESS, PHONE_PERHAPS
from models.text.dates import DATE
from models.text.script import LATIN_LETTER, compiled, letters, localise, normal
from models.values import Language

_STAND_INS = ("47", "73", "58", "83", "64", "92", "37", "86", "29", "68", "53", "79", "34", "96")
_LONGEST_QUOTE = 80
_DIGIT = "0-9০-৯"
_NUMBER = rf"[{_DIGIT}]+(?:[,.][{_DIGIT}]+)*"
_SCALES = "|".join(word for word in [*numerals_en.SCALES, *numerals_bn.SCALES] if len(word) > 2)
_QUOTED = re.compile(
    rf"(?<=\")[^\"\n]{{1,{_LONGEST_QUOTE}}}(?=\")|(?<=“)[^“”\n]{{1,{_LONGEST_QUOTE}}}(?=”)"
)
_UNIT = r"(?:st|nd|rd|th|s|am|pm|km|kmh|kph|mph|m|cm|mm|kg|g|mg|l|ml|ft|mi|lbs?|oz|k|hrs?|min|px|x)"
_CODE = re.compile(
    rf"(?<![\w$€£৳])(?![{_DIGIT}.,]+{_UNIT}\b)(?=[\w-]*[{_DIGIT}])(?=[\w-]*[{LATIN_LETTER}])"
    rf"(?:[A-Z][\w]*-?\w*[{_DIGIT}]\w*|[{_DIGIT}]+[A-Z]\w*)",
)
_INNER_CAPITAL = re.compile(r"\b[A-Za-z]*[a-z][A-Z]\w*\b")
_LATIN_RUN = re.compile(rf"[{LATIN_LETTER}][\w.&'+-]*(?:\s[{LATIN_LETTER}][\w.&'+-]*)*(?<![.'-])")
_LONG_NUMBER = compiled(
    rf"(?<![\w.,:/$€£৳-])[$€£৳]?({_NUMBER})(?![\w:/-])(?![.,][{_DIGIT}])(?!\s*(?:শ|{_SCALES}))"
)
_YEAR = re.compile("(?:1[0-9]|20|১[০-৯]|২০)[0-9০-৯]{2}")
_MONEY = re.compile("[$€£৳]")
_DASH = re.compile(rf"(?<=[{_DIGIT}])\s?[–—−]\s?(?=[{_DIGIT}])")


@dataclass(frozen=True)
class Mask:
    """A stand-in, and what it stands for, written as the target writes it."""

    stand_in: str
    text: str
    is_number: bool

    def pattern(self) -> re.Pattern[str]:
        """How the stand-in may look in a translation."""
        digits = self.stand_in[-2:]
        either = f"(?:{digits}|{localise(digits, 'bn')})"
        if self.is_number:
            return re.compile(rf"(?<![\w.,]){either}(?![{_DIGIT}]|[.,][{_DIGIT}])")
        return re.compile(
            rf"(?:CG|C\.G\.|সি\.?\s?জি\.?)[\s-]*{either}(?![{_DIGIT}])", re.IGNORECASE
        )


@dataclass(frozen=True)
class Masked:
    """A text whose delicate parts are stand-ins. `source` is the text itself."""

    source: str
    text: str
    masks: tuple[Mask, ...]

    @property
    def trivial(self) -> bool:
        """Whether there is nothing left to translate: numbers, names and signs only."""
        rest = self.text
        for mask in self.masks:
            rest = rest.replace(mask.stand_in, " ")
        latin, bangla, other = letters(rest)
        return latin + bangla + other == 0


def mask(text: str, source: Language, target: Language) -> Masked:
    """The text with stand-ins; as many as there are free two-digit numbers."""
    text = normal(text)
    free = [number for number in _STAND_INS if number not in localise(text, "en")]
    pieces, masks, end = [], [], 0
    for start, stop, is_number in sorted(_spans(text, source)):
        if start < end or not free:
            continue
        original = text[start:stop]
        stand_in = free.pop(0) if is_number else "CG" + free.pop(0)
        # Telephone numbers and codes are typed again: they keep their digits.
        written = is_number or DATE.fullmatch(original)
        kept = localise(original, target) if written else original
        masks.append(Mask(stand_in, kept, is_number))
        pieces += [text[end:start], stand_in]
        end = stop
    shown = "".join([*pieces, text[end:]])
    return Masked(text, _DASH.sub("-", shown), tuple(masks))


def unmask(translation: str, masked: Masked) -> str | None:
    """The translation with what the stand-ins stood for; None where one is lost or doubled."""
    for each in masked.masks:
        if len(each.pattern().findall(translation)) != 1:
            return None
    for each in masked.masks:
        found = each.pattern().search(translation)
        if found is None:
            return None
        translation = translation[: found.start()] + each.text + translation[found.end() :]
    return translation


def _spans(text: str, source: Language) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it is a number) of what to mask."""
    whole = [ADDRESS, _QUOTED, PHONE_PERHAPS, DATE, _CODE, _INNER_CAPITAL]
    if source == "bn":
        whole.append(_LATIN_RUN)
    taken: list[tuple[int, int]] = []
    for pattern in whole:
        for found in pattern.finditer(text):
            if all(found.end() <= start or end <= found.start() for start, end in taken):
                taken.append(found.span())
                yield *found.span(), False
    for found in _LONG_NUMBER.finditer(text):
        number = found.group(1)
        start, stop = found.span(1)
        year = _YEAR.fullmatch(number) and not _MONEY.match(found.group())
        long = len(number) > 2 and not year
        if long and all(stop <= begin or end <= start for begin, end in taken):
            yield start, stop, True
