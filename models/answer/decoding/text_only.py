"""Text generation without a picture, for translating with a chat model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.answer.decoding.reasoning import wished
from models.families.known_words import check_known

_LONGEST = 512
"""Tokens of what it writes: a long sentence of Bangla takes a byte-level vocabulary 300."""


def inputs_of(processor: Any, entry: Mapping[str, str]) -> tuple[Any, int]:
    """The model's inputs for a turn of one entry, and how many tokens it may write at most.

    entry: "type" is "text"; "text" is the prompt, or what a template of another kind is to treat.
    Raises `NotUnderstood` for a word that its tokenizer can't even spell.
    """
    check_known(processor.tokenizer, entry["text"])
    inputs = processor.apply_chat_template(
        [{"role": "user", "content": [dict(entry)]}],
        add_generation_prompt=True,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        **wished(processor.chat_template),
    )
    length = inputs["input_ids"].shape[1]
    for name in set(inputs) - {"input_ids", "attention_mask"}:
        del inputs[name]
    return inputs, min(_LONGEST, 3 * length + 32)
