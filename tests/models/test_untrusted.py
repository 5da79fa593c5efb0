"""A checkpoint is numbers: code that comes with one is never run, and a pickle is never opened."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from handlers.i18n.messages import Words
from models.answer.chat import ChatAnswerer
from models.caption.blip import BlipCaptioner
from models.checkpoints.checkpoint import find
from models.embed.clip_siglip import JointEmbedder
from models.errors import ChokhError, ModelMissing
from models.values import Conversation, Picture

SHAPES = Path(__file__).parents[2] / "models/shapes"
LOADERS: dict[str, Callable[[str, Picture], object]] = {
    "answer": lambda path, picture: ChatAnswerer(find(path), "cpu").answer(
        Conversation(picture, "what colour is the circle?")
    ),
    "caption": lambda path, picture: BlipCaptioner(find(path), "cpu").caption([picture]),
    "embed": lambda path, picture: JointEmbedder(find(path), "cpu").embed_images([picture]),
}
CLASSES = ["AutoConfig", "AutoModel", "AutoModelForImageTextToText", "AutoTokenizer"]
CLASSES += ["AutoProcessor", "AutoImageProcessor", "AutoModelForCausalLM"]


class Evil:
    """Its pickle makes a file when it is opened."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[Path, ...]]:
        return Path.touch, (self.trace,)


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """A file that is there once foreign code has run."""
    return tmp_path / "ran"


def copied(name: str, tmp_path: Path) -> Path:
    folder = tmp_path / "checkpoint"
    shutil.copytree(SHAPES / name, folder)
    return folder


@pytest.mark.parametrize("name", LOADERS)
def test_code_that_comes_with_a_checkpoint_never_runs(
    tmp_path: Path, trace: Path, red_above_blue: Picture, name: str
) -> None:
    folder = copied(name, tmp_path)
    code = f"from pathlib import Path\nPath({str(trace)!r}).touch()\n"
    code += "".join(f"class {each}: pass\n" for each in CLASSES)
    (folder / "custom_generate").mkdir()
    for file in ("evil.py", "custom_generate/generate.py", "__init__.py"):
        (folder / file).write_text(code)
    for file in sorted(folder.glob("*config.json")):
        config = json.loads(file.read_text())
        config["auto_map"] = {each: f"evil.{each}" for each in CLASSES}
        file.write_text(json.dumps(config))
    with suppress(ChokhError):  # it may be refused; its sentence is there for that
        LOADERS[name](str(folder), red_above_blue)
    assert not trace.exists()


def test_a_chat_template_runs_no_code(tmp_path: Path, trace: Path, red_above_blue: Picture) -> None:
    folder = copied("answer", tmp_path)
    call = f"cycler.__init__.__globals__.os.system('touch {trace}')"
    for file in folder.glob("chat_template*"):
        file.unlink()
    (folder / "chat_template.jinja").write_text("{{ " + call + " }}")
    with pytest.raises(Exception, match=r"unsafe|not safely"):
        LOADERS["answer"](str(folder), red_above_blue)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.bin", "model.pt", "model.pkl"])
def test_a_pickle_is_refused_and_not_opened(tmp_path: Path, trace: Path, name: str) -> None:
    folder = copied("caption", tmp_path)
    (folder / "model.safetensors").unlink()
    (folder / name).write_bytes(pickle.dumps(Evil(trace)))
    with pytest.raises(ModelMissing) as refused:
        find(str(folder))
    assert str(folder) in Words().say("en", refused.value.key, **refused.value.arguments)
    assert not trace.exists()
    pickle.loads((folder / name).read_bytes())  # noqa: S301 -- it would have made the file
    assert trace.exists()
