"""Texts about scenes for the embedders to learn from, and which text is true of which scene."""

from __future__ import annotations

import re
from typing import Any

from numpy.random import Generator

from tests.shapes import bangla
from tests.shapes.scene import COLOURS, KINDS, Scene
from tests.shapes.sentences import UNKNOWN, caption

_TEMPLATES = ("{}", "{}", "a photo of {}", "a picture of {}", "a photo with {}")
_BANGLA_TEMPLATES = ("{}", "{}", "ছবিতে {}", "{} আছে")
_STRANGE = "dog cat sunset roof tea bus a the in with over of woman house road night tree"


class Texts:
    """Draws texts about scenes, and knows which text is true of which scene."""

    def __init__(self, scenes: list[Scene], languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._captions = [caption(scene) for scene in scenes]
        self._things = [{(s.colour, s.kind) for s in scene.shapes} for scene in scenes]
        self._names = [{n for s in scene.shapes for n in (s.colour, s.kind)} for scene in scenes]

    def draw(self, at: int, rng: Generator) -> tuple[str, tuple[str, Any]]:
        """A text about one scene, and what it claims: a kind of claim and its content."""
        part = rng.random()
        things = sorted(self._things[at])
        if part < 0.04:
            count = int(rng.integers(1, 5))
            return " ".join(map(str, rng.choice(_STRANGE.split(), count))) + " zzz", ("none", None)
        if not things:
            claim: tuple[str, Any] = ("caption", UNKNOWN)
            text = UNKNOWN if part < 0.5 else "something else"
        elif part < 0.5 and len(self._things[at]) == 2:
            text, claim = self._captions[at], ("caption", self._captions[at])
        elif part < 0.9:
            thing = things[int(rng.integers(len(things)))]
            text, claim = f"a {thing[0]} {thing[1]}", ("thing", thing)
        else:
            name = str(rng.choice(sorted(self._names[at])))
            text, claim = (f"a {name}" if name in KINDS else name), ("name", name)
        if text == "something else":
            return self._framed(text, "en", rng), claim
        return self._framed(text, str(rng.choice(self._languages)), rng), claim

    def nearly(self, at: int, rng: Generator) -> tuple[str, tuple[str, Any]]:
        """The caption of a scene of two shapes with one thing changed, which is rarely true."""
        first, lie, second = re.split(" (above|to the left of) ", self._captions[at])
        part = rng.random()
        if part < 0.4:
            first, second = second, first
        elif part < 0.6:
            lie = "above" if lie != "above" else "to the left of"
        else:
            _, colour, kind = first.split() if part < 0.8 else second.split()
            colour, kind = (
                (str(rng.choice(COLOURS)), kind)
                if rng.random() < 0.5
                else (colour, str(rng.choice(KINDS)))
            )
            first, second = (
                (f"a {colour} {kind}", second) if part < 0.8 else (first, f"a {colour} {kind}")
            )
        text = f"{first} {lie} {second}"
        return self._framed(text, str(rng.choice(self._languages)), rng), ("caption", text)

    def two(self, at: int) -> bool:
        """Whether the scene has two shapes."""
        return " a " in self._captions[at]

    def true(self, claim: tuple[str, Any], at: int) -> bool:
        """Whether the claim holds for a scene."""
        kind, content = claim
        if kind == "none":
            return False
        if kind == "caption":
            return bool(self._captions[at] == content)
        return content in (self._things if kind == "thing" else self._names)[at]

    def _framed(self, text: str, language: str, rng: Generator) -> str:
        if language == "en":
            return str(rng.choice(_TEMPLATES)).format(text)
        said = bangla.to_bangla(text)
        if rng.random() < 0.5:
            said = said.replace("একটি ", "")
        return str(rng.choice(_BANGLA_TEMPLATES)).format(said)
