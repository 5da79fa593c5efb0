"""Tiny random checkpoints of the families of chat models: the real classes, files and templates.

Their answers mean nothing; that pictures go in and words come out as with the large ones does.
"""

# ruff: noqa: S106 - tokens of a vocabulary, not of a login
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import WordLevel
from transformers import PreTrainedTokenizerFast

from tests.shapes.sentences import words

_TEXT = {
    "vocab_size": 128,
    # Four-bit numbers come in blocks of 64.
    "hidden_size": 64,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "bos_token_id": 2,
    "eos_token_id": 3,
    "pad_token_id": 0,
}
_CLIP = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "image_size": 32,
    "patch_size": 8,
}
_IM = (
    "{% for message in messages %}<|im_start|> {{ message['role'] }} "
    "{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% else %}{{ part['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|> assistant\n{% endif %}"
)
_TURNS = (
    "{{ bos_token }}{% for message in messages %}START"
    "{{ 'model' if message['role'] == 'assistant' else message['role'] }}\n"
    "{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}IMAGE{% else %}{{ part['text'] | trim }}{% endif %}"
    "{% endfor %}END\n{% endfor %}{% if add_generation_prompt %}STARTmodel\n{% endif %}"
)


def _tokenizer(*special: str, **named: str) -> PreTrainedTokenizerFast:
    """Word by word, with the family's special tokens; the named ones are its attributes too."""
    first = ["<pad>", "<unk>", "<s>", "</s>", *named.values(), *special]
    listed = list(dict.fromkeys([*first, *words(), "user", "assistant", "model", "picture"]))
    core = Tokenizer(WordLevel({word: i for i, word in enumerate(listed)}, unk_token="<unk>"))
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.add_special_tokens(first)
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        pad_token="<pad>",
        unk_token="<unk>",
        bos_token="<s>",
        eos_token="</s>",
        extra_special_tokens=dict(named),
    )


def _ids(tokenizer: PreTrainedTokenizerFast, **names: str) -> dict[str, int]:
    return {key: tokenizer.convert_tokens_to_ids(token) for key, token in names.items()}


def _save(folder: Path, model: Any, parts: dict[str, Any], said: dict[str, Any]) -> None:
    """Writes what a published checkpoint has; by hand where a processor wants torchvision."""
    import json

    model.generation_config.eos_token_id = 3
    model.generation_config.pad_token_id = 0
    model.save_pretrained(folder)
    template = said.pop("chat_template")
    for part in parts.values():
        part.save_pretrained(folder)
    (folder / "chat_template.jinja").write_text(template, encoding="utf-8")
    (folder / "processor_config.json").write_text(json.dumps(said), encoding="utf-8")


def llava_next(folder: Path) -> None:
    """LLaVA-NeXT, its picture cut into tiles."""
    from transformers import LlavaNextConfig, LlavaNextForConditionalGeneration
    from transformers.models.llava_next.image_processing_pil_llava_next import (
        LlavaNextImageProcessorPil,
    )

    tokenizer = _tokenizer(image_token="<image>")
    pinpoints = [[32, 64], [64, 32], [64, 64]]
    model = LlavaNextForConditionalGeneration(
        LlavaNextConfig(
            vision_config={"model_type": "clip_vision_model", **_CLIP},
            text_config={"model_type": "llama", **_TEXT},
            image_grid_pinpoints=pinpoints,
            image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
            image_seq_length=16,
        )
    )
    side = {"height": 32, "width": 32}
    eyes = LlavaNextImageProcessorPil(
        size={"shortest_edge": 32}, crop_size=side, image_grid_pinpoints=pinpoints
    )
    template = (
        "<s>{% for message in messages %}{% if message['role'] == 'user' %}[INST] "
        "{% for part in message['content'] %}"
        "{% if part['type'] == 'image' %}<image>\n{% else %}{{ part['text'] }}{% endif %}"
        "{% endfor %} [/INST]{% else %}{{ message['content'][0]['text'] }}</s>{% endif %}"
        "{% endfor %}"
    )
    said = {
        "processor_class": "LlavaNextProcessor",
        "patch_size": 8,
        "vision_feature_select_strategy": "default",
        "num_additional_image_tokens": 1,
        "image_token": "<image>",
        "chat_template": template,
    }
    _save(folder, model, {"eyes": eyes, "tokenizer": tokenizer}, said)


