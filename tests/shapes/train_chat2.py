"""Trains the second chat model: Idefics3, which SmolVLM is, with the first one's knowledge.

Its language model begins with the weights of the LLaVA in models/shapes/answer, and its eyes are
first taught to show what LLaVA's show; then all of it learns from conversations.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel
from torch import nn
from torch.nn.functional import cross_entropy
from transformers import (
    AutoTokenizer,
    Idefics3Config,
    Idefics3ForConditionalGeneration,
    Idefics3Processor,
    LlavaForConditionalGeneration,
    PreTrainedTokenizerFast,
)
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil

from tests.shapes import pool, training
from tests.shapes.train_answer import converse, pack, score

_TOKENS = (pool.SIDE // pool.PATCH) ** 2
_WITHIN = 240
"""Neurons within each layer of the eyes; LLaVA's have 512, and half of them are enough."""
# The first five are in LLaVA's places, so that its embeddings fit.
_SPECIAL = ("<pad>", "<unk>", "<|im_start|>", "<end_of_utterance>", "<image>")
_AROUND = ("<fake_token_around_image>", "<global-img>")
# SmolVLM-Instruct's own.
TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}"
    "{% if message['content'][0]['type'] == 'image' %}{{':'}}{% else %}{{': '}}{% endif %}"
    "{% for line in message['content'] %}"
    "{% if line['type'] == 'text' %}{{line['text']}}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}"
    "{% endfor %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)

HEAD = "<|im_start|>User:{0}<global-img>{1}{0}".format(_AROUND[0], "<image>" * _TOKENS)
"""Up to the first question."""
FRAME = ("User: ", "<end_of_utterance>\nAssistant:")
"""Before a later question and after each."""


def processor(first: Path) -> Idefics3Processor:
    """Pictures to a square of 64 pixels, never split; words to tokens; the chat template.

    first: the LLaVA, whose words keep their numbers.
    """
    numbers = AutoTokenizer.from_pretrained(first).get_vocab()
    known = sorted(numbers, key=numbers.__getitem__)
    listed = [*_SPECIAL, *known[len(_SPECIAL) :], *_AROUND]
    core = Tokenizer(WordLevel({word: i for i, word in enumerate(listed)}, unk_token=_SPECIAL[1]))
    core.normalizer = normalizers.Sequence(
        [
            normalizers.BertNormalizer(lowercase=True),
            normalizers.Replace("color", "colour"),
            normalizers.Replace("what's", "what is"),
        ]
    )
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core,
        **dict(zip(("pad_token", "unk_token", "bos_token", "eos_token"), _SPECIAL, strict=False)),
        additional_special_tokens=["<image>", *_AROUND],
        padding_side="left",
    )
    eyes = Idefics3ImageProcessorPil(
        # Larger than the model's square, or the shorter side is shrunk twice.
        size={"longest_edge": 8 * pool.SIDE},
        max_image_size={"longest_edge": pool.SIDE},
        do_image_splitting=False,
        resample=3,
        image_mean=pool.MEAN,
        image_std=pool.STD,
    )
    return Idefics3Processor(eyes, tokenizer, image_seq_len=_TOKENS, chat_template=TEMPLATE)


def build(teacher: LlavaForConditionalGeneration) -> Idefics3ForConditionalGeneration:
    """An Idefics3 of 1.24 million parameters that holds what fits of the LLaVA."""
    eyes, words_of = teacher.config.vision_config, teacher.config.text_config
    config = Idefics3Config(
        vision_config={
            "hidden_size": eyes.hidden_size,
            "intermediate_size": _WITHIN,
            "num_hidden_layers": eyes.num_hidden_layers,
            "num_attention_heads": eyes.num_attention_heads,
            "image_size": pool.SIDE,
            "patch_size": pool.PATCH,
            "hidden_act": eyes.hidden_act,
            "layer_norm_eps": eyes.layer_norm_eps,
        },
        text_config=words_of.to_dict(),
        image_token_id=_SPECIAL.index("<image>"),
        scale_factor=1,
        pad_token_id=0,
        bos_token_id=2,
        eos_token_id=3,
    )
    model = Idefics3ForConditionalGeneration(config)
    model.model.text_model.load_state_dict(teacher.model.language_model.state_dict())
    model.lm_head.load_state_dict(teacher.lm_head.state_dict())
    _take_eyes(model.model.vision_model, teacher.model.vision_tower)
    told = model.generation_config
    told.bos_token_id, told.eos_token_id, told.pad_token_id = 2, 3, 0
    told.max_new_tokens = 24
    return model


