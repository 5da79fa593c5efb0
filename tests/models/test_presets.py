"""A preset fills in what the person has left open, by what the machine has."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from models.errors import SettingWrong
from models.provisioning import presets
from models.provisioning.machine import Machine, probe
from models.settings import AnswerSettings, CaptionSettings, ModelsSettings

NO_GPU = Machine(0, 16)


@pytest.mark.parametrize(
    ("vram", "chosen"),
    [
        (0, "cpu"),
        (4, "cpu"),
        (7.6, "gpu-8gb"),
        (12, "gpu-8gb"),
        (15.7, "gpu-16gb"),
        (80, "gpu-24gb"),
    ],
)
def test_auto_goes_by_the_memory_of_the_gpu(vram: float, chosen: str) -> None:
    machine = Machine(vram, 32, "some card")
    assert presets.choose(ModelsSettings(), machine) == chosen
    assert presets.resolve("auto", ModelsSettings(), machine) == presets.resolve(
        chosen, ModelsSettings()
    )


def test_auto_keeps_within_what_the_settings_allow() -> None:
    machine = Machine(24, 32, "some card")
    assert presets.choose(ModelsSettings(vram_gb=8), machine) == "gpu-8gb"
    assert presets.choose(ModelsSettings(device="cpu"), machine) == "cpu"


def test_without_a_gpu_a_small_model_answers() -> None:
    models = presets.resolve("auto", ModelsSettings(), NO_GPU)
    assert models.answer.model == "Salesforce/blip-vqa-base"
    assert models.answer.quantise == "none"


def test_what_the_person_has_set_stays_and_only_that() -> None:
    mine = ModelsSettings(
        caption=CaptionSettings(model="my/captioner"), answer=AnswerSettings(quantise="int8")
    )
    models = presets.resolve("gpu-24gb", mine)
    assert models.caption.model == "my/captioner"
    assert models.answer == AnswerSettings(model="llava-hf/llava-1.5-7b-hf", quantise="int8")
    assert models.translate.model == "facebook/nllb-200-distilled-1.3B"


def test_the_demonstration_uses_the_checkpoints_of_the_project() -> None:
    models = presets.resolve("shapes", ModelsSettings())
    folder = Path(presets.__file__).parents[1] / "shapes"
    assert models.caption.model == str(folder / "caption")
    assert models.answer.model == str(folder / "answer")
    assert models.translate.model == str(folder / "translate")
    assert models.listen.model == str(folder / "listen")


def test_an_unknown_preset_is_told() -> None:
    with pytest.raises(SettingWrong) as caught:
        presets.resolve("gpu-9000", ModelsSettings())
    assert caught.value.arguments == {"setting": "preset"}


def test_looking_at_the_machine_needs_no_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    machine = probe()
    assert machine.ram_gb > 0.1
    assert presets.resolve("auto", ModelsSettings()).caption.model
