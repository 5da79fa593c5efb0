"""Hardware of this machine, told without torch, and the device on which torch then runs."""

from __future__ import annotations

import ctypes
import gc
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata

from models.concurrency.torch_threads import import_torch
from models.settings import ModelsSettings

GB = 1024**3

# What models may fill: the rest is for what they compute, and for everything else in RAM.
_OF_VRAM = 0.85
_OF_RAM = 0.6
_OF_BUDGET = 0.1
"""Of what models may fill, for what one has read: 1,300 tokens of LLaVA-1.5-7B on 8 GB; and as
much again for what it writes at the moment."""
_OF_RAM_PINNED = 0.1


@dataclass(frozen=True)
class Machine:
    """vram_gb: of the largest GPU that torch can use, 0 without one; ram_gb: in all."""

    vram_gb: float
    ram_gb: float
    gpu: str | None = None


@dataclass(frozen=True)
class Place:
    """Where models run, as torch names it, and the bytes that they may fill there."""

    device: str
    budget: int


def probe() -> Machine:
    """Look at this machine. Asks the NVIDIA driver's own program, which takes 0.1 s."""
    ram = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GB
    smi = shutil.which("nvidia-smi")
    # Beside a torch that is built for CPUs, a GPU is of no use to us.
    if smi is None or _torch_is_for_cpus():
        return Machine(0, ram)
    query = [smi, "--query-gpu=memory.total,name", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603 - a fixed program
        cards = [line.split(", ", 1) for line in told.stdout.splitlines() if line.strip()]
        mebibytes, name = max((float(size), name) for size, name in cards)
    except (OSError, subprocess.SubprocessError, ValueError):
        return Machine(0, ram)
    return Machine(mebibytes / 1024, ram, name)


def place(settings: ModelsSettings) -> Place:
    """Where the settings put the models. Imports torch, so only on a worker thread."""
    import_torch()
    import torch  # heavy

    device = settings.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    if not device.startswith("cuda"):
        return Place(device, int(probe().ram_gb * GB * _OF_RAM))
    if settings.vram_gb != "auto":
        return Place(device, int(settings.vram_gb * GB))
    _, total = torch.cuda.mem_get_info(torch.device(device))
    return Place(device, int(total * _OF_VRAM))


def room_for_prefixes(settings: ModelsSettings, where: Place) -> tuple[int, int]:
    """Bytes for what the answerer has read: where it runs, and beside a GPU in CPU memory."""
    chosen = settings.answer.cache_gb
    room = int(where.budget * _OF_BUDGET if chosen == "auto" else chosen * GB)
    if not where.device.startswith("cuda"):
        return room, 0
    return room, min(2 * room, int(probe().ram_gb * GB * _OF_RAM_PINNED))


def room_for_answers(where: Place) -> int:
    """Bytes for what is written at the same time, in which one answer at least has its place."""
    return int(where.budget * _OF_BUDGET)


def hand_back_memory() -> None:
    """Give what dropped models held back to the machine; a cache of torch's holds it else."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
    # Small pieces between what still lives would keep the C library from giving back its own.
    with suppress(OSError, AttributeError):  # AttributeError: another C library than glibc
        ctypes.CDLL(None).malloc_trim(0)


def _torch_is_for_cpus() -> bool:
    try:
        return metadata.version("torch").endswith("+cpu")
    except metadata.PackageNotFoundError:
        return True
