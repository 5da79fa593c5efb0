"""A question with a word that the model has never seen is not answered: that would be a guess."""

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
