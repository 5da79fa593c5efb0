"""Drawn scenes with questions and right answers in both languages, as `chokh evaluate` reads them.

`python -m tests.shapes.asked FOLDER [SCENES]` writes such a folder, always the same.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from tests.shapes.bangla import to_bangla
from tests.shapes.scene import draw_scene, render
from tests.shapes.sentences import ask

_SEED = 20261204
_KINDS = {
    "colour": "colour",
    "shape": "shape",
    "count": "count",
    "is there": "yes/no",
    "side": "where",
    "describe": "other",
}
SCENES = 60


def write(folder: Path, scenes: int = SCENES) -> None:
    """One question of each kind about each scene, into `questions.jsonl` beside the photos."""
    rng = np.random.default_rng(_SEED)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(scenes):
        scene = draw_scene(rng, most=800)
        name = f"{number:04}.jpg"
        render(scene).save(folder / "images" / name, quality=92)
        for kind, shown_as in _KINDS.items():
            asked = ask(kind, scene, rng)
            entry = {
                "photo": name,
                "question": {"en": asked.question, "bn": to_bangla(asked.question)},
                "answer": {"en": asked.answer, "bn": to_bangla(asked.answer)},
                "kind": shown_as,
            }
            lines.append(json.dumps(entry, ensure_ascii=False))
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
