"""The sound files and updates of every kind, and what the dice make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from tests.fuzz.documents import documents
from tests.fuzz.mutilated import misshapen, mutilated
from tests.fuzz.pictures import films, pictures
from tests.fuzz.sounds import sounds
from tests.fuzz.updates import updates

_MAKERS: dict[str, Callable[[], Mapping[str, Any]]] = {
    "picture": pictures, "film": films, "document": documents, "sound": sounds, "update": updates,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What is sent: to which door, the bytes, and dice for what else is left to chance."""

    door: str
    data: bytes
    dice: Random


@cache
def corpus() -> dict[str, dict[str, Any]]:
    """What is sound, by door and by the name of its kind: bytes, or an update's JSON."""
    return {door: dict(make()) for door, make in _MAKERS.items()}


def kinds() -> dict[str, str]:
    """The door of each kind."""
    return {kind: door for door, made in corpus().items() for kind in made}


def case(seed: int, kind: str, number: int) -> Case:
    """Always the same for the same three; the first of each kind is sound."""
    dice, door = Random(f"{seed}/{kind}/{number}"), kinds()[kind]
    sound, others = corpus()[door][kind], list(corpus()[door].values())
    if door == "update":
        named = {"update_id": dice.randrange(1, 2**31), **sound}
        return Case(door, misshapen(named, dice, others, whole=number == 0), dice)
    return Case(door, mutilated(sound, dice, others) if number else sound, dice)


def files(starts: tuple[str, ...]) -> list[bytes]:
    """The sound files of which a kind's name begins so."""
    made = {
        kind: data
        for door, all_ in corpus().items()
        if door != "update"
        for kind, data in all_.items()
    }
    return [data for kind, data in made.items() if kind.startswith(starts)]
