"""Models that talk about a picture: LLaVA and its kin, through one class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.abilities import Answer, Conversation
from models.answer.known import check_known
from models.answer.quantise import Quantise
from models.answer.tidy import tidy
from models.checkpoint import Checkpoint
from models.errors import ModelDamaged, SettingWrong
from models.heavy import set_threads
from models.loading import load_model, load_part, number_type

if TYPE_CHECKING:
    from torch import nn

MAX_NEW_TOKENS = 200
_MOST_TURNS = 8
"""Turns of history that are told again; older ones are forgotten, or the prompt grows forever."""


DESCRIBES = True
"""It can also describe a picture at length."""


def takes(checkpoint: Checkpoint) -> bool:
    """Every checkpoint that brings a chat template."""
    return checkpoint.has_chat_template


def load(checkpoint: Checkpoint, device: str, quantise: Quantise) -> ChatAnswerer:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`, `SettingWrong`."""
    return ChatAnswerer(checkpoint, device, quantise)


class ChatAnswerer:
    """Answers with any checkpoint that `AutoModelForImageTextToText` knows, by its chat template.

    quantise: the language model's numbers: 4 bits ("nf4", bfloat16 in between), "int8" or "none".
    """

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`, `SettingWrong`."""
        import torch  # noqa: PLC0415 - heavy
        from transformers import AutoModelForImageTextToText, AutoProcessor  # noqa: PLC0415

        self._processor = load_part(AutoProcessor, checkpoint, backend="pil")
        if getattr(self._processor, "chat_template", None) is None:
            raise SettingWrong(f"{checkpoint.name} has no chat template", setting="models.answer")
        # LLM.int8() multiplies in float16, and says so for each layer of each token otherwise.
        dtype = torch.float16 if quantise == "int8" else number_type(device)
        arguments: dict[str, Any] = {"dtype": dtype, "device_map": {"": device}}
        if quantise != "none":
            skeleton = _skeleton(checkpoint)
            arguments["quantization_config"] = _quantisation(quantise, outside(skeleton))
        self._model = load_model(AutoModelForImageTextToText, checkpoint, **arguments)
        if quantise != "none":
            check_quantised(self._model, checkpoint.name)

    def answer(self, conversation: Conversation) -> Answer:
        """The answer, greedily, in at most 200 tokens; one that runs over loses its last part.

        Raises `NotUnderstood` for a question with a word that its tokenizer can't even spell.
        """
        import torch  # noqa: PLC0415 - heavy

        check_known(self._processor.tokenizer, conversation.question)
        set_threads(self._model)
        model = self._model
        inputs = self._processor.apply_chat_template(
            messages(conversation),
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
        ).to(model.device)
        # Some tokenizers give them, and a language model refuses what it does not use.
        inputs.pop("token_type_ids", None)
        inputs["pixel_values"] = inputs["pixel_values"].to(model.dtype)
        with torch.inference_mode():
            out = model.generate(
                **inputs,
                do_sample=False,
                num_beams=1,
                # A checkpoint's own sampling settings would be complained of in each call.
                temperature=None,
                top_p=None,
                top_k=None,
                max_new_tokens=MAX_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=True,
            )
        new = out.sequences[0, inputs["input_ids"].shape[1] :]
        logs = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
        text = self._processor.decode(new, skip_special_tokens=True)
        return Answer(
            tidy(text, ended=len(new) < MAX_NEW_TOKENS), float(logs[0].float().mean().exp())
        )


def messages(conversation: Conversation) -> list[dict[str, Any]]:
    """The conversation for a chat template: the picture stands before the first question."""
    talk: list[dict[str, Any]] = []
    for turn in conversation.history[-_MOST_TURNS:]:
        talk.append(_said("user", turn.question))
        talk.append(_said("assistant", turn.answer))
    talk.append(_said("user", conversation.question))
    talk[0]["content"].insert(0, {"type": "image", "image": conversation.picture.image})
    return talk


def outside(model: nn.Module) -> list[str]:
    """The names of all linear layers that are not the language model's own, its head included.

    By structure and in full: a pattern such as "vision_tower" matches only from a name's start,
    and where it doesn't, the tower is quantised in silence.
    """
    from torch import nn  # noqa: PLC0415 - heavy

    within = _language_model(model)
    return [
        name
        for name, layer in model.named_modules()
        if isinstance(layer, nn.Linear) and not name.startswith(f"{within}.")
    ]


def check_quantised(model: nn.Module, name: str) -> None:
    """Hold a loaded model to its quantisation. Raises `ModelDamaged`.

    Every linear layer of the language model is quantised, and none outside: the vision tower,
    the projector and the head keep their numbers.
    """
    from bitsandbytes.nn.modules import Linear4bit, Linear8bitLt  # noqa: PLC0415 - heavy
    from torch import nn  # noqa: PLC0415

    within = _language_model(model)
    wrong = [
        layer_name
        for layer_name, layer in model.named_modules()
        if isinstance(layer, nn.Linear)
        and isinstance(layer, Linear4bit | Linear8bitLt) != layer_name.startswith(f"{within}.")
    ]
    if wrong:
        some = ", ".join(wrong[:3])
        raise ModelDamaged(f"{name}: quantised where it must not be, or not: {some}", model=name)


def _said(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}


def _language_model(model: nn.Module) -> str:
    """Where the language model lies in the whole, such as "model.language_model"."""
    find_decoder: Any = model.get_decoder
    decoder = find_decoder()
    names: list[str] = [name for name, part in model.named_modules() if part is decoder]
    return names[0]


def _skeleton(checkpoint: Checkpoint) -> nn.Module:
    """The checkpoint's model without any weights."""
    import torch  # noqa: PLC0415 - heavy
    from transformers import AutoConfig, AutoModelForImageTextToText  # noqa: PLC0415

    config = load_part(AutoConfig, checkpoint)
    build: Any = AutoModelForImageTextToText.from_config
    try:
        with torch.device("meta"):
            skeleton: nn.Module = build(config)
    except ValueError as error:
        raise SettingWrong(
            f"{checkpoint.name} is a {checkpoint.model_type!r} model", setting="models.answer"
        ) from error
    return skeleton


def _quantisation(quantise: Quantise, skip: list[str]) -> Any:
    import torch  # noqa: PLC0415 - heavy
    from transformers import BitsAndBytesConfig  # noqa: PLC0415

    config: Any = BitsAndBytesConfig
    if quantise == "int8":
        return config(load_in_8bit=True, llm_int8_skip_modules=skip)
    # The library's default is fp4 with float32 in between: slower, and less exact.
    return config(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
        bnb_4bit_use_double_quant=True,
        llm_int8_skip_modules=skip,
    )
