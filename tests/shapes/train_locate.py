"""Trains the locator: Florence2ForConditionalGeneration on captions, detection and grounding.

It is the whole Florence-2, its DaViT and its BART in small, and its 1,000 places. The tokens of
neighbouring places begin as neighbours (sines of the place), and a miss by a few places costs
less than one by many; else each of the thousand would have to be learnt by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from tokenizers import AddedToken, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import WordLevel
from torch import nn
from torch.nn.functional import l1_loss
from transformers import (
    BartConfig,
    Florence2Config,
    Florence2ForConditionalGeneration,
    Florence2Processor,
    PreTrainedTokenizerFast,
)
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.florence2.configuration_florence2 import Florence2VisionConfig

from tests.shapes import pool, training
from tests.shapes.hints import Hints
from tests.shapes.scene import COLOURS, KINDS, Scene, Shape
from tests.shapes.sentences import UNKNOWN, caption, words

WIDTH = 128
PLACES = 1000
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<image>")
_PROMPTS = {
    "<CAPTION>": "What does the image describe?",
    "<DETAILED_CAPTION>": "Describe in detail what is shown in the image.",
    "<MORE_DETAILED_CAPTION>": "Describe with a paragraph what is shown in the image.",
    "<OD>": "Locate the objects with category name in the image.",
    "<CAPTION_TO_PHRASE_GROUNDING>": "Locate the phrases in the caption: {input}",
}
_SHARES = (0.12, 0.06, 0.06, 0.34, 0.42)
_SEEN = (pool.SIDE // pool.PATCH) ** 2 + 1


@dataclass(frozen=True)
class Task:
    """What the model is asked, and the right answer: words, and places as "<loc_7>"."""

    prompt: str
    answer: str


def box_of(shape: Shape, scene: Scene) -> tuple[float, float, float, float]:
    """The smallest upright box around the shape as it is drawn, in pixels."""
    from tests.shapes.scene import outline

    across, down = zip(*outline(shape), strict=True)
    return (
        max(0.0, min(across)),
        max(0.0, min(down)),
        min(float(scene.width), max(across)),
        min(float(scene.height), max(down)),
    )


def places_of(shape: Shape, scene: Scene) -> str:
    """Its box as four places."""
    sizes = (scene.width, scene.height) * 2
    numbers = [
        min(PLACES - 1, int(edge / size * PLACES))
        for edge, size in zip(box_of(shape, scene), sizes, strict=True)
    ]
    return "".join(f"<loc_{number}>" for number in numbers)


def draw_task(scene: Scene, rng: Generator) -> Task:
    """A task about the scene; the phrase to ground is there in three of four."""
    task = str(rng.choice(list(_PROMPTS), p=_SHARES))
    if task == "<CAPTION_TO_PHRASE_GROUNDING>":
        return grounding(scene, rng)
    return Task(_PROMPTS[task], answer(task, scene))


def grounding(scene: Scene, rng: Generator) -> Task:
    """Finding a named shape; one that isn't there has no place."""
    named = sorted({(shape.colour, shape.kind) for shape in scene.shapes})
    colour, kind = str(rng.choice(COLOURS)), str(rng.choice(KINDS))
    if named and rng.random() < 0.9:
        near = named[int(rng.integers(len(named)))]
        colour, kind = [near, near, near, (colour, near[1]), (near[0], kind)][rng.integers(5)]
    article = str(rng.choice(["a", "the", ""]))
    name = f"{article} {colour} {kind}".strip()
    found = [s for s in scene.shapes if (s.colour, s.kind) == (colour, kind)]
    where = "".join(places_of(shape, scene) for shape in found)
    prompt = _PROMPTS["<CAPTION_TO_PHRASE_GROUNDING>"].format(input=name)
    return Task(prompt, name + where)


def answer(task: str, scene: Scene) -> str:
    """The right answer to a task without a phrase."""
    if task == "<CAPTION>" or not scene.shapes:
        return "" if task == "<OD>" else caption(scene) if scene.shapes else UNKNOWN
    named = [(f"{s.colour} {s.kind}", s) for s in scene.shapes]
    if task == "<OD>":
        return "".join(name + places_of(shape, scene) for name, shape in named)
    parts = " and ".join(f"a {name} {_part(shape, scene)}" for name, shape in named)
    return f"there is {parts}" if task == "<DETAILED_CAPTION>" else f"{caption(scene)} {parts}"


def _part(shape: Shape, scene: Scene) -> str:
    across = ("left", "middle", "right")[min(2, int(3 * shape.x / scene.width))]
    down = ("top", "middle", "bottom")[min(2, int(3 * shape.y / scene.height))]
    if across == down:
        return "in the middle"
    return f"at the {' '.join(part for part in (down, across) if part != 'middle')}"


def processor() -> Florence2Processor:
    """Pictures to 64 pixels, words and places to tokens."""
    said = " ".join(_PROMPTS.values()).replace("{input}", "").lower().split()
    more = (
        "there",
        "is",
        "and",
        "at",
        "in",
        "the",
        "top",
        "bottom",
        "middle",
        "left",
        "right",
        "a",
    )
    known = [*_SPECIAL, *sorted(f"▁{word}" for word in {*words(), *said, *more})]
    core = Tokenizer(WordLevel({w: i for i, w in enumerate(known)}, unk_token=_SPECIAL[3]))
    core.normalizer = normalizers.Lowercase()
    core.pre_tokenizer = pre_tokenizers.Metaspace()
    core.decoder = decoders.Metaspace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core,
        **dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), _SPECIAL, strict=False)),
        extra_special_tokens={"image_token": _SPECIAL[4]},
    )
    tokenizer.add_tokens(
        [AddedToken(f"<loc_{n}>", normalized=False, special=False) for n in range(PLACES)]
    )
    side = {"height": pool.SIDE, "width": pool.SIDE}
    pictures = CLIPImageProcessorPil(size=side, do_center_crop=False, crop_size=side)
    pictures.image_seq_length = _SEEN
    return Florence2Processor(pictures, tokenizer)


