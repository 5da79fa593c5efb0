"""What is said in the shapes world, in English: captions, questions and their right answers.

All lower case, in exactly these forms; `KINDS_OF_QUESTIONS` names the kinds by which accuracy
is reported, since an average hides a kind that is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from numpy.random import Generator

from tests.shapes.scene import COLOURS, KINDS, Scene, Shape

UNKNOWN = "nothing that i know"
OUTSIDE = "i know only coloured shapes"
DESCRIBE = "describe the picture."
_ALSO_DESCRIBE = ("what is in the picture?", "what is this?", "what do you see?")
_COUNTS = ("none", "one", "two")
_SIDES = ("above", "below", "to the left of", "to the right of")

# The kinds of questions and their shares in training: those that are learnt last are asked most.
_SHARES = {
    "colour": 0.13,
    "shape": 0.13,
    "count": 0.05,
    "is there": 0.17,
    "side": 0.31,
    "describe": 0.17,
    "outside": 0.04,
}
KINDS_OF_QUESTIONS = tuple(_SHARES)
# Words that a question outside the world may hold; the strange ones are in no vocabulary, so
# they stand for every other word.
_STRANGE = "dog price weather phone woman medicine date bus mirror friend"
_KNOWN = (
    "a above an and answer are at below blue can circle colour coloured describe does do go "
    "green how i in is it know left many me name of on only people picture purple read red "
    "right see shape shapes show square tell text that the there they this to triangle was were "
    "what when where which white who why with word yellow you"
)


@dataclass(frozen=True)
class Asked:
    """A question about a picture, its right answer and its kind."""

    kind: str
    question: str
    answer: str


def words() -> list[str]:
    """Every word and mark that the models' vocabularies hold."""
    said = [UNKNOWN, OUTSIDE, "yes no none one two nothing ? .", "a picture of", _KNOWN]
    return sorted({*" ".join(said).split(), *COLOURS, *KINDS})


def caption(scene: Scene) -> str:
    """What the scene shows; of two shapes the upper or the left one comes first."""
    if not scene.shapes:
        return UNKNOWN
    between = f" {scene.relation} " if len(scene.shapes) == 2 else ""
    return between.join(_named(shape) for shape in scene.shapes)


def questions(scene: Scene, rng: Generator) -> list[Asked]:
    """One question of each kind in `KINDS_OF_QUESTIONS`, in that order; none is ambiguous."""
    return [ask(kind, scene, rng) for kind in KINDS_OF_QUESTIONS]


def any_question(scene: Scene, rng: Generator) -> Asked:
    """One question, its kind drawn by the shares."""
    return ask(str(rng.choice(KINDS_OF_QUESTIONS, p=list(_SHARES.values()))), scene, rng)


def ask(kind: str, scene: Scene, rng: Generator) -> Asked:
    """A question of that kind whose answer the scene determines."""
    if kind == "colour":
        return Asked(kind, *_colour(scene, str(rng.choice(_clear(scene, rng, "kind")))))
    if kind == "shape":
        colour = str(rng.choice(_clear(scene, rng, "colour")))
        named = [f"a {shape.kind}" for shape in scene.shapes if shape.colour == colour]
        return Asked(kind, f"what shape is {colour}?", named[0] if named else "nothing")
    if kind == "count":
        return Asked(kind, "how many shapes are there?", _COUNTS[len(scene.shapes)])
    if kind == "is there":
        return Asked(kind, *_is_there(scene, rng))
    if kind == "side":
        return Asked(kind, *_side(scene, rng))
    if kind == "describe":
        return Asked(kind, str(rng.choice([DESCRIBE, DESCRIBE, *_ALSO_DESCRIBE])), caption(scene))
    return Asked(kind, _outside(rng), OUTSIDE)