def _qwen(folder: Path, config_class: Any, model_class: Any, patch: int, **differs: Any) -> None:
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    tokenizer = _tokenizer(
        "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|video_pad|>",
        image_token="<|image_pad|>",
    )  # fmt: skip
    model = model_class(
        config_class(
            text_config={**_TEXT, **differs.pop("text")},
            vision_config={"patch_size": patch, "num_heads": 2, "out_hidden_size": 64, **differs},
            **_ids(
                tokenizer,
                image_token_id="<|image_pad|>",
                video_token_id="<|video_pad|>",
                vision_start_token_id="<|vision_start|>",
                vision_end_token_id="<|vision_end|>",
            ),
        )
    )
    eyes = Qwen2VLImageProcessorPil(
        patch_size=patch, size={"shortest_edge": 16 * patch**2, "longest_edge": 64 * patch**2}
    )
    name = model_class.__name__.removesuffix("ForConditionalGeneration") + "Processor"
    said = {"processor_class": name, "chat_template": _IM}
    _save(folder, model, {"eyes": eyes, "tokenizer": tokenizer}, said)


def qwen2_5_vl(folder: Path) -> None:
    """Qwen2.5-VL: windows of attention, three-fold positions."""
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    rope = {"rope_type": "default", "mrope_section": [2, 3, 3], "rope_theta": 10000.0}
    _qwen(
        folder, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, 14,
        depth=2, hidden_size=32, intermediate_size=48, window_size=56, fullatt_block_indexes=[1],
        text={"rope_parameters": rope},
    )  # fmt: skip


def qwen3_vl(folder: Path) -> None:
    """Qwen3-VL: what its eyes see goes into several layers of the language model."""
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    rope = {
        "rope_type": "default",
        "mrope_section": [2, 3, 3],
        "mrope_interleaved": True,
        "rope_theta": 10000.0,
    }
    _qwen(
        folder, Qwen3VLConfig, Qwen3VLForConditionalGeneration, 16,
        depth=2, hidden_size=32, intermediate_size=48, num_position_embeddings=16,
        deepstack_visual_indexes=[0], text={"rope_parameters": rope, "head_dim": 16},
    )  # fmt: skip


def gemma3(folder: Path) -> None:
    """Gemma 3: SigLIP's eyes, which the tokens of a picture see in both directions."""
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration
    from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil

    tokenizer = _tokenizer(
        "<start_of_turn>", "<end_of_turn>",
        boi_token="<start_of_image>", eoi_token="<end_of_image>", image_token="<image_soft_token>",
    )  # fmt: skip
    model = Gemma3ForConditionalGeneration(
        Gemma3Config(
            text_config={**_TEXT, "head_dim": 16, "sliding_window": 64},
            vision_config={"model_type": "siglip_vision_model", **_CLIP},
            mm_tokens_per_image=4,
            **_ids(
                tokenizer,
                boi_token_index="<start_of_image>",
                eoi_token_index="<end_of_image>",
                image_token_index="<image_soft_token>",
            ),
        )
    )
    # It begins as zeros, and nothing would be seen.
    torch.nn.init.normal_(model.model.multi_modal_projector.mm_input_projection_weight)
    template = _TURNS.replace("START", "<start_of_turn>").replace("END", "<end_of_turn>")
    said = {
        "processor_class": "Gemma3Processor",
        "image_seq_length": 4,
        "chat_template": template.replace("IMAGE", "<start_of_image>"),
    }
    eyes = Gemma3ImageProcessorPil(size={"height": 32, "width": 32})
    _save(folder, model, {"eyes": eyes, "tokenizer": tokenizer}, said)


