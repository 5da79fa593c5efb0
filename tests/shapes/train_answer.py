"""Trains the chat model: LlavaForConditionalGeneration, with the captioner's eyes.

Each picture of a batch carries several conversations at once. A mask hides them from one
another, so a question is learnt as the first one and also after others, and the picture, which
is most of the tokens, is read once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import WordLevel
from torch import nn
from torch.nn.functional import cross_entropy
from transformers import (
    BlipForConditionalGeneration,
    BlipVisionModel,
    CLIPVisionConfig,
    CLIPVisionModel,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
)
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from tests.shapes import pool, training
from tests.shapes.hints import Hints
from tests.shapes.scene import Scene, draw_scene, render
from tests.shapes.sentences import (
    DESCRIBE,
    KINDS_OF_QUESTIONS,
    Asked,
    any_question,
    ask,
    caption,
    follow_up,
    words,
)

WIDTH = 128
_SPECIAL = ("<pad>", "<unk>", "<s>", "</s>", "<image>")
# The patches and, before them, the token of the whole picture, which holds the gist: without it,
# "what is above the upper one?" was answered with the lower one.
_SEEN = (pool.SIDE // pool.PATCH) ** 2 + 1
# LLaVA-1.5's own, but that an answer ends with </s>, as Vicuna was trained: so the tokens of a
# conversation begin with exactly the tokens of the turns before, and a kept cache fits.
_TEMPLATE = (
    "{% for message in messages %}"
    "{{ message['role'].upper() + ': ' }}"
    "{% for content in message['content'] | selectattr('type', 'equalto', 'image') %}"
    "{{ '<image>\n' }}{% endfor %}"
    "{% for content in message['content'] | selectattr('type', 'equalto', 'text') %}"
    "{{ content['text'] + ('</s>' if message['role'] == 'assistant' else ' ') }}{% endfor %}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}"
)

HEAD = "<s>USER:" + "<image>" * _SEEN
"""Up to the first question."""
FRAME = ("USER: ", " ASSISTANT:")
"""Before a later question and after each."""


def processor() -> LlavaProcessor:
    """Pictures to a square of 64 pixels without a crop, words to tokens, the chat template."""
    listed = [*_SPECIAL, *sorted({*words(), "user", "assistant", ":"})]
    core = Tokenizer(WordLevel({word: i for i, word in enumerate(listed)}, unk_token=_SPECIAL[1]))
    # The models learn one spelling; who types another means the same.
    core.normalizer = normalizers.Sequence(
        [
            normalizers.BertNormalizer(lowercase=True),
            normalizers.Replace("color", "colour"),
            normalizers.Replace("what's", "what is"),
        ]
    )
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", _SPECIAL.index("<s>"))]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core,
        **dict(zip(("pad_token", "unk_token", "bos_token", "eos_token"), _SPECIAL, strict=False)),
        extra_special_tokens={"image_token": "<image>"},
        padding_side="left",
    )
    side = {"height": pool.SIDE, "width": pool.SIDE}
    return LlavaProcessor(
        image_processor=CLIPImageProcessorPil(size=side, do_center_crop=False, crop_size=side),
        tokenizer=tokenizer,
        patch_size=pool.PATCH,
        vision_feature_select_strategy="full",
        num_additional_image_tokens=1,
        chat_template=_TEMPLATE,
    )


def build(
    tokenizer: PreTrainedTokenizerFast, eyes: BlipVisionModel
) -> LlavaForConditionalGeneration:
    """A LLaVA of about 1.5 million parameters, its CLIP tower filled from BLIP's."""
    seen = eyes.config
    common = {"bos_token_id": 2, "eos_token_id": 3, "pad_token_id": 0}
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=seen.hidden_size,
            intermediate_size=seen.intermediate_size,
            num_hidden_layers=seen.num_hidden_layers,
            num_attention_heads=seen.num_attention_heads,
            image_size=pool.SIDE,
            patch_size=pool.PATCH,
            hidden_act=seen.hidden_act,
            projection_dim=WIDTH,
        ),
        text_config=LlamaConfig(
            vocab_size=128,
            hidden_size=WIDTH,
            intermediate_size=2 * WIDTH,
            num_hidden_layers=4,
            num_attention_heads=4,
            num_key_value_heads=4,
            max_position_embeddings=1024,
            **common,
        ),
        image_token_index=_SPECIAL.index("<image>"),
        image_seq_length=_SEEN,
        vision_feature_layer=-1,
        vision_feature_select_strategy="full",
        **common,
    )
    assert len(tokenizer) <= 128
    model = LlavaForConditionalGeneration(config)
    take_eyes(model.model.vision_tower, eyes)
    model.generation_config.max_new_tokens = 24
    return model


