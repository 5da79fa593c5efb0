"""Which earlier photo a text means: yesterday's, the one before, the third. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.intents.next_photo import for_next
from handlers.intents.recogniser import command_in
from handlers.intents.rephrase import bangla_rest, english_rest, only_shown
from models.text.script import BANGLA, ascii_digits, compiled

_NUMBERS = {
    "এক": 1, "দুই": 2, "তিন": 3, "চার": 4, "পাঁচ": 5, "ছয়": 6, "সাত": 7, "আট": 8, "নয়": 9, "দশ": 10,
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
}  # fmt: skip
_DAYS = {
    "আজকের": 0, "আজকে": 0, "আজ": 0, "গতকালের": 1, "কালকের": 1, "গতকালকে": 1, "গতকাল": 1,
    "কালকে": 1, "কাল": 1, "গত": 1, "গত পরশুর": 2, "পরশুর": 2, "পরশু": 2,
    "today": 0, "this": 0, "yesterday": 1, "last": 1, "the day before yesterday": 2,
}  # fmt: skip
_HOURS = {
    "সকালের": (5, 12), "দুপুরের": (12, 15), "বিকেলের": (15, 18), "বিকালের": (15, 18),
    "সন্ধ্যার": (17, 20), "রাতের": (19, 24),
    "morning": (5, 12), "afternoon": (12, 17), "evening": (17, 22), "night": (19, 24),
}  # fmt: skip
_NAMED = {
    "a_day": "day", "b_day": "day", "a_this": "day", "b_this": "day", "a_part": "part",
    "b_part": "part", "a_hours": "part", "b_hours": "part", "counted": "number",
    "a_before": "before",
}  # fmt: skip
_END = r"\s*(?:[:,।.?!]|$)"
_NUMBER = rf"[0-9]{{1,3}}|{'|'.join(word for word in _NUMBERS if not word.isascii())}"
_PART = "সকালের|দুপুরের|বিকেলের|বিকালের|সন্ধ্যার|রাতের"
# "গতকাল ছবি তুলেছি" tells of no photo that was sent; "গতকাল রাতের ছবি" does.
_DAY = (
    "আজকের|গত ?কালের|কালকের|গত পরশুর|পরশুর"
    rf"|(?:আজকে|আজ|গত ?কালকে|গত ?কাল|কালকে|কাল|পরশু|গত)(?= ?(?:{_PART}))"
)
_DONE = "মুছ|মোছ|ডিলিট|পড়|দেখ|শোনা|বলুন|বলো|আবার|বিস্তারিত|খুঁজ|পাঠা|আমার মানুষ"
_BN = compiled(
    r"(?<![^\s:,।.;!?(])(?:আমার )?(?:"
    # A number alone: "ছবিতে ২ জন" counts people.
    rf"ছবি (?:নম্বর |নাম্বার |নং )?(?P<number>{_NUMBER})"
    rf"(?:[- ]?(?P<of>এর|এ|তে)|(?={_END}| নিয়ে| সম্পর্কে|\s+(?:{_DONE})))"
    rf"|(?:(?P<counted>{_NUMBER}) (?:নম্বর|নাম্বার|নং) |(?P<ago>{_NUMBER}) দিন আগের "
    rf"|(?:(?P<day>{_DAY}) ?)?(?:(?P<part>{_PART}) )?(?P<before>(?:এর |তার )?আগের )?)"
    r"(?:ছবি|ফটো)(?P<case>খানা|টার|টির|টায়|টাতে|টিতে|টাকে|টিকে|টা|টি|তে|র)?"
    r"|(?P<a_before>আগের)(?P<a_case>টার|টির|টায়|টাতে|টিতে|টাকে|টিকে|টা|টি)"
    rf")(?![\w{BANGLA}])"
)
_PHOTO = r"(?:photo|picture|pic|image|photograph)"
_WHEN = (
    r"(?:(?P<{0}day>today|yesterday|the day before yesterday)(?: (?P<{0}part>morning|afternoon"
    r"|evening|night))?|(?P<{0}this>this|last) (?P<{0}hours>morning|afternoon|evening|night))"
)
_EN = re.compile(
    r"\b(?:(?P<lead>in|inside|on|about|for|from|of) )?(?:"
    rf"{_WHEN.format('a_')}'?s {_PHOTO}"
    rf"|(?:the|my) {_PHOTO} (?:that )?(?:(?:i |we )(?:sent|took|made|shared)(?: you)?(?: on)?"
    rf"|from|of) (?:{_WHEN.format('b_')}|(?P<ago>[0-9]{{1,3}}|a|one|two|three|four|five|six|seven)"
    r" days? ago)"
    rf"|(?P<before>(?:the|my) (?:previous|earlier|preceding) (?:{_PHOTO}|one)"
    rf"|the (?:second|2nd)[ -](?:to[ -])?last {_PHOTO}"
    rf"|the {_PHOTO} before(?: (?:the )?(?:last|that|this)(?: one)?)?(?={_END}))"
    rf"|(?<!the )(?<!this )(?<!that )(?<!my ){_PHOTO} (?:number |no\.? )?(?P<number>[0-9]{{1,3}})"
    rf"(?={_END}| (?:what|which|who|where|how|is|are|was|were|does|did|please|to|again)\b)"
    r")(?![\w-])",
    re.IGNORECASE,
)
# An hour or a week ago is told by no word here; the last photo is no answer to the others either,
# but "a moment ago" is it.
_AGO = re.compile(r"(?:একটু|অনেক|কিছুক্ষণ|ক্ষণ|ঘণ্টা|ঘন্টা|মিনিট|দিন|সপ্তাহ|মাস|বছর)\s*$")
# Where two photos are compared, one of them alone would give a wrong answer.
_TWO = re.compile(
    r"(?:^|(?<=\s))(?:এটা|এটি|এই|এগুলো|ছবি|ফটো)|\b(?:this|these)\b"
    r"|\b(?:than|as|with|to|and|or|like)\s*$",
    re.IGNORECASE,
)
_TWO_AFTER = re.compile(
    unicodedata.normalize(
        "NFC",
        r"\s*(?:চেয়ে|তুলনায়|সাথে|সঙ্গে|মতো|মতন|মত|আর(?! (?:এক|কী|কি|কে|কোন|কত|কয়))|ও|এবং|নাকি"
        r"|থাকলে)(?=\s|$)",
    )
    + r"|\s*(?:of|with|that|where|showing|and|or|than|like|frame|album|quality)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pick:
    """The photo that is meant, and what the text says of it.

    number: counted from the newest, from 1, of those between `since` and `until`, in local time;
    None for those limits where there are none. rest: as if it were the only photo, in the present;
    "" where nothing is asked but to have it.
    """

    number: int
    since: datetime | None
    until: datetime | None
    rest: str

    def __str__(self) -> str:
        return f"{self.number},day" if self.since else str(self.number)


def picked(text: str, now: datetime) -> Pick | None:
    """The earlier photo that a text means, wherever it names it; None where it means the last one.

    now: with its time zone, the person's. None also where the text means several, or is a command
    with words of its own.
    """
    said = ascii_digits(unicodedata.normalize("NFC", text)).replace("’", "'").strip()
    # "ছবি ২ মুছুন" has the keywords of a command, and a photo of its own.
    command = command_in(said, loosely=False)
    if said.startswith("/") or for_next(said) or (command and command.name not in ("find", "read")):
        return None
    found = [match for pattern in (_BN, _EN) for match in pattern.finditer(said) if _when(match)]
    if len(found) != 1:
        return None
    (match,) = found
    rest = _rest(match, said[: match.start()], said[match.end() :])
    if rest is None:
        return None
    asked = command_in(rest, loosely=False)
    if command and rest and asked != command and (asked is None or asked.argument):
        return None  # looked for by words of their own
    when = _when(match)
    day, part, ago = when.get("day"), when.get("part"), when.get("ago")
    since = until = None
    if day or part or ago:
        begin, end = _HOURS[part] if part else (0, 24)
        back = _number(ago) if ago else _DAYS[day.replace("গত কাল", "গতকাল")] if day else 0
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back)
        since, until = midnight + timedelta(hours=begin), midnight + timedelta(hours=end)
    number = when.get("number")
    counted = _number(number) if number else 2 if when.get("before") and since is None else 1
    return Pick(counted, since, until, rest) if counted else None


def _when(match: re.Match[str]) -> Mapping[str, str]:
    """What tells the photo from the last one, by name; empty where nothing does."""
    named = {_NAMED.get(name, name): value for name, value in match.groupdict().items() if value}
    told = ("day", "part", "ago", "before", "number")
    return {name: value.casefold().strip() for name, value in named.items() if name in told}


def _rest(match: re.Match[str], before: str, after: str) -> str | None:
    """What is asked, without the photo's mention; None where another photo is meant, too."""
    bangla, found = match.re is _BN, match.groupdict()
    case = found.get("case") or found.get("a_case") or found.get("of") or ""
    looks = re.search(r"\blike\s*$", before, re.IGNORECASE)
    if bangla and _AGO.search(before) and found["before"]:
        return None
    if bangla and found["part"] and not found["day"] and before and not case:
        return None  # "is it a photo of the night?"
    if case.endswith("র") and (like := re.match(r"\s*(?:মতো|মতন|মত)(?=\s|$)", after)):
        return _looked_for(f"{before}এর মতো{after[like.end() :]}")
    if looks:
        return _looked_for(f"{before}this{after}")
    if _TWO.search(before) or _TWO_AFTER.match(after):
        return None
    if bangla and case.endswith("র") and re.match(r"\s*থেকে\s", after):
        return None  # "than"
    rest = bangla_rest(before, after) if bangla else english_rest(before, found["lead"], after)
    there = case in _THERE or (found.get("lead") or "") in ("in", "on", "inside")
    return "" if only_shown(rest) and not there else rest


def _looked_for(rest: str) -> str | None:
    command = command_in(rest)
    return rest if command and command.name == "find" and not command.argument else None


def _number(text: str) -> int:
    return _NUMBERS[text] if text in _NUMBERS else int(text)


_THERE = unicodedata.normalize("NFC", "টায় টাতে টিতে তে এ").split()
_NUMBERS = {unicodedata.normalize("NFC", word): number for word, number in _NUMBERS.items()}
