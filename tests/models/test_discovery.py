"""A new backend is one file, and another one is chosen by one line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError
from safetensors.numpy import save_file

import models.caption
from models.backends import Traits
from models.checkpoints import discovery
from models.checkpoints.checkpoint import find
from models.errors import SettingWrong
from models.serving.engine import Engine
from models.settings import CaptionSettings, ModelsSettings, SpeakSettings, TranslateSettings
from tests.models.conftest import opened

DECISION = Path(__file__).parents[2] / "docs/decisions/one-file-for-a-backend.md"


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example of the decision, as a file beside the other captioners."""
    (example,) = re.findall(r"```python\n(.*?)```", DECISION.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "shade.py").write_text(example, encoding="utf-8")
    monkeypatch.setattr(
        models.caption, "__path__", [*models.caption.__path__, str(tmp_path / "more")]
    )
    yield
    sys.modules.pop("models.caption.shade", None)
    vars(models.caption).pop("shade", None)


def checkpoint(folder: Path, **config: object) -> str:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    save_file({"nothing": np.zeros(1, np.float32)}, folder / "model.safetensors")
    return str(folder)


@pytest.mark.usefixtures("added")
async def test_a_captioner_is_added_with_one_file_and_chosen_with_one_line(tmp_path: Path) -> None:
    model = checkpoint(tmp_path / "shade", model_type="shade", dark_below=100)
    engine = Engine(ModelsSettings(caption=CaptionSettings(model=model)))
    dark, bright = (Image.new("RGB", (80, 60), (grey, grey, grey)) for grey in (10, 230))
    said = await engine.caption([opened(dark), opened(bright)])
    await engine.close()
    assert [caption.text for caption in said] == ["a dark picture", "a bright picture"]


def test_a_checkpoint_that_no_backend_takes_is_named(tmp_path: Path) -> None:
    model = checkpoint(tmp_path / "odd", model_type="odd")
    with pytest.raises(SettingWrong, match="odd") as refused:
        discovery.taking("models.caption", find(model), "models.caption.model")
    assert refused.value.arguments == {"setting": "models.caption.model"}


def test_voices_and_translators_are_known_by_their_files() -> None:
    for voice in discovery.names("models.speak.voices"):
        assert SpeakSettings(voice=voice).voice == voice
    with pytest.raises(ValidationError, match=r"there are: .*espeak.*pyttsx3"):
        SpeakSettings(voice="nobody")
    with pytest.raises(ValidationError, match=r"there are: .*google.*nllb"):
        TranslateSettings(providers=("nllb", "nobody"))


def test_each_file_of_an_ability_is_a_backend_with_all_that_is_asked_of_one() -> None:
    for ability in ("caption", "answer", "embed", "locate", "listen", "read.readers"):
        package = f"models.{ability}"
        for name in discovery.names(package):
            backend = discovery.named(package, name)
            assert callable(backend.takes), backend
            assert callable(backend.load), backend
            assert ability != "answer" or isinstance(backend.TRAITS, Traits), backend
