"""Makes the demonstration's checkpoints again: `python -m tests.shapes.make [NAME…]`.

Names: caption, vqa, answer, translate; without one, all of them in that order. The picture
models begin with the captioner's eyes, so the captioner comes first.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path("models/shapes")
NAMES = ("caption", "vqa", "answer", "translate")


def main(names: list[str]) -> None:
    """Trains the named models, one after the other, into `models/shapes/`."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise SystemExit(f"No such model: {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        if name == "caption":
            from tests.shapes import train_caption

            train_caption.make(FOLDER / "caption")
        elif name == "vqa":
            from tests.shapes import train_vqa

            train_vqa.make(FOLDER / "answer-vqa", FOLDER / "caption")
        elif name == "answer":
            from tests.shapes import train_answer

            train_answer.make(FOLDER / "answer", FOLDER / "caption")
        else:
            from tests.shapes import translator

            translator.make(FOLDER / "translate")


if __name__ == "__main__":
    main(sys.argv[1:])
