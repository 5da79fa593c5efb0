"""Steps of fixed shape, as on a GPU: recorded once for each shape, and run again."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from itertools import pairwise
from typing import Any
from unittest.mock import MagicMock

import pytest
import torch
from transformers import DynamicCache, LlavaConfig, LlavaForConditionalGeneration

from models.answer.decoding import decoder, kv_slots
from models.answer.decoding.decoder import Decoder
from models.answer.decoding.steps import Steps
from models.families import greedy

MOST = 9


@pytest.fixture(scope="module")
def model() -> Iterator[Any]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(3)
    eyes = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 1,
            "num_attention_heads": 2, "image_size": 16, "patch_size": 8}  # fmt: skip
    text = {"model_type": "llama", "hidden_size": 64, "intermediate_size": 64, "vocab_size": 128,
            "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
            "initializer_range": 0.4}  # fmt: skip
    config = LlavaConfig(
        vision_config={"model_type": "clip_vision_model", **eyes},
        text_config=text,
        image_token_index=127,
    )
    made: Any = LlavaForConditionalGeneration(config)
    made.generation_config.eos_token_id = 5
    yield made.eval()
    torch.set_num_threads(threads)


def prompt(length: int) -> dict[str, torch.Tensor]:
    ids = torch.arange(length)[None] * 7 % 120
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


class Graphs:
    """Stands where CUDA's graphs do: what is recorded runs once, and again when it is replayed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.recorded: list[tuple[int, int]] = []
        self.replayed = 0
        self.fails = False
        begin, record = Steps.__init__, Steps._record

        def begun(steps: Steps, *given: Any) -> None:
            begin(steps, *given)
            steps._records, steps._aside, self.steps = True, MagicMock(), steps

        def recording(steps: Steps, shape: tuple[int, int]) -> None:
            self.recorded.append(shape)
            record(steps, shape)

        monkeypatch.setattr(Steps, "__init__", begun)
        monkeypatch.setattr(Steps, "_record", recording)
        for name in ("current_stream", "set_stream", "synchronize"):
            monkeypatch.setattr(torch.cuda, name, MagicMock())
        monkeypatch.setattr(torch.cuda, "CUDAGraph", MagicMock)
        monkeypatch.setattr(torch.cuda, "stream", lambda _: nullcontext())
        monkeypatch.setattr(torch.cuda, "graph", self.graph)

    @contextmanager
    def graph(self, graph: Any, pool: Any, stream: Any, capture_error_mode: str) -> Iterator[None]:
        if self.fails:
            raise RuntimeError("operation not permitted when stream is capturing")
        steps, (rows, _) = self.steps, self.recorded[-1]
        state = [steps.slots.places, steps._tokens, steps._over]
        before = [part.clone() for part in state]

        def replay() -> None:
            self.replayed += 1
            steps._step(rows)

        graph.replay = replay
        yield
        for part, then in zip(state, before, strict=True):  # recording runs nothing
            part.copy_(then)


@pytest.fixture
def graphs(monkeypatch: pytest.MonkeyPatch) -> Graphs:
    monkeypatch.setattr(kv_slots, "_FIXED", 16)
    return Graphs(monkeypatch)


def written(loop: Decoder, lengths: list[int]) -> list[list[int]]:
    with ThreadPoolExecutor(len(lengths)) as threads:
        told = threads.map(lambda length: loop.write(prompt(length), MOST), lengths)
        return [one.tokens.tolist() for one in told]


def plain(model: Any, lengths: list[int]) -> list[list[int]]:
    return [greedy.write(model, prompt(length), MOST)[0].tolist() for length in lengths]


def test_each_shape_is_recorded_once_and_says_what_generate_says(
    model: Any, graphs: Graphs
) -> None:
    loop = Decoder(model, slots=4, fixed=True)
    # The first grows past 16 tokens, where steps look further; the block moves for the others.
    assert written(loop, [12]) == plain(model, [12])
    assert graphs.recorded == [(1, 16), (1, 32)]
    assert written(loop, [12]) == plain(model, [12])
    assert len(graphs.recorded) == 2  # kept for whoever asks next
    lengths = [9, 14, 5, 30, 21]
    assert written(loop, lengths) == plain(model, lengths)
    assert {rows for rows, _ in graphs.recorded} <= {1, 2, 4}
    assert graphs.replayed > 2 * MOST


