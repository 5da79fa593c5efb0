"""Which earlier photo a text means: yesterday's, the one before, the third. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.prose import ascii_digits

_PHOTO = r"ছবি(?:টার|টির|টায়|টাতে|টিতে|টাকে|টিকে|টা|টি|তে|র)?"
_DAYS_BN = {"আজকের": 0, "আজ": 0, "গতকালের": 1, "কালকের": 1, "গতকাল": 1, "গত পরশুর": 2, "পরশুর": 2}
_DAYS_EN = {"today": 0, "yesterday": 1, "the day before yesterday": 2}
_HOURS = {
    "সকালের": (5, 12), "দুপুরের": (12, 15), "বিকেলের": (15, 18), "বিকালের": (15, 18),
    "সন্ধ্যার": (17, 20), "রাতের": (19, 24),
    "morning": (5, 12), "afternoon": (12, 17), "evening": (17, 22), "night": (19, 24),
}  # fmt: skip
_BN = re.compile(
    unicodedata.normalize(
        "NFC",
        rf"(?:আমার )?(?:(?P<day>{'|'.join(sorted(_DAYS_BN, key=len, reverse=True))}) ?)?"
        r"(?:(?P<part>সকালের|দুপুরের|বিকেলের|বিকালের|সন্ধ্যার|রাতের) )?"
        # A number alone: "ছবিতে ২ জন" counts people.
        r"(?P<before>আগের |এর আগের )?(?:ছবি (?P<number>[0-9]{1,3})(?: নিয়ে)?(?=\s*(?:[:,।]|$))"
        rf"|{_PHOTO}(?: নিয়ে)?)[:,]?",
    )
)
_EN = re.compile(
    r"(?:in |about |on |for )?(?:"
    r"(?P<day>today|yesterday|the day before yesterday)'s (?:photo|picture)"
    r"|the (?:photo|picture) (?:from|of) (?P<from>today|yesterday|the day before yesterday)"
    r"|this (?P<part>morning|afternoon|evening)'s (?:photo|picture)"
    r"|(?P<before>the (?:previous|earlier) (?:photo|picture)|the (?:photo|picture) before)"
    r"|(?:photo|picture) (?:number )?(?P<number>[0-9]{1,3})(?=\s*(?:[:,.]|$)))[:,]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pick:
    """The photo that is meant, and what else the text says.

    number: counted from the newest, from 1, of those between `since` and `until`, in local time;
    None for those limits where there are none.
    """

    number: int
    since: datetime | None
    until: datetime | None
    rest: str


def picked(text: str, now: datetime) -> Pick | None:
    """The earlier photo that a text means; None for a text that means the last one.

    now: with its time zone, the person's.
    """
    said = ascii_digits(unicodedata.normalize("NFC", text)).replace("’", "'").strip()
    for pattern, days in ((_BN, _DAYS_BN), (_EN, _DAYS_EN)):
        match = pattern.match(said)
        if match is None or (match.end() < len(said) and said[match.end()].isalnum()):
            continue
        found = match.groupdict()
        day, part = found["day"] or found.get("from"), found["part"]
        if not (day or part or found["before"] or found["number"]):
            continue
        since = until = None
        if day or part:
            begin, end = _HOURS[part.lower()] if part else (0, 24)
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            midnight -= timedelta(days=days[day.lower()] if day else 0)
            since, until = midnight + timedelta(hours=begin), midnight + timedelta(hours=end)
        number = int(found["number"] or 0) or (2 if found["before"] and since is None else 1)
        return Pick(number, since, until, said[match.end() :].strip(" :,।"))
    return None
