"""What every torch backend does to load a checkpoint. Imported by backends only."""

from __future__ import annotations

import pickle
from typing import Any

import safetensors
import torch
from transformers import AutoImageProcessor

from models.checkpoint import Checkpoint, check_loaded
from models.errors import ModelDamaged
from models.retry import is_out_of_memory


def number_type(device: str) -> torch.dtype:
    """float32 on a CPU; on a GPU bfloat16 where it is native (compute capability 8), or float16."""
    if not device.startswith("cuda"):
        return torch.float32
    native = torch.cuda.get_device_capability(torch.device(device)) >= (8, 0)
    return torch.bfloat16 if native else torch.float16


def load_model(model_class: Any, checkpoint: Checkpoint, **arguments: Any) -> Any:
    """The checkpoint as a `model_class` in evaluation mode. Raises `ModelDamaged` unless whole."""
    checkpoint.parameters()
    try:
        model, info = model_class.from_pretrained(
            checkpoint.path, output_loading_info=True, **checkpoint.loading, **arguments
        )
    except (
        safetensors.SafetensorError,
        pickle.UnpicklingError,
        EOFError,
        OSError,
        ValueError,
        KeyError,
    ) as error:
        raise ModelDamaged(f"{checkpoint.path}: {error}", model=checkpoint.name) from error
    except RuntimeError as error:
        # transformers says "ignore_mismatched_sizes" and torch "PytorchStreamReader failed".
        if is_out_of_memory(error):
            raise
        raise ModelDamaged(f"{checkpoint.path}: {error}", model=checkpoint.name) from error
    check_loaded(info, checkpoint.name)
    return model.eval()


def load_image_processor(checkpoint: Checkpoint) -> Any:
    """The picture half of a checkpoint's processor, on PIL: torchvision isn't needed.

    Not AutoProcessor, which looks for BLIP's torchvision half first and warns of its absence.
    """
    load: Any = AutoImageProcessor.from_pretrained
    return load(checkpoint.path, backend="pil", local_files_only=True)
