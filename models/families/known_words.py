"""MiniGPT-4 (Zhu et al. 2023, arXiv 2304.10592), in the classes of BLIP-2.

Whose vision encoder it has.
"""

from __future__ import annotations

from typing import Any

from models.errors import NotUnderstood


def check_known(tokenizer: Any, question: str) -> None:
    """Raise `NotUnderstood` where the tokenizer knows a word of the question only as unknown.

    The tokenizers of large models piece any word together and have no such words; a small
    vocabulary, such as the demonstration's or BLIP's for another script, has many.
    """
    unknown = tokenizer.unk_token_id
    # Without the special ones: OPT's sign for the unknown is the one that begins each text.
    if unknown in tokenizer(question, add_special_tokens=False)["input_ids"]:
        raise NotUnderstood("a word that the model does not know")
