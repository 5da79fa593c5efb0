"""`chokh doctor`: what works on this machine, what doesn't, and the one command that mends it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
from rich.console import Console

from bot.app import models_settings
from bot.cli.doctor.check import Check
from bot.cli.doctor.environment import house
from bot.cli.shared.fetching import size_and_minutes
from bot.terminal import printable
from models.answer.endpoint.host import host_outside
from models.provisioning.download import ABOUT, needed, present
from models.provisioning.machine import place, probe
from models.speak.voices import piper

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.settings import ModelsSettings, SpeakSettings

_SECONDS = 10.0
_PACKAGES = (
    *("torch", "transformers", "accelerate", "bitsandbytes", "telegram", "pyttsx3", "av"),
    *("cv2", "openai", "pypdfium2", "qdrant_client", "qdrant_edge", "tesserocr", "zxingcpp"),
)


def examine(settings: Settings) -> None:
    """Print every check; exit code 1 where something is missing."""
    console = Console(highlight=False, soft_wrap=True)
    broken = False
    for check in checks(settings):
        broken = broken or not check.works
        console.print(
            printable(f"{'ok      ' if check.works else 'missing '} {check.name}: {check.found}"),
            markup=False,
        )
        if not check.works:
            console.print(printable(f"         mend it: {check.remedy}"), markup=False)
    if broken:
        raise SystemExit(1)


def checks(settings: Settings) -> Iterator[Check]:
    """Look at this machine, one thing after another."""
    yield Check(
        "Python",
        sys.version_info >= (3, 11),
        sys.version.split()[0],
        "install Python 3.11 or newer",
    )
    absent = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    yield Check("Python packages", not absent, ", ".join(absent) or "all here", "scripts/setup")
    yield from _programs()
    yield _sound()
    models = models_settings(settings)
    if models.speak.voice == "piper":
        yield from _piper(models.speak, models.folder)
    if models.engine == "ray":
        yield cluster(models.ray.url)
    else:
        yield from _models(settings.preset, models)
    folder = settings.folder
    yield Check("folder", os.access(folder, os.W_OK), f"{folder}", f"chmod u+w {folder}")
    free = shutil.disk_usage(folder).free / 1e9
    yield Check("disk", free > 1, f"{free:.0f} GB free", "free some space")
    yield from house(settings)


def cluster(url: str) -> Check:
    """Whether the cluster that has the models may be asked, and is there."""
    if host := host_outside(url):
        found = f"{host} is outside the house: no photo goes there"
        return Check("cluster", False, found, "url = … of a machine of the house, [models.ray]")
    try:
        # Where Ray Serve's door says how it is.
        there = httpx.get(f"{url.rstrip('/')}/-/healthz", timeout=_SECONDS).is_success
    except (httpx.HTTPError, httpx.InvalidURL):
        there = False
    found = f"answers at {url}" if there else f"none answers at {url}"
    return Check("cluster", there, found, "chokh serve, on a machine of the cluster")


def _models(preset: str, models: ModelsSettings) -> Iterator[Check]:
    """What this machine has of its own."""
    if models.answer.url:
        host = host_outside(models.answer.url)
        where = f"outside the house: each chat is asked before a photo goes to {host}"
        yield Check("answers", True, where if host else "by a server in the house")
    absent: list[str] = []
    for name in needed(models):
        here = present(name, models.folder)
        absent += [] if here else [name]
        size = f", {ABOUT[name]:.1f} GB" if name in ABOUT else ""
        found = "here" if here else f"not on this machine{size}"
        yield Check(f"model {name}", here, found, "chokh download")
    if absent:
        total = sum(ABOUT.get(name, 0) for name in absent) * 1e9
        yield Check(
            "to fetch",
            True,
            f"about {size_and_minutes(total)}; chokh download asks how much exactly",
        )
    yield _gpu(models)
    yield Check(
        "preset",
        True,
        f"{preset}: captions by {models.caption.model}, answers by {models.answer.model}",
    )


def _piper(speak: SpeakSettings, folder: str) -> Iterator[Check]:
    program = piper.found("piper")
    yield Check("voice (piper)", bool(program), program or "not found", piper.INSTALL)
    for key, name in (("model", speak.model), ("english", speak.english)):
        file = piper.voice_file(name, folder)
        if name or key == "model":
            yield Check(
                f"Piper's voice ({key})",
                file is not None,
                str(file or name or "none"),
                f'speak = {{ voice = "piper", {key} = "….onnx" }} with its .onnx.json beside it',
            )


def _gpu(models: ModelsSettings) -> Check:
    """The card, and whether torch can use it: a driver alone makes nothing faster."""
    if shutil.which("nvidia-smi") is None:
        return Check("GPU", True, "none: everything runs on the CPU")
    found, where = probe(), place(models.model_copy(update={"device": "auto"}))
    return Check(
        "GPU",
        found.gpu is not None and where.device.startswith("cuda"),
        f"{found.gpu}, {found.vram_gb:.0f} GB" if found.gpu else "a driver, but torch can't use it",
        "reboot after a driver's update; else GPU=1 scripts/setup, for PyTorch with CUDA",
    )


def _sound() -> Check:
    """Voice messages are packed by PyAV's own library: no ffmpeg program is needed."""
    try:
        import av

        av.codec.Codec("libopus", "w")
    except (ImportError, ValueError) as error:
        return Check("sound (PyAV)", False, str(error), "scripts/setup")
    return Check("sound (PyAV)", True, "packs OGG/Opus by itself")


def _programs() -> Iterator[Check]:
    espeak = shutil.which("espeak-ng")
    yield Check(
        "voice (espeak-ng)", bool(espeak), espeak or "not found", "sudo apt-get install espeak-ng"
    )
    tesseract = shutil.which("tesseract")
    languages: set[str] = set()
    if tesseract:
        listed = subprocess.run(  # noqa: S603 -- a fixed program
            [tesseract, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
        languages = set(listed.stdout.split())
    missing = {"ben", "eng"} - languages
    yield Check(
        "reading (tesseract)",
        not missing,
        "ben, eng" if not missing else f"lacks {', '.join(sorted(missing))}",
        "sudo apt-get install tesseract-ocr tesseract-ocr-ben tesseract-ocr-eng",
    )
