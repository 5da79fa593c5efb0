"""Questions for the next photo: "পরের ছবিতে: …". Pure."""

from __future__ import annotations

import re
import unicodedata

# Without a mark between, "the next photo is upside down" tells something and asks nothing.
_NEXT = re.compile(
    unicodedata.normalize(
        "NFC",
        r"(?:এর )?(?:পরের|সামনের) ছবি(?:টা|টি)?"
        r"(?:(?:তে|য়|র জন্য|টায়|টিতে)(?:\s*[:ঃ,।-]\s*|\s+)|\s*[:ঃ]\s*)(?P<bn>\S.*)"
        r"|(?:(?:for|in|about) (?:the |my )?next (?:photo|picture)(?:\s*[:,-]\s*|\s+)"
        r"|(?:the |my )?next (?:photo|picture)\s*[:,-]\s*)(?P<en>\S.*)",
    ),
    re.IGNORECASE | re.DOTALL,
)


def for_next(text: str) -> str | None:
    """The question in "পরের ছবিতে: …"; None for any other text."""
    match = _NEXT.fullmatch(unicodedata.normalize("NFC", text).strip())
    return (match["bn"] or match["en"]).strip() if match else None
