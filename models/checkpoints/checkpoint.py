"""Checkpoints on this machine: found by name or folder, never on the hub, whole or not at all.

A hub client without a network retries for 24 s before it gives up, so nothing here asks one:
a checkpoint is a folder, or a folder's name under `models.folder`, or what lies in the local
Hugging Face cache. Only `chokh download` fetches.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

from models.errors import ModelDamaged, ModelMissing

_LONGEST_HEADER = 100_000_000
"""Bytes; the same limit as the safetensors library's."""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that lies on this machine.

    name: as in the settings; path: its folder; config: its config.json; weights: its
    safetensors files. `chokh download` turns the pickles of older checkpoints into such.
    """

    name: str
    path: Path
    config: dict[str, Any] = field(repr=False)
    weights: tuple[Path, ...] = field(repr=False)

    @property
    def model_type(self) -> str:
        """What chooses the backend: "blip", "llava", "m2m_100" and the like."""
        return str(self.config.get("model_type", ""))

    @property
    def architecture(self) -> str:
        """The class that saved it, which tells a BLIP that answers from one that captions."""
        return str((self.config.get("architectures") or [""])[0])

    @property
    def has_chat_template(self) -> bool:
        """Whether it brings one, in any of the places where transformers keeps it."""
        if any((self.path / f"chat_template.{end}").is_file() for end in ("jinja", "json")):
            return True
        names = ("tokenizer_config.json", "processor_config.json")
        return any(_has_key(self.path / name, "chat_template") for name in names)

    def parameters(self) -> int:
        """How many numbers the weights hold. Raises `ModelDamaged` where a file is cut short."""
        return sum(map(prod, self.shapes().values()))

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The weights' shapes by their names. Raises `ModelDamaged` where a file is cut short."""
        found: dict[str, tuple[int, ...]] = {}
        for file in self.weights:
            found |= _shapes(file, self.name)
        return found


def find(name: str, folder: str = "") -> Checkpoint:
    """The checkpoint of this name. Raises `ModelMissing`, `ModelDamaged`; asks no network."""
    path = _locate(name, folder)
    if path is None:
        raise ModelMissing(f"{name} is not on this machine", model=name)
    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelMissing(f"{path} has no config.json", model=name) from error
    except ValueError as error:
        raise ModelDamaged(f"{path}/config.json is not JSON", model=name) from error
    if not isinstance(config, dict):
        raise ModelDamaged(f"{path}/config.json is no configuration", model=name)
    return Checkpoint(name, path, config, _weights(path, name))


def present(name: str, folder: str = "") -> bool:
    """Whether the checkpoint is on this machine, with all of its files."""
    try:
        find(name, folder)
    except (ModelMissing, ModelDamaged):
        return False
    return True


def check_loaded(info: dict[str, Any], name: str) -> None:
    """Refuse a half-loaded model: its gaps are filled with noise and it answers nonsense.

    info: what `from_pretrained(output_loading_info=True)` returned. Raises `ModelDamaged`.
    """
    for kind in ("missing_keys", "mismatched_keys", "error_msgs"):
        if found := info.get(kind):
            some = ", ".join(sorted(map(str, found))[:3])
            raise ModelDamaged(f"{name}: {len(found)} {kind}, such as {some}", model=name)


def _has_key(file: Path, key: str) -> bool:
    try:
        return bool(json.loads(file.read_text(encoding="utf-8")).get(key))
    except (OSError, ValueError, AttributeError):
        return False


def _locate(name: str, folder: str) -> Path | None:
    here = Path(name).expanduser()
    if here.is_dir():
        return here
    if folder:
        for under in (Path(folder).expanduser() / name, Path(folder).expanduser() / here.name):
            if under.is_dir():
                return under
    return _in_cache(name)


def _in_cache(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache  # 0.2 s, not for --help
    from huggingface_hub.errors import HFValidationError

    try:
        config = try_to_load_from_cache(name, "config.json")
    except HFValidationError:
        return None
    return Path(config).parent if isinstance(config, str) else None


def _weights(path: Path, name: str) -> tuple[Path, ...]:
    if (path / "model.safetensors").is_file():
        return (path / "model.safetensors",)
    index = path / "model.safetensors.index.json"
    if index.is_file():
        return _shards(index, name)
    raise ModelMissing(f"{path} has no safetensors weights", model=name)


def _shards(index: Path, name: str) -> tuple[Path, ...]:
    try:
        files = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelDamaged(f"{index} can't be read", model=name) from error
    shards = tuple(sorted(index.parent / file for file in files))
    absent = [shard.name for shard in shards if not shard.is_file()]
    if absent or not shards:
        raise ModelMissing(f"{index.parent} lacks {', '.join(absent)}", model=name)
    return shards


def _shapes(file: Path, name: str) -> dict[str, tuple[int, ...]]:
    # Layout: 8 bytes of header length, the header in JSON, the numbers.
    # https://huggingface.co/docs/safetensors
    try:
        with file.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            header: dict[str, Any] = json.loads(stream.read(min(length, _LONGEST_HEADER)))
        tensors = {key: entry for key, entry in header.items() if key != "__metadata__"}
        end = max((entry["data_offsets"][1] for entry in tensors.values()), default=0)
        found = {key: tuple(map(int, entry["shape"])) for key, entry in tensors.items()}
    except (OSError, struct.error, ValueError, AttributeError, KeyError, TypeError) as error:
        raise ModelDamaged(f"{file} has no readable header", model=name) from error
    if file.stat().st_size < 8 + length + end:
        raise ModelDamaged(f"{file} is cut short", model=name)
    return found
