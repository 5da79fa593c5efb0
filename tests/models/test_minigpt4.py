"""MiniGPT-4 put together from tiny random parts by the script of the documentation, and asked."""

from __future__ import annotations

import json
import runpy
from collections import OrderedDict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.answer import minigpt4
from models.checkpoints.checkpoint import find
from models.checkpoints.quantise import Quantise
from models.errors import ModelDamaged
from models.serving.factories import answerer, traits
from models.values import Conversation, Picture, Turn
from tests.models.conftest import opened, scene
from tests.models.tiny import save_qformer_model, text_config, word_tokenizer

SCRIPT = Path(__file__).parents[2] / "scripts/assemble_minigpt4.py"
SYSTEM = (
    "Give the following image: <Img>ImageContent</Img>. You will be able to see the image once "
    "I provide it to you. Please answer my questions."
)
TURNS = (Turn("what is it?", "a cup"),)


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights never end by themselves."""
    monkeypatch.setattr(minigpt4, "_DECODING", replace(minigpt4._DECODING, most=12))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BLIP-2 with a T5, a Llama in two files, and MiniGPT-4's projection as it is published."""
    import torch
    from transformers import LlamaForCausalLM

    folder = tmp_path_factory.mktemp("parts")
    save_qformer_model(folder / "blip2", "blip-2", "t5")
    size = word_tokenizer(folder / "vicuna", begin="<s>")
    torch.manual_seed(8)
    LlamaForCausalLM(text_config("llama", size)).save_pretrained(
        folder / "vicuna", max_shard_size="100KB"
    )
    weights = {"llama_proj.weight": torch.randn(64, 32), "llama_proj.bias": torch.randn(64)}
    torch.save({"model": OrderedDict(weights), "epoch": 4}, folder / "minigpt4.pth")
    return folder


@pytest.fixture(scope="module")
def made(parts: Path) -> Path:
    out = parts / "made"
    script()["assemble"](parts / "blip2", parts / "vicuna", parts / "minigpt4.pth", out, "vicuna")
    return out


@pytest.fixture(scope="module")
def picture() -> Picture:
    return opened(scene((210, 30, 35), (30, 60, 205)))


@pytest.mark.parametrize("quantise", ["none", "nf4", "int8"])
def test_what_was_put_together_loads_whole_and_answers_by_picture_and_question(
    made: Path, picture: Picture, quantise: Quantise
) -> None:
    checkpoint = find(str(made))
    assert traits(checkpoint).describes
    talker = answerer(checkpoint, "cpu", quantise)
    assert isinstance(talker, minigpt4.MiniGpt4Answerer)
    other = opened(scene((30, 150, 50), (235, 205, 40)))
    asked = [
        Conversation(picture, "what is this?"),
        Conversation(other, "what is this?"),
        Conversation(picture, "what is this?", TURNS),
    ]
    said = [talker.answer(one) for one in asked]
    assert len(set(said)) == 3
    assert [talker.answer(one) for one in asked] == said


def test_each_weight_is_the_parts_own(made: Path, parts: Path) -> None:
    import torch
    from transformers import Blip2ForConditionalGeneration, LlamaForCausalLM

    whole = Blip2ForConditionalGeneration.from_pretrained(made).state_dict()
    blip2 = Blip2ForConditionalGeneration.from_pretrained(parts / "blip2").state_dict()
    words = LlamaForCausalLM.from_pretrained(parts / "vicuna").state_dict()
    own = torch.load(parts / "minigpt4.pth", weights_only=True)["model"]
    for name, tensor in whole.items():
        if name.startswith("language_model."):
            expected = words[name.removeprefix("language_model.")]
        elif name.startswith("language_projection."):
            expected = own[name.replace("language_projection", "llama_proj")]
        else:
            expected = blip2[name]
        assert torch.equal(tensor, expected), name


