"""A text by itself: a command, something to look at, small talk, an order, or a question. Pure.

Only whole texts are commands: a question that mentions a voice is still a question. But whatever
orders something of the bot and is no command is never a question of the photo: a "yes" to "delete
all my data" would be a lie.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from handlers.intents.clauses import clauses, command_among, run_together
from handlers.intents.cues import cued, holds
from handlers.intents.folding import Word, composed
from handlers.intents.intent import QUESTION, Intent
from handlers.intents.labels import labels_asked
from handlers.intents.orders import order_in
from handlers.intents.phrases import Phrases, Said, phrases
from handlers.intents.sensitive_topics import needs_a_person
from handlers.intents.things import thing_in
from models.text.script import is_bangla

_LONGEST = 24
"""Words of a command at most, with all that is polite around it."""
_MOST_FILLERS = 6  # words at either end
# "মায়ের", "শাড়ির", "বিড়ালের"; "চাঁদের" and "তাদের" end alike.
_JOINING = re.compile(
    unicodedata.normalize("NFC", "(?<=[া-ৌ])য়ের$|(?<=[ািীুূৃোৌ])র$|(?<=[ক-হড়ঢ়য়ৎংঃঁ])(?<!দ)ের$")
)
_LOOKS = ("colour", "light", "note", "show", "where")
# Its argument keeps its colon and commas.
_LIST = re.compile(
    unicodedata.normalize(
        "NFC", r"(?:(?:আমার )?প্রশ্নের তালিকা|my ways|(?:my )?question lists?)\s+(\S.*)"
    ),
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=512)
def recognised(text: str, loosely: bool = True) -> Intent:
    """What a text in Bangla or English letters wants of the photo or of the bot.

    loosely: a command also where only one clause or two keywords say it.
    """
    text = composed(text).strip()
    asked = labels_asked(text)
    if asked is not None:
        return Intent("classify", asked)
    if own := _LIST.fullmatch(text):
        return Intent("ways", own[1].strip())
    known = phrases()
    words = known.fold(text) if len(text) <= 400 else []
    if words and len(words) <= _LONGEST:
        asks = text.endswith("?")
        found = _whole(text, words, known) or cued(words, "distress", asks)
        found = found or _with_slot(text, words, known) or _within(words, known)
        found = found or (_told(text, words, known) if loosely else None)
        if found is None and (nearest := order_in(words, known, is_bangla(text))) is not None:
            found = Intent(nearest, kind="order")
        found = found or _small_talk(text, words, known)
        if found is not None:
            return found
    return _question(text, words, known)


def command_in(text: str, loosely: bool = True) -> Intent | None:
    """The command that the text is, with a slash or without; None for anything else."""
    found = slash(text) or recognised(text, loosely)
    return found if found.kind == "command" else None


def asks_or_orders(text: str) -> bool:
    """Whether the text wants something, by a phrase of ours, a question word or a question mark."""
    asks = text.rstrip().endswith("?") or has_question_word(text)
    return asks or recognised(text).kind != "question"


def has_question_word(text: str) -> bool:
    """Whether there is a word in it that asks; spoken words hold no question mark."""
    words = {word.text for word in phrases().fold(composed(text))}
    return bool(words & (phrases().lists["question-words"] | {"আছে"}))


def looked_for(text: str) -> str:
    """What a question of the photo measures or looks for: "light"; "" for any other text."""
    found = recognised(text)
    return found.name if found.kind == "look" else ""


def thing_asked(text: str) -> str | None:
    """The thing that a where-question asks for, in its own words; None for any other text.

    "আমার চশমাটা কোথায়?" → "চশমাটা"; "where are my glasses?" → "my glasses".
    """
    found = recognised(text)
    return found.argument if found.kind == "look" and found.name == "where" else None


def slash(text: str) -> Intent | None:
    """The command that a text like "/rate 120" is, "unknown" for none of ours; None without "/"."""
    match = re.match(r"/(\w+)(?:@\w+)?(?:\s+(.*))?$", text.strip(), re.DOTALL)
    if match is None:
        return Intent("unknown") if text.lstrip().startswith("/") else None
    name = match[1].lower()
    known = name in phrases().names
    return Intent(name, (match[2] or "").strip()) if known else Intent("unknown")


def agreement(text: str) -> bool | None:
    """Whether the text says yes or no to what was asked; None for neither."""
    known = phrases()
    words = known.fold(composed(text))
    if not words or len(words) > _LONGEST:
        return None
    for some in _without_fillers(words, known, keep=True):
        said = known.agreeing.get(_joined(some))
        if said is not None:
            return said
    return None


def _told(text: str, words: Sequence[Word], known: Phrases) -> Intent | None:
    """The command in one of the clauses, or what the keywords of the text are of."""
    if (said := run_together(words, known)) is not None and "<" not in said.argument:
        return _intent(said, said.argument)
    parts = clauses(text, words)

    def taken(part: Sequence[Word]) -> Intent | None:
        # A language by itself is often what the reason is about.
        return _whole("?", part, known) or cued(part, "command")

    def against(part: Sequence[Word]) -> bool:
        said = _joined(part)
        # "এত কথা বলেন কেন?" asks nothing.
        asks = known.asks([word.text for word in part]) and not holds(said, "toomuch")
        no = known.agreeing.get(said) is False
        return asks or no or order_in(part, known, is_bangla(text)) is not None

    if len(parts) > 1 and (found := command_among(parts, taken, against)) is not None:
        return found
    asks = text.endswith("?")
    intent = cued(words, "command", asks) or cued(words, "look", asks)
    if intent is not None and intent.name == "find":
        own = [text[word.start : word.end] for word in words if not holds(word.text, "not-sought")]
        return Intent("find", _undeclined(" ".join(own))) if own else None
    return intent


def _small_talk(text: str, words: Sequence[Word], known: Phrases) -> Intent | None:
    """What is said to the bot, with more around it: "অনেক ধন্যবাদ বাবা, আল্লাহ ভালো করুক"."""
    parts = clauses(text, words)
    asked = text.endswith("?") or known.asks([word.text for word in words])
    if len(parts) > 1 and not asked:
        for part in parts:
            said = _whole("", part, known)
            if said is not None and said.kind == "talk" and said.name not in ("ok", "elsewhere"):
                return said
    return cued(words, "talk", text.endswith("?"))


def _whole(text: str, words: Sequence[Word], known: Phrases) -> Intent | None:
    """What the whole text is, politeness apart."""
    asks = text.endswith("?")
    for some in _without_fillers(words, known):
        said = known.exact.get(_joined(some))
        # "English?" asks what it is.
        if said is not None and not (asks and said.alone):
            return _intent(said, said.argument)
    return None


def _with_slot(text: str, words: Sequence[Word], known: Phrases) -> Intent | None:
    """What the text is around what it looks for: the most politeness taken off first."""
    for some in reversed(list(_without_fillers(words, known))):
        found = [
            (len(before) + len(after), said, some[i : len(some) - j])
            for i in range(min(6, len(some)))
            for j in range(min(6, len(some) - i))
            for before, after in [(_joined(some[:i]), _joined(some[len(some) - j :] if j else []))]
            for said in _slots(before, after, some[i : len(some) - j], known)
        ]
        for _, said, slot in sorted(found, key=lambda each: -each[0]):
            intent = _filled(text, said, slot, known)
            if intent is not None:
                return intent
    return None


def _slots(before: str, after: str, slot: Sequence[Word], known: Phrases) -> Iterator[Said]:
    if len(slot) == 1 and slot[0].text.isdecimal() and len(slot[0].text) <= 15:
        number = known.around.get((f"{before} #".strip(), after))
        if number is not None:
            yield number
    if before or after:
        said = known.around.get((before, after))
        if said is not None:
            yield said


def _filled(text: str, said: Said, slot: Sequence[Word], known: Phrases) -> Intent | None:
    """The intent with what the text looks for; None where that is no such thing."""
    if "<number>" in said.argument:
        return _intent(said, said.argument.replace("<number>", slot[0].text))
    own = text[slot[0].start : slot[-1].end]
    name = said.key.partition("-")[2]
    if name == "find-thing" and _is_earlier(slot, known):
        return None
    if name in ("where", "find-thing"):
        return thing_in(own, slot, known, found=name == "find-thing")
    if said.argument != "<any>":
        asks = any(word.text in known.lists["question-words"] for word in slot)
        return None if asks else _intent(said, said.argument.strip("-"))
    asks = any(word.text in known.lists["question-words"] for word in slot)
    # "রিনাকে ছবিটা পাঠান" looks for none.
    if name == "find" and (asks or slot[-1].text.endswith("কে")):
        return None
    return _intent(said, _undeclined(own) if name == "find" else own)


def _is_earlier(slot: Sequence[Word], known: Phrases) -> bool:
    """Whether what is to be found is a photo told of in a clause: "the photo where I was …"."""
    said = _joined(slot)
    asks = known.asks([word.text for word in slot])
    return holds(said, "photo") and (holds(said, "sent") or asks)


def _undeclined(thing: str) -> str:
    """What is looked for, without the ending that only joins it to "ছবি": "ওষুধের" is ওষুধ."""
    return _JOINING.sub("", unicodedata.normalize("NFC", thing))


def _within(words: Sequence[Word], known: Phrases) -> Intent | None:
    said = f" {_joined(words)} "
    if any(f" {each} " in said for each in known.lists["understood-note-within"]):
        return Intent("note", kind="look")
    return None


def _question(text: str, words: Sequence[Word], known: Phrases) -> Intent:
    said = f" {_joined(words)} "
    marks = []
    if any(f" {each}" in said for each in known.lists["price-words"]):
        marks.append("price")
    if needs_a_person("", text):
        marks.append("careful")
    return Intent(QUESTION.name, kind="question", marks=tuple(marks))


def _intent(said: Said, argument: str) -> Intent:
    where, _, name = said.key.partition("-")
    if where == "command":
        return Intent(name, argument)
    return Intent(name, argument, "look" if name in _LOOKS else "talk")


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _without_fillers(
    words: Sequence[Word], known: Phrases, keep: bool = False
) -> Iterator[list[Word]]:
    """The words as they are, then without what is polite before, after and between them.

    keep: without what is polite at the ends alone.
    """
    whole = list(words)
    yield whole
    between = [word for word in words if word.text not in known.lists["filler-within"]]
    starts = [whole] if keep or len(between) in (0, len(whole)) else [whole, between]
    for some in starts:
        fronts = [some, *_cut(some, known.lists["filler-before"], front=True)]
        ends = {id(front): [front, *_ends(front, known)] for front in fronts}
        yield from sorted(
            (each for of in ends.values() for each in of if each), key=len, reverse=True
        )


def _ends(words: Sequence[Word], known: Phrases) -> Iterator[list[Word]]:
    now = list(words)
    if len(now) > 1 and now[-1].text == "না" and now[-2].text in known.lists["pleading"]:
        now = now[:-1]
        yield now
    for cut in _cut(now, known.lists["filler-after"], front=False):
        yield cut
        if len(cut) > 1 and cut[-1].text == "না" and cut[-2].text in known.lists["pleading"]:
            yield cut[:-1]


def _cut(words: Sequence[Word], fillers: frozenset[str], front: bool) -> Iterator[list[Word]]:
    """The words with some of what is polite taken off an end, the least first."""
    cuts, reached = [0], {0}
    while cuts:
        cut = cuts.pop(0)
        if cut:
            yield list(words[cut:] if front else words[: len(words) - cut])
        for size in (1, 2, 3):
            at = cut + size
            part = words[cut:at] if front else words[len(words) - at : len(words) - cut]
            if (
                at < len(words)
                and at <= _MOST_FILLERS
                and at not in reached
                and (_joined(part) in fillers)
            ):
                reached.add(at)
                cuts.append(at)
