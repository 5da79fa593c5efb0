"""English number words."""

from __future__ import annotations

from fractions import Fraction


def _count(words: str, step: int = 1, start: int = 0) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


_TENS = _count("twenty thirty forty fifty sixty seventy eighty ninety", step=10, start=20)
CARDINALS = (
    _count(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    )
    | _TENS
    | {word[:-1] + "ies": value for word, value in _TENS.items()}  # the nineties
)
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "lakh": 10**5,
    "lac": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
    "k": 1000,
    "bn": 10**9,
}
_ORDINALS = (
    _count(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
    )
    | {word[:-1] + "ieth": value for word, value in _TENS.items()}
    | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
)
_TIMES = {"twice": 2, "thrice": 3}
_DENOMINATORS = {"halves": 2, "quarters": 4} | {
    word + "s": value for word, value in _ORDINALS.items() if value > 2
}
# World War II
_ROMAN = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12}
# Words that may stand for a number: they may account for one, and need not be accounted for.
_LOOSE = {
    **dict.fromkeys(("once", "single"), Fraction(1)),
    **dict.fromkeys(
        ("both", "pair", "pairs", "couple", "twin", "twins", "double", "doubled", "either"),
        Fraction(2),
    ),
    **dict.fromkeys(("second", "seconds", "fortnight", "fortnights"), Fraction(2)),
    **dict.fromkeys(("triple", "tripled", "trio"), Fraction(3)),
    "half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    **dict.fromkeys(("score", "scores"), Fraction(20)),
    "quartet": Fraction(4),
    "quintet": Fraction(5),
    "century": Fraction(100),
    "centuries": Fraction(100),
    "decade": Fraction(10),
    # "Thousands of people" has no number in it, only a size.
    **{word + "s": Fraction(value) for word, value in SCALES.items() if len(word) > 2},
}
_KINDS = (
    ("cardinal", CARDINALS | _TIMES),
    ("scale", SCALES),
    ("ordinal", _ORDINALS),
    ("part", _DENOMINATORS),
)


def read(word: str) -> tuple[str, Fraction, str] | None:
    """(kind, value, "") of a word, or None where it is no number; kinds: `numbers_bn.read`."""
    if word in _ROMAN:
        return "loose", Fraction(_ROMAN[word]), ""
    word = word.lower()
    if word in _LOOSE:
        return "loose", _LOOSE[word], ""
    for kind, table in _KINDS:
        if word in table:
            return kind, Fraction(table[word]), ""
    return None
