"""A chat model that writes without a picture: what translates with it needs no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.answer.known import check_known
from models.answer.thoughts import spoken, wished
from models.heavy import set_threads

_LONGEST = 512
"""Tokens of what it writes: a long sentence of Bangla takes a byte-level vocabulary 300."""


def write(model: Any, processor: Any, entry: Mapping[str, str]) -> str:
    """What the model writes, greedily, to a turn of one entry as its chat template takes it.

    entry: "type" is "text"; "text" is the prompt, or what a template of another kind is to treat.
    Raises `NotUnderstood` for a word that its tokenizer can't even spell.
    """
    import torch  # noqa: PLC0415 - heavy

    check_known(processor.tokenizer, entry["text"])
    set_threads(model)
    inputs = processor.apply_chat_template(
        [{"role": "user", "content": [dict(entry)]}],
        add_generation_prompt=True,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        **wished(processor.chat_template),
    ).to(model.device)
    with torch.inference_mode():
        out = model.generate(
            input_ids=inputs["input_ids"],
            attention_mask=inputs["attention_mask"],
            do_sample=False,
            num_beams=1,
            temperature=None,
            top_p=None,
            top_k=None,
            max_new_tokens=min(_LONGEST, 3 * inputs["input_ids"].shape[1] + 32),
        )
    new = out[0, inputs["input_ids"].shape[1] :]
    return spoken(processor, new)