def _take_eyes(ours: nn.Module, clip: nn.Module) -> None:
    """Copies CLIP's layers. Its token of the whole picture moves into the first patch."""
    mine, theirs = dict(ours.state_dict()), clip.state_dict()
    place = theirs["embeddings.position_embedding.weight"]
    # What CLIP's norm before the layers does on average: make the tokens as long as the norm does.
    patches = theirs["embeddings.patch_embedding.weight"]
    scale = 1 / (place[1:].std() ** 2 + patches.flatten(1).square().sum(1).mean()).sqrt()
    mine["embeddings.patch_embedding.weight"] = patches * scale
    mine["embeddings.patch_embedding.bias"].zero_()
    mine["embeddings.position_embedding.weight"] = place[1:] * scale
    gist = place[0] + theirs["embeddings.class_embedding"]
    mine["embeddings.position_embedding.weight"][0] = gist / gist.std()
    for name, value in theirs.items():
        if not name.startswith("encoder"):
            continue
        if ".mlp." in name:
            layer = name.split(".mlp.")[0]
            into, out = (theirs[f"{layer}.mlp.fc{i}.weight"] for i in (1, 2))
            kept = (into.norm(dim=1) * out.norm(dim=0)).topk(_WITHIN).indices
            if name.endswith("fc2.weight"):
                mine[name] = value[:, kept]
            else:
                mine[name] = value if name.endswith("fc2.bias") else value[kept]
        else:
            mine[name] = value
    ours.load_state_dict(mine)


def make(folder: Path, first: Path, looks: int = 250, steps: int = 400, chunks: int = 12) -> None:
    """Teaches the eyes, then the whole; prints the accuracy by kind on unseen pictures, saves."""
    torch.manual_seed(5)
    torch.set_num_threads(1)
    rng = np.random.default_rng(5)
    parts = processor(first)
    teacher = LlavaForConditionalGeneration.from_pretrained(first).eval().requires_grad_(False)
    model = build(teacher)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    pictures = pool.load(chunks)
    known: dict[str, list[int]] = {}

    def tokens(text: str) -> list[int]:
        if text not in known:
            known[text] = parts.tokenizer(text, add_special_tokens=False).input_ids
        return known[text]

    def shown(pixels: torch.Tensor) -> torch.Tensor:
        """What LLaVA's language model is shown, the whole picture's in the first patch's place."""
        with torch.no_grad():
            theirs = teacher.model.get_image_features(pixel_values=pixels, return_dict=True)
        each = torch.stack(list(theirs.pooler_output)).float()
        return torch.cat([each[:, :1], each[:, 2:]], dim=1)

    def seen(pixels: torch.Tensor) -> tuple[object, torch.Tensor]:
        """What the model sees, and how far that is from what LLaVA sees."""
        ours = model.model.get_image_features(pixel_values=pixels[:, None], return_dict=True)
        target = shown(pixels)
        far = (torch.stack(list(ours.pooler_output)).float() - target).square()
        # One token of 64 holds the gist.
        return ours, (far[:, 1:].mean() + 0.2 * far[:, 0].mean()) / target.var()

    def look(step: int) -> torch.Tensor:
        return seen(pictures.batch(rng, 24)[0])[1]

    def loss(step: int) -> torch.Tensor:
        pixels, scenes = pictures.batch(rng, 12)
        batch = pack(
            tokens,
            [converse(scene, rng) for scene in scenes],
            tokens(HEAD),
            FRAME,
        )
        ours, far = seen(pixels)
        hidden = model.model(
            input_ids=batch.ids,
            mm_encoder_outputs={"image": ours},
            attention_mask=batch.allowed,
            position_ids=batch.places,
            use_cache=False,
        ).last_hidden_state
        spoken = batch.labels[:, 1:] != -100
        each = cross_entropy(
            model.lm_head(hidden[:, :-1][spoken]).float(),
            batch.labels[:, 1:][spoken],
            reduction="none",
        )
        weights = batch.weights[:, 1:][spoken]
        return (each * weights).sum() / weights.sum() + 0.2 * far

    def check() -> None:
        training.save(model, parts, folder)

    # What is shown is large, each token 230 long: training alone would take long to reach it.
    pixels = pictures.batch(rng, 200)[0]
    with torch.no_grad():
        sight = model.model.get_image_features(pixel_values=pixels[:, None], return_dict=True)
        best = torch.linalg.lstsq(
            sight.last_hidden_state.flatten(0, 1), shown(pixels).flatten(0, 1)
        ).solution
        model.model.connector.modality_projection.proj.weight.copy_(best.T)
    eyes = nn.ModuleDict({"eyes": model.model.vision_model, "connector": model.model.connector})
    training.train(eyes, look, looks, 1.5e-3)
    training.train(model, loss, steps, 1e-3, check, every=200)
    # Once more from the top of half the height: the rarest mistakes go last.
    training.train(model, loss, steps, 5e-4, check, every=200)
    print(training.table(score(model, parts, seed=8, count=50)), flush=True)


if __name__ == "__main__":
    make(Path("models/shapes/answer-2"), Path("models/shapes/answer"))
