"""What people type, from the Fluent files: phrases by their name, and lists of words.

A phrase is written for people who don't program: "(a|b)" is either, "(a)?" may be left out,
"<name>" is a word of "list-name" or, in a command, of its choices; "<any>" and "<number>" stand for
what is asked for. Written out, the phrases without "<any>" are a table, and the others are known
by what stands before and after: a thousand phrases take no longer to look up than ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product

from handlers.intents.folding import Forms, Word, composed, folded, folded_phrase, words_of

LANGUAGES = ("bn", "en")
MOST = 20_000
"""Ways to say one phrase: more is a slip of the pen, and slow to write out."""
_ENTRY = re.compile(r"(?P<key>[a-z][\w-]*) =(?P<rest>.*)")
_ATTRIBUTE = re.compile(r" +\.(?P<key>[\w-]+) =(?P<rest>.*)")
_SIGNS = re.compile(r"[()|?]|<[\w-]+>|[^\s()|?<>]+")
_ENDS = (
    "ুন",
    "ো",
    "েন",
    "বেন",
    "বা",
    "বাইন",
    "িন",
    "ইন",
    "িস",
    "িও",
    "িয়েন",
    "িয়ো",
    "ুন তো",
    "তে বলছি",
)
_LONGER_ENDS = ("ন", "ও", "বেন", "বা", "বাইন", "ইন", "ইও", "ইয়েন", "য়েন", "স", "বি")
_HELPING = ("দিন", "ফেলুন", "ফেলেন", "ফেলো", "ফালান", "ফালাও", "ফেলবেন", "ফেলবা", "দিবাইন", "দিবা", "দিয়েন")
_SLOTS = ("<any>", "<number>")


@dataclass(frozen=True)
class Said:
    """What a phrase stands for. argument: what it chooses, "<any>" and "<number>" for the text's.

    alone: a choice without any word beside it, which is half of many a question.
    """

    key: str
    argument: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Phrases:
    """All that is understood.

    exact: by the whole text; around: by what stands before and after the slot; agreeing: yes
    and no; choices: of each command, their words; lists: words by the list's name;
    examples: how a command is said, by language and name; cues: pairs of keywords (cues.py).
    """

    forms: Forms
    exact: dict[str, Said] = field(default_factory=dict)
    around: dict[tuple[str, str], Said] = field(default_factory=dict)
    agreeing: dict[str, bool] = field(default_factory=dict)
    choices: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)
    cues: list[str] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """The commands that have phrases."""
        return frozenset(name for _, name in self.examples)

    def asks(self, texts: Sequence[str]) -> bool:
        """Whether folded words ask. "Is" and "have" ask at the beginning alone."""
        some = self.lists["question-words"].intersection(texts)
        return bool(some - self.lists["question-begins"]) or bool(some & set(texts[:1]))

    def fold(self, text: str) -> list[Word]:
        """The words of a composed text as the phrases have them."""
        return folded(words_of(text), self.forms)

    def plain(self, text: str) -> str:
        """The text's words as the phrases have them, with spaces between."""
        return " ".join(word.text for word in self.fold(composed(text)))


@cache
def phrases() -> Phrases:
    """The phrases of both languages, written out once."""
    entries = {language: dict(_entries(language)) for language in LANGUAGES}
    known = Phrases(_forms(entries.values()))
    raw: dict[str, list[str]] = {}
    for language, of in entries.items():
        for key, lines in of.items():
            name, _, attribute = key.partition(".")
            if key == "cues":
                known.cues.extend(lines)
            elif attribute == "example":
                known.examples[language, name.removeprefix("command-")] = lines[0]
            elif attribute and attribute != "typed":
                said = [each for line in lines for each in _listed(line)]
                known.choices.setdefault(name, {}).setdefault(attribute, []).extend(said)
            elif (not attribute and not key.startswith("understood-")) or key.endswith("-within"):
                raw.setdefault(key, []).extend(each for line in lines for each in _listed(line))
    known.lists.update({key: frozenset(map(known.plain, said)) for key, said in raw.items()})
    for language, of in entries.items():
        lists = {key.removeprefix("list-"): _own(of, key) for key in of if key in raw}
        for key, lines in of.items():
            name, _, attribute = key.partition(".")
            if attribute == "typed" or (key.startswith("understood-") and key not in raw):
                _add(known, language, name, lines, lists)
    return known


def choice(name: str, text: str) -> str | None:
    """What a command's argument chooses: "ইংরেজি" chooses "en"; None where it is no choice."""
    return _chosen().get((name, phrases().plain(text)))


def choices_of(name: str) -> tuple[str, ...]:
    """What can be chosen with a command, in the order of the file; nothing for most."""
    return tuple(phrases().choices.get(f"command-{name}", ()))


def listed(text: str, key: str) -> bool:
    """Whether the text is one of a list's, as it is or in another form."""
    return phrases().plain(text) in phrases().lists[key]


@cache
def _chosen() -> dict[tuple[str, str], str]:
    known = phrases()
    return {
        (name.removeprefix("command-"), known.plain(word)): chosen
        for name, choices in known.choices.items()
        for chosen, words in choices.items()
        for word in (chosen, *words)
    }


