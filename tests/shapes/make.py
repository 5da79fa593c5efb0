"""Makes the demonstration's checkpoints again: `python -m tests.shapes.make [NAME…]`.

Without a name, all of them in the order of `NAMES`: the picture models begin with the eyes of
the captioner and of the chat model, so these come first.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path("models/shapes")
# Each with the module that trains it, and the arguments after the folder that it is saved in.
NAMES: dict[str, tuple[str, tuple[object, ...]]] = {
    "caption": ("train_caption", ()),
    "answer-vqa": ("train_vqa", (FOLDER / "caption",)),
    "answer": ("train_answer", (FOLDER / "caption",)),
    "answer-2": ("train_chat2", (FOLDER / "answer",)),
    "translate": ("translator", ()),
    "embed-clip": ("train_embed", ("clip", FOLDER / "answer")),
    "embed": ("train_embed", ("siglip", FOLDER / "caption")),
    "locate": ("train_locate", ()),
    "listen": ("train_listen", ()),
}


def main(names: list[str]) -> None:
    """Trains the named models, one after the other, into `models/shapes/`."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise SystemExit(f"No such model: {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        module, arguments = NAMES[name]
        import_module(f"tests.shapes.{module}").make(FOLDER / name, *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
