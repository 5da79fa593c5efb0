"""Digits and number words joined into numbers: ১ লাখ ২০ হাজার, two and a half million."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from models.text import numerals_bn, numerals_en
from models.text.script import BANGLA_LETTER, LATIN_LETTER


@dataclass(frozen=True)
class Token:
    """A word or a string of digits.

    kind: as in `numbers_bn.read`, or "digits", or "other"; ending: what follows the stem.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    ending: str = ""


@dataclass
class Run:
    """Tokens that make one number together.

    scale: what the last figure was multiplied by; also: other values that it may have.
    """

    start: int
    end: int
    value: Fraction
    firm: bool = True
    scale: Fraction = Fraction(1)
    ending: str = ""
    digits: bool = False
    also: list[Fraction] = field(default_factory=list)


# Python refuses to read or write integers past 4,300 digits; nobody says one past 10^30.
_LONGEST = 30
_GROUPED = r"\d{1,3}(?:,\d{3}){1,10}(?!\d)|\d{1,2}(?:,\d{2}){1,14},\d{3}(?!\d)"
_TOKEN = re.compile(
    rf"(?P<digits>(?:{_GROUPED}|\d{{1,{_LONGEST}}})(?:\.\d{{1,{_LONGEST}}})?)"
    r"|(?P<glyph>[½¼¾⅓⅔⅕⅛])"
    rf"|(?P<latin>[{LATIN_LETTER}]+)"
    rf"|(?P<bangla>[{BANGLA_LETTER}]+(?:'[{BANGLA_LETTER}]+)*)"
)
VULGAR = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "⅕": Fraction(1, 5),
    "⅛": Fraction(1, 8),
}
_AND_A_HALF = re.compile(
    r"(?: (?:(?:hour|day|week|month|year|kilo|mile|cup|spoon)s|met(?:re|er)s|feet))?"
    r" and an? (half|quarter)\b"
)
_A_SCALE = re.compile(r"\b(?:an?|per|every)[ -]$", re.IGNORECASE)


def tokens(text: str) -> list[Token]:
    """The words and digit strings of a `script.plain` text."""
    found = []
    for match in _TOKEN.finditer(text):
        word, read = match.group(), None
        if word.lower() == "and":  # One hundred and five: it is part of the gap.
            continue
        if match.lastgroup == "digits":
            read = ("digits", Fraction(word.replace(",", "")), "")
        elif match.lastgroup == "glyph":
            read = ("digits", VULGAR[word], "")
        elif match.lastgroup == "latin":
            read = numerals_en.read(word)
        else:
            read = numerals_bn.read(word)
        if read is None and word == "দু" and text[match.end() : match.end() + 1] == "-":
            read = ("cardinal", Fraction(2), "")  # দু-তিনজন
        kind, value, ending = read or ("other", Fraction(0), "")
        found.append(Token(kind, word, match.start(), match.end(), value, ending))
    return found


def runs(text: str) -> Iterator[Run]:
    """The numbers of a `script.plain` text, in order."""
    words = tokens(text)
    at = 0
    while at < len(words):
        run, used = _run(text, words[at:])
        if run:
            yield run
        at += used


def _run(text: str, words: list[Token]) -> tuple[Run | None, int]:
    first = words[0]
    run = Run(first.start, first.end, first.value, ending=first.ending)
    following = (
        words[1] if len(words) > 1 and text[first.end : words[1].start] in {" ", "-"} else None
    )
    if first.kind == "other" or (first.kind == "scale" and len(first.text) < 3):
        return None, 1
    if first.kind == "loose":
        return _loose(text, run, words)
    if first.kind == "part":
        run.value, run.firm = 1 / first.value, False
        return run, 1
    if first.kind == "ordinal":
        run.firm = first.value > 1
        run.also = [1 / first.value]
        return run, 1
    if first.kind == "shift":
        if following is None or following.kind not in {"cardinal", "digits", "scale"}:
            return None, 1
        one = following.kind == "scale"
        # সাড়ে তিনশো is 350: of hundreds that are glued on, the shift is one of hundreds.
        step = 100 if following.value >= 100 and following.value % 100 == 0 else 1
        number = Token(
            "cardinal",
            "",
            first.start,
            first.end if one else following.end,
            (Fraction(1) if one else following.value) + first.value * step,
            "" if one else following.ending,
        )
        run, used = _Adder(text).add([number, *words[1 if one else 2 :]])
        return run, used + (0 if one else 1)
    if first.kind == "scale" and following and following.text.endswith("েক"):
        # হাজার দুয়েক: about two thousand.
        run.value *= following.value or 1
        run.end = following.end
        return run, 2
    return _Adder(text).add(words)


