"""Rules for figures (phone numbers, ranges, signs, codes), and the order of all the rules.

Each rule is a function of a text and a language's `Wording`; digits are ASCII here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from models.speak.normalise.amounts import fractions, money, units
from models.speak.normalise.codes import codes
from models.speak.normalise.dates import dates, ordinals, times, years
from models.speak.normalise.patterns import HYPHEN, LETTER, NUMBER, compiled
from models.speak.normalise.printed_dates import clocks, strips
from models.speak.normalise.printed_signs import bills, blood, forms, halves
from models.speak.normalise.short_forms import shortened
from models.speak.normalise.vocabulary import BANGLA, Wording
from models.text.addresses import PHONE
from models.text.script import BANGLA as LETTERS
from models.text.script import genitive, is_bangla

Rule = Callable[[str, Wording], str]


def _spelled(digits: str, words: Wording) -> str:
    return " ".join(words.digits[int(digit)] for digit in digits)


def phones(text: str, words: Wording) -> str:
    """Digit by digit, in groups that the ear can hold."""

    def said(match: re.Match[str]) -> str:
        written = match.group()
        plus = words.signs["+"] + " " if written.startswith("+") else ""
        groups = re.findall("[0-9]+", written)
        if len(groups) == 1:
            groups = _countrywise(groups[0])
        return plus + ", ".join(_spelled(part, words) for group in groups for part in _cut(group))

    return PHONE.sub(said, text)


def _countrywise(digits: str) -> list[str]:
    """Bangladesh's 880 or 01712, apart from the rest."""
    country = "880" if digits.startswith("880") else ""
    rest = digits.removeprefix(country)
    cut = 5 if rest.startswith("0") else 4
    return [group for group in (country, rest[:cut], rest[cut:]) if group]


def _cut(group: str) -> list[str]:
    """Threes, but no single digit at the end; up to five stay together."""
    if len(group) <= 5:
        return [group]
    return [group[:3], *_cut(group[3:])] if len(group) != 8 else [group[:4], group[4:]]


_CHAIN = re.compile(rf"(?<![0-9{LETTER}.,-]){NUMBER}(?:{HYPHEN}{NUMBER})+(?![0-9])")
_WORDED = compiled(r"([0-9] ?(?:টা|মিনিট|a m|p m|o'clock))\s?[-–—]\s?(?=(?:[^\s0-9]+ )?[0-9])")


def ranges(text: str, words: Wording) -> str:
    """5-10 is "৫ থেকে ১০"; a score is two numbers; a longer chain is a code, digit by digit."""

    def said(match: re.Match[str]) -> str:
        parts = re.split(HYPHEN, match.group())
        if len(parts) > 2:
            return ", ".join(_spelled(part, words) if part.isdigit() else part for part in parts)
        first, last = (float(part.replace(",", "")) for part in parts)
        years = first >= 1000 and last < 100
        return f" {words.to} ".join(parts) if first < last or years else " ".join(parts)

    return _WORDED.sub(rf"\1 {words.to} ", _CHAIN.sub(said, text))


def signed(text: str, words: Wording) -> str:
    """A minus before a figure, and comparisons."""
    for signs, form in (("<=|≤", words.at_most), (">=|≥", words.at_least)):
        text = re.sub(rf"(?:{signs})\s?({NUMBER})", form.format(n=r"\1"), text)
    for sign, form in (("<", words.less), (">", words.more)):
        text = re.sub(
            rf"{sign}\s?({NUMBER}(?: [{LETTERS}]+)?)",
            lambda match, form=form: form.format(n=_of_it(match[1], words)),  # type: ignore[misc]
            text,
        )
    text = re.sub(rf"(?<![0-9{LETTER})])[-−–](?=[0-9])", f"{words.minus} ", text)
    text = re.sub(r"(?:#|№)\s?(?=[0-9])|\bNo\.\s?(?=[0-9])", f"{words.number} ", text)
    return re.sub(r"(?<=[0-9])\s?[x×*]\s?(?=[0-9])", f" {words.by} ", text)


def _of_it(amount: str, words: Wording) -> str:
    """Bangla compares with the genitive: ৫ বছরের কম, ১০০ টাকার কম."""
    if words is not BANGLA:
        return amount
    return genitive(amount) if is_bangla(amount[-1]) else f"{amount} এর"


_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?![0-9]|,[0-9])")
_PLAIN = re.compile(r"(?<![0-9.])[0-9]++(?!\.[0-9])")
_CRORE = 10_000_000


def numbers(text: str, words: Wording) -> str:
    """Groups joined (lakh and crore are said by the voice itself), codes digit by digit.

    espeak-ng says English for 12,50,000 as "twelve, fifty thousand", and অর্বুদ for a hundred
    crore, which nobody does.
    """
    grouped: set[str] = set()

    def join(match: re.Match[str]) -> str:
        joined = match.group().replace(",", "")
        grouped.add(joined)
        return joined

    def said(match: re.Match[str]) -> str:
        digits = match.group()
        code = (len(digits) > (15 if digits in grouped else 10)) or (
            digits[0] == "0" and len(digits) > 2
        )
        if code:
            return ", ".join(
                _spelled(digits[at : at + 4], words) for at in range(0, len(digits), 4)
            )
        value = int(digits)
        if words is BANGLA and value >= 100 * _CRORE:
            crores, rest = divmod(value, _CRORE)
            return f"{crores} কোটি {rest}" if rest else f"{crores} কোটি"
        return str(value)

    text = _PLAIN.sub(said, _GROUPED.sub(join, text))
    text = re.sub(r"(?<=[0-9]),(?=[0-9])", ", ", text)
    # Two points make a version, not a decimal.
    return re.sub(
        r"(?<![0-9.])[0-9]++(?:\.[0-9]++){2,}+",
        lambda match: match.group().replace(".", f" {words.address['.']} "),
        text,
    )


RULES: Final[tuple[Rule, ...]] = (
    *(strips, clocks, codes, blood, forms, bills),
    *(phones, dates, times, money, units, fractions, halves, ordinals, years),
    *(ranges, signed, numbers, shortened),
)
"""In this order: a date's hyphens are no range, and a phone number is no date."""