def build(tokenizer: PreTrainedTokenizerFast) -> Florence2ForConditionalGeneration:
    """A Florence-2 of about 1.3 million parameters."""
    text = BartConfig(
        vocab_size=len(tokenizer),
        d_model=WIDTH,
        encoder_layers=2,
        decoder_layers=2,
        encoder_ffn_dim=2 * WIDTH,
        decoder_ffn_dim=2 * WIDTH,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        max_position_embeddings=160,
        dropout=0.0,
        attention_dropout=0.0,
        activation_dropout=0.0,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=2,
        forced_bos_token_id=None,
        init_std=0.05,
    )
    vision = Florence2VisionConfig(
        depths=(1, 1, 1, 1),
        patch_stride=(4, 2, 1, 1),
        embed_dim=(24, 48, 64, 96),
        num_heads=(2, 4, 4, 4),
        num_groups=(2, 4, 4, 4),
        window_size=8,
        drop_path_rate=0.0,
        projection_dim=WIDTH,
    )
    model = Florence2ForConditionalGeneration(
        Florence2Config(
            text_config=text.to_dict(),
            vision_config=vision.to_dict(),
            image_token_id=tokenizer.convert_tokens_to_ids(_SPECIAL[4]),
            bos_token_id=0,
            pad_token_id=1,
            eos_token_id=2,
            decoder_start_token_id=2,
        )
    )
    first = tokenizer.convert_tokens_to_ids("<loc_0>")
    rate = torch.arange(WIDTH // 4)
    angles = torch.arange(PLACES)[:, None] / PLACES * torch.pi * 1.25**rate
    waves = torch.cat([angles.sin(), angles.cos()], dim=1)
    with torch.no_grad():
        model.get_input_embeddings().weight[first : first + PLACES, : WIDTH // 2] = 0.15 * waves
    return model


class _Boxes(nn.Module):
    """Reads from each patch of a shape where the shape's edges are; dropped after training."""

    def __init__(self) -> None:
        super().__init__()
        self.edges = nn.Linear(WIDTH, 4)

    def forward(self, tokens: torch.Tensor, scenes: list[Scene]) -> torch.Tensor:
        """The loss; tokens: float (n, 65, width)."""
        shown = pool.places(scenes)
        truth = torch.zeros(*shown.shape, 4)
        for row, scene in enumerate(scenes):
            sizes = np.array([scene.width, scene.height] * 2)
            for shape in scene.shapes:
                mine = shown[row] == pool.number(shape)
                truth[row, mine] = torch.tensor(box_of(shape, scene) / sizes, dtype=torch.float32)
        inside = shown > 0
        return l1_loss(self.edges(tokens[:, 1:]).float()[inside], truth[inside])


def make(folder: Path, steps: int = 2600, chunks: int = 24) -> None:
    """Trains the locator, prints its accuracy on pictures it never saw, saves it in `folder`."""
    torch.manual_seed(7)
    rng = np.random.default_rng(7)
    parts = processor()
    tokenizer = parts.tokenizer
    model = build(tokenizer)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    pictures = pool.load(chunks)
    hints, boxes = Hints(WIDTH), _Boxes()
    shown: list[torch.Tensor] = []
    model.model.multi_modal_projector.register_forward_hook(lambda *made: shown.append(made[2]))
    image, first = tokenizer.image_token_id, tokenizer.convert_tokens_to_ids("<loc_0>")
    around = torch.arange(PLACES)
    near = torch.exp(-(((around[:, None] - around) / 5.0) ** 2) / 2)
    near = near / near.sum(1, keepdim=True)

    def loss(_step: int) -> torch.Tensor:
        pixels, scenes = pictures.batch(rng, 64)
        tasks = [draw_task(scene, rng) for scene in scenes]
        asked = [[image] * _SEEN + [0, *_ids(tokenizer, task.prompt), 2] for task in tasks]
        answers = [[0, *_ids(tokenizer, task.answer), 2] for task in tasks]
        ids, labels = _table(asked, 1), _table(answers, -100)
        start = torch.cat([torch.full((64, 1), 2), labels[:, :-1].clamp(min=0)], dim=1)
        shown.clear()
        out = model(
            input_ids=ids,
            attention_mask=(ids != 1).long(),
            pixel_values=pixels,
            decoder_input_ids=start,
        )
        logs = out.logits.float().log_softmax(-1)
        is_place = labels >= first
        word = labels.clamp(min=0)
        said = -logs.gather(2, word[..., None])[..., 0][(labels >= 0) & ~is_place].mean()
        there = logs[is_place][:, first : first + PLACES]
        placed = -(near[labels[is_place] - first] * there).sum(1).mean()
        (seen,) = shown
        return said + 0.6 * placed + 0.5 * hints(seen, scenes) + 4 * boxes(seen, scenes)

    def check() -> None:
        training.save(model, parts, folder)

    both = nn.ModuleDict({"model": model, "hints": hints, "boxes": boxes})
    training.train(both, loss, steps, 4e-3, check, every=500)


def _ids(tokenizer: PreTrainedTokenizerFast, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def _table(rows: list[list[int]], fill: int) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


if __name__ == "__main__":
    torch.set_num_threads(1)
    make(Path("models/shapes/locate"))
