"""Vision-language chat models in one class: LLaVA, LLaVA-NeXT, Qwen-VL, Gemma, SmolVLM."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from models.answer.decoding.clean_answer import tidy
from models.answer.decoding.decoder import SLOTS, Decoder, Generated, fits
from models.answer.decoding.pixel_cache import ROOM, PixelCache
from models.answer.decoding.prefix_cache import (
    Pictures,
    Prefix,
    Prefixes,
    croppable,
    empty,
    rope_of,
    set_rope,
)
from models.answer.decoding.processor import load_processor
from models.answer.decoding.prompts import DESCRIBE
from models.answer.decoding.reasoning import spoken, wished
from models.answer.decoding.text_only import inputs_of
from models.backends import Preparer, Shared, Traits, Writer
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.quantise import Quantise, load_quantised
from models.concurrency.torch_threads import set_threads
from models.errors import SettingWrong
from models.families import greedy
from models.families.known_words import check_known
from models.media.image import shrink
from models.values import Answer, Conversation, Picture

MAX_NEW_TOKENS = 200
_MOST_TURNS = 8
"""Turns of history that are told again; older ones are forgotten, or the prompt grows forever."""
_LONGEST = 1280
"""Pixels of a picture's longer side, as Telegram sends photos. Qwen reads a picture as large as it
is: 12 megapixels would be 16,000 tokens."""
_MOST_PICTURES = 10
"""As many as an album has."""
_SEVERAL = ("qwen", "gemma", "smolvlm", "idefics3")
"""How the types of models begin that learnt from several pictures at once; LLaVA-1.5 and
LLaVA-NeXT saw one in each conversation, and mix up two."""

TRAITS = Traits(describes=True, keeps=True)


def takes(checkpoint: Checkpoint) -> bool:
    """Every checkpoint that brings a chat template."""
    # MiniGPT-4's, in BLIP-2's classes, has a file of its own.
    return checkpoint.has_chat_template and checkpoint.model_type != "blip-2"


def load(checkpoint: Checkpoint, device: str, quantise: Quantise) -> ChatAnswerer:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`, `SettingWrong`."""
    return ChatAnswerer(checkpoint, device, quantise)


