"""A checkpoint is found on this machine without asking anyone, and loaded whole or not at all."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file, save_file

from models.checkpoints.checkpoint import find, present
from models.errors import ModelDamaged, ModelMissing
from models.serving.factories import captioner
from tests.models.conftest import SHAPES


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: Any) -> None:
        pytest.fail("somebody asked the network")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)


def test_a_checkpoint_is_a_folder_or_a_name_in_the_folder_of_checkpoints() -> None:
    by_path = find(str(SHAPES / "caption"))
    by_name = find("caption", str(SHAPES))
    assert by_path.path == by_name.path == find("somebody/caption", str(SHAPES)).path
    assert by_path.model_type == "blip"
    assert 500_000 < by_path.parameters() < 2_000_000


def test_a_checkpoint_is_found_in_the_local_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    snapshot = tmp_path / "models--some--captioner/snapshots/abc"
    snapshot.mkdir(parents=True)
    refs = tmp_path / "models--some--captioner/refs"
    refs.mkdir()
    (refs / "main").write_text("abc")
    (snapshot / "config.json").write_text('{"model_type": "blip"}')
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    assert not present("some/captioner")
    (snapshot / "model.safetensors").write_bytes(b"")
    assert find("some/captioner").path == snapshot


@pytest.mark.parametrize(
    "name", ["nobody/nothing", "no-such-folder", "/no/such/folder", "a/b/c", ""]
)
def test_what_is_not_here_is_told_at_once(name: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises((ModelMissing, ModelDamaged)) as caught:
        find(name or str(tmp_path / "empty"), str(tmp_path))
    assert time.monotonic() - begun < 1
    assert caught.value.arguments["model"]


def test_weights_cut_short_are_refused(copied: Path) -> None:
    weights = copied / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(ModelDamaged, match="cut short"):
        captioner(find(str(copied)), "cpu")


def test_weights_without_a_header_are_refused(copied: Path) -> None:
    (copied / "model.safetensors").write_bytes(b"<html>not found</html>")
    with pytest.raises(ModelDamaged):
        captioner(find(str(copied)), "cpu")


def test_a_model_with_a_gap_is_refused_rather_than_filled_with_noise(copied: Path) -> None:
    weights = load_file(copied / "model.safetensors")
    gone = next(key for key in weights if key.endswith("mlp.fc1.weight"))
    del weights[gone]
    save_file(weights, copied / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelDamaged, match="missing_keys"):
        captioner(find(str(copied)), "cpu")


def test_weights_of_another_size_are_refused(copied: Path) -> None:
    config = json.loads((copied / "config.json").read_text())
    config["vision_config"]["intermediate_size"] *= 2
    (copied / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelDamaged):
        captioner(find(str(copied)), "cpu")


def test_a_missing_tokenizer_is_refused(copied: Path) -> None:
    (copied / "tokenizer.json").unlink()
    with pytest.raises(ModelDamaged):
        captioner(find(str(copied)), "cpu")


def test_a_missing_shard_is_told_by_its_name(copied: Path) -> None:
    (copied / "model.safetensors").unlink()
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors"}}
    (copied / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(ModelMissing, match="00001-of-00002"):
        find(str(copied))
    (copied / "model.safetensors.index.json").write_text("{}")
    with pytest.raises(ModelDamaged):
        find(str(copied))


@pytest.mark.parametrize("config", ["{", "null", '["blip"]'])
def test_a_config_that_is_none_is_damaged(config: str, copied: Path) -> None:
    (copied / "config.json").write_text(config)
    assert not present(str(copied))
    with pytest.raises(ModelDamaged):
        find(str(copied))