def take_eyes(clip: CLIPVisionModel, blip: BlipVisionModel) -> None:
    """Copies BLIP's vision weights; only CLIP's norm before the layers has no counterpart."""
    theirs, ours = dict(clip.state_dict()), blip.state_dict()
    place = ours["embeddings.position_embedding"][0].clone()
    # CLIP's patch embedding has no bias: it moves into the positions of the patches.
    place[1:] += ours["embeddings.patch_embedding.bias"]
    theirs["embeddings.position_embedding.weight"] = place
    theirs["embeddings.class_embedding"] = ours["embeddings.class_embedding"][0, 0]
    theirs["embeddings.patch_embedding.weight"] = ours["embeddings.patch_embedding.weight"]
    for name, value in ours.items():
        if ".qkv." in name:
            for part, third in zip("qkv", value.chunk(3), strict=True):
                theirs[name.replace("qkv", f"{part}_proj")] = third
        elif name.startswith(("encoder", "post_layernorm")):
            theirs[name.replace("projection", "out_proj")] = value
    clip.load_state_dict(theirs)


@dataclass(frozen=True)
class Packed:
    """A batch of conversations over pictures; n pictures, t tokens.

    ids, places: int64 (n, t); allowed: bool (n, 1, t, t), which token sees which;
    labels: int64 (n, t), -100 where nothing is to be said; weights: float32 (n, t).
    """

    ids: torch.Tensor
    places: torch.Tensor
    allowed: torch.Tensor
    labels: torch.Tensor
    weights: torch.Tensor


def pack(
    tokens: Callable[[str], list[int]],
    conversations: list[list[list[Asked]]],
    head: list[int],
    frame: tuple[str, str],
) -> Packed:
    """Lays the conversations of each picture side by side behind its tokens.

    head: the ids up to the first question; frame: what the template says before a later question
    and after each.
    """
    rows = []
    for groups in conversations:
        ids, place, group = list(head), list(range(len(head))), [0] * len(head)
        labels, weights = [-100] * len(head), [0.0] * len(head)
        for number, turns in enumerate(groups, 1):
            begin = len(ids)
            for turn, asked in enumerate(turns):
                question = tokens((frame[0] if turn else "") + asked.question + frame[1])
                answer = [*tokens(asked.answer), 3]
                ids += question + answer
                labels += [-100] * len(question) + answer
                weights += [0.0] * len(question) + [len(answer) ** -0.5] * len(answer)
            place += range(len(head), len(head) + len(ids) - begin)
            group += [number] * (len(ids) - begin)
        rows.append((ids, place, group, labels, weights))
    longest = max(len(row[0]) for row in rows)
    table = [
        torch.tensor([list(row[i]) + [fill] * (longest - len(row[i])) for row in rows])
        for i, fill in enumerate((0, 0, -1, -100, 0.0))
    ]
    ids, place, group, labels, weights = table
    same = (group[:, None, :] == group[:, :, None]) | (group[:, None, :] == 0)
    allowed = same & torch.ones(longest, longest, dtype=torch.bool).tril()
    return Packed(ids, place, allowed[:, None], labels, weights)


def converse(scene: Scene, rng: Generator) -> list[list[Asked]]:
    """Six or seven questions on one picture: some by themselves, some in a conversation."""
    groups = [[any_question(scene, rng)] for _ in range(3)]
    groups.append([any_question(scene, rng) for _ in range(int(rng.integers(2, 4)))])
    if rng.random() < 0.4:
        earlier = [any_question(scene, rng) for _ in range(int(rng.integers(0, 2)))]
        groups.append([*earlier, *follow_up(scene, rng)])
    return groups