def test_where_no_graph_can_be_made_steps_are_launched_one_by_one(
    model: Any, graphs: Graphs, caplog: pytest.LogCaptureFixture
) -> None:
    graphs.fails = True
    with caplog.at_level(logging.WARNING):
        loop = Decoder(model, slots=2, fixed=True)
        assert written(loop, [12, 6]) == plain(model, [12, 6])
    assert [record.message for record in caplog.records if "no CUDA graph" in record.message]
    assert (len(graphs.recorded), graphs.replayed) == (1, 0)


def test_rows_and_graphs_are_freed_when_nobody_has_asked_for_a_while(
    model: Any, graphs: Graphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder, "_REST", 0.05)
    loop = Decoder(model, slots=2, fixed=True)
    written(loop, [12])
    until = time.monotonic() + 5
    while loop._steps is not None and time.monotonic() < until:
        time.sleep(0.01)
    assert loop._steps is None
    assert written(loop, [12]) == plain(model, [12])


def test_one_that_ends_stands_still_while_others_go_on(model: Any) -> None:
    """A step is under way when an end is read: it writes no further than the answer's room."""
    block = kv_slots.Slots(DynamicCache([(torch.zeros(1, 2, 0, 16),) * 2] * 2), 2, fixed=True)
    steps = Steps(model, block)
    with torch.inference_mode():
        for row, length in enumerate((3, 4)):
            past = DynamicCache(config=model.config.get_text_config())
            model(**prompt(length), past_key_values=past)
            block.put(row, past, room=4)
            steps.put(row, 1, None, None)
        steps._ends = torch.tensor([int(steps.run(2).read()[0][0])])
        for _ in range(3):
            steps._over[0] = True
            steps.run(2)
    assert block.places.tolist() == [4, 8]


@contextmanager
def gathered(model: Any, loop: Decoder, waiting: int) -> Iterator[None]:
    """The first step is taken when so many prompts wait."""

    def wait(_: Any, __: Any, given: dict[str, Any]) -> None:
        until = time.monotonic() + 10
        while given["input_ids"].shape[1] == 1 and time.monotonic() < until:
            if len(loop._waiting) >= waiting:
                hook.remove()
                return
            time.sleep(0.001)

    hook = model.register_forward_pre_hook(wait, with_kwargs=True)
    yield
    hook.remove()


def test_while_a_prompt_is_read_the_others_go_on(model: Any, graphs: Graphs) -> None:
    """Between blocks of the model, so that one long prompt is no gap in another's answer."""
    loop, order = Decoder(model, slots=4, fixed=True), []
    reading = model.register_forward_pre_hook(
        lambda _, __, given: order.append(given["input_ids"].shape[1]), with_kwargs=True
    )
    done = model.register_forward_hook(lambda *_: order.append(-1))
    lengths = [38, 40, 36]
    with gathered(model, loop, 2):
        told = written(loop, lengths)
    assert told == plain(model, lengths)
    reading.remove(), done.remove()
    within = [b for a, b in pairwise(order) if a > 1 and b != -1]
    assert within
    assert set(within) == {1}


def test_a_step_that_breaks_while_a_prompt_is_read_breaks_all_and_the_next_is_answered(
    model: Any, graphs: Graphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, run = Decoder(model, slots=4, fixed=True), Steps.run

    def broken(steps: Steps, running: int) -> Any:
        if loop._within:
            raise RuntimeError("CUDA error: an illegal memory access")
        return run(steps, running)

    monkeypatch.setattr(Steps, "run", broken)
    with gathered(model, loop, 1), pytest.raises(RuntimeError, match="illegal"):
        written(loop, [38, 40])
    monkeypatch.undo()
    assert written(Decoder(model, fixed=True), [12]) == written(loop, [12]) == plain(model, [12])
