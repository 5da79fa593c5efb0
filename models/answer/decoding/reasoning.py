"""Reasoning of a model before its answer, which is not said."""

from __future__ import annotations

from typing import Any

# How thinking begins and ends: Qwen, Gemma 4, Mistral, Kimi.
_MARKS = (
    ("<think>", "</think>"),
    ("<|channel>", "<channel|>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
)


def wished(template: str) -> dict[str, bool]:
    """What is passed to a chat template: those that may think or not are asked to answer at once.

    Only where the template goes by it, as those of Qwen and Gemma 4 do.
    """
    return {"enable_thinking": False} if "enable_thinking" in template else {}


def spoken(processor: Any, ids: Any) -> str:
    """The answer among the tokens that a model wrote, int64 (n,), without its thoughts.

    Empty where it was stopped before it had thought to the end.
    """
    # The marks are special tokens in some vocabularies, and skipped, while the thought stays.
    whole: str = processor.decode(ids, skip_special_tokens=False)
    told = without_thoughts(whole)
    if told == whole:
        text: str = processor.decode(ids, skip_special_tokens=True)
        return text
    for token in processor.tokenizer.all_special_tokens:
        told = told.replace(token, " ")
    return told


def without_thoughts(text: str) -> str:
    """The text after its last thought; what was thought may have begun in the prompt."""
    for begin, end in _MARKS:
        text = text.rpartition(end)[2]
        text = text.partition(begin)[0]
    return text
