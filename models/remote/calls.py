"""Methods that are asked of an engine elsewhere: which there are, and how one is called."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from inspect import signature
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from models.abilities import Abilities
from models.values import Caption, Heard, Language, Page, Picture, Speech

P = ParamSpec("P")
T = TypeVar("T")


class Machine(Abilities, Protocol):
    """The abilities, and those of their parts that are done in another place than the rest."""

    async def compare(
        self, pictures: Sequence[Picture], captions: Sequence[Caption]
    ) -> list[Caption]:
        """The captions with a second look, where who answers can have one in the house."""

    async def read_drawn(self, held: Page, pictures: Sequence[Picture]) -> Page:
        """What is written on a page, and its barcodes. held: its own text; pictures: the rest."""

    async def hear(self, speech: Speech, language: Language) -> Heard:
        """What is said. Raises `SoundSilent`."""


METHODS: dict[str, tuple[Callable[..., Coroutine[Any, Any, object]], ...]] = {
    "caption": (Machine.caption,),
    "answer": (Machine.answer, Machine.caption, Machine.compare, Machine.forget_pictures),
    "embed": (
        *(Machine.classify, Machine.shows),
        *(Machine.embed_pictures, Machine.embed_texts, Machine.embedder),
    ),
    "locate": (Machine.locate,),
    "read": (Machine.read, Machine.read_page),
    "translate": (Machine.translate,),
    "speak": (Machine.speak, Machine.begin_speech),
    "listen": (Machine.listen,),
}
"""What each application of a cluster may be asked for."""


def called(
    method: Callable[Concatenate[Any, P], Coroutine[Any, Any, T]],
    ask: Callable[[str, tuple[Any, ...]], Coroutine[Any, Any, Any]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """The method as one that asks for it elsewhere. ask: by its name and arguments, in order."""
    parameters = signature(method)

    async def call(*args: P.args, **named: P.kwargs) -> T:
        given = parameters.bind(None, *args, **named)
        given.apply_defaults()
        found = await ask(method.__name__, given.args[1:])
        # Lists come out of `codec` as tuples, which no ability returns.
        return cast("T", list(found) if isinstance(found, tuple) else found)

    return call
