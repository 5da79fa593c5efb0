"""Trains the two embedders: CLIP in English, SigLIP in both languages, on eyes that see already.

The eyes stay as they are, so what they see of the training pictures is computed once; what is
learnt is the pooling of it, the words, and the one space of both.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import WordLevel
from torch import nn
from torch.nn.functional import cross_entropy, logsigmoid
from transformers import (
    BlipForConditionalGeneration,
    CLIPConfig,
    CLIPModel,
    CLIPProcessor,
    LlavaForConditionalGeneration,
    PreTrainedTokenizerFast,
    SiglipConfig,
    SiglipModel,
    SiglipProcessor,
)
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

from tests.shapes import bangla, pool, training
from tests.shapes.claims import Texts
from tests.shapes.hints import Hints
from tests.shapes.scene import Scene
from tests.shapes.sentences import words

WIDTH = 128
LONGEST = 24
"""Tokens of a text; the longest caption has 13."""
_SPECIAL = ("<pad>", "<unk>", "<s>", "</s>")
_BATCH = 256
_STAGES = {"clip": ((4, 1600, 4e-3),), "siglip": ((4, 1200, 4e-3), (2, 1200, 2e-3))}
"""Of each: how many layers of the eyes stay as they are, steps, the highest rate."""


def tokenizer(languages: tuple[str, ...]) -> PreTrainedTokenizerFast:
    """Word by word; texts end with </s>, whose place CLIP pools."""
    listed = {*words(), "photo", "with", "something", "else", "shape", "a", "the"}
    if "bn" in languages:
        listed |= {*bangla.words(), "ছবি", "ছবিতে", "আছে"}
    known = [*_SPECIAL, *sorted(listed)]
    core = Tokenizer(WordLevel({word: i for i, word in enumerate(known)}, unk_token=_SPECIAL[1]))
    core.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 2), ("</s>", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        **dict(zip(("pad_token", "unk_token", "bos_token", "eos_token"), _SPECIAL, strict=True)),
        model_max_length=LONGEST,
        padding_side="right",
    )


def processor(name: str, words_of: PreTrainedTokenizerFast) -> CLIPProcessor | SiglipProcessor:
    """Pictures to a square of 64 pixels without a crop, normalised as the pool is; and words."""
    side = {"height": pool.SIDE, "width": pool.SIDE}
    how = {"size": side, "image_mean": pool.MEAN, "image_std": pool.STD, "resample": 3}
    if name == "clip":
        return CLIPProcessor(
            CLIPImageProcessorPil(**how, do_center_crop=False, crop_size=side), words_of
        )
    return SiglipProcessor(SiglipImageProcessorPil(**how), words_of)


def build_clip(eyes: Path, known: int) -> CLIPModel:
    """A CLIP of about a million parameters with the chat model's eyes, which are a CLIP's."""
    tower = LlavaForConditionalGeneration.from_pretrained(eyes).model.vision_tower
    model = CLIPModel(CLIPConfig(**_config(known, tower.config)))
    model.vision_model.load_state_dict(tower.state_dict())
    return model


def build_siglip(eyes: Path, known: int) -> SiglipModel:
    """A SigLIP of about a million parameters with the captioner's eyes, but for its class token."""
    blip = BlipForConditionalGeneration.from_pretrained(eyes).vision_model
    model = SiglipModel(SiglipConfig(**_config(known, blip.config)))
    theirs, ours = dict(model.vision_model.state_dict()), blip.state_dict()
    theirs["embeddings.position_embedding.weight"] = ours["embeddings.position_embedding"][0, 1:]
    for part in ("weight", "bias"):
        name = f"embeddings.patch_embedding.{part}"
        theirs[name] = ours[name]
    for name, value in ours.items():
        if ".qkv." in name:
            for part, third in zip("qkv", value.chunk(3), strict=True):
                theirs[name.replace("qkv", f"{part}_proj")] = third
        elif name.startswith(("encoder", "post_layernorm")):
            theirs[name.replace("projection", "out_proj")] = value
    model.vision_model.load_state_dict(theirs)
    return model


def _config(known: int, seen: Any) -> dict[str, Any]:
    text = {
        "vocab_size": known,
        "hidden_size": WIDTH,
        "intermediate_size": 2 * WIDTH,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "max_position_embeddings": LONGEST,
        "projection_size": WIDTH,
        "projection_dim": WIDTH,
        "hidden_act": "gelu",
        "pad_token_id": 0,
        "bos_token_id": 2,
        "eos_token_id": 3,
    }
    vision = {
        "hidden_size": seen.hidden_size,
        "intermediate_size": seen.intermediate_size,
        "num_hidden_layers": seen.num_hidden_layers,
        "num_attention_heads": seen.num_attention_heads,
        "image_size": pool.SIDE,
        "patch_size": pool.PATCH,
        "hidden_act": seen.hidden_act,
        "layer_norm_eps": seen.layer_norm_eps,
    }
    return {"text_config": text, "vision_config": vision, "projection_dim": WIDTH}


