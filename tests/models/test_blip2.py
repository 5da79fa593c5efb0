"""BLIP-2 and InstructBLIP caption and answer, in their real classes with random weights."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from models.answer import instructblip
from models.answer.blip2 import prompt
from models.backends import Answerer, Captioner, Sampler
from models.checkpoints.checkpoint import find
from models.checkpoints.quantise import Quantise, check_quantised
from models.errors import ModelDamaged
from models.families.qformer import Decoding, Qformer, cut
from models.serving.factories import answerer, captioner, traits
from models.values import Conversation, Picture, Turn
from tests.models.conftest import opened, scene
from tests.models.tiny import save_qformer_model

KINDS = [("blip-2", "opt"), ("blip-2", "t5"), ("instructblip", "llama"), ("instructblip", "t5")]
QUESTION = "what is this?"


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights never end by themselves, and InstructBLIP may write 256 tokens."""
    monkeypatch.setattr(instructblip, "DECODING", replace(instructblip.DECODING, most=12))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("qformer")
    for kind, language_model in KINDS:
        save_qformer_model(folder / f"{kind}-{language_model}", kind, language_model)
    return folder


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    colours = [((210, 30, 35), (30, 60, 205)), ((30, 150, 50), (235, 205, 40))]
    return [opened(scene(*pair)) for pair in colours]


@cache
def captions_of(folder: Path) -> Captioner:
    return captioner(find(str(folder)), "cpu")


@cache
def answers_of(folder: Path, quantise: Quantise = "none") -> Answerer:
    return answerer(find(str(folder)), "cpu", quantise)


@pytest.mark.parametrize(("kind", "language_model"), KINDS)
def test_a_batch_of_captions_says_what_each_picture_alone_says(
    made: Path, pictures: list[Picture], kind: str, language_model: str
) -> None:
    captioner = captions_of(made / f"{kind}-{language_model}")
    together = captioner.caption(pictures)
    alone = [captioner.caption([picture])[0] for picture in pictures]
    assert [one.text for one in together] == [one.text for one in alone]
    assert len({one.text for one in together}) == 2  # they look at the picture
    assert all(0 < one.confidence <= 1 for one in together)
    assert captioner.caption([]) == []


@pytest.mark.parametrize(("kind", "language_model"), KINDS[1:3])
def test_what_is_drawn_for_a_picture_does_not_depend_on_its_company(
    made: Path, pictures: list[Picture], kind: str, language_model: str
) -> None:
    captioner = captions_of(made / f"{kind}-{language_model}")
    assert isinstance(captioner, Sampler)
    together = captioner.sample(pictures, 2)
    assert [captioner.sample([picture], 2)[0] for picture in pictures] == together
    assert len({text for texts in together for text in texts}) > 2


@pytest.mark.parametrize(("kind", "language_model"), KINDS)
def test_an_answer_depends_on_picture_and_question_and_is_the_same_each_time(
    made: Path, pictures: list[Picture], kind: str, language_model: str
) -> None:
    answerer = answers_of(made / f"{kind}-{language_model}")
    asked = [Conversation(pictures[0], QUESTION), Conversation(pictures[1], QUESTION)]
    asked.append(Conversation(pictures[0], "is it a red circle?"))
    said = [answerer.answer(one) for one in asked]
    assert len(set(said)) == 3
    assert [answerer.answer(one) for one in asked] == said


def test_writing_stops_at_the_language_models_end(pictures: list[Picture], tmp_path: Path) -> None:
    """BLIP-2's OPT ends with a line break, which only config.json tells."""
    folder = save_qformer_model(tmp_path / "blip2", "blip-2", "opt")
    endless = Qformer(find(str(folder)), "cpu")
    (whole,) = endless.write(pictures[:1], QUESTION, Decoding(beams=1, most=12, least=0))
    end = endless.tokenizer(whole.text, add_special_tokens=False)["input_ids"][-1]
    config = json.loads((folder / "config.json").read_text())
    config["text_config"]["eos_token_id"] = end
    (folder / "config.json").write_text(json.dumps(config))
    ending = Qformer(find(str(folder)), "cpu")
    (stopped,) = ending.write(pictures[:1], QUESTION, Decoding(beams=1, most=12, least=0))
    assert (whole.ended, stopped.ended) == (False, True)
    assert whole.text.startswith(stopped.text)


@pytest.mark.parametrize("quantise", ["nf4", "int8"])
@pytest.mark.parametrize(("kind", "language_model"), KINDS)
def test_only_the_language_model_is_quantised(
    made: Path, pictures: list[Picture], kind: str, language_model: str, quantise: Quantise
) -> None:
    from bitsandbytes.nn.modules import Linear4bit, Linear8bitLt
    from torch import nn

    answerer = answers_of(made / f"{kind}-{language_model}", quantise)
    model = answerer._qformer.model  # type: ignore[attr-defined] # of all of these
    check_quantised(model, "")
    quantised = {
        name
        for name, layer in model.named_modules()
        if isinstance(layer, Linear4bit | Linear8bitLt)
    }
    # All of it, on both sides of a T5; its "wo" and each head stay as they are.
    assert quantised == {
        f"language_model.{name}"
        for name, layer in model.language_model.named_modules()
        if isinstance(layer, nn.Linear) and not name.endswith((".wo", "lm_head"))
    }
    assert len(quantised) >= 2 * 6
    assert answerer.answer(Conversation(pictures[0], QUESTION)).confidence > 0


def test_only_instructblip_is_asked_to_describe(made: Path) -> None:
    assert not traits(find(str(made / "blip-2-opt"))).describes
    assert traits(find(str(made / "instructblip-llama"))).describes


def test_the_papers_prompt_tells_the_turns_before(pictures: list[Picture]) -> None:
    asked = Conversation(pictures[0], "and now?", (Turn("what is it?", "a cup"),))
    told = "Question: what is it? Answer: a cup. Question: and now? "
    assert prompt(asked, short=False) == f"{told}Answer:"
    assert prompt(asked, short=True) == f"{told}Short answer:"


def test_a_checkpoint_from_before_image_tokens_is_refused(made: Path, tmp_path: Path) -> None:
    folder = save_qformer_model(tmp_path / "old", "blip-2", "opt")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"image_token_index": None}))
    with pytest.raises(ModelDamaged, match="image_token_index"):
        captions_of(folder)


def test_text_is_cut_at_the_first_stop() -> None:
    assert cut(" A cup.###Human: and", ("###",)) == "A cup."
    assert cut("A cup. ", ()) == "A cup."
