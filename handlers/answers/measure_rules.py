"""Rules for colour, light and banknotes: how they are asked for and told. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from models.text.script import ascii_digits
from models.values import Colour, Label

NOTES = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Taka banknotes in use."""
_SURE = 0.6
"""A label's probability from which on it counts without the number being read, too."""
_CLEAR = 3.0
"""How many times likelier than the next it must be then."""
_MAINLY, _TOO = 0.5, 0.2


def main_colours(colours: Sequence[Colour]) -> tuple[str, ...]:
    """What is worth saying: one colour, the second where it is much, or the three of a motley."""
    if not colours:
        return ()
    if colours[0].share < _MAINLY:
        return tuple(each.name for each in colours[:3])
    return tuple(
        each.name for index, each in enumerate(colours[:2]) if not index or each.share >= _TOO
    )


def note(labels: Sequence[Label], read: Collection[int]) -> int | None:
    """Which banknote it may be; None where that can't be told.

    labels: how well each note fits, best first, the name of each beginning with its number, empty
    where none does; read: the numbers that were read on it. A number that was read must be the
    one that is seen; unread, it must be seen clearly.
    """
    if not labels:
        return None
    best = _value(labels[0])
    written = {number for number in read if number in NOTES}
    if written:
        return best if best in written else None
    second = labels[1].probability if len(labels) > 1 else 0.0
    clear = labels[0].probability >= _SURE and labels[0].probability >= _CLEAR * second
    return best if clear else None


def numbers_in(text: str) -> set[int]:
    """The whole numbers in a text, in either kind of digits."""
    return {int(found) for found in re.findall(r"\d{1,9}", ascii_digits(text))}


def _value(label: Label) -> int:
    return int(label.label.split()[0])
