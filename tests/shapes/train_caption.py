"""Trains the captioner: BlipForConditionalGeneration on "a picture of " and the caption."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import (
    BertTokenizer,
    BlipConfig,
    BlipForConditionalGeneration,
    BlipProcessor,
    BlipTextConfig,
    BlipVisionConfig,
)
from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

from tests.shapes import pool, training
from tests.shapes.hints import Hints
from tests.shapes.scene import draw_scene, render
from tests.shapes.sentences import caption

PROMPT = "a picture of"
WIDTH = 128


def processor() -> BlipProcessor:
    """The image processor for 64 pixels and the word-level tokenizer."""
    side = {"height": pool.SIDE, "width": pool.SIDE}
    return BlipProcessor(
        BlipImageProcessorPil(size=side), BertTokenizer(vocab=training.vocabulary())
    )


def config(words: BertTokenizer) -> BlipConfig:
    """A BLIP of about a million parameters."""
    common = {"hidden_size": WIDTH, "intermediate_size": 4 * WIDTH, "num_attention_heads": 4}
    text = BlipTextConfig(
        **common,
        vocab_size=len(words),
        num_hidden_layers=2,
        max_position_embeddings=48,
        bos_token_id=words.cls_token_id,
        eos_token_id=words.sep_token_id,
        sep_token_id=words.sep_token_id,
        pad_token_id=words.pad_token_id,
    )
    vision = BlipVisionConfig(
        **common,
        num_hidden_layers=4,
        image_size=pool.SIDE,
        patch_size=pool.PATCH,
        initializer_range=0.05,
    )
    return BlipConfig(text_config=text.to_dict(), vision_config=vision.to_dict())


def positions() -> torch.Tensor:
    """Where each patch lies, as sines of its column and row, float32 (64, 128).

    From the usual small random start it does not learn above from left of in 2,000 steps.
    """
    side = pool.SIDE // pool.PATCH
    angles = torch.arange(side)[:, None] * 100 ** -(torch.arange(WIDTH // 4) / (WIDTH // 4))
    waves = 0.7 * torch.cat([angles.sin(), angles.cos()], dim=1)
    across, down = waves[None].expand(side, -1, -1), waves[:, None].expand(-1, side, -1)
    return torch.cat([across, down], dim=2).flatten(0, 1)


def make(folder: Path, steps: int = 3400, chunks: int = 24) -> None:
    """Trains the captioner, prints its accuracy on pictures it never saw, saves it in `folder`."""
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    parts = processor()
    words = parts.tokenizer
    model = BlipForConditionalGeneration(config(words))
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    with torch.no_grad():
        model.vision_model.embeddings.position_embedding[0, 1:] = positions()
    pictures = pool.load(chunks)
    hints = Hints(WIDTH)
    prompt = len(words(PROMPT).input_ids) - 1

    def loss(step: int) -> torch.Tensor:
        pixels, scenes = pictures.batch(rng, 64)
        text = words([f"{PROMPT} {caption(s)}" for s in scenes], padding=True, return_tensors="pt")
        labels = text.input_ids.masked_fill(text.attention_mask == 0, -100)
        labels[:, :prompt] = -100
        said = model(
            pixel_values=pixels,
            input_ids=text.input_ids,
            attention_mask=text.attention_mask,
            labels=labels,
        )
        return said.loss + 0.5 * hints(said.image_embeds, scenes)

    def check() -> None:
        print(training.table(score(model, parts, seed=7, count=200)), flush=True)
        training.save(model, parts, folder)

    both = nn.ModuleDict({"model": model, "hints": hints})
    training.train(both, loss, steps, 4e-3, check, every=600)
    print(training.table(score(model, parts, seed=8, count=1000)), flush=True)


def score(
    model: BlipForConditionalGeneration, parts: BlipProcessor, seed: int, count: int
) -> dict[str, tuple[int, int]]:
    """How many captions of newly drawn pictures are exact, by the number of shapes."""
    rng = np.random.default_rng((99, seed))
    scenes = [draw_scene(rng, most=900) for _ in range(count)]
    results = []
    for begin in range(0, count, 50):
        some = scenes[begin : begin + 50]
        said = captions(model, parts, [render(scene) for scene in some])
        for scene, text in zip(some, said, strict=True):
            results.append((("unknown", "one", "two")[len(scene.shapes)], text == caption(scene)))
    return training.by_kind(results)


def captions(
    model: BlipForConditionalGeneration, parts: BlipProcessor, pictures: list
) -> list[str]:
    """Captions as the bot makes them: 3 beams, 5 to 20 tokens, the prompt taken off."""
    inputs = parts(images=pictures, text=[PROMPT] * len(pictures), return_tensors="pt")
    ids = model.generate(**inputs, num_beams=3, min_length=5, max_length=20)
    said = parts.batch_decode(ids, skip_special_tokens=True)
    return [text.removeprefix(PROMPT).strip() for text in said]
