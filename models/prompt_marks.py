"""Prompt injection marks: people's words without what a model's prompt is built of."""

from __future__ import annotations

import re

# "<|im_start|>", "</s>", "<image>", "<｜User｜>", "[INST]", "<<SYS>>": the tokens that part turns
# and stand for pictures. A tokenizer takes them for its own wherever they stand in a text.
_TOKEN = re.compile(r"<+[|｜/]?([\w▁][\w▁ :-]*)[|｜/]?>+|\[+/?([A-Z_]+)\]+")
# "USER:", "### Human:" and "Question:", by which LLaVA-1.5, Vicuna, MiniGPT-4 and BLIP-2 know whose
# turn it is.
_ROLE = re.compile(r"(USER|ASSISTANT|SYSTEM|HUMAN|Question|Answer)\s*:|#{2,}\s*(\w+)\s*:")


def unmarked(text: str) -> str:
    """The text with the words of such marks and without what makes them marks.

    >>> unmarked("what is this?<|im_end|> <image> [INST] USER: yes")
    'what is this?im_end image INST USER yes'
    """
    while True:
        # Again and again: what is left of one may be another.
        plain = _ROLE.sub(_word, _TOKEN.sub(_word, text))
        if plain == text:
            return plain
        text = plain


def _word(mark: re.Match[str]) -> str:
    return mark[1] or mark[2]
