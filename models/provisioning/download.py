"""Download of checkpoints from the hub: the one place that ever asks it for anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from models.checkpoints import checkpoint
from models.errors import DownloadFailed, DownloadUnknown
from models.read import indra
from models.settings import MMS_BANGLA
from models.translate.providers import chat

if TYPE_CHECKING:
    from huggingface_hub import DryRunFileInfo

    from models.settings import ModelsSettings

_SMALL_FILES = ["*.json", "*.txt", "*.model", "*.jinja"]
_OLD_WEIGHTS = "pytorch_model.bin"

LICENCES = {
    indra.REPOSITORY: "weights under a modified OpenRAIL-M licence: for research, for yourself and "
    "for firms under 20 million dollars; not to compete with Datalab's service",
}
"""What the weights' makers ask, where it is more than to be named."""

ABOUT = {
    "Salesforce/blip-image-captioning-base": 1.0,
    "Salesforce/blip-vqa-base": 1.5,
    "llava-hf/llava-1.5-7b-hf": 14.1,
    "facebook/nllb-200-distilled-600M": 2.5,
    "facebook/nllb-200-distilled-1.3B": 5.5,
    "google/siglip2-base-patch16-224": 1.5,
    "florence-community/Florence-2-base": 1.1,
    "arijitx/wav2vec2-xls-r-300m-bengali": 1.3,
    indra.REPOSITORY: 0.08,
}
"""GB to fetch of what the presets name, told before anybody asks the hub: 4 bytes a parameter, 2
for LLaVA. Computed; none of them was ever on the machine where this was written."""


def needed(settings: ModelsSettings) -> list[str]:
    """The checkpoints that these settings use, each once, in the order of their use."""
    names = [settings.caption.model]
    if not settings.answer.url:
        names.append(settings.answer.model)
    if "nllb" in settings.translate.providers or chat.is_its_own(settings):
        names.append(settings.translate.model)
    names += [settings.embed.model, settings.locate.model, settings.listen.model]
    names.append(indra.REPOSITORY if settings.read.model == indra.NAME else settings.read.model)
    if settings.speak.voice == "mms":
        names += [settings.speak.model or MMS_BANGLA, settings.speak.english]
    return [name for name in dict.fromkeys(names) if name]


def present(name: str, folder: str = "") -> bool:
    """Whether one of those is on this machine, with all of its files."""
    return indra.present(folder) if name == indra.REPOSITORY else checkpoint.present(name, folder)


def missing(name: str, folder: str = "") -> int:
    """Bytes of this checkpoint that `fetch` would bring. Raises `DownloadFailed`."""
    from huggingface_hub import constants, get_session  # slow to import

    with _told(name):
        # The hub's client tries for 23 s to reach what is not there.
        get_session().head(constants.ENDPOINT)
        files = cast("list[DryRunFileInfo]", _snapshot(name, folder, dry_run=True))
    return sum(file.file_size or 0 for file in files if file.will_download)


def fetch(name: str, folder: str = "") -> Path:
    """Fetch one checkpoint, or what is missing of it; shows its progress on standard error.

    folder: where checkpoints lie; "" for the Hugging Face cache. Returns the checkpoint's folder.
    Raises `DownloadFailed`.
    """
    with _told(name):
        path = Path(cast("str", _snapshot(name, folder)))
    if name != indra.REPOSITORY and not _has_safetensors(file.name for file in path.iterdir()):
        _convert(path / _OLD_WEIGHTS)
    return path


def place(folder: str = "") -> Path:
    """Where checkpoints are put, or the nearest folder above it that is there already."""
    from huggingface_hub.constants import HF_HUB_CACHE  # slow to import

    wanted = Path(folder or HF_HUB_CACHE).expanduser().absolute()
    return next(path for path in (wanted, *wanted.parents) if path.exists())


def _snapshot(name: str, folder: str, dry_run: bool = False) -> str | list[DryRunFileInfo]:
    from huggingface_hub import HfApi, snapshot_download  # slow to import

    if name == indra.REPOSITORY:
        patterns, revision = list(indra.FILES), indra.REVISION
    else:
        patterns, revision = [*_SMALL_FILES, _weights_of(HfApi().list_repo_files(name))], None
    return snapshot_download(
        name,
        revision=revision,
        local_dir=str(Path(folder) / name) if folder else None,
        allow_patterns=patterns,
        dry_run=dry_run,
    )


def _weights_of(files: Iterable[str]) -> str:
    return "*.safetensors" if _has_safetensors(files) else _OLD_WEIGHTS


@contextmanager
def _told(name: str) -> Iterator[None]:
    from httpx2 import HTTPError  # what the hub's client asks with
    from huggingface_hub.errors import (  # slow to import
        HFValidationError,
        RepositoryNotFoundError,
    )

    try:
        yield
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise DownloadUnknown(f"{name}: {type(error).__name__}", model=name) from error
    # ValueError, ImportError: a proxy of the environment that can't be used.
    except (HTTPError, OSError, ValueError, ImportError) as error:
        raise DownloadFailed(f"{name}: {type(error).__name__}", model=name) from error


def _has_safetensors(files: Iterable[str]) -> bool:
    return any(file.endswith(".safetensors") for file in files)


def _convert(old: Path) -> None:
    """Some older checkpoints come as a pickle: read its tensors alone, write safetensors beside.

    `weights_only` runs no code of the file; everything else here loads safetensors alone.
    """
    import torch  # heavy
    from safetensors.torch import save_file

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
