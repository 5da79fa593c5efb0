"""Crash reports: unforeseen exceptions, written whole into a folder of the owner's.

Nothing that people wrote stands in a report: an exception's words often quote what it fell over,
so what the update said, what stands in quotation marks and what is not ASCII is left out.
"""

from __future__ import annotations

import logging
import platform
import re
import time
import traceback
from collections.abc import Collection, Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from telegram.error import TelegramError

from bot.errors import Complaint
from memory.errors import MemoryFault
from models.errors import AbilityFailed, ChokhError

logger = logging.getLogger(__name__)

FOLDER = "crashes"
NEWEST = 20
_LEFT_OUT = "[…]"
# What is quoted, a URL, a token, what is not ASCII.
_WORDS = re.compile(r"""'[^'\n]*'|"[^"\n]*"|`[^`\n]*`|\w+://\S+|\d+:[\w-]{30,}|[^\x00-\x7f]+""")
_LONGEST = 500
"""Letters of an exception's words: more is data."""


def is_foreseen(error: BaseException) -> bool:
    """Whether it is a failure of the line, the disk, the settings or what was sent."""
    if isinstance(error, AbilityFailed):  # what a library raised and we had no name for
        return False
    return isinstance(error, TelegramError | MemoryFault | ChokhError | Complaint)


def write(folder: Path, error: BaseException, about: str, said: Collection[str] = ()) -> None:
    """Write a report and drop the oldest past `NEWEST`. Blocks; a full disk is only logged.

    folder: the bot's; about: what it was doing, without content; said: words to leave out.
    """
    try:
        place = folder / FOLDER
        place.mkdir(mode=0o700, exist_ok=True)
        place.chmod(0o700)
        moment = time.strftime("%Y-%m-%dT%H-%M-%S", time.gmtime())
        file = place / f"{moment}-{time.time_ns() % 10**9:09}-{type(error).__name__}.txt"
        file.touch(mode=0o600)
        file.write_text(report(error, about, said), encoding="utf-8")
        for old in sorted(place.glob("*.txt"))[:-NEWEST]:
            old.unlink(missing_ok=True)
    except OSError as fault:
        logger.warning("no crash report could be written: %s", fault.strerror)


def report(error: BaseException, about: str, said: Collection[str] = ()) -> str:
    """What a report says. Pure but for the time."""
    head = (
        f"chokh {version('chokh')}, Python {platform.python_version()}, {platform.platform()}",
        time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
        about,
    )
    parts = []
    for each in _what_led_to(error):
        places = "".join(traceback.format_tb(each.__traceback__))
        words = without_words(str(each), said)
        parts.append(f"{places}{type(each).__module__}.{type(each).__qualname__}: {words}\n")
    return "\n".join((*head, "", "\nand from it:\n\n".join(parts)))


def without_words(text: str, said: Collection[str] = ()) -> str:
    """An exception's words, without those that may be a person's. Pure."""
    for words in sorted(filter(None, said), key=len, reverse=True):
        text = text.replace(words, _LEFT_OUT)
    text = _WORDS.sub(_LEFT_OUT, text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} {_LEFT_OUT}"


def words_in(content: Any) -> Iterator[str]:
    """Every text of an update, however deep."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        yield from chain.from_iterable(map(words_in, content.values()))
    elif isinstance(content, list):
        yield from chain.from_iterable(map(words_in, content))


def _what_led_to(error: BaseException) -> list[BaseException]:
    """The exception and those before it, the first one first."""
    led = [error]
    while (
        before := led[0].__cause__ or (None if led[0].__suppress_context__ else led[0].__context__)
    ) is not None and before not in led:
        led.insert(0, before)
    return led
