"""`chokh intent`: how typed texts are taken, in a chat with one photo."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.terminal import say
from handlers.intents.parser import parse


def tell_intents(texts: Sequence[str], as_json: bool) -> None:
    """Print a line for each text: what it wants, by a name and what that takes."""
    for text in texts:
        intent = parse(text)
        if as_json:
            told = {"text": text, "intent": str(intent), "arguments": intent.arguments()}
            say(json.dumps(told, ensure_ascii=False))
        else:
            say(f"{' '.join(text.split())}\t{intent}")
