"""Protocols of backends: what each must do, what some can do besides, what they may borrow.

All of these block: they run on the engine's threads and nowhere else. A backend names its extra
capabilities as its base classes, so that mypy finds a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from models.values import Answer, Box, Caption, Conversation, Heard, Language, Page, Picture, Speech

if TYPE_CHECKING:
    from models.checkpoints.checkpoint import Checkpoint
    from models.settings import ModelsSettings
    from models.values import Vectors

T = TypeVar("T")


@runtime_checkable
class Closing(Protocol):
    """A backend that keeps something running."""

    def close(self) -> None:
        """End it."""


class Captioner(Protocol):
    """Says what pictures show."""

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        """One caption for each picture, in order."""


@runtime_checkable
class Sampler(Protocol):
    """A captioner that can look again, drawing its words by chance."""

    def sample(self, pictures: Sequence[Picture], looks: int) -> list[list[str]]:
        """So many captions of each picture, in order; the same ones each time."""


@runtime_checkable
class SupportsPreprocessing(Protocol):
    """A captioner that can make numbers of a picture while it looks at others."""

    def preprocess_ahead(self, picture: Picture) -> None:
        """Make them, on whatever thread, so that its look at the picture begins with them."""


@runtime_checkable
class Describer(Protocol):
    """A captioner that also describes at length. long_prompt: what asks it to."""

    long_prompt: str


@runtime_checkable
class BeamSearch(Protocol):
    """A captioner that can weigh several captions while it writes. beams: how many."""

    beams: int


@runtime_checkable
class Compiles(Protocol):
    """A captioner that can be compiled for this machine."""

    def compile(self) -> None:
        """From now on, run what was compiled; the first picture waits for it."""


class Answerer(Protocol):
    """Answers questions about a picture."""

    def answer(self, conversation: Conversation) -> Answer:
        """The answer to the conversation's question."""


@runtime_checkable
class Preparer(Protocol):
    """An answerer that keeps what it has read of pictures and turns, for the next question."""

    def keep(self, room: int, spill: int) -> None:
        """Keep so many bytes where the model runs, and so many in CPU memory."""

    def prepare(self, picture: Picture) -> None:
        """Look at a picture before anybody asks, so that the first question is a follow-up."""

    def forget(self) -> None:
        """Let go of all that is kept."""


@dataclass(frozen=True)
class Traits:
    """What is known of a kind of answerer before it is loaded: the `TRAITS` of its module.

    describes: it can also describe a picture at length; keeps: what it has read of pictures and
    turns takes memory of its own.
    """

    describes: bool = False
    keeps: bool = False


@runtime_checkable
class Shared(Protocol):
    """An answerer that several threads may ask at the same time. together: how many."""

    together: int


@runtime_checkable
class Writer(Protocol):
    """An answerer that also writes without a picture."""

    @property
    def template(self) -> str:
        """Its chat template, "" where it is behind a URL."""

    def write(self, entry: Mapping[str, str]) -> str:
        """What it writes to one turn; entry: as its template takes it."""


class Embedder(Protocol):
    """Puts pictures and texts into one space, where near means alike.

    name: of the checkpoint; a gallery made with one is of no use to another. size: d.
    multilingual: whether Bangla texts find what they mean.
    """

    name: str
    size: int
    multilingual: bool

    def embed_images(self, pictures: Sequence[Picture]) -> Vectors:
        """One row for each picture, in order: float32 (n, d), of length 1."""

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order: float32 (n, d), of length 1."""

    def classify(self, picture: Picture, labels: Sequence[Sequence[str]]) -> list[float]:
        """How well each label fits, 0 to 1, in order; a label is its phrasings, in English.

        Softmax over the labels for CLIP, a sigmoid of each for SigLIP.
        """


class Locator(Protocol):
    """Says where things are."""

    def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where what the English phrase names is, largest first; all that it finds without one."""


class Reader(Protocol):
    """Reads what is written."""

    def read(self, picture: Picture) -> Page:
        """The lines in reading order; none where nothing is written."""


class Listener(Protocol):
    """Writes down what was said."""

    def listen(self, speech: Speech, language: Language) -> Heard:
        """What is said in 16 kHz mono speech. Its text is "" where no word was said."""


class Translator(Protocol):
    """Brings texts from one language into another."""

    name: str

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        """One text for each, in order. Raises `TranslatorDown` where it can't."""


class Speaker(Protocol):
    """Says a text aloud."""

    def speak(self, text: str, language: Language, rate: int) -> Speech:
        """The text's sound at `rate` words per minute. Raises `SpeakerDown` where it can't."""


class Lends(Protocol):
    """Where a translator borrows models: `models.serving.leases.Lender` does it."""

    settings: ModelsSettings

    def lend(
        self, name: str, ability: str, load: Callable[[Checkpoint, str], T]
    ) -> AbstractContextManager[T]:
        """The model of this checkpoint's name, loaded by `load(checkpoint, device)` if need be."""

    def answerer(self, model: str = "") -> AbstractContextManager[Answerer]:
        """What answers questions; model: another checkpoint of its kind."""
