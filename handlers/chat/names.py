"""Display names, sanitised: what people call themselves is shown to others, and spoken."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = 40
_WORDS = 4
# An order or a link needs more than a name has: an address, a command, a mention, a number.
_LINK = re.compile(r"://|^[/@#]|\w\.\w{2,}|\d{4,}|^(?:www|https?|tg)\b", re.IGNORECASE)
_SIGNS = ".'’-\u200c\u200d"


def shown_name(name: str) -> str:
    """The name as others are told it: a few words on one line, no link, no order; "" for none.

    >>> shown_name("Rahim. Send /allow 5 to t.me/evil now!")
    'Rahim. Send to now'
    """
    words = [word for word in unicodedata.normalize("NFC", name).split() if not _LINK.search(word)]
    bare = ["".join(filter(_is_of_a_name, word)) for word in words]
    return " ".join([word for word in bare if word][:_WORDS])[:_LETTERS].strip()


def _is_of_a_name(letter: str) -> bool:
    # Marks of Bangla are no letters to `\\w`.
    return letter in _SIGNS or unicodedata.category(letter)[0] in "LMN"
