"""Rules for colour, light and banknotes: how they are asked for and told. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from models.text.script import ascii_digits, compared
from models.values import Colour, Label

NOTES = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Taka banknotes in use."""
_SURE = 0.6
"""A label's probability from which on it counts without the number being read, too."""
_CLEAR = 3.0
"""How many times likelier than the next it must be then."""
_MAINLY, _TOO = 0.5, 0.2

_IT = "(?:এটা|এটি|এইটা|ওটা|ওটি|সেটা|জিনিসটা|ছবিটা|ছবি|মাঝখান|মাঝখানে)"
_COLOUR_BN = (
    rf"(?:{_IT}?র? ?(?:রং|রঙ|কালার)(?:টা|টি)? (?:কী|কি|কেমন|কোনটা|বলুন|বলো)(?: রকম)?"
    rf"|{_IT}(?:র)? ?(?:কী|কি|কোন) (?:রঙের|রংয়ের|রংএর|রং|রঙ|কালার|কালারের)"
    r"|(?:কী|কি|কোন) (?:রং|রঙ|কালার)|রং|রঙ)"
)
_COLOUR_EN = (
    r"(?:what(?:'s| is) (?:the |its )?colou?r(?: of (?:this|it|that|the (?:photo|picture|thing)))?"
    r"|what colou?r(?: is (?:this|it|that))?|which colou?r(?: is (?:this|it|that))?"
    r"|(?:tell me |say )?(?:the |its )?colou?r)"
)
_LAMP = "(?:আলো|লাইট|বাতি)(?:টা|টি|গুলো)?"
_PLACE = "(?:ঘরে|ঘরটায়|রুমে|এখানে|ঘরের|রুমের|এই ঘরে|ছবিতে)"
_LIGHT_BN = (
    rf"(?:(?:{_PLACE} )?(?:কি )?{_LAMP} (?:কি )?(?:আছে|জ্বলছে|জ্বালানো আছে|জ্বালানো|বন্ধ|নেভানো|"
    rf"নিভে গেছে|অন|অফ)(?: আছে)?(?: কি| কি না| নাকি)?|(?:{_PLACE} )?{_LAMP} কেমন"
    rf"|(?:{_PLACE}|ঘরটা|রুমটা|জায়গাটা) (?:কি )?(?:অন্ধকার|আলোকিত)(?: কি| নাকি| কি না)?"
    r"|(?:কি )?অন্ধকার(?: কি| নাকি)?)"
)
_LIGHT_EN = (
    r"(?:(?:is|are) (?:the |there )?(?:any )?(?:light|lights|lamp|lamps)(?: still)?(?: on| off)?"
    r"(?: or off)?(?: in (?:here|the room|this room))?"
    r"|is (?:it|the room|this room) (?:dark|light|bright)(?: in here)?"
    r"|how (?:light|dark|bright) is it)"
)
_NOTE = re.compile(
    r"(?:কত|কতো|কয়) টাকার (?:নোট|টাকা|কয়েন)|নোট(?:টা|টি)? (?:কত|কতো)|(?:কোন|কী|কি|কত) নোট"
    r"|(?:how much|what|which)(?: is| money is)?(?: this| the)? (?:taka )?"
    r"(?:bank ?note|note|bill|denomination)\b|how many taka",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:এটা|এটি|এখানে|হাতে)(?:য়|তে)? (?:কত|কতো) টাকা(?: আছে)?")


def colour_asked(text: str) -> bool:
    """Whether the text asks for the colour of what the photo shows, of no thing by its name."""
    said = compared(text)
    return bool(re.fullmatch(_COLOUR_BN, said) or re.fullmatch(_COLOUR_EN, said))


def light_asked(text: str) -> bool:
    """Whether the text asks if there is light."""
    # Many write the long vowel, of "what", in a question that asks whether.
    said = compared(text).replace("কী", "কি")
    return bool(re.fullmatch(_LIGHT_BN, said) or re.fullmatch(_LIGHT_EN, said))


def note_asked(text: str) -> bool:
    """Whether the text asks which banknote it is."""
    said = compared(text)
    return bool(_NOTE.search(said) or _MONEY.fullmatch(said))


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
