"""Loading of torch checkpoints: local, safetensors, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.checkpoints.checkpoint import Checkpoint, check_loaded
from models.concurrency.memory_retry import is_out_of_memory
from models.errors import ModelDamaged

if TYPE_CHECKING:
    import torch

_LOCAL = {"local_files_only": True, "trust_remote_code": False}


_LARGE = 50_000_000
"""Parameters from which on a model gains by bfloat16 on a CPU."""


def number_type(device: str, parameters: int) -> torch.dtype:
    """bfloat16 where the device computes in it; else float16 on a GPU and float32 on a CPU.

    On a GPU from compute capability 8 on; on a CPU with AVX-512 BF16, AMX or ARM's BF16, for a
    model of so many `parameters`.
    """
    import torch  # heavy

    if device.startswith("cuda"):
        native = torch.cuda.get_device_capability(torch.device(device)) >= (8, 0)
        return torch.bfloat16 if native else torch.float16
    # Where it would be emulated, as on AVX-512 alone, float32 is faster.
    has = torch.cpu.get_capabilities()
    native = any(has.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return torch.bfloat16 if native and parameters >= _LARGE else torch.float32


def load_model(model_class: Any, checkpoint: Checkpoint, **arguments: Any) -> Any:
    """The checkpoint as a `model_class` in evaluation mode. Raises `ModelDamaged` unless whole."""
    import safetensors  # the heavy ones only when a model is loaded

    _hush()
    checkpoint.parameters()  # tells a file that is cut short, before anything is loaded
    try:
        model, info = model_class.from_pretrained(
            checkpoint.path, output_loading_info=True, use_safetensors=True, **_LOCAL, **arguments
        )
    except (safetensors.SafetensorError, OSError, ValueError, KeyError, RuntimeError) as error:
        # A RuntimeError may be transformers' word for weights whose shapes are another model's.
        misfit = "ignore_mismatched_sizes" in str(error)
        if is_out_of_memory(error) or (isinstance(error, RuntimeError) and not misfit):
            raise
        raise ModelDamaged(f"{checkpoint.path}: {error}", model=checkpoint.name) from error
    check_loaded(info, checkpoint.name)
    return model.eval()


def load_part(part_class: Any, checkpoint: Checkpoint, **arguments: Any) -> Any:
    """A checkpoint's tokenizer or processor. Raises `ModelDamaged` where its files are not whole.

    Image processors run on PIL, so that torchvision isn't needed.
    """
    _hush()
    try:
        part = part_class.from_pretrained(checkpoint.path, **_LOCAL, **arguments)
    # A TypeError: a CTC tokenizer opens its vocabulary without asking whether there is one.
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(f"{checkpoint.path}: {error}", model=checkpoint.name) from error
    # Where its files are missing, transformers makes a tokenizer that knows no word at all.
    tokenizer = getattr(part, "tokenizer", part)
    known = getattr(tokenizer, "get_vocab", None)
    if known is not None and len(known()) <= len(tokenizer.all_special_tokens):
        raise ModelDamaged(f"{checkpoint.path} has no vocabulary", model=checkpoint.name)
    return part


def _hush() -> None:
    """No bars and advice of the library's: the terminal is for answers, and errors are raised."""
    from transformers.utils import logging  # heavy

    library: Any = logging
    library.disable_progress_bar()
    library.set_verbosity_error()
