"""LLaVA at any size, with random weights: how fast it is is real, what it says is not."""

from __future__ import annotations

from typing import Any

SEVEN = {"hidden_size": 4096, "intermediate_size": 11_008, "num_hidden_layers": 32,
         "num_attention_heads": 32, "num_key_value_heads": 32, "vocab_size": 32_064}  # fmt: skip
EYES = {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
         "num_attention_heads": 16, "image_size": 336, "patch_size": 14}  # fmt: skip


def llava(device: str, text: dict[str, int], dtype: Any, eyes: dict[str, int] = EYES) -> Any:
    """A LLaVA of that size with random weights, which never ends an answer by itself."""
    import torch
    from transformers import LlavaConfig, LlavaForConditionalGeneration

    config = LlavaConfig(
        vision_config={"model_type": "clip_vision_model", **eyes},
        text_config={"model_type": "llama", **text},
        image_token_index=32_000,
    )
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            model: Any = LlavaForConditionalGeneration(config)
            model.eval()
    finally:
        torch.set_default_dtype(before)
    model.generation_config.eos_token_id = None
    return model