def make(folder: Path, captioner: Path, steps: int = 2400, chunks: int = 24) -> None:
    """Trains on conversations, prints the accuracy by kind on unseen pictures, saves.

    Twice that many steps: first the whole model, then with its eyes as they are by then, since
    while these still move, the last kinds of questions are not learnt.
    """
    torch.manual_seed(3)
    rng = np.random.default_rng(3)
    parts = processor()
    known: dict[str, list[int]] = {}

    def tokens(text: str) -> list[int]:
        if text not in known:
            known[text] = parts.tokenizer(text, add_special_tokens=False).input_ids
        return known[text]

    eyes = BlipForConditionalGeneration.from_pretrained(captioner).vision_model
    model = build(parts.tokenizer, eyes)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    hints = Hints(eyes.config.hidden_size)
    pictures = pool.load(chunks)

    def loss(step: int) -> torch.Tensor:
        pixels, scenes = pictures.batch(rng, 24)
        # Captions first: on questions alone it stalls.
        first = rng.random(len(scenes)) < max(0.15, 1 - step / (0.25 * steps))
        batch = pack(
            tokens,
            [
                [*([[Asked("describe", DESCRIBE, caption(s))]] if f else []), *converse(s, rng)]
                for s, f in zip(scenes, first, strict=True)
            ],
            tokens(HEAD),
            FRAME,
        )
        seen = model.model.get_image_features(pixel_values=pixels, return_dict=True)
        hidden = model.model(
            input_ids=batch.ids,
            mm_encoder_outputs={"image": seen},
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
        told = (each * weights).sum() / weights.sum()
        if not seen.last_hidden_state.requires_grad:
            return told
        return told + 0.25 * hints(seen.last_hidden_state, scenes)

    def check() -> None:
        print(training.table(score(model, parts, seed=7, count=40)), flush=True)
        training.save(model, parts, folder)

    both = nn.ModuleDict({"model": model, "hints": hints})
    training.train(both, loss, steps, 3e-3, check, every=400)
    model.model.vision_tower.requires_grad_(False)
    training.train(model, loss, steps, 3e-3, check, every=400)
    print(training.table(score(model, parts, seed=8, count=200)), flush=True)


def score(
    model: LlavaForConditionalGeneration, parts: LlavaProcessor, seed: int, count: int
) -> dict[str, tuple[int, int]]:
    """How many answers are exact, by kind, and after others ("follow-up", "history")."""
    rng = np.random.default_rng((97, seed))
    results: list[tuple[str, bool]] = []
    for _ in range(0, count, 10):
        scenes = [draw_scene(rng, most=900) for _ in range(10)]
        pictures = [render(scene) for scene in scenes]
        talks = [[[ask(kind, scene, rng)] for scene in scenes] for kind in KINDS_OF_QUESTIONS]
        talks.append([list(follow_up(scene, rng)) for scene in scenes])
        turns = int(rng.integers(1, 4))
        talks.append([[any_question(s, rng) for _ in range(turns + 1)] for s in scenes])
        for number, talk in enumerate(talks):
            said = answers(model, parts, pictures, talk)
            for turn, text in zip(talk, said, strict=True):
                kind = "history" if number == len(talks) - 1 else turn[-1].kind
                results.append((kind, text == turn[-1].answer))
    return training.by_kind(results)


def answers(
    model: LlavaForConditionalGeneration,
    parts: LlavaProcessor,
    pictures: list,
    talks: list[list[Asked]],
) -> list[str]:
    """The answer to the last question of each talk, its earlier turns being history."""
    texts = [prompt(parts, talk) for talk in talks]
    inputs = parts(images=pictures, text=texts, padding=True, return_tensors="pt")
    inputs.pop("token_type_ids", None)
    ids = model.generate(**inputs, do_sample=False)[:, inputs.input_ids.shape[1] :]
    return [text.strip() for text in parts.batch_decode(ids, skip_special_tokens=True)]


def prompt(parts: LlavaProcessor, talk: list[Asked]) -> str:
    """The text of a talk up to where its last answer begins."""
    messages: list[dict[str, object]] = []
    for turn in talk:
        content = [] if messages else [{"type": "image"}]
        content.append({"type": "text", "text": turn.question})
        messages.append({"role": "user", "content": content})
        said = [{"type": "text", "text": turn.answer}]
        messages.append({"role": "assistant", "content": said})
    return parts.apply_chat_template(messages[:-1], add_generation_prompt=True)