class ChatAnswerer(Preparer, Shared, Writer):
    """Answers with any checkpoint that `AutoModelForImageTextToText` knows, by its chat template.

    quantise: the language model's numbers: 4 bits ("nf4" or "int4"), "int8" or "none".
    prefixes: what it has read already; it keeps nothing until it is given room. together: how many
    threads may ask it at the same time.
    """

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`, `SettingWrong`."""
        from transformers import AutoModelForImageTextToText  # heavy

        self._processor = load_processor(checkpoint)
        if getattr(self._processor, "chat_template", None) is None:
            raise SettingWrong(f"{checkpoint.name} has no chat template", setting="models.answer")
        self._model = load_quantised(AutoModelForImageTextToText, checkpoint, device, quantise)
        self._most = _MOST_PICTURES if checkpoint.model_type.startswith(_SEVERAL) else 1
        self._seen = PixelCache(self._processor)
        self._keeps = croppable(self._model)
        self._loop = Decoder(self._model) if fits(self._model) else None
        self.together = SLOTS if self._loop else 1
        self.prefixes = Prefixes(getattr(self._model.config, "image_token_id", -1))

    def answer(self, conversation: Conversation) -> Answer:
        """The answer, greedily, in at most 200 tokens; one that runs over loses its last part.

        Raises `NotUnderstood` for a question with a word that its tokenizer can't even spell.
        """
        with self._seen.processor() as processor:
            check_known(processor.tokenizer, conversation.question)
        set_threads(self._model)
        written = self._write(conversation, MAX_NEW_TOKENS)
        new = written.tokens
        return Answer(
            tidy(spoken(self._processor, new), ended=len(new) < MAX_NEW_TOKENS),
            float(written.logs.mean().exp()),
            pictures=min(1 + len(conversation.others), self._most),
        )

    def keep(self, room: int, spill: int) -> None:
        """Keep what is read for follow-ups: bytes on the model's device, and in CPU memory."""
        self.prefixes.room, self.prefixes.spill = room, spill
        self._seen.room = min(room, ROOM)

    def forget(self) -> None:
        """Let go of what is kept, as when a photo is deleted."""
        self.prefixes.clear()
        self._seen.forget()
        if self._loop is not None:
            self._loop.release()

    def prepare(self, picture: Picture) -> None:
        """Look at a picture before anybody asks, so that the first question is a follow-up."""
        conversation = Conversation(picture, DESCRIBE)
        if self._keeps and self.prefixes.room and self._shown(conversation) not in self.prefixes:
            set_threads(self._model)
            self._write(conversation, 1, asked=False)

    @property
    def template(self) -> str:
        """Its chat template, which tells what it is made for."""
        return str(self._processor.chat_template)

    def write(self, entry: Mapping[str, str]) -> str:
        """What it writes to one turn without a picture; entry: as its template takes it."""
        set_threads(self._model)
        with self._seen.processor() as processor:
            inputs, most = inputs_of(processor, entry)
        return spoken(self._processor, self._run(inputs.to(self._model.device), most).tokens)

    def _write(self, conversation: Conversation, most: int, asked: bool = True) -> Generated:
        """What it writes to a conversation, from where what was read before ends."""
        inputs = self._inputs(conversation)
        if not (self._keeps and self.prefixes.room):
            return self._run(inputs, most)
        pictures, ids = self._shown(conversation), inputs["input_ids"][0].tolist()
        known = self.prefixes.find(pictures, ids, self._model.device)
        written = self._run(inputs, most, known)
        said = ids + written.tokens.tolist()
        self.prefixes.put(pictures, said, written.past, written.delta, asked=asked)
        return written

    def _run(self, inputs: Any, most: int, known: Prefix | None = None) -> Generated:
        """Our own loop, or `generate` for the models that it is not for."""
        if self._loop is not None:
            past = known.cache() if known else None
            return self._loop.write(inputs, most, past, known.rope if known else None)
        cache = known.cache() if known else None
        if known:
            inputs = {name: inputs[name] for name in ("input_ids", "attention_mask")}
            set_rope(self._model, known.rope)
        elif self._keeps:
            cache = empty(self._model)
        given = {**inputs, "past_key_values": cache} if cache is not None else inputs
        tokens, logs = greedy.write(self._model, given, most)
        return Generated(tokens, logs, cache, rope_of(self._model))

    def _shown(self, conversation: Conversation) -> Pictures:
        return tuple(picture.digest for picture in shown(conversation, self._most))

    def _inputs(self, conversation: Conversation) -> Any:
        """What the model wants of the conversation, on its device, in its numbers."""
        with self._seen.processor(self._shown(conversation)) as processor:
            inputs = processor.apply_chat_template(
                messages(conversation, self._most),
                add_generation_prompt=True,
                tokenize=True,
                return_dict=True,
                return_tensors="pt",
                **wished(processor.chat_template),
            ).to(self._model.device)
        # Some tokenizers give them, and a language model refuses what it does not use.
        if "token_type_ids" not in inspect.signature(self._model.forward).parameters:
            inputs.pop("token_type_ids", None)
        for name, value in inputs.items():
            if value.is_floating_point():
                inputs[name] = value.to(self._model.dtype)
        return inputs


def messages(conversation: Conversation, most: int = 1) -> list[dict[str, Any]]:
    """The conversation for a chat template: the pictures stand before the first question.

    most: how many pictures the model can look at; several are numbered.
    """
    talk: list[dict[str, Any]] = []
    for turn in conversation.history[-_MOST_TURNS:]:
        talk.append(_said("user", turn.question))
        talk.append(_said("assistant", turn.answer))
    talk.append(_said("user", conversation.question))
    pictures = shown(conversation, most)
    before: list[dict[str, Any]] = []
    for number, picture in enumerate(pictures, 1):
        if len(pictures) > 1:
            before.append({"type": "text", "text": f"Picture {number}:"})
        before.append({"type": "image", "image": picture.image})
    talk[0]["content"] = before + talk[0]["content"]
    return talk


def shown(conversation: Conversation, most: int) -> list[Picture]:
    """The pictures that the model looks at, `most` at most, as large as it sees them."""
    pictures = (conversation.picture, *conversation.others)[:most]
    return [shrink(picture, _LONGEST) for picture in pictures]


def _said(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}
