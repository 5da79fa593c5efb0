"""The grammar of the shapes world: each English sentence, its Bangla and what else people type.

What people type is written as patterns: "(রং|রঙ) (কী|কি)" stands for four phrasings; a choice
may be empty or several words. `bangla.py` is the door to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# The first word of each is the right one; the others are typed as well.
COLOURS = {
    "red": ("লাল",),
    "green": ("সবুজ",),
    "blue": ("নীল",),
    "yellow": ("হলুদ", "হলদে"),
    "purple": ("বেগুনি", "বেগুনী"),
    "white": ("সাদা",),
}
SHAPES = {
    "circle": ("বৃত্ত", "গোল"),
    "square": ("বর্গক্ষেত্র", "বর্গ", "চতুর্ভুজ", "চারকোনা"),
    "triangle": ("ত্রিভুজ", "ত্রিকোণ", "তিনকোনা"),
}
SIDES = {
    "above": ("উপরে", "ওপরে", "উপর"),
    "below": ("নিচে", "নীচে", "তলায়"),
    "to the left of": ("বাঁ দিকে", "বাঁদিকে", "বাম দিকে", "বামে", "বাঁয়ে", "বাঁ পাশে", "বাম পাশে"),
    "to the right of": ("ডান দিকে", "ডানদিকে", "ডানে", "ডান পাশে", "ডানপাশে"),
}
_ENGLISH_SIDES = {
    "above": "(above|over|on top of)",
    "below": "(below|under|beneath)",
    "to the left of": "(to the left of|on the left of|left of)",
    "to the right of": "(to the right of|on the right of|right of)",
}
_WHAT = "(কী|কি)"
_IS = "(আছে|রয়েছে)"
_HUE = "(রং|রঙ)"
_HERE = "(|ছবিতে|ছবিটিতে|ছবিটাতে|ছবিটায়|এখানে)"
_ONE = "(একটি|একটা|)"
_THING = "(আকৃতি|আকার|জিনিস)"
_THE_THING = "(আকৃতিটি|আকৃতিটা|আকারটি|আকারটা|জিনিসটি|জিনিসটা)"


@dataclass(frozen=True)
class Sentence:
    """An English sentence of the world, its Bangla, and patterns of what else people type.

    typed: Bangla that means `english`; also: English that means `bangla`; both without end marks.
    one_way: only from English; its Bangla, when typed, is understood as another sentence.
    """

    kind: str
    english: str
    bangla: str
    typed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    one_way: bool = False


def every() -> Iterator[Sentence]:
    """Every sentence of the world, always in the same order; the Bangla is not yet NFC."""
    yield from _captions()
    yield from _questions()
    yield from _describing()
    yield from _answers()


def _group(choices: Iterable[str]) -> str:
    return f"({'|'.join(choices)})"


def _genitive(noun: str) -> str:
    return noun + ("র" if noun.endswith("া") else "ের")


def _bare(kind: str) -> str:
    return _group(SHAPES[kind])


def _the(kind: str) -> str:
    return _group(noun + ending for noun in SHAPES[kind] for ending in ("টি", "টা", ""))


def _of(kind: str) -> str:
    return _group(
        form for noun in SHAPES[kind] for form in (_genitive(noun), noun + "টির", noun + "টার")
    )


def _colour(colour: str) -> str:
    return _group(word + of for word in COLOURS[colour] for of in ("", "", " রঙের", " রংয়ের"))


def _where(side: str) -> str:
    return _group(SIDES[side])


def _things() -> list[tuple[str, str]]:
    return [(colour, kind) for colour in COLOURS for kind in SHAPES]


def _captions() -> Iterator[Sentence]:
    for colour, kind in _things():
        english, name = f"a {colour} {kind}", f"{COLOURS[colour][0]} {SHAPES[kind][0]}"
        typed = f"{_ONE} {_colour(colour)} {_bare(kind)}"
        yield Sentence(
            "one shape",
            english,
            f"একটি {name}",
            (typed,),
            (f"(one|the|) {colour} {kind}",),
        )
        for other_colour, other_kind in _things():
            other_name = f"{COLOURS[other_colour][0]} {_genitive(SHAPES[other_kind][0])}"
            other = f"{_ONE} {_colour(other_colour)} {_of(other_kind)}"
            for side, (where, *_) in SIDES.items():
                yield Sentence(
                    "two shapes",
                    f"{english} {side} a {other_colour} {other_kind}",
                    f"একটি {other_name} {where} একটি {name}",
                    (f"{other} {_where(side)} {typed}", f"{typed} {other} {_where(side)}"),
                    (f"{english} {_ENGLISH_SIDES[side]} a {other_colour} {other_kind}",),
                )
    yield Sentence("unknown", "nothing that i know", "আমার চেনা কিছু নেই", ("চেনা কিছু নেই",))


def _questions() -> Iterator[Sentence]:
    for kind, (noun, *_) in SHAPES.items():
        yield Sentence(
            "colour",
            f"what colour is the {kind}?",
            f"{noun}টির রং কী?",
            (
                f"(|আর|ছবির|ছবিতে|এখানে) {_of(kind)} {_HUE} {_WHAT}",
                f"{_of(kind)} (রংটা|রঙটা|রংটি|রঙটি) {_WHAT}",
                f"{_of(kind)} (কী|কি|কোন) {_HUE}",
                f"(|ছবির|ছবিতে) {_the(kind)} (কী|কি|কোন) (রঙের|রংয়ের|রং|রঙ)",
                f"{_HUE} {_WHAT} {_of(kind)}",
                f"{_of(kind)} {_HUE} (|কী|কি) (বলুন|বলো)",
            ),
            (
                f"(what color is|what's the colour of|what's the color of) the {kind}",
                f"what is the (colour|color) of the {kind}",
                f"(which|what) (colour|color) is the {kind}",
            ),
        )
        yield Sentence(
            "follow-up",
            f"and the {kind}?",
            f"আর {noun}টির?",
            (
                f"(আর|এবং) {_of(kind)}",
                f"(আর|এবং) {_the(kind)}",
                f"{_of(kind)}",
            ),
            (f"(what about|how about) the {kind}",),
        )
    for colour, (hue, *_) in COLOURS.items():
        yield Sentence(
            "shape",
            f"what shape is {colour}?",
            f"কোন আকৃতিটি {hue}?",
            (
                f"{_HERE} কোন {_THE_THING} {_colour(colour)}",
                f"কোন {_THING} {_colour(colour)}",
                f"{_HERE} {_colour(colour)} {_THE_THING} (কী|কি|কোনটি|কোনটা)",
                f"{_HERE} (কোনটি|কোনটা) {_colour(colour)}",
                f"{_colour(colour)} (কোনটি|কোনটা)",
                f"{_colour(colour)} কোন {_THING}",
                f"({hue}টি|{hue}টা) (কী|কি|কোন আকৃতি)",
                f"{_colour(colour)} (আকৃতিটির|জিনিসটির|জিনিসটার) (আকৃতি|আকার) {_WHAT}",
            ),
            (
                f"which shape is {colour}",
                f"(what|which) is the {colour} shape",
                f"(what|which) (one|thing) is {colour}",
            ),
        )
    yield from _counting()
    yield from _about_things()
    yield from _about_less()


def _counting() -> Iterator[Sentence]:
    how_many = "(কয়টি|কয়টা|কটি|কটা|কতটি|কতটা|কতগুলো|কতগুলি)"
    yield Sentence(
        "count",
        "how many shapes are there?",
        "কয়টি আকৃতি আছে?",
        (
            f"{_HERE} (|মোট) {how_many} {_THING} {_IS}",
            f"{_HERE} {how_many} {_THING} (দেখা যাচ্ছে|দেখা যায়|দেখছেন)",
            f"{_HERE} {how_many} {_THING}",
            f"{_HERE} {_THING} {how_many} (|আছে)",
        ),
        (
            "how many shapes",
            "how many shapes are (in the|in this) (picture|image|photo)",
            "how many (shapes|things) do you see",
            "(what's|what is) the number of shapes",
        ),
    )
    for kind, (noun, *_) in SHAPES.items():
        yield Sentence(
            "count",
            f"how many {kind}s are there?",
            f"কয়টি {noun} আছে?",
            (
                f"{_HERE} (|মোট) {how_many} {_bare(kind)} {_IS}",
                f"{_HERE} {how_many} {_bare(kind)}",
                f"{_HERE} {_bare(kind)} {how_many} (|আছে)",
            ),
            (f"how many {kind}s (|do you see|are in the picture)",),
        )


def _about_things() -> Iterator[Sentence]:
    for colour, kind in _things():
        name, thing = f"{COLOURS[colour][0]} {SHAPES[kind][0]}", f"{_colour(colour)} {_bare(kind)}"
        yield Sentence(
            "is there",
            f"is there a {colour} {kind}?",
            f"কোনো {name} আছে কি?",
            _are_there(thing),
            (
                f"is there (any|one) {colour} {kind}",
                f"is there a {colour} {kind} (here|in the picture|in this picture|in the image)",
                f"(do you see|can you see) (a|any) {colour} {kind}",
            ),
        )
        for side, (where, *_) in SIDES.items():
            of = f"{_colour(colour)} {_of(kind)}"
            yield Sentence(
                "side",
                f"what is {side} the {colour} {kind}?",
                f"{name}টির {where} কী আছে?",
                _what_is(side, of),
                (
                    f"(what's|what is|which shape is) {_ENGLISH_SIDES[side]} the {colour} {kind}",
                    f"what do you see {_ENGLISH_SIDES[side]} the {colour} {kind}",
                ),
            )


def _about_less() -> Iterator[Sentence]:
    """Questions that name only half of a thing: without them the other half would be made up."""
    for kind, (noun, *_others) in SHAPES.items():
        yield Sentence(
            "is there", f"is there a {kind}?", f"কোনো {noun} আছে কি?", _are_there(_bare(kind))
        )
        for side, (where, *_) in SIDES.items():
            yield Sentence(
                "side",
                f"what is {side} the {kind}?",
                f"{noun}টির {where} কী আছে?",
                _what_is(side, _of(kind)),
                (f"(what's|what is) {_ENGLISH_SIDES[side]} the {kind}",),
            )
    for colour, (hue, *_) in COLOURS.items():
        yield Sentence(
            "is there",
            f"is there a {colour} shape?",
            f"কোনো {hue} আকৃতি আছে কি?",
            (*_are_there(f"{_colour(colour)} {_THING}"), *_are_there(f"{_colour(colour)} কিছু")),
            (f"is there (anything|something) {colour}",),
        )


def _are_there(thing: str) -> tuple[str, ...]:
    return (
        f"{_HERE} (|কোনো|কোন|কোনও|একটি|একটা) {thing} {_IS} (|কি|কী|নাকি)",
        f"{_HERE} {_WHAT} (|কোনো|কোন|একটি|একটা) {thing} {_IS}",
        f"{_HERE} (|কোনো|একটি|একটা) {thing} {_WHAT} {_IS}",
        f"{_HERE} (|কোনো|একটি|একটা) {thing} দেখা (যাচ্ছে|যায়) (|কি)",
    )


def _what_is(side: str, of: str) -> tuple[str, ...]:
    where = _where(side)
    return (
        f"(|ছবিতে) {of} {where} (কী|কি|কোন আকৃতি|কোন জিনিস) {_IS}",
        f"{of} {where} {_WHAT}",
        f"{_WHAT} {_IS} {of} {where}",
        f"{of} {where} {_WHAT} দেখা (যাচ্ছে|যায়)",
    )


def _describing() -> Iterator[Sentence]:
    please = "(দিন|দাও|করুন|করো|বলুন|বলো)"
    yield Sentence(
        "describe",
        "describe the picture.",
        "ছবিটির বর্ণনা দিন।",
        (
            f"(|ছবির|ছবিটির|ছবিটার|এটির|এটার|এর) (বর্ণনা|বিবরণ) {please}",
            "(ছবি|ছবিটি|ছবিটা|এটি|এটা) বর্ণনা (করুন|করো)",
            f"{_HERE} (|কী|কি) {_WHAT} {_IS}",
            f"{_HERE} {_WHAT} দেখা (যাচ্ছে|যায়)",
            f"{_HERE} {_WHAT} (দেখছেন|দেখছো|দেখতে পাচ্ছেন|দেখতে পাচ্ছ)",
            "(এটা|এটি|এইটা|এ) (কী|কি|কীসের ছবি|কিসের ছবি)",
            "(ছবিটা|ছবিটি|এটা|এটি) (কীসের|কিসের)",
            f"{_WHAT} {_IS} (ছবিতে|এখানে|ছবিটিতে)",
            "(ছবি|ছবিটি|ছবিটা|ছবির) (সম্পর্কে|ব্যাপারে) (বলুন|বলো)",
            "ছবিতে যা আছে (বলুন|বলো)",
        ),
        (
            "describe (the image|the photo|this picture|this image|it|this)",
            "please describe the (picture|image|photo)",
            "(tell me|tell) about the (picture|image|photo)",
        ),
    )
    # Typed, their Bangla is understood as "describe the picture.": it asks for the same.
    yield Sentence(
        "describe",
        "what is in the picture?",
        "ছবিতে কী আছে?",
        one_way=True,
        also=("(what's|what is) in (the|this) (picture|image|photo)",),
    )
    yield Sentence(
        "describe",
        "what is this?",
        "এটি কী?",
        one_way=True,
        also=("(what's|what is) (this|that|it)",),
    )
    yield Sentence(
        "describe",
        "what do you see?",
        "কী দেখা যাচ্ছে?",
        one_way=True,
        also=("what can you see", "what can be seen"),
    )


def _answers() -> Iterator[Sentence]:
    for colour, (hue, *_) in COLOURS.items():
        yield Sentence(
            "answer", colour, hue, (f"{_colour(colour)}", f"{_group(COLOURS[colour])} {_HUE}")
        )
    for kind, (noun, *_) in SHAPES.items():
        yield Sentence("answer", f"a {kind}", f"একটি {noun}", (f"{_ONE} {_bare(kind)}",), (kind,))
        yield Sentence("answer", f"there is no {kind}", f"কোনো {noun} নেই", _no(_bare(kind)))
    for colour, kind in _things():
        name, thing = f"{COLOURS[colour][0]} {SHAPES[kind][0]}", f"{_colour(colour)} {_bare(kind)}"
        yield Sentence("absent", f"there is no {colour} {kind}", f"কোনো {name} নেই", _no(thing))
    yield Sentence("answer", "one", "একটি", ("(এক|একটি|একটা|১|১টি|১টা)",))
    yield Sentence("answer", "two", "দুটি", ("(দুই|দুটি|দুটো|দুইটি|দুইটা|২|২টি|২টা)",))
    yield Sentence("answer", "none", "একটিও না", ("(একটিও|একটাও) (না|নেই)", "শূন্য"))
    yield Sentence("answer", "yes", "হ্যাঁ", ("(হ্যাঁ|হ্যা|হাঁ|জি|জি হ্যাঁ)",))
    yield Sentence("answer", "no", "না", ("(না|জি না)",))
    yield Sentence("answer", "nothing", "কিছু নেই", ("(কিছু|কিছুই) (নেই|না)",))
    yield Sentence(
        "answer",
        "i know only coloured shapes",
        "আমি শুধু রঙিন আকৃতি চিনি",
        ("আমি (শুধু|কেবল) রঙিন আকৃতি চিনি",),
        ("i only know (coloured|colored) shapes", "i know only colored shapes"),
    )


def _no(thing: str) -> tuple[str, ...]:
    return (f"(কোনো|কোন|কোনও|একটিও|) {thing} নেই", f"ছবিতে (কোনো|) {thing} নেই")