def follow_up(scene: Scene, rng: Generator) -> tuple[Asked, Asked]:
    """A question about one shape's colour and, after it, only "and the circle?"."""
    clear = _clear(scene, rng, "kind")
    first = str(rng.choice(clear))
    rest = [kind for kind in clear if kind != first] or [k for k in KINDS if k != first]
    second = str(rng.choice(rest))
    return (
        Asked("colour", *_colour(scene, first)),
        Asked("follow-up", f"and the {second}?", _colour(scene, second)[1]),
    )


def _named(shape: Shape) -> str:
    return f"a {shape.colour} {shape.kind}"


def _clear(scene: Scene, rng: Generator, part: str) -> list[str]:
    """The kinds (or colours) that can be asked about: present ones mostly, never ambiguous ones."""
    other = "colour" if part == "kind" else "kind"
    every = KINDS if part == "kind" else COLOURS
    present = {getattr(shape, part) for shape in scene.shapes}
    unsure = {
        name
        for name in present
        if len({getattr(s, other) for s in scene.shapes if getattr(s, part) == name}) > 1
    }
    absent = [name for name in every if name not in present]
    sure = sorted(present - unsure)
    return sure if sure and rng.random() < 0.75 else absent


def _colour(scene: Scene, kind: str) -> tuple[str, str]:
    found = [shape.colour for shape in scene.shapes if shape.kind == kind]
    return f"what colour is the {kind}?", found[0] if found else f"there is no {kind}"


def _is_there(scene: Scene, rng: Generator) -> tuple[str, str]:
    there = sorted({(shape.colour, shape.kind) for shape in scene.shapes})
    colour, kind = str(rng.choice(COLOURS)), str(rng.choice(KINDS))
    if there and rng.random() < 0.8:
        # What is there, and the near misses: one half of it with something else.
        near = there[rng.integers(len(there))]
        colour, kind = [near, near, near, (colour, near[1]), (near[0], kind)][rng.integers(5)]
    part = rng.random()
    if part < 0.1:
        return f"is there a {kind}?", _yes(any(kind == other for _, other in there))
    if part < 0.2:
        return f"is there a {colour} shape?", _yes(any(colour == other for other, _ in there))
    return f"is there a {colour} {kind}?", _yes((colour, kind) in there)


def _yes(true: bool) -> str:
    return "yes" if true else "no"


def _side(scene: Scene, rng: Generator) -> tuple[str, str]:
    """About one of the shapes, called by its colour and kind or, where that is clear, its kind."""
    short = rng.random() < 0.15 and len({shape.kind for shape in scene.shapes}) != 1
    names = [shape.kind if short else f"{shape.colour} {shape.kind}" for shape in scene.shapes]
    side = str(rng.choice(_SIDES))
    alike = len(names) == 2 and names[0] == names[1]
    if not names or alike or rng.random() < 0.12:
        every = KINDS if short else [f"{colour} {kind}" for colour in COLOURS for kind in KINDS]
        name = str(rng.choice([name for name in every if name not in names]))
        return f"what is {side} the {name}?", f"there is no {name}"
    about = int(rng.integers(len(names)))
    if len(names) == 2:
        # From the first shape the other lies below or to the right; from the second, the reverse.
        # Half of the questions look there, and many the opposite way, which is the likely mistake.
        lies = ("below", "above") if scene.relation == "above" else _SIDES[:1:-1]
        side = [lies[about], lies[about], lies[1 - about], side][rng.integers(4)]
        if side == lies[about]:
            return f"what is {side} the {names[about]}?", _named(scene.shapes[1 - about])
    return f"what is {side} the {names[about]}?", "nothing"


def _outside(rng: Generator) -> str:
    """Words of any order, some unknown; no sentence of the world comes out of this."""
    count = int(rng.integers(1, 9))
    unknown = float(rng.choice([0.15, 0.5, 0.9]))
    strange = [count == 1 or bool(rng.random() < unknown) for _ in range(count)]
    chosen = [str(rng.choice((_STRANGE if odd else _KNOWN).split())) for odd in strange]
    return " ".join(chosen) + str(rng.choice(["?", ".", ""]))
