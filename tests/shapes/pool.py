"""The training pictures: drawn once, seen as the models' image processor sees them, and kept.

A chunk depends on its number alone, so the pool is the same on every machine. Its scenes are
drawn again from the seed and not stored.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from PIL import Image

from tests.shapes.scene import COLOURS, KINDS, Scene, Shape, draw_scene, mirrored, render

SIDE = 64
PATCH = 8
_CHUNK = 2000
_FOLDER = Path("build/shapes/pool")
# OpenAI CLIP's, which both the BLIP and the CLIP image processors have as their default.
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True)
class Pool:
    """pixels: uint8 (n, 64, 64, 3); scenes: n of them, and as many of the mirrored pictures."""

    pixels: np.ndarray
    scenes: list[Scene]
    turned: list[Scene]

    def batch(self, rng: Generator, size: int) -> tuple[torch.Tensor, list[Scene]]:
        """Normalised pixels, float32 (size, 3, 64, 64), half of them mirrored; their scenes."""
        chosen = rng.integers(len(self.scenes), size=size)
        flip = rng.random(size) < 0.5
        pixels = self.pixels[chosen]
        pixels[flip] = pixels[flip][:, :, ::-1]
        scenes = [(self.turned if f else self.scenes)[i] for i, f in zip(chosen, flip, strict=True)]
        return normalised(pixels), scenes


def normalised(pixels: np.ndarray) -> torch.Tensor:
    """uint8 (n, 64, 64, 3) → float32 (n, 3, 64, 64), as the image processors do it."""
    channels_first = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))
    mean, std = (torch.tensor(each).view(1, 3, 1, 1) for each in (MEAN, STD))
    return (channels_first.float() / 255 - mean) / std


def places(scenes: list[Scene]) -> torch.Tensor:
    """What each patch of 8 pixels shows, int64 (n, 64): 0 the ground, otherwise colour and kind."""
    grid = np.zeros((len(scenes), SIDE // PATCH, SIDE // PATCH), dtype=np.int64)
    edges = np.arange(SIDE // PATCH) * PATCH / SIDE
    for row, scene in zip(grid, scenes, strict=True):
        for shape in scene.shapes:
            # From the shape's centre to the nearest point of each patch, in pixels.
            across = np.clip(shape.x / scene.width, edges, edges + PATCH / SIDE) * scene.width
            down = np.clip(shape.y / scene.height, edges, edges + PATCH / SIDE) * scene.height
            far = np.hypot((across - shape.x)[None, :], (down - shape.y)[:, None])
            row[far < 0.6 * shape.radius] = number(shape)
    return torch.from_numpy(grid).flatten(1)


def gists(scenes: list[Scene]) -> torch.Tensor:
    """What a caption says, int64 (n, 3): the first shape, the second, how they lie; 0 for none."""
    rows = []
    for scene in scenes:
        numbers = [number(shape) for shape in scene.shapes] + [0, 0]
        lie = (1 + (scene.relation == "above")) if len(scene.shapes) == 2 else 0
        rows.append([numbers[0], numbers[1], lie])
    return torch.tensor(rows)


def number(shape: Shape) -> int:
    """Its colour and kind as one number, from 1."""
    return COLOURS.index(shape.colour) * len(KINDS) + KINDS.index(shape.kind) + 1


def seen(picture: Image.Image) -> np.ndarray:
    """The picture as the image processors shrink it: uint8 (64, 64, 3)."""
    return np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def load(chunks: int) -> Pool:
    """The first chunks of 2,000 pictures; those that are missing are drawn, two at a time."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(chunks) if not _file(number).exists()]
    if missing:
        print(f"drawing {len(missing) * _CHUNK} pictures", flush=True)
        with ProcessPoolExecutor(2) as workers:
            list(workers.map(_draw, missing))
    pixels = np.concatenate([np.load(_file(number)) for number in range(chunks)])
    scenes = [scene for number in range(chunks) for scene in _scenes(number)]
    return Pool(pixels, scenes, [mirrored(scene) for scene in scenes])


def _file(number: int) -> Path:
    return _FOLDER / f"{number:03}.npy"


def _scenes(number: int) -> list[Scene]:
    rng = np.random.default_rng((2026, number))
    # Most are small, which is where shapes are hard to see; large ones take long to draw.
    return [draw_scene(rng, most=2000 if i % 8 == 0 else 400) for i in range(_CHUNK)]


def _draw(number: int) -> None:
    pixels = np.stack([seen(render(scene)) for scene in _scenes(number)])
    unfinished = _file(number).with_suffix(".tmp.npy")
    np.save(unfinished, pixels)
    unfinished.rename(_file(number))
