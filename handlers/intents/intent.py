"""What a text wants: its name, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from handlers.intents.photo_reference import Pick

_TAKES = {
    "where": "thing",
    "find": "query",
    "read": "page",
    "classify": "labels",
    "next": "question",
    "errand": "question",
}
Kind = Literal["command", "look", "talk", "order", "question", "next", "errand", "earlier"]


@dataclass(frozen=True)
class Intent:
    """What a text wants.

    kind: a command; what is measured or looked for in a photo ("look"); small talk; an order that
    no phrase takes, with the command that is nearest as its name; a question of the photo; a
    question for the next one; a companion who is asked; or something of an earlier photo.
    argument: a command's choice or query, a thing, a question; whom: the companion, "" for any;
    pick, rest: which earlier photo, and what is wanted of it, None for the photo itself;
    text: what was read, in Bangla letters where it was Bangla.
    """

    name: str
    argument: str = ""
    kind: Kind = "command"
    whom: str = ""
    pick: Pick | None = None
    rest: Intent | None = None
    text: str = field(default="", compare=False)
    marks: tuple[str, ...] = field(default=(), compare=False)
    """Of a question: "price", and "careful" for what should be checked with a person."""

    def __str__(self) -> str:
        if self.kind == "command":
            return f"cmd:{self.name}={self.argument}" if self.argument else f"cmd:{self.name}"
        if self.kind == "look":
            return f"where({self.argument})" if self.name == "where" else self.name
        if self.kind == "errand":
            return f"errand({self.whom or '*'}: {self.argument})"
        if self.kind == "next":
            return f"next({self.argument})"
        if self.kind == "order":
            return f"order({self.name})" if self.name else "order"
        if self.kind == "earlier" and self.pick is not None:
            return f"earlier({self.pick})->{self.rest or 'shown-again'}"
        return "+".join((self.name, *self.marks))

    def arguments(self) -> Mapping[str, str]:
        """What it takes, by name, for who reads it as JSON."""
        rest = self.rest.arguments() if self.rest else {}
        known = {_TAKES.get(self.name, "value"): self.argument, "whom": self.whom, **rest}
        if self.pick is not None:
            known["photo"] = str(self.pick)
        return {name: value for name, value in known.items() if value}


QUESTION = Intent("question", kind="question")
