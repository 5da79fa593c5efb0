"""Tiny random checkpoints of BLIP-2's classes: every part real, nothing learnt."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

WORDS = re.findall(
    r"\w+", "question answer short a photo of image description what is this red blue circle it"
)


def word_tokenizer(folder: Path, *, begin: str | None = None, end: str | None = None) -> int:
    """Save a tokenizer that knows WORDS and every letter; returns the size of its vocabulary.

    begin, end: special tokens that it puts around a text.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    letters = [chr(code) for code in range(32, 127)]
    special = ["<pad>", "<unk>", "<s>", "</s>", "<image>"]
    vocabulary = [*special, *letters, "\n", *(f" {word}" for word in WORDS)]
    known = Tokenizer(models.WordLevel({t: n for n, t in enumerate(vocabulary)}, unk_token="<unk>"))  # noqa: S106 -- a token of a vocabulary
    known.pre_tokenizer = pre_tokenizers.Split(
        Regex("|".join(f" {word}\\b" for word in WORDS) + "|[\\s\\S]"), "isolated"
    )
    known.decoder = decoders.Fuse()
    around = f"{begin + ' ' if begin else ''}$A{' ' + end if end else ''}"
    ids = [(token, special.index(token)) for token in (begin, end) if token]
    known.post_processor = processors.TemplateProcessing(single=around, special_tokens=ids)
    PreTrainedTokenizerFast(
        tokenizer_object=known,
        pad_token="<pad>",  # noqa: S106 -- a token of a vocabulary
        # As OPT's: its unknown token is the one that begins a text.
        unk_token="</s>" if begin == "</s>" else "<unk>",
        bos_token=begin,
        eos_token="</s>",  # noqa: S106 -- a token of a vocabulary
    ).save_pretrained(folder)
    return len(vocabulary)


def text_config(kind: str, size: int) -> Any:
    """A language model's configuration: "opt", "t5" or "llama"; 4 bits want multiples of 64."""
    from transformers import LlamaConfig, OPTConfig, T5Config

    ends = {"pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3}
    if kind == "t5":
        return T5Config(
            vocab_size=size, d_model=64, d_kv=16, d_ff=128, num_layers=2, num_heads=4,
            decoder_start_token_id=0, feed_forward_proj="gated-gelu",
            tie_word_embeddings=False, initializer_factor=3.0, **ends,
        )  # fmt: skip
    if kind == "opt":
        return OPTConfig(
            vocab_size=size, hidden_size=64, word_embed_proj_dim=64, ffn_dim=128,
            num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=512,
            init_std=0.4, **ends,
        )  # fmt: skip
    return LlamaConfig(
        vocab_size=size, hidden_size=64, intermediate_size=128, num_hidden_layers=2,
        num_attention_heads=4, initializer_range=0.4, **ends,
    )  # fmt: skip


def save_qformer_model(folder: Path, kind: str, language_model: str) -> Path:
    """Save a "blip-2" or "instructblip" with that language model; returns its folder."""
    import torch
    from transformers import (
        Blip2Config,
        Blip2ForConditionalGeneration,
        BlipImageProcessorPil,
        InstructBlipConfig,
        InstructBlipForConditionalGeneration,
    )

    torch.manual_seed(7)
    size = word_tokenizer(
        folder,
        begin={"opt": "</s>", "t5": None, "llama": "<s>"}[language_model],
        end="</s>" if language_model == "t5" else None,
    )
    if kind == "instructblip":
        word_tokenizer(folder / "qformer_tokenizer")
    BlipImageProcessorPil(size={"height": 28, "width": 28}).save_pretrained(folder)
    config_class, model_class = {
        "blip-2": (Blip2Config, Blip2ForConditionalGeneration),
        "instructblip": (InstructBlipConfig, InstructBlipForConditionalGeneration),
    }[kind]
    config = config_class(
        vision_config={
            "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
            "num_attention_heads": 4, "image_size": 28, "patch_size": 7,
            "initializer_range": 0.3,
        },
        qformer_config={
            "vocab_size": size, "hidden_size": 32, "num_hidden_layers": 2,
            "num_attention_heads": 4, "intermediate_size": 48, "initializer_range": 0.3,
            "encoder_hidden_size": 32, "max_position_embeddings": 64,
        },
        text_config=text_config(language_model, size).to_dict(),
        num_query_tokens=4,
        image_token_index=4,
        initializer_range=0.3,
    )  # fmt: skip
    model = model_class(config)
    torch.nn.init.normal_(model.query_tokens)
    model.save_pretrained(folder)
    return folder
