"""What is measured on a GPU goes the same way on a CPU, so that no line of it is untried there."""

from __future__ import annotations

import pytest
import torch

from benchmarks import gpu


def test_every_figure_of_a_gpu_is_found_with_tiny_models(
    capsys: pytest.CaptureFixture[str],
) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        found = {figure.name: figure for part in gpu.PARTS for figure in part(gpu.TINY)}
    finally:
        torch.set_num_threads(threads)
    targets = [figure.target for figure in found.values() if figure.target]
    assert targets == ["≥ 0.3", "≥ 3", "≥ 5", "≥ 6", "≤ 1.5", "≤ 4", "0.9 to 1.1", "≥ 3", "≥ 3"]
    assert all(figure.value >= 0 for figure in found.values())
    assert "Self CPU time total" in capsys.readouterr().out


def test_a_kind_of_4_bits_is_made_as_the_loader_makes_it() -> None:
    """And a token reads half a byte of each of its numbers, with an eighth for their scales."""
    model = gpu.llava("cpu", gpu.TINY.text, torch.float32, gpu.TINY.eyes)
    numbers = sum(part.numel() for part in model.get_decoder().layers.parameters())
    gpu.quantise_here(model, "nf4")
    text, head = gpu.TINY.text, model.get_output_embeddings().weight
    norms = 2 * text["num_hidden_layers"] * text["hidden_size"]
    kept = 2 * text["num_hidden_layers"] * text["hidden_size"] * 4
    told = kept * (gpu.TINY.picture + gpu.TINY.prompt + gpu.TINY.tokens / 2)
    weights = gpu.read_for_a_token(model, gpu.TINY) - told - 4 * (norms + head.numel())
    assert weights == pytest.approx((numbers - norms) * (4 + 8 / 64) / 8, rel=0.01)


def test_without_a_gpu_it_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert gpu.measure() == []
    assert capsys.readouterr().out == "no GPU here\n"