def test_the_picture_stands_where_the_prompt_has_it(
    made: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what a person writes can't move it."""
    talker = answerer(find(str(made)), "cpu", "none")
    given: list[Any] = []
    qformer = talker._qformer  # type: ignore[attr-defined] # MiniGpt4Answerer's
    write = qformer.write
    monkeypatch.setattr(qformer, "write", lambda *a: given.append((a[3], a[1])) or write(*a))
    talker.answer(Conversation(picture, "what <ImageHere>?", TURNS))
    assert given == [
        (
            f"{SYSTEM}###Human: <Img>",
            "</Img> what is it?###Assistant: a cup###Human: what ImageHere?###Assistant: ",
        )
    ]
    ids = qformer._ids("</Img> what", "<Img>")
    assert ids[:1] + ids[6:10] == [2, 0, 0, 0, 0]  # the text's beginning; four of the picture's


def test_llama_2_is_spoken_to_in_its_own_way(made: Path) -> None:
    from transformers import AutoTokenizer

    talk = minigpt4.messages(Conversation(opened(scene((1, 2, 3), (4, 5, 6))), "and now?", TURNS))
    told = AutoTokenizer.from_pretrained(made).apply_chat_template(
        talk,
        chat_template=script()["template"]("llama2"),
        tokenize=False,
        add_generation_prompt=True,
    )
    assert told == (
        f"{SYSTEM}<s>[INST] <Img><ImageHere></Img> what is it? [/INST] a cup"
        "<s>[INST] and now? [/INST] "
    )


def test_it_stops_where_the_next_person_would_speak(
    made: Path, picture: Picture, tmp_path: Path
) -> None:
    """Vicuna has no token for it: "###" is a string."""
    asked = Conversation(picture, "what is this?")
    whole = answerer(find(str(made)), "cpu", "none").answer(asked).text
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in made.iterdir():
        (copy / file.name).symlink_to(file)
    (copy / "generation_config.json").unlink()
    stop = whole[3:5]
    (copy / "generation_config.json").write_text(json.dumps({"stop_strings": [stop]}))
    talker = answerer(find(str(copy)), "cpu", "none")
    assert talker.answer(asked).text == whole.partition(stop)[0]
    # It wrote no further, rather than that the rest was thrown away.
    qformer, stops = talker._qformer, talker._decoding  # type: ignore[attr-defined] # as above
    (written,) = qformer.write([picture], "</Img> what is this?", replace(stops, most=12), "<Img>")
    (endless,) = qformer.write([picture], "</Img> what is this?", replace(stops, stops=()), "<Img>")
    assert stop in endless.text
    assert (written.ended, endless.ended) == (True, False)


def test_a_projection_with_code_in_it_is_refused_and_not_run(parts: Path, tmp_path: Path) -> None:
    import pickle

    import torch

    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "ran",))

    torch.save({"model": Trap()}, tmp_path / "trap.pth")
    with pytest.raises(pickle.UnpicklingError):
        script()["assemble"](
            parts / "blip2", parts / "vicuna", tmp_path / "trap.pth", tmp_path / "out", "vicuna"
        )
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "out").exists()


def test_a_projection_for_another_language_model_is_refused(parts: Path, tmp_path: Path) -> None:
    import torch

    weights = {"llama_proj.weight": torch.zeros(80, 32), "llama_proj.bias": torch.zeros(80)}
    torch.save({"model": weights}, tmp_path / "wide.pth")
    with pytest.raises(ValueError, match="80 wide"):
        script()["assemble"](
            parts / "blip2", parts / "vicuna", tmp_path / "wide.pth", tmp_path / "out", "vicuna"
        )


def test_a_template_without_a_place_for_the_picture_is_noticed(
    made: Path, picture: Picture, tmp_path: Path
) -> None:
    for file in made.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "chat_template.jinja").unlink()
    (tmp_path / "chat_template.jinja").write_text("{{ messages[0].content[1].text }}")
    with pytest.raises(ModelDamaged, match="ImageHere"):
        answerer(find(str(tmp_path)), "cpu", "none").answer(Conversation(picture, "what?"))
