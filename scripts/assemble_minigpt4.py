"""Put a MiniGPT-4 checkpoint together from the published parts; docs/minigpt4.md says which.

    python scripts/assemble_minigpt4.py BLIP2 LANGUAGE_MODEL PROJECTION.pth OUT [--style llama2]

Nothing is trained or changed: weights get the names of `Blip2ForConditionalGeneration`, whose
parts they are. A file is read and written at a time: the largest, about 10 GB, has to fit in
memory.
"""

from __future__ import annotations

import argparse
import json
import pickle
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

# github.com/Vision-CAIR/MiniGPT-4, minigpt4/conversation/conversation.py: CONV_VISION_Vicuna0
# and CONV_VISION_LLama2.
_SYSTEM = (
    "Give the following image: <Img>ImageContent</Img>. You will be able to see the image once "
    "I provide it to you. Please answer my questions."
)
_TURNS = (
    "{%- for message in messages %}"
    "{{- '@HUMAN@' if message.role == 'user' else '@ASSISTANT@' }}"
    "{%- for part in message.content %}"
    "{{- '<Img><ImageHere></Img> ' if part.type == 'image' else part.text }}"
    "{%- endfor %}{{- '@END@' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '@ASSISTANT@' }}{%- endif %}"
)
STYLES = {
    "vicuna": {"@HUMAN@": "Human: ", "@ASSISTANT@": "Assistant: ", "@END@": "###"},
    "llama2": {"@HUMAN@": "<s>[INST] ", "@ASSISTANT@": " [/INST] ", "@END@": ""},
}
_TOKENIZER = ("tokenizer.json", "tokenizer.model", "tokenizer_config.json")
_EYES = ("vision_model.", "qformer.", "query_tokens")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Put a MiniGPT-4 checkpoint together.")
    parser.add_argument("blip2", type=Path, help="folder of Salesforce/blip2-flan-t5-xxl")
    parser.add_argument("language_model", type=Path, help="folder of Vicuna or Llama 2 chat")
    parser.add_argument("projection", type=Path, help="MiniGPT-4's own .pth")
    parser.add_argument("out", type=Path)
    parser.add_argument("--style", choices=sorted(STYLES), default="vicuna")
    given = parser.parse_args()
    try:
        assemble(given.blip2, given.language_model, given.projection, given.out, given.style)
    except (OSError, KeyError, ValueError, pickle.UnpicklingError) as error:
        sys.exit(f"{type(error).__name__}: {str(error).splitlines()[0]}")


def assemble(blip2: Path, language_model: Path, projection: Path, out: Path, style: str) -> None:
    """Write the checkpoint into the folder `out`.

    Raises `pickle.UnpicklingError` for a projection that holds anything but numbers, ValueError
    for one of another language model.
    """
    words = _read(language_model / "config.json")
    projected = _projection(projection)
    width = projected["language_projection.weight"].shape[0]
    if width != words["hidden_size"]:
        raise ValueError(f"the projection is {width} wide, {language_model} is not")
    out.mkdir(parents=True)
    _save(out, chain([projected], _eyes(blip2), _words(language_model)))
    _write(out / "config.json", _config(_read(blip2 / "config.json"), words))
    _write(out / "generation_config.json", {"stop_strings": ["###"]} if style == "vicuna" else {})
    shutil.copy(blip2 / "preprocessor_config.json", out)
    for name in _TOKENIZER:
        if (language_model / name).is_file():
            shutil.copy(language_model / name, out)
    (out / "chat_template.jinja").write_text(template(style), encoding="utf-8")


def template(style: str) -> str:
    """The chat template of a style."""
    turns = _TURNS
    for place, said in STYLES[style].items():
        turns = turns.replace(place, said)
    return _SYSTEM + STYLES[style]["@END@"] + turns


def _projection(file: Path) -> dict[str, Any]:
    """MiniGPT-4's one layer. `weights_only` runs no code that such a file may hold."""
    weights = torch.load(file, map_location="cpu", weights_only=True)["model"]
    return {
        f"language_projection.{kind}": weights[f"llama_proj.{kind}"].contiguous()
        for kind in ("weight", "bias")
    }


def _config(blip2: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    return {
        "architectures": ["Blip2ForConditionalGeneration"],
        "model_type": "blip-2",
        "vision_config": blip2["vision_config"],
        "qformer_config": blip2["qformer_config"],
        "text_config": words,
        "num_query_tokens": blip2["num_query_tokens"],
        # <unk>, which a tokenizer that falls back to bytes never gives: it only keeps the place.
        "image_token_index": 0,
    }


def _eyes(folder: Path) -> Iterator[dict[str, Any]]:
    """BLIP-2's vision tower and Q-Former, a file at a time; its language model stays behind."""
    for shard in _shards(folder):
        with safe_open(shard, framework="pt") as file:
            names = [name for name in file.keys() if name.startswith(_EYES)]  # noqa: SIM118 -- it is no dict
            yield {name: file.get_tensor(name) for name in names}


def _words(folder: Path) -> Iterator[dict[str, Any]]:
    for shard in _shards(folder):
        yield {f"language_model.{name}": one for name, one in load_file(shard).items()}


def _shards(folder: Path) -> list[Path]:
    shards = sorted(folder.glob("*.safetensors"))
    if not shards:
        raise ValueError(f"{folder} has no safetensors weights")
    return shards


def _save(out: Path, parts: Iterable[dict[str, Any]]) -> None:
    """Write each part into a file of its own, and the index that tells which is where."""
    places: dict[str, str] = {}
    size = 0
    for number, tensors in enumerate(filter(None, parts)):
        name = f"model-{number:05}.safetensors"
        save_file(tensors, out / name, {"format": "pt"})
        places |= dict.fromkeys(tensors, name)
        size += sum(tensor.nbytes for tensor in tensors.values())
    index = {"metadata": {"total_size": size}, "weight_map": places}
    _write(out / "model.safetensors.index.json", index)


def _read(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))


def _write(file: Path, values: dict[str, Any]) -> None:
    file.write_text(json.dumps(values, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
