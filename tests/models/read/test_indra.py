"""Indra OCR by choice: its package stood in for, since its weights are not here."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.errors import ModelDamaged, ModelMissing
from models.provisioning.download import needed, present
from models.read import indra
from models.serving.factories import tesseract
from models.settings import ModelsSettings, ReadSettings
from models.values import Line, Picture

PICTURE = Picture(Image.new("RGB", (80, 40), "white"), "white")


class Converter:
    """What `indra_ocr.load` gives, as its documentation has it."""

    def ocr(self, gray: NDArray[np.uint8]) -> SimpleNamespace:
        assert gray.shape == (40, 80)
        assert gray.dtype == np.uint8
        price = SimpleNamespace(text=" চা ৳২৫ ", conf=np.float32(0.75), box=[1, 2, 30, 12])
        return SimpleNamespace(lines=[price, SimpleNamespace(text="", conf=0.0, box=[0, 0, 1, 1])])


def weights(folder: Path) -> str:
    """A folder of checkpoints with Indra's among them."""
    place = folder / indra.REPOSITORY
    place.mkdir(parents=True)
    for name in ("det.onnx", "rec.onnx", "meta.json"):
        (place / name).write_bytes(b"")
    return str(folder)


def test_indra_reads_where_the_settings_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def load(**options: object) -> Converter:
        asked.update(options)
        return Converter()

    monkeypatch.setitem(sys.modules, "indra_ocr", SimpleNamespace(load=load))
    reader = tesseract(ReadSettings(model="indra"), weights(tmp_path))
    assert reader.read(PICTURE).lines == (Line("চা ৳২৫", 0.75, (1.0, 2.0, 30.0, 12.0)),)
    assert asked == {"path": tmp_path / indra.REPOSITORY, "threads": 2, "mode": "ocr"}


def test_what_of_indra_is_missing_or_damaged_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelMissing) as raised:
        indra.IndraReader(str(tmp_path))
    assert raised.value.arguments == {"model": indra.REPOSITORY}

    def load(**options: object) -> Converter:
        raise ValueError("not an ONNX file")

    monkeypatch.setitem(sys.modules, "indra_ocr", SimpleNamespace(load=load))
    with pytest.raises(ModelDamaged):
        indra.IndraReader(weights(tmp_path))


def test_its_weights_are_among_what_is_fetched(tmp_path: Path) -> None:
    settings = ModelsSettings(read=ReadSettings(model="indra"))
    assert indra.REPOSITORY in needed(settings)
    assert not present(indra.REPOSITORY, str(tmp_path))
    assert present(indra.REPOSITORY, weights(tmp_path))
