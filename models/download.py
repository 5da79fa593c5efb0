"""Fetches checkpoints from the hub: the one place that ever asks it for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import DownloadFailed
from models.settings import MMS_BANGLA
from models.translate.providers import chat

if TYPE_CHECKING:
    from models.settings import ModelsSettings

_SMALL_FILES = ["*.json", "*.txt", "*.model", "*.jinja"]
_OLD_WEIGHTS = "pytorch_model.bin"


def needed(settings: ModelsSettings) -> list[str]:
    """The checkpoints that these settings use, each once, in the order of their use."""
    names = [settings.caption.model]
    if not settings.answer.url:
        names.append(settings.answer.model)
    if "nllb" in settings.translate.providers or chat.is_its_own(settings):
        names.append(settings.translate.model)
    names += [settings.embed.model, settings.locate.model, settings.listen.model]
    names.append(settings.read.model)
    if settings.speak.voice == "mms":
        names += [settings.speak.model or MMS_BANGLA, settings.speak.english]
    return [name for name in dict.fromkeys(names) if name]


def fetch(name: str, folder: str = "") -> Path:
    """Fetch one checkpoint, or what is missing of it; shows its progress on standard error.

    folder: where checkpoints lie; "" for the Hugging Face cache. Returns the checkpoint's folder.
    Raises `DownloadFailed`.
    """
    from huggingface_hub import HfApi, snapshot_download  # noqa: PLC0415 -- slow to import
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError  # noqa: PLC0415

    place = str(Path(folder) / name) if folder else None
    try:
        files = HfApi().list_repo_files(name)
        weights = "*.safetensors" if _has_safetensors(files) else _OLD_WEIGHTS
        path = Path(
            snapshot_download(name, local_dir=place, allow_patterns=[*_SMALL_FILES, weights])
        )
    except (HfHubHTTPError, HFValidationError, OSError) as error:
        raise DownloadFailed(f"{name}: {type(error).__name__}", model=name) from error
    if weights == _OLD_WEIGHTS:
        _convert(path / _OLD_WEIGHTS)
    return path


def _has_safetensors(files: list[str]) -> bool:
    return any(file.endswith(".safetensors") for file in files)


def _convert(old: Path) -> None:
    """Some older checkpoints come as a pickle: read its tensors alone, write safetensors beside.

    `weights_only` runs no code of the file; everything else here loads safetensors alone.
    """
    import torch  # noqa: PLC0415 -- heavy
    from safetensors.torch import save_file  # noqa: PLC0415

    new = old.with_name("model.safetensors")
    if new.exists():
        return
    tensors = torch.load(old, map_location="cpu", weights_only=True, mmap=True)
    whole = old.with_name("model.safetensors.part")
    # Tied weights share their storage, which the format refuses: each gets its own.
    save_file(
        {key: tensor.clone().contiguous() for key, tensor in tensors.items()},
        whole,
        {"format": "pt"},
    )
    whole.rename(new)
