"""Bangla pronunciation for espeak-ng: words respelled so that the program says them right.

espeak-ng 1.51 reads Bangla letter by letter: it says আপনি as "aponi", হাত as "hato". Here a word
becomes the sounds that a person says (`spelling`, `clusters`, `vowels`, `verbs`), or those that
`bn_lexicon.tsv` gives, and these a spelling in which the program can't go wrong. Only what goes
to espeak-ng's own voice passes through; MMS and Piper learned from the real spelling.
"""

from __future__ import annotations

import re
from functools import lru_cache

from models.speak.normalise.number_words import spelled
from models.speak.pronounce.spelling import letters
from models.speak.pronounce.words import sounds
from models.text.script import recomposed

# A letter alone is its name: espeak-ng knows the names.
_WORD = re.compile("[\u0981-\u09df][\u0981-\u09df\u200c\u200d]+")


def respelled(text: str) -> str:
    """Bangla text as espeak-ng has to be given it; numbers in words, everything else as it is."""
    return _WORD.sub(lambda word: _respelled(word[0]), recomposed(spelled(text, "bn")))


@lru_cache(maxsize=4096)
def _respelled(word: str) -> str:
    return letters(sounds(word))