class _Seeing:
    """The eyes in two parts: what is known already, and what is learnt on top of it.

    CLIP's gist token holds the whole scene, and a projection of it is enough. SigLIP has no such
    token: its upper layers must learn how the shapes lie to one another, once it has the words.
    still: how many of SigLIP's layers stay as they are.
    """

    def __init__(self, model: Any, clip: bool, still: int) -> None:
        self._model, self._clip, self._still = model, clip, still
        vision = model.vision_model
        self._upper = [] if clip else list(vision.encoder.layers[still:])
        self.learnt: nn.Module = (
            model.visual_projection
            if clip
            else nn.ModuleList([*self._upper, vision.post_layernorm, vision.head])
        )

    def known(self, pixels: torch.Tensor) -> torch.Tensor:
        """What the part that stays as it is makes of normalised pixels."""
        vision = self._model.vision_model
        if self._clip:
            return vision(pixel_values=pixels).pooler_output
        hidden = vision.embeddings(pixels)
        for layer in vision.encoder.layers[: self._still]:
            hidden = layer(hidden, None)
        return hidden

    def __call__(
        self, known: torch.Tensor, hints: Hints, scenes: list[Scene]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Vectors of length 1, and what the hints say to them."""
        if self._clip:
            found = self._model.visual_projection(known)
            return nn.functional.normalize(found.float(), dim=1), torch.zeros(())
        for layer in self._upper:
            known = layer(known, None)
        tokens = self._model.vision_model.post_layernorm(known)
        found = self._model.vision_model.head(tokens)
        told = hints(torch.cat([found[:, None], tokens], dim=1), scenes)
        return nn.functional.normalize(found.float(), dim=1), told


def _seen(known: Callable[[torch.Tensor], torch.Tensor], pixels: np.ndarray) -> torch.Tensor:
    """What is known of each picture, float16, computed once."""
    batches = range(0, len(pixels), 128)
    with torch.inference_mode():
        return torch.cat([known(pool.normalised(pixels[b : b + 128])).half() for b in batches])


def make(folder: Path, name: str, eyes: Path, chunks: int = 24) -> None:
    """Trains "clip" or "siglip" and saves it in `folder`.

    eyes: the checkpoint whose eyes it begins with.
    """
    torch.manual_seed(5)
    rng = np.random.default_rng(5)
    languages = ("en",) if name == "clip" else ("en", "bn")
    words_of = tokenizer(languages)
    clip = name == "clip"
    model: Any = (build_clip if clip else build_siglip)(eyes, len(words_of))
    parts = processor(name, words_of)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    pictures = pool.load(chunks)
    texts = Texts(pictures.scenes, languages)
    model.eval()
    hints = Hints(WIDTH)
    scale = nn.Parameter(torch.tensor(2.3))
    bias = nn.Parameter(torch.tensor(-6.0))

    def texts_of(said: list[str]) -> torch.Tensor:
        tokens = words_of(said, padding="max_length", truncation=True, return_tensors="pt")
        if clip:
            out = model.text_model(tokens.input_ids, attention_mask=tokens.attention_mask)
            return nn.functional.normalize(model.text_projection(out.pooler_output).float(), dim=1)
        return nn.functional.normalize(
            model.text_model(tokens.input_ids).pooler_output.float(), dim=1
        )

    def loss(_step: int) -> torch.Tensor:
        chosen = rng.integers(len(pictures.scenes), size=_BATCH if clip else _BATCH // 2)
        drawn = [texts.draw(int(at), rng) for at in chosen]
        if not clip:
            drawn += [texts.nearly(int(at), rng) for at in chosen[: _BATCH // 4] if texts.two(at)]
        true = torch.tensor([[texts.true(claim, int(at)) for at in chosen] for _, claim in drawn])
        scenes = [pictures.scenes[at] for at in chosen]
        images, told = seeing(seen[torch.from_numpy(chosen)].float(), hints, scenes)
        logits = texts_of([text for text, _ in drawn]) @ images.T * scale.exp()
        if not clip:
            signs = 2.0 * true - 1
            return told - logsigmoid(signs * (logits + bias)).sum() / len(chosen)
        total = torch.zeros(())
        for scores, wanted in ((logits, true), (logits.T, true.T)):
            some = wanted.any(1)
            shares = wanted[some] / wanted[some].sum(1, keepdim=True)
            total = total + cross_entropy(scores[some], shares)
        return total

    def check() -> None:
        with torch.no_grad():
            model.logit_scale.fill_(scale.item())
            if not clip:
                model.logit_bias.fill_(bias.item())
        training.save(model, parts, folder)

    for still, steps, peak in _STAGES[name]:
        seeing = _Seeing(model, clip, still)
        seen = _seen(seeing.known, pictures.pixels)
        print("seen", tuple(seen.shape), flush=True)
        learnt = nn.ModuleList([model.text_model, seeing.learnt, hints])
        if clip:
            learnt.append(model.text_projection)
        learnt.register_parameter("scale", scale)
        learnt.register_parameter("bias", bias)
        training.train(learnt, loss, steps, peak, check, every=100)


if __name__ == "__main__":
    import sys

    torch.set_num_threads(1)
    make(Path(sys.argv[2]), sys.argv[1], Path(sys.argv[3]))