def _entries(language: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of each entry of understood.*.ftl, and of each attribute of a command."""
    folder = files("handlers") / "i18n" / "words"
    for file in (f"{language}.ftl", f"understood.{language}.ftl"):
        key, attribute, lines = "", "", list[str]()
        for line in [*(folder / file).read_text(encoding="utf-8").splitlines(), "end ="]:
            entry, part = _ENTRY.match(line), _ATTRIBUTE.match(line)
            found = entry or part
            if found:
                if key and (attribute or file != f"{language}.ftl"):
                    yield f"{key}.{attribute}" if attribute else key, lines
                key = entry["key"] if entry else key
                attribute = part["key"] if part else ""
                rest = found["rest"].strip()
                lines = [rest] if rest else []
            elif line.startswith(" ") and line.strip():
                lines.append(line.strip())


def _own(entries: Mapping[str, list[str]], key: str) -> list[str]:
    return [each for line in entries.get(key, ()) for each in _listed(line)]


def _listed(line: str) -> list[str]:
    return [each.strip() for each in line.split("|") if each.strip()]


def _forms(entries: Iterable[Mapping[str, list[str]]]) -> Forms:
    same: dict[str, str] = {}
    endings: dict[str, str] = {}
    whole: set[str] = set()
    for of in entries:
        for key, into in (("same-words", same), ("same-endings", endings)):
            for line in of.get(key, ()):
                one, _, others = line.partition(":")
                into.update((_words(other), _words(one)) for other in _listed(others))
        whole.update(
            _words(each) for line in of.get("same-endings-not", ()) for each in _listed(line)
        )
        for line in of.get("verbs", ()):
            one, _, others = line.partition(":")
            for spelling in _verb_forms(*(_listed(each) for each in others.split("/"))):
                same.setdefault(_words(spelling), _words(one))
    # Itself, too: no part of it is to be taken for another word.
    for into in (same, endings):
        into.update({one: one for one in into.values() if one not in into})
    return Forms(same, endings, frozenset(whole))


def _verb_forms(stems: Sequence[str], longer: Sequence[str], done: Sequence[str]) -> Iterator[str]:
    """What is said for "do it" to whoever one calls আপনি, তুমি or তুই, dialects too.

    stems end with a consonant (থাম), longer ones with া (পাঠা); done: "having done it" (থেমে).
    """
    for stem in stems:
        yield from (stem + end for end in _ENDS)
        # "কইরেন", "মুইছো".
        yield from (f"{stem[:-1]}ই{stem[-1]}{end}" for end in ("েন", "ো") if len(stem) > 1)
    for stem in longer:
        yield from (stem + end for end in _LONGER_ENDS)
        yield f"{stem}য় দিন"
    yield from (f"{each} {after}" for each in done for after in _HELPING)


def _words(text: str) -> str:
    return " ".join(word.text for word in words_of(composed(text)))


def _add(
    known: Phrases,
    language: str,
    key: str,
    lines: Sequence[str],
    lists: Mapping[str, Sequence[str]],
) -> None:
    """Write out the phrases of an entry. What was there before keeps a text."""
    choices = known.choices.get(key, {})
    for number, line in enumerate(lines):
        phrase, _, given = (part.strip() for part in line.partition("->"))
        # "-> -": nothing is taken of what the text names.
        found = _written_out(phrase, lists, choices)
        if number == 0 and key.startswith("command-"):
            first = _sequence(_SIGNS.findall(phrase), lists, choices, short=True)[0][0][0]
            of = (language, key.removeprefix("command-"))
            known.examples.setdefault(of, " ".join(first))
        for words, chosen in found:
            said = Said(key, given or chosen, alone=bool(chosen) and phrase == "<value>")
            slots = [at for at, word in enumerate(words) if word in _SLOTS]
            if key in ("understood-yes", "understood-no"):
                known.agreeing.setdefault(
                    folded_phrase(words, known.forms), key == "understood-yes"
                )
                continue
            if not slots:
                known.exact.setdefault(folded_phrase(words, known.forms), said)
                continue
            (at,) = slots
            before, after = (
                folded_phrase(part, known.forms) for part in (words[:at], words[at + 1 :])
            )
            slot = Said(key, given or words[at])
            if words[at] == "<number>":
                before = f"{before} #".strip()
            known.around.setdefault((before, after), slot)


def _written_out(
    phrase: str, lists: Mapping[str, Sequence[str]], choices: Mapping[str, Sequence[str]]
) -> list[tuple[tuple[str, ...], str]]:
    """All ways to say a phrase, and what each chooses. Raises ValueError for a slip of the pen."""
    found, rest = _sequence(_SIGNS.findall(phrase), lists, choices)
    if rest:
        raise ValueError(f"a bracket too much: {phrase}")
    return list(dict.fromkeys(found))


def _sequence(
    signs: Sequence[str],
    lists: Mapping[str, Sequence[str]],
    choices: Mapping[str, Sequence[str]],
    short: bool = False,
) -> tuple[list[tuple[tuple[str, ...], str]], Sequence[str]]:
    """The ways to say what stands until a bracket closes, and what stands after it."""
    branches: list[list[tuple[tuple[str, ...], str]]] = []
    ways: list[tuple[tuple[str, ...], str]] = [((), "")]
    while signs and signs[0] != ")":
        sign, signs = signs[0], signs[1:]
        if sign == "|":
            branches.append(ways)
            ways = [((), "")]
            continue
        if sign == "(":
            some, signs = _sequence(signs, lists, choices, short)
            if not signs:
                raise ValueError("a bracket does not close")
            signs = signs[1:]
        elif sign == "<value>":
            some = [(tuple(w.split()), chosen) for chosen, said in choices.items() for w in said]
        elif sign in _SLOTS or not sign.startswith("<"):
            some = [((sign,), "")]
        else:
            some = [(tuple(each.split()), "") for each in lists[sign[1:-1]]]
        if signs and signs[0] == "?":
            signs = signs[1:]
            some = [((), "")] if short else [((), ""), *some]
        if short:
            some = some[:1]
        ways = [(a + b, m or n) for (a, m), (b, n) in product(ways, some)]
        if len(ways) > MOST:
            raise ValueError(f"more than {MOST} ways to say a phrase")
    branches.append(ways)
    return [each for branch in branches for each in branch], signs
