"""Trains BlipForQuestionAnswering, which sees with the captioner's eyes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import BlipForConditionalGeneration, BlipForQuestionAnswering, BlipProcessor

from tests.shapes import pool, train_caption, training
from tests.shapes.scene import draw_scene, render
from tests.shapes.sentences import KINDS_OF_QUESTIONS, any_question, ask


def make(folder: Path, captioner: Path, steps: int = 3000, chunks: int = 24) -> None:
    """Trains on questions, prints the accuracy by kind on unseen pictures, saves in `folder`."""
    torch.manual_seed(2)
    rng = np.random.default_rng(2)
    parts = train_caption.processor()
    words = parts.tokenizer
    model = BlipForQuestionAnswering(train_caption.config(words))
    seeing = BlipForConditionalGeneration.from_pretrained(captioner)
    model.vision_model.load_state_dict(seeing.vision_model.state_dict())
    # Its eyes stay as they are: trained on, they forgot above from left of, in which few
    # questions differ. Both of its texts begin as the one that can read a whole caption off them.
    model.vision_model.requires_grad_(False)
    model.text_encoder.load_state_dict(seeing.text_decoder.bert.state_dict())
    model.text_decoder.load_state_dict(seeing.text_decoder.state_dict())
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    pictures = pool.load(chunks)

    def loss(step: int) -> torch.Tensor:
        # Seeing takes most of the time, so four questions share a picture.
        pixels, scenes = pictures.batch(rng, 32)
        asked = [any_question(scene, rng) for scene in scenes for _ in range(4)]
        question = words([a.question for a in asked], padding=True, return_tensors="pt")
        answer = words([a.answer for a in asked], padding=True, return_tensors="pt")
        seen = model.vision_model(pixels).last_hidden_state.repeat_interleave(4, dim=0)
        read = model.text_encoder(
            input_ids=question.input_ids,
            attention_mask=question.attention_mask,
            encoder_hidden_states=seen,
            encoder_attention_mask=torch.ones(seen.shape[:2], dtype=torch.long),
        ).last_hidden_state
        # `generate` lets the decoder see the padding of a batch, one question alone has none:
        # half of the batches are trained each way.
        mask = question.attention_mask if step % 2 else torch.ones_like(question.attention_mask)
        return model.text_decoder(
            input_ids=answer.input_ids,
            attention_mask=answer.attention_mask,
            encoder_hidden_states=read,
            encoder_attention_mask=mask,
            labels=answer.input_ids.masked_fill(answer.attention_mask == 0, -100),
            reduction="mean",
        ).loss

    def check() -> None:
        print(training.table(score(model, parts, seed=7, count=40)), flush=True)
        training.save(model, parts, folder)

    training.train(model, loss, steps, 3e-3, check, every=300)
    print(training.table(score(model, parts, seed=8, count=200)), flush=True)


def score(
    model: BlipForQuestionAnswering, parts: BlipProcessor, seed: int, count: int
) -> dict[str, tuple[int, int]]:
    """How many answers are exact, by kind; count: questions of each kind."""
    rng = np.random.default_rng((98, seed))
    results = []
    for _ in range(0, count, 10):
        scenes = [draw_scene(rng, most=900) for _ in range(10)]
        pictures = [render(scene) for scene in scenes]
        for kind in KINDS_OF_QUESTIONS:
            asked = [ask(kind, scene, rng) for scene in scenes]
            said = answers(model, parts, pictures, [a.question for a in asked])
            results += [(kind, text == a.answer) for a, text in zip(asked, said, strict=True)]
    return training.by_kind(results)


def answers(
    model: BlipForQuestionAnswering,
    parts: BlipProcessor,
    pictures: list[Image.Image],
    questions: list[str],
) -> list[str]:
    """The answers, one for each picture and its question."""
    inputs = parts(images=pictures, text=questions, padding=True, return_tensors="pt")
    ids = model.generate(**inputs, max_new_tokens=20)
    return [text.strip() for text in parts.batch_decode(ids, skip_special_tokens=True)]