def _loose(text: str, run: Run, words: list[Token]) -> tuple[Run, int]:
    """A word that only may be a number, or the half in "half a million"."""
    run.firm = False
    for skip in (1, 2, 3):
        between = text[run.end : words[skip].start] if len(words) > skip else ""
        if run.value < 1 and between in {" ", " a ", " of a "} and words[skip].kind == "scale":
            run.value *= words[skip].value
            run.end, run.firm = words[skip].end, True
            return run, skip + 1
    return run, 1


class _Adder:
    """Adds up one number, token by token: total + current, after the last scale."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.total = Fraction(0)
        self.current: Fraction | None = None
        self.scale: Fraction | None = None

    def add(self, words: list[Token]) -> tuple[Run, int]:
        run = Run(words[0].start, words[0].end, Fraction(0))
        run.digits = words[0].kind == "digits"
        used = 0
        for word in words:
            gap = self.text[run.end : word.start] if used else ""
            if used and not self._joins(gap, word):
                break
            if not self._take(word, words[used - 1] if used else None, gap, run):
                break
            run.end, run.ending = word.end, word.ending
            used += 1
            if word.ending:
                break
        run.value = self.total + (self.current or 0)
        if half := _AND_A_HALF.match(self.text, run.end):
            part = Fraction(1, 2) if half.group(1) == "half" else Fraction(1, 4)
            run.value += part * (self.scale or 1)
            run.end = half.end()
            used += 2
            scaled = words[used : used + 1]
            if self.scale is None and scaled and scaled[0].kind == "scale":
                # Four and a half thousand.
                run.value *= scaled[0].value
                run.end = scaled[0].end
                used += 1
        run.scale = self.scale or Fraction(1)
        bare = words[0].kind == "scale"
        article = _A_SCALE.search(self.text, max(0, run.start - 6), run.start)
        run.firm = not (bare and not article) and (
            run.digits
            or run.value > 1
            or run.value % 1 != 0
            # শূন্য is also "empty".
            or words[0].text.lower() == "zero"
        )
        return run, max(used, 1)

    def _joins(self, gap: str, word: Token) -> bool:
        if gap == "":
            return word.kind == "scale"
        if gap == " and ":
            return word.kind == "cardinal" and (
                self.scale is not None or (self.current or 0) >= 100
            )
        return gap in {" ", "-"} and (word.kind != "digits" or gap == " ")

    def _take(self, word: Token, before: Token | None, gap: str, run: Run) -> bool:
        """Adds the word's value; False where the number ended before it."""
        if word.kind == "scale":
            return self._multiply(word, gap, run)
        if self.current is None:
            opens = word.kind in {"cardinal", "digits", "mixed"} and self._may_follow(word)
            self.current = word.value if opens else None
            return opens
        latin = word.text.isascii()
        tens = latin and word.value < 10 and self.current % 100 >= 20 and self.current % 10 == 0
        hundreds = self.current >= 100 and self.current % 100 == 0 and word.value < 100
        in_words = before is not None and before.kind != "digits"
        if in_words and word.kind in {"cardinal", "ordinal"} and (tens or hundreds):
            self.current += word.value
        elif word.kind == "part" or (in_words and word.kind == "ordinal" and latin):
            self.current /= word.value
        else:
            return False
        return True

    def _may_follow(self, word: Token) -> bool:
        """২ হাজার ৫০০ is 2500, and "2 million 25-year-olds" are two numbers."""
        if self.scale is None:
            return True
        if word.value % 1 or word.value >= self.scale:
            return False
        return word.kind != "digits" or self.scale in {100, 1000, 10**5, 10**7}

    def _multiply(self, word: Token, gap: str, run: Run) -> bool:
        scale, current = word.value, self.current
        if gap == "" and run.digits and word.text == "শ":
            # ১৬শ is the 16th of শতক and 1600 of anything else.
            run.also.append(current or Fraction(0))
        if gap == "" and run.start != word.start and not run.digits:
            return False
        if word.text.lower() in {"k", "bn"} and not (run.digits and gap == ""):
            return False
        if scale <= 100:
            if current is not None and current >= 100:
                return False
            self.current = (Fraction(1) if current is None else current) * scale
            return True
        if self.scale is None or scale < self.scale:
            self.total += (Fraction(1) if current is None else current) * scale
        elif scale == self.scale or self.total > 10**_LONGEST:
            return False
        else:
            self.total = (self.total + (current or 0)) * scale
        self.current, self.scale = None, scale
        return True
