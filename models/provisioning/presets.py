"""Presets: which checkpoints suit a machine. What a person has set themselves always stays.

| preset   | captions  | answers               | translation | memory for models |
|----------|-----------|-----------------------|-------------|-------------------|
| shapes   | the demonstration's own, in models/shapes                     | 30 MB |
| cpu      | BLIP base | BLIP-VQA base         | NLLB 600M   | about 6 GB of RAM |
| gpu-8gb  | BLIP base | LLaVA-1.5-7B, nf4     | NLLB 600M   | 6.5 GB            |
| gpu-16gb | BLIP base | LLaVA-1.5-7B, nf4     | NLLB 1.3B   | 8 GB              |
| gpu-24gb | BLIP base | LLaVA-1.5-7B, bf16    | NLLB 1.3B   | 17.5 GB           |

On 16 GB the room goes to the translator: it is what loses numbers (NLLB-600M kept 164 of 196
on FLORES), while int8 makes LLaVA slower than nf4 for little. BLIP large isn't used: it is
known to write words that don't exist ("araffe").
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.errors import SettingWrong
from models.provisioning.machine import Machine, probe
from models.settings import ModelsSettings, Section

_SHAPES = Path(__file__).parents[1] / "shapes"

_BLIP = {"model": "Salesforce/blip-image-captioning-base"}
_LLAVA = "llava-hf/llava-1.5-7b-hf"
_NLLB = {"model": "facebook/nllb-200-distilled-600M"}
_NLLB_LARGER = {"model": "facebook/nllb-200-distilled-1.3B"}

PRESETS: dict[str, dict[str, dict[str, str]]] = {
    "shapes": {
        "caption": {"model": str(_SHAPES / "caption")},
        "answer": {"model": str(_SHAPES / "answer"), "quantise": "none"},
        "translate": {"model": str(_SHAPES / "translate")},
        "embed": {"model": str(_SHAPES / "embed")},
        "locate": {"model": str(_SHAPES / "locate")},
        "listen": {"model": str(_SHAPES / "listen")},
    },
    "cpu": {
        "caption": _BLIP,
        "answer": {"model": "Salesforce/blip-vqa-base", "quantise": "none"},
        "translate": _NLLB,
    },
    "gpu-8gb": {
        "caption": _BLIP,
        "answer": {"model": _LLAVA, "quantise": "nf4"},
        "translate": _NLLB,
    },
    "gpu-16gb": {
        "caption": _BLIP,
        "answer": {"model": _LLAVA, "quantise": "nf4"},
        "translate": _NLLB_LARGER,
    },
    "gpu-24gb": {
        "caption": _BLIP,
        "answer": {"model": _LLAVA, "quantise": "none"},
        "translate": _NLLB_LARGER,
    },
}

# A card sold as 8 GB tells 7.6 to 8; what its screen takes is gone too.
_AT_LEAST = (("gpu-24gb", 22.0), ("gpu-16gb", 14.5), ("gpu-8gb", 7.0))


def resolve(
    preset: str, settings: ModelsSettings, machine: Machine | None = None
) -> ModelsSettings:
    """The settings with the preset's models wherever the person has not named their own.

    machine: what "auto" goes by; None to look. Raises `SettingWrong` for an unknown preset.
    """
    if preset == "auto":
        preset = choose(settings, machine or probe())
    if preset not in PRESETS:
        raise SettingWrong(f"no preset {preset!r}", setting="preset")
    sections = {
        name: _fill(getattr(settings, name), values)
        for name, values in PRESETS[preset].items()
        # A checkpoint for NLLB is nothing for others who translate.
        if name != "translate" or "nllb" in settings.translate.providers
    }
    return settings.model_copy(update=sections)


def choose(settings: ModelsSettings, machine: Machine) -> str:
    """The preset for a machine, within the device and the memory that the settings allow."""
    if machine.vram_gb == 0 or settings.device == "cpu":
        return "cpu"
    vram = machine.vram_gb if settings.vram_gb == "auto" else settings.vram_gb
    return next((preset for preset, least in _AT_LEAST if vram >= least), "cpu")


def _fill(section: Section, values: dict[str, Any]) -> Section:
    unset = {key: value for key, value in values.items() if key not in section.model_fields_set}
    return section.model_copy(update=unset)
