"""Money, units and fractions, written out. Digits are ASCII here."""

from __future__ import annotations

import re
from functools import cache

from models.speak.normalise.patterns import AMOUNT, HYPHEN, LETTER, NUMBER, one_of
from models.speak.normalise.vocabulary import BANGLA, Wording
from models.text.number_words import VULGAR
from models.text.script import is_bangla, recomposed
from models.text.units import Forms


def money(text: str, words: Wording) -> str:
    """The sign is said after the amount, and what follows the point as its coins."""
    signs = one_of(words.currencies)
    coin = words.currencies["৳"][0][0]
    amount = rf"({AMOUNT})(\s?(?:{recomposed(words.scales)})(?![{LETTER}]))?"
    end = rf"(?:/-)?(?:\s?/\s?([{LETTER}]+))?"
    before = re.compile(rf"(?<![A-Za-z])({signs})\s?{amount}{end}")
    after = re.compile(rf"{amount}\s?({signs}|{coin})(?![A-Za-z]){end}")
    dashed = re.compile(rf"{amount}/-")

    def said(sign: str, amount: str, scale: str | None, unit: str | None) -> str:
        coins, cents = words.currencies["৳" if sign == coin else sign]
        spoken = _counted(amount, coins, cents)
        if scale:
            spoken = f"{amount} {scale.strip()} {coins[1]}"
        return _per(unit, spoken, words) if unit else spoken

    text = re.sub(rf"({signs})\s?({NUMBER}{HYPHEN})\1(?=\s?[0-9])", r"\1\2", text)
    text = before.sub(lambda match: said(match[1], match[2], match[3], match[4]), text)
    text = after.sub(lambda match: said(match[3], match[1], match[2], match[4]), text)
    text = dashed.sub(lambda match: said("৳", match[1], match[2], None), text)
    return text.replace("৳", f" {words.currencies['৳'][0][1]} ")


def _counted(amount: str, coins: Forms, cents: Forms) -> str:
    whole, point, part = amount.partition(".")
    if point and len(part) == 2 and part.isdigit():
        pieces = [] if int(part) and whole == "0" else [f"{whole} {coins[whole != '1']}"]
        if int(part):
            pieces.append(f"{int(part)} {cents[int(part) != 1]}")
        return " ".join(pieces)
    return f"{amount} {coins[amount != '1']}"


@cache
def _unit_patterns(
    spellings: tuple[str, ...],
) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """A unit said twice, an amount with its unit, and each spelling as the table has it."""
    known = {recomposed(spelling): spelling for spelling in spellings}
    unit = one_of(known)
    return (
        re.compile(rf"({NUMBER})\s?({unit})({HYPHEN}{NUMBER}\s?)(?=\2)"),
        re.compile(rf"(?<![A-Za-z])({AMOUNT})\s?({unit})(?![A-Za-z0-9²³])(?:/([{LETTER}]+))?"),
        known,
    )


def units(text: str, words: Wording) -> str:
    """A unit's sign after an amount, in full."""
    feet, inches = words.units["ft"], words.units["inch"]
    text = re.sub(
        r"(?<![0-9])([0-9]{1,3})\s?['′’]\s?([0-9]{1,3})\s?(?:[\"″”]|'')",
        lambda match: f"{_of(match[1], feet)} {_of(match[2], inches)}",
        text,
    )
    repeated, pattern, spelling_of = _unit_patterns(tuple(words.units))
    text = repeated.sub(r"\1\3", text)

    def said(match: re.Match[str]) -> str:
        # "মি" of "৫ মিনিট" is no metre.
        following = match.string[match.end(2) : match.end(2) + 1]
        if is_bangla(match[2][-1]) and re.match(f"[{LETTER}]", following):
            return match.group()
        spoken = _of(match[1], words.units[spelling_of[match[2]]])
        return _per(match[3], spoken, words) if match[3] else spoken

    return pattern.sub(said, text)


def _per(unit: str, amount: str, words: Wording) -> str:
    forms = words.units.get(unit)
    name = forms[0].replace("{n}", "").strip() if forms else unit
    return words.per.format(unit=name, amount=amount)


def _of(amount: str, forms: Forms) -> str:
    return forms[amount != "1"].format(n=amount)


_FRACTION = re.compile(
    rf"(?:(?<![0-9.,/])([0-9]{{1,6}})\s?)?([{''.join(VULGAR)}])"
    r"|(?<![0-9.,/-])(?:([0-9]{1,6})\s)?([0-9])/([23458])(?![0-9/])"
)


def fractions(text: str, words: Wording) -> str:
    """½ and 1/2 as people say them: আধা, দেড়, আড়াই, সোয়া, সাড়ে, পৌনে."""

    def said(match: re.Match[str]) -> str:
        whole = match[1] or match[3]
        fraction = VULGAR.get(match[2])
        part = fraction.as_integer_ratio() if fraction else (int(match[4]), int(match[5]))
        if not 0 < part[0] < part[1]:
            return match.group()
        return _fraction(int(whole) if whole else 0, part, words)

    return _FRACTION.sub(said, text)


def _fraction(whole: int, part: tuple[int, int], words: Wording) -> str:
    plain = words.fractions.get(part) or words.fraction.format(n=part[0], d=part[1])
    if not whole:
        return plain
    if words is not BANGLA:
        return f"{whole} and {'a ' if plain == 'half' else ''}{plain}"
    if part == (1, 2):
        return {1: "দেড়", 2: "আড়াই"}.get(whole, f"সাড়ে {whole}")
    if part == (1, 4):
        return f"সোয়া {whole}"
    if part == (3, 4):
        return f"পৌনে {whole + 1}"
    return f"{whole} পূর্ণ {plain}"
