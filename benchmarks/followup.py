"""A follow-up's first token: what was read before is kept, against all of it read again.

The architecture of LLaVA-1.5 at a size that a CPU answers with: its eyes whole (CLIP-L/14 at 336
pixels, 576 tokens a picture), a language model of 24 layers, 896 wide; random weights. Both sides
are timed in turn, from the conversation to the first token, through the class that answers.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import mock

from PIL import Image

from benchmarks.figures import Figure, report
from models.answer import chat
from models.answer.chat import ChatAnswerer
from models.checkpoints.checkpoint import find
from models.values import Conversation, Picture, Turn

HISTORIES = ((620, 0.25), (2400, 0.12))
"""Tokens, the picture's among them, that were read before, and the ratio that is to be reached."""
QUESTIONS = (
    "what colour is the circle?",
    "is there a red square?",
    "how many shapes are there?",
    "what is above the blue square?",
)
_SHAPES = Path(__file__).parent.parent / "models" / "shapes" / "answer"
_SECONDS = 300.0
"""At most, for each history; every follow-up of the kept side is timed four times as often."""
_MOST, _LEAST = 20, 3
_ROOM = 4 * 1024**3


def build(folder: Path) -> Path:
    """Write the checkpoint, 1.3 GB in bfloat16."""
    import torch
    from transformers import (
        CLIPImageProcessorPil,
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )

    tokenizer = PreTrainedTokenizerFast.from_pretrained(_SHAPES)
    tokenizer.image_token = "<image>"
    processor_class: Any = LlavaProcessor
    processor = processor_class(
        image_processor=CLIPImageProcessorPil(
            size={"shortest_edge": 336}, crop_size={"height": 336, "width": 336}
        ),
        tokenizer=tokenizer,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=(_SHAPES / "chat_template.jinja").read_text(encoding="utf-8"),
    )
    processor.save_pretrained(folder)
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=1024, intermediate_size=4096, num_hidden_layers=24,
            num_attention_heads=16, image_size=336, patch_size=14, projection_dim=768,
        ),
        text_config=LlamaConfig(
            vocab_size=32_064, hidden_size=896, intermediate_size=4864, num_hidden_layers=24,
            num_attention_heads=14, num_key_value_heads=2, max_position_embeddings=4096,
        ),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        image_seq_length=576,
    )  # fmt: skip
    with torch.device("meta"):
        empty: Any = LlavaForConditionalGeneration(config)
    model = empty.to(torch.bfloat16).to_empty(device="cpu")
    # One noise for all of them: drawing 700 million numbers takes most of a minute.
    noise = 0.02 * torch.randn(1_000_003, generator=torch.Generator().manual_seed(0))
    for name, weight in model.named_parameters():
        if weight.ndim == 1:
            weight.data.fill_(0.0 if name.endswith("bias") else 1.0)
        else:
            times = -(-weight.numel() // len(noise))
            weight.data.copy_(noise.repeat(times)[: weight.numel()].view_as(weight))
    model.save_pretrained(folder)
    return folder


def measure(seconds: float = _SECONDS) -> list[Figure]:
    """Both sides at each history, then a talk; `seconds` at most for each history."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(chat, "MAX_NEW_TOKENS", 1):
        answerer = ChatAnswerer(find(str(build(Path(folder)))), "cpu")
        figures = [
            figure
            for tokens, target in HISTORIES
            for figure in _ratio(answerer, tokens, target, seconds)
        ]
        return [*figures, *_talk(answerer)]


def _ratio(answerer: ChatAnswerer, tokens: int, target: float, seconds: float) -> list[Figure]:
    history = _history(answerer, tokens)
    asked = [Conversation(_PICTURE, question, history) for question in QUESTIONS]
    answerer.keep(_ROOM, 0)
    for conversation in asked[-2:]:
        answerer.answer(conversation)  # warm, and read
    kept: list[float] = []
    full: list[float] = []
    until = time.perf_counter() + seconds
    while len(full) < _MOST and (len(full) < _LEAST or time.perf_counter() < until):
        answerer.keep(0, 0)
        answerer._seen.forget()
        full.append(_timed(answerer, asked[len(full) % len(asked)]))
        answerer.keep(_ROOM, 0)
        kept += [_timed(answerer, conversation) for conversation in asked]
    ratio = statistics.median(kept) / statistics.median(full)
    name = f"follow-up after {tokens:,} tokens"
    times = f"medians of {len(kept)} and {len(full)}"
    return [
        Figure(
            f"{name}: kept / read again, {times}",
            round(ratio, 3),
            "ratio",
            f"≤ {target}",
            ratio <= target,
        ),
        Figure(f"{name}: kept", round(statistics.median(kept) * 1000), "ms to the first token"),
        Figure(f"{name}: read again", round(statistics.median(full) * 1000), "ms"),
    ]


def _talk(answerer: ChatAnswerer) -> list[Figure]:
    """Five questions about a photo, each after the answers to those before, made ready first."""
    prefixes = answerer.prefixes
    answerer.forget()
    answerer.prepare(_PICTURE)
    prefixes.asked = prefixes.found = 0
    turns: tuple[Turn, ...] = ()
    for question in (*QUESTIONS, QUESTIONS[0]):
        answerer.answer(Conversation(_PICTURE, question, turns))
        turns = (*turns, Turn(question, "a red circle above a blue square"))
    kept = answerer.prefixes.size[0]
    length = _length(answerer, Conversation(_PICTURE, QUESTIONS[0], turns[:-1]))
    return [
        Figure(
            "a talk of five questions: tokens read before",
            round(100 * prefixes.found / prefixes.asked, 1),
            "%",
        ),
        Figure("kept for a token", round(kept / length / 1000, 1), "KB"),
    ]


def _timed(answerer: ChatAnswerer, conversation: Conversation) -> float:
    begun = time.perf_counter()
    answerer.answer(conversation)
    return time.perf_counter() - begun


def _history(answerer: ChatAnswerer, tokens: int) -> tuple[Turn, ...]:
    """Turns that make the prompt so long, one long answer in the end or none."""
    words = 0
    while True:
        answers = ["red"] * min(words, 7)
        if words > 7:
            answers[-1] = " ".join(["red"] * (words - 6))
        turns = tuple(
            Turn(question, answer) for question, answer in zip(QUESTIONS * 2, answers, strict=False)
        )
        missing = tokens - _length(answerer, Conversation(_PICTURE, QUESTIONS[0], turns))
        if missing <= 0:
            return turns
        words += missing if words >= 7 else 1


def _length(answerer: ChatAnswerer, conversation: Conversation) -> int:
    inputs: Any = answerer._inputs(conversation)
    return int(inputs["input_ids"].shape[1])


_PICTURE = Picture(Image.effect_noise((1280, 960), 64).convert("RGB"), "noise")


if __name__ == "__main__":
    report("followup", measure())
