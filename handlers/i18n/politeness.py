"""Forms of address: our own sentences for who wants তুমি instead of আপনি. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType

from models.text.script import BANGLA

# -ো is always written: without it a voice swallows the vowel of আছ and বলেছ.
_FAMILIAR = """
আপনি তুমি | আপনার তোমার | আপনাকে তোমাকে | আপনারা তোমরা | আপনাদের তোমাদের | আপনিও তুমিও
আনুন আনো | আসুন এসো | করুন করো | কাটুন কাটো | কমান কমাও | খুঁজুন খোঁজো | খুলুন খোলো | ঘোরান ঘোরাও
চান চাও | ডাকুন ডাকো | চাপুন চাপো | চালান চালাও | জানান জানাও | টিপুন টেপো | তুলুন তোলো | থাকুন থাকো
থামুন থামো | দিন দাও | দেখান দেখাও | দেখুন দেখো | ধরুন ধরো | নামান নামাও | নিন নাও | পড়ুন পড়ো
পাঠান পাঠাও | ফেলুন ফেলো | বদলান বদলাও | বলুন বলো | বাড়ান বাড়াও | বুঝুন বোঝো | মিলান মেলাও
মেলান মেলাও | মুছুন মোছো | রাখুন রাখো | লিখুন লেখো | শুনুন শোনো | শোনান শোনাও | সরান সরাও
আছেন আছো | নন নও | করেন করো | করেছেন করেছো | করছেন করছো | করবেন করবে | চাইবেন চাইবে
জানেন জানো | থাকেন থাকো | দেবেন দেবে | দেননি দাওনি | পাঠাবেন পাঠাবে | পাঠাননি পাঠাওনি
পাঠিয়েছেন পাঠিয়েছো | পাননি পাওনি | পাবেন পাবে | পারেন পারো | পারবেন পারবে
পারতেন পারতে | বললেন বললে | বলেন বলো | বলেছেন বলেছো | বলেছিলেন বলেছিলে | রাখেন রাখো
খুঁজছেন খুঁজছো | রাখবেন রাখবে | লিখবেন লিখবে | শুনবেন শুনবে | হয়েছেন হয়েছো
"""
OF_OTHERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "address-tumi": frozenset({"আপনি"}),
        "allowed": frozenset({"পারেন"}),
        "allowed-owner": frozenset({"পারেন"}),
        "consent-of-sender": frozenset({"পারেন"}),
        "allowed-untold": frozenset({"পারেন"}),
        "errand-answer": frozenset({"বললেন"}),
        "errand-asks": frozenset({"চান"}),
        "errand-blocked": frozenset({"করেছেন"}),
        "errand-late": frozenset({"দেননি"}),
        "errand-voice": frozenset({"বললেন"}),
        "forget-anothers": frozenset({"পাঠিয়েছেন"}),
        "owners-only": frozenset({"পারেন"}),
        "person-agreed": frozenset({"হয়েছেন"}),
        "person-ended-by-asker": frozenset({"পাঠাবেন"}),
        "person-ended-by-companion": frozenset({"দেবেন"}),
        "person-invites": frozenset({"চান"}),
        "person-refused": frozenset({"নন"}),
        "person-you-help": frozenset({"করেন"}),
        "privacy-keeps": frozenset({"দিন"}),
        "removed": frozenset({"পারবেন"}),
        "removed-nobody": frozenset({"পারতেন"}),
    }
)
"""Sentences with such a word that is not said to the person: of a relative, who stays আপনি, of a
number of days, or as the word itself."""
_WORD = re.compile(rf"[{BANGLA}\u200c\u200d]+")


def familiar(text: str, but: Collection[str] = ()) -> str:
    """The text as it is said to a তুমি. but: words that stay as they are."""
    words = familiar_forms()

    def said(word: re.Match[str]) -> str:
        polite = unicodedata.normalize("NFC", word[0])
        return word[0] if polite in but else words.get(polite, word[0])

    return _WORD.sub(said, text)


@cache
def familiar_forms() -> dict[str, str]:
    """Each polite form that our sentences have, and what a তুমি is told instead."""
    text = unicodedata.normalize("NFC", _FAMILIAR)
    return dict(pair.split() for line in text.strip().splitlines() for pair in line.split("|"))
