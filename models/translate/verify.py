"""Verification of a translation: the same numbers, times, dates and units as its source.

Works on any translation, a person's as well as a model's; knows nothing of masks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from models.text import units
from models.text.addresses import ADDRESS
from models.text.dates import months
from models.text.number import Number
from models.text.numbers import numbers
from models.text.script import LATIN_LETTER, ascii_digits, normal
from models.translate.degenerate import damage
from models.translate.meaning import changed, negated
from models.values import Language

_PAGE = 100
_LATIN_WORD = re.compile(rf"(?<!\d)[{LATIN_LETTER}][{LATIN_LETTER}\d]+")


def verify(
    source: str, translation: str, source_lang: Language, target_lang: Language
) -> list[str]:
    """What a translation changed, lost or made up, in English for the log; empty where nothing.

    Every number of the source in digits, and every number word from two up, must be in the
    translation, and every such number of the translation in the source, as often as there.
    """
    return [
        *damage(source, translation, target_lang),
        *_numbers(source, translation),
        *_units(source, translation, source_lang),
        *_words(source, translation, source_lang),
        *changed(source, translation),
    ]


def _numbers(source: str, translation: str) -> list[str]:
    there, here = numbers(source), numbers(translation)
    missing, extra = _pair(there, here)
    # Twenty to six and twenty past six have the same parts.
    clocks = any(map(_clock, missing)) and any(map(_clock, extra))
    missing, extra = _pair(_split(missing, not clocks), _split(extra, not clocks))
    # No cars may be zero cars.
    if negated(source) or negated(translation):
        missing, extra = (
            [number for number in left if "n:0" not in number.keys] for left in (missing, extra)
        )
    # A number may be said twice where the source has it once ("৩ জন … তিনজনই"), never fewer times.
    said = [*there, *_split(there)]
    return [
        *(f"lost: {_name(number)}" for number in missing if number.firm),
        *(
            f"new: {_name(number)}"
            for number in extra
            if number.firm and not any(number.equals(other) for other in said)
        ),
    ]


def _name(number: Number) -> str:
    return " or ".join(sorted(number.keys))


def _pair(there: list[Number], here: list[Number]) -> tuple[list[Number], list[Number]]:
    """What is left on each side once equal numbers are taken off in pairs, firm ones first."""
    # A page of numbers is paired in one go, as far as they are the same.
    same = _tally(here) & _tally(there) if len(here) > _PAGE else Counter()
    left = _without(here, same)
    missing = []
    for number in sorted(_without(there, same), key=lambda each: not each.firm):
        equal = [other for other in left if other.equals(number)]
        if equal:
            left.remove(max(equal, key=lambda other: (other.firm, len(other.keys & number.keys))))
        else:
            missing.append(number)
    return missing, left


def _tally(found: Iterable[Number]) -> Counter[tuple[frozenset[str], bool]]:
    return Counter((each.keys, each.firm) for each in found)


def _without(found: Iterable[Number], same: Counter[tuple[frozenset[str], bool]]) -> list[Number]:
    taken = Counter(same)
    left = []
    for number in found:
        if taken[number.keys, number.firm]:
            taken[number.keys, number.firm] -= 1
        else:
            left.append(number)
    return left


def _split(found: Iterable[Number], clocks: bool = True) -> list[Number]:
    return [
        part
        for number in found
        for part in ((clocks or not _clock(number)) and number.parts) or (number,)
    ]


def _clock(number: Number) -> bool:
    return bool(number.parts) and any(each.startswith("t:") for each in number.keys)


def _units(source: str, translation: str, source_lang: Language) -> list[str]:
    there, here = units.mentioned(source), units.mentioned(translation)
    # শতভাগ is also "completely".
    grave = units.GRAVE - ({"percent"} if "শতভাগ" in source + translation else set())
    if source_lang == "en":
        changed = units.beside_numbers(source) - here | grave & here - there
    else:
        changed = units.beside_numbers(translation) - there | grave & there - here
    found = [f"unit: {unit}" for unit in sorted(changed)]
    if lost := months(source) - months(translation):
        found.append(f"lost month: {', '.join(map(str, sorted(lost)))}")
    return found


def _words(source: str, translation: str, source_lang: Language) -> list[str]:
    """Addresses, and Latin names in a Bangla source, are kept to the letter."""
    source, translation = (ascii_digits(normal(text)) for text in (source, translation))
    wanted = [found.group() for found in ADDRESS.finditer(source)]
    if source_lang == "bn":
        wanted += _LATIN_WORD.findall(ADDRESS.sub(" ", source))
    return [f"lost: {word}" for word in wanted if word.lower() not in translation.lower()]
