"""Conjuncts that are not said as they are written: ফলা, ক্ষ, জ্ঞ, হ্য, and doubled consonants."""

from __future__ import annotations

import re
from typing import Final

_ASPIRATED = dict(zip("খঘছঝঠথধফভ", "কগচজটতদপব", strict=True))
_C = "[ক-হড়ঢ়য়]"
_H = "্"

Rule = tuple[re.Pattern[str], str]


def _doubled(match: re.Match[str]) -> str:
    letter = match[1]
    return f"{_ASPIRATED.get(letter, letter)}{_H}{letter}"


def _rule(pattern: str, said: str) -> Rule:
    return re.compile(pattern.replace("C", _C).replace("+", _H)), said.replace("+", _H)


_WHOLE: Final = (
    # জ্ঞ: gæ at the beginning, doubled within; its ্যা stays where an আ stood.
    *(
        _rule("^জ+ঞা", "গ+যা"),
        _rule("^জ+ঞ", "গ"),
        _rule("জ+ঞা$", "গ+গা"),
        _rule("জ+ঞা", "গ+গæ"),
        _rule("জ+ঞ", "গ+গ"),
    ),
    *(_rule("আহ+ব", "আওভ"), _rule("িহ+ব", "িউভ"), _rule("(?<!^)হ+য", "জ+ঝ")),
    *(_rule("হ+ম", "ম+ম"), _rule("হ+[নণ]", "ন+ন"), _rule("(?<!^)হ+ল", "ল+ল")),
    *(
        _rule("ক+ষ+[মণ]", "ক+ষ"),
        _rule("^ক+ষ+যা", "খæ"),
        _rule("^ক+ষ+?ব?", "খ"),
        _rule("([ঙংৎ]+?)ক+ষ", r"\1খ"),
    ),
    _rule("ক+ষ", "ক+খ"),
    # Their last vowel stays, where that of an English word ends: চার্জ, টার্ন.
    *(
        _rule("(?<!+)র+য$", "র+জো"),
        _rule("র+ণ$", "র+নো"),
        _rule("ণ+([টড])$", r"ন+\1ো"),
        _rule("(?<!আষা)ঢ়$", "ড়ো"),
    ),
    # র্য is rj, not a doubled র; র‍্য with a joiner is an English "ra".
    *(_rule("(?<!+)র+য(?:+য)?", "র+জ"), _rule("য+য", "জ+জ")),
    # ম-ফলা
    *(_rule("^([শস])+ম", r"\1"), _rule("([তদ])+ম", r"\1+\1"), _rule("(?<!^)[শষস]+ম", "শ+শ")),
    # ব-ফলা
    *(_rule("^(C(?:+C)?)+ব", r"\1"), _rule("(C+C)+ব", r"\1"), _rule("ঃ[স]+ব", "স+স")),
    _rule("(?<!উ)(?<!+)([তদনশষসথধকটঠ])+ব", r"\1+\1"),
    # য-ফলা: æ after the first consonants, e before an i.
    _rule("^(C(?:+C)?)+য(?=C(?:+C)*[িী])", r"\1ে"),
    *(_rule("^(C(?:+C)?)+যা", r"\1æ"), _rule("^(C(?:+C)?)+য(?=C)", r"\1æ")),
    _rule("^(C(?:+C)?)+য", r"\1"),
    *(
        _rule("(?<=ম)+যা(?=ন)|(?<![অএ])+যা(?=ল(?:$|[সিে])|ন+[সডট])", "æ"),
        _rule("([টডফ]|C+[রল])+যা", r"\1æ"),
    ),
    *(_rule("খ+যা(?=ত)", "ক+খæ"), _rule("(C+C)+য", r"\1"), _rule("([ংঃঙ]+?C)+য", r"\1")),
)
# Nouns in -নী keep the vowel before it: জননী, প্রকাশনী.
_SANSKRIT: Final = re.compile(f"(?<={_C})(?=[নণ]ী$)(?<=..)")
_JOINERS: Final = re.compile("[\u200c\u200d]")
_DOUBLED: Final = (re.compile(f"({_C}){_H}য"), re.compile(f"ঃ(?={_C})({_C})"))


def simplified(word: str) -> str:
    """The recomposed word with its conjuncts written as they are said."""
    word = _JOINERS.sub("", word.replace("র\u200d্যা", "রæ"))
    word = _SANSKRIT.sub("ো", word)
    if _H not in word and "ঃ" not in word and not word.endswith("ঢ়"):
        return word
    for pattern, said in _WHOLE:
        word = pattern.sub(said, word)
    for pattern in _DOUBLED:
        word = pattern.sub(_doubled, word)
    return re.sub(f"([খঘছঝঠথধফভ]){_H}(?=\\1)", lambda m: _ASPIRATED[m[1]] + _H, word).rstrip("ঃ")
