"""Quantisation of a language model's weights; the rest of the model keeps its precision.

By structure and in full names: a pattern such as "vision_tower" matches only from a name's start,
and where it doesn't, the tower is quantised in silence.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.fused_layers import merge
from models.checkpoints.loading import load_model, load_part, number_type
from models.errors import ModelDamaged, SettingWrong

if TYPE_CHECKING:
    from torch import nn

Quantise = Literal["nf4", "int4", "int8", "none"]
"""4 bits by bitsandbytes or by torchao, 8 bits, or as they are."""


def load_quantised(
    model_class: Any, checkpoint: Checkpoint, device: str, quantise: Quantise
) -> Any:
    """The checkpoint as a `model_class` on `device`, its language model `quantise`d and checked.

    On a GPU its layers are merged. model_class: one with `from_config`. Raises `ModelDamaged`,
    `SettingWrong`.
    """
    model = _loaded(model_class, checkpoint, device, quantise)
    if device.startswith("cuda"):
        merge(model)
    return model


def _loaded(model_class: Any, checkpoint: Checkpoint, device: str, quantise: Quantise) -> Any:
    import torch  # heavy

    # LLM.int8() multiplies in float16, and says so for each layer of each token otherwise.
    own = number_type(device, checkpoint.parameters())
    dtype = torch.float16 if quantise == "int8" else own
    arguments: dict[str, Any] = {"dtype": dtype, "device_map": {"": device}}
    if quantise == "none":
        return load_model(model_class, checkpoint, **arguments)
    if quantise == "int4":
        _check_int4(device)
    skip = outside(_skeleton(model_class, checkpoint))
    arguments["quantization_config"] = _quantisation(quantise, skip)
    model = load_model(model_class, checkpoint, **arguments)
    check_quantised(model, checkpoint.name)
    return model


def outside(model: nn.Module) -> list[str]:
    """The names of all linear layers that are not the language model's own, its head included."""
    return [name for name, within in linear_layers(model) if not within]


def check_quantised(model: nn.Module, name: str) -> None:
    """Hold a loaded model to its quantisation. Raises `ModelDamaged`.

    Every linear layer of the language model is quantised, and none outside: the vision tower,
    the projector and the head keep their numbers.
    """
    wrong = [
        layer
        for layer, within in linear_layers(model)
        if _is_quantised(model.get_submodule(layer)) != within
    ]
    if wrong:
        some = ", ".join(wrong[:3])
        raise ModelDamaged(f"{name}: quantised where it must not be, or not: {some}", model=name)


def _is_quantised(layer: Any) -> bool:
    from bitsandbytes.nn.modules import Linear4bit, Linear8bitLt  # heavy

    # torchao's are plain layers whose weights are its own kind of tensor.
    torchao = type(layer.weight).__module__.startswith("torchao.")
    return torchao or isinstance(layer, Linear4bit | Linear8bitLt)


def _check_int4(device: str) -> None:
    """Hold 4 bits by torchao to what they want. Raises `SettingWrong`."""
    if find_spec("torchao") is None:
        wrong = "it wants torchao: .venv/bin/pip install -e '.[int4]'"
    elif not device.startswith("cuda"):
        wrong = "it wants an NVIDIA GPU"
    else:
        return
    raise SettingWrong(f"quantise = 'int4': {wrong}", setting="models.answer.quantise")


def linear_layers(model: Any) -> list[tuple[str, bool]]:
    """The linear layers by name, each with whether it is to be quantised."""
    from torch import nn  # heavy

    # InstructBLIP would name a T5's decoder alone, and its encoder is half of it.
    decoder = dict(model.named_children()).get("language_model", model.get_decoder())
    place = next(name for name, part in model.named_modules() if part is decoder)
    head = model.get_output_embeddings()
    # T5's "wo" overflows in half precision, so that transformers keeps it, and we do.
    kept = set(getattr(decoder, "_keep_in_fp32_modules", None) or ())
    return [
        (
            name,
            name.startswith(f"{place}.") and layer is not head and not kept & set(name.split(".")),
        )
        for name, layer in model.named_modules()
        if isinstance(layer, nn.Linear)
    ]


def _skeleton(model_class: Any, checkpoint: Checkpoint) -> nn.Module:
    """The checkpoint's model without any weights."""
    import torch  # heavy
    from transformers import AutoConfig

    config = load_part(AutoConfig, checkpoint)
    try:
        with torch.device("meta"):
            skeleton: nn.Module = model_class.from_config(config)
    except ValueError as error:
        raise SettingWrong(
            f"{checkpoint.name} is a {checkpoint.model_type!r} model", setting="models.answer"
        ) from error
    return skeleton


def _quantisation(quantise: Quantise, skip: list[str]) -> Any:
    import torch  # heavy
    from transformers import BitsAndBytesConfig

    config: Any = BitsAndBytesConfig
    if quantise == "int4":
        return _torchao(skip)
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


def _torchao(skip: list[str]) -> Any:
    """4 bits in groups of 128, packed for the kernels that torch itself brings."""
    from transformers import TorchAoConfig  # heavy

    # An extra, and not where types are checked.
    torchao = import_module("torchao.quantization")
    kind = torchao.Int4WeightOnlyConfig(
        group_size=128, int4_packing_format="tile_packed_to_4d", set_inductor_config=False
    )
    return TorchAoConfig(kind, modules_to_not_convert=skip)
