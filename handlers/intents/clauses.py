"""A command with its reason beside it: "থামুন, আর লাগবে না", "slow down, you speak too fast". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handlers.intents.folding import Word
from handlers.intents.intent import Intent
from handlers.intents.phrases import Phrases, Said

_MARK = re.compile(r"[,।.;!?\n–—]")
_BECAUSE = frozenset({"কারণ", "যেহেতু", "because", "cause", "coz", "since"})
_LONGEST = 6  # words of a phrase that stands among others


def clauses(text: str, words: Sequence[Word]) -> list[list[Word]]:
    """The words between commas, stops and "because"."""
    found: list[list[Word]] = [[]]
    for at, word in enumerate(words):
        because = word.text in _BECAUSE
        if at and (because or _MARK.search(text[words[at - 1].end : word.start])):
            found.append([])
        if not because:
            found[-1].append(word)
    return [each for each in found if each]


def command_among(
    parts: Sequence[Sequence[Word]],
    taken: Callable[[Sequence[Word]], Intent | None],
    against: Callable[[Sequence[Word]], bool],
) -> Intent | None:
    """The command of a clause where the others only give reasons; None where one is against it.

    taken: what a clause is by itself; against: whether it asks, forbids or orders something else.
    """
    found = [taken(part) for part in parts]
    commands = [each for each in found if each is not None and each.kind == "command"]
    rest = [
        part
        for part, each in zip(parts, found, strict=True)
        if each is None or each.kind != "command"
    ]
    if not commands or any(map(against, rest)):
        return None
    return next((each for each in commands if each.name == "stop"), commands[0])


def run_together(words: Sequence[Word], known: Phrases) -> Said | None:
    """The one command that the words say, over and over or with politeness: "ব্যস ব্যস থামুন"."""
    at, found = 0, None
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            part = " ".join(word.text for word in words[at : at + size])
            said = known.exact.get(part)
            if said is not None and said.key.startswith("command-") and not said.alone:
                if found not in (None, said):
                    return None
                found = said
            elif part not in known.lists["filler-before"] | known.lists["filler-after"]:
                continue
            at += size
            break
        else:
            return None
    return found