def gemma4(folder: Path) -> None:
    """Gemma 4 with embeddings for each layer, as its small ones have, and no ears."""
    from transformers import Gemma4Config, Gemma4ForConditionalGeneration
    from transformers.models.gemma4.feature_extraction_gemma4 import Gemma4AudioFeatureExtractor
    from transformers.models.gemma4.image_processing_pil_gemma4 import Gemma4ImageProcessorPil

    tokenizer = _tokenizer(
        "<|turn>", "<turn|>", "<|channel>", "<channel|>", "<|video|>",
        boi_token="<|image>", eoi_token="<image|>", image_token="<|image|>",
        audio_token="<|audio|>", boa_token="<|audio>", eoa_token="<audio|>",
    )  # fmt: skip
    vision = {"head_dim": 16, "num_key_value_heads": 2, "position_embedding_size": 64}
    model = Gemma4ForConditionalGeneration(
        Gemma4Config(
            text_config={
                **_TEXT,
                "head_dim": 16,
                "global_head_dim": 16,
                "sliding_window": 64,
                "vocab_size_per_layer_input": 128,
                "hidden_size_per_layer_input": 64,
                "layer_types": ["sliding_attention", "full_attention"],
            },
            vision_config={**_CLIP, **vision, "pooling_kernel_size": 2},
            audio_config=None,
            **_ids(
                tokenizer,
                boi_token_id="<|image>",
                eoi_token_id="<image|>",
                image_token_id="<|image|>",
                video_token_id="<|video|>",
                audio_token_id="<|audio|>",
                boa_token_id="<|audio>",
                eoa_token_index="<audio|>",
            ),
        )
    )
    template = _TURNS.replace("START", "<|turn>").replace("END", "<turn|>")
    said = {
        "processor_class": "Gemma4Processor",
        "chat_template": template.replace("IMAGE", "<|image|>"),
    }
    eyes = Gemma4ImageProcessorPil(patch_size=8, pooling_kernel_size=2, max_soft_tokens=70)
    ears = Gemma4AudioFeatureExtractor()
    _save(folder, model, {"ears": ears, "eyes": eyes, "tokenizer": tokenizer}, said)


def smolvlm(folder: Path) -> None:
    """SmolVLM2: the picture in parts and as a whole, four patches to a token."""
    from transformers import SmolVLMConfig, SmolVLMForConditionalGeneration
    from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

    from tests.shapes.train_chat2 import TEMPLATE

    parts = [f"<row_{row}_col_{column}>" for row in (1, 2) for column in (1, 2)]
    tokenizer = _tokenizer(
        "<|im_start|>", "<end_of_utterance>", *parts,
        image_token="<image>", fake_image_token="<fake_token_around_image>",
        global_image_token="<global-img>", end_of_utterance_token="<end_of_utterance>",
    )  # fmt: skip
    model = SmolVLMForConditionalGeneration(
        SmolVLMConfig(
            text_config={"model_type": "llama", **_TEXT},
            vision_config=_CLIP,
            scale_factor=2,
            image_token_id=tokenizer.convert_tokens_to_ids("<image>"),
        )
    )
    eyes = SmolVLMImageProcessorPil(
        size={"longest_edge": 64}, max_image_size={"longest_edge": 32}, do_image_splitting=True
    )
    said = {"processor_class": "SmolVLMProcessor", "image_seq_len": 4, "chat_template": TEMPLATE}
    _save(folder, model, {"eyes": eyes, "tokenizer": tokenizer}, said)


FAMILIES: dict[str, Callable[[Path], None]] = {
    family.__name__: family
    for family in (llava_next, qwen2_5_vl, qwen3_vl, gemma3, gemma4, smolvlm)
}


def make(name: str, folder: Path) -> Path:
    """The family's checkpoint in `folder`, the same in every run."""
    torch.manual_seed(1)
    FAMILIES[name](folder)
    return folder
