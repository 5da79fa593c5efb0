"""Values that abilities take and return: pictures, captions, answers, pages, sounds.

Languages are "bn" and "en" throughout; a backend maps them to its own codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models.prompt_marks import unmarked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Vectors = NDArray[np.float32]
    """(n, d), rows of length 1."""

Language = Literal["bn", "en"]
Length = Literal["short", "long"]


Remark = Literal["", "incomplete", "preview", "pages"]
"""The file ends early or is damaged; only a RAW file's preview opens; it has more pages."""


@dataclass(frozen=True)
class Picture:
    """A decoded photo: upright, RGB, without metadata.

    image: 8-bit RGB; digest: SHA-256 of the file's bytes, hexadecimal, the key of every cache;
    remark: what its sender should know of how it opened.
    """

    image: Image
    digest: str
    remark: Remark = ""


@dataclass(frozen=True)
class Film:
    """A video's key frames in order, at least one; seconds: its length."""

    frames: tuple[Picture, ...]
    seconds: float


@dataclass(frozen=True)
class Caption:
    """What a model says a picture shows, in English.

    confidence: geometric mean of the token probabilities, 0 to 1; None where a server that
    describes tells none; samples: what the same model says when it draws its words by chance;
    second: what another model says, "" where there is none; favour: how much better the picture
    fits this text than `second`, as a difference of cosines, None where that was not compared.
    """

    text: str
    confidence: float | None
    samples: tuple[str, ...] = ()
    second: str = ""
    favour: float | None = None


@dataclass(frozen=True)
class Turn:
    """One question that was asked about a picture, and its answer, both in English."""

    question: str
    answer: str

    def __post_init__(self) -> None:
        """Take the marks of prompts out of what people and pictures say."""
        object.__setattr__(self, "question", unmarked(self.question))
        object.__setattr__(self, "answer", unmarked(self.answer))


@dataclass(frozen=True)
class Conversation:
    """A question in English about a picture, after the turns that came before it.

    others: more pictures that the question is about; who can look at one alone ignores them.
    """

    picture: Picture
    question: str
    history: tuple[Turn, ...] = ()
    others: tuple[Picture, ...] = ()

    def __post_init__(self) -> None:
        """Take the marks of prompts out of the question, wherever it comes from."""
        object.__setattr__(self, "question", unmarked(self.question))


@dataclass(frozen=True)
class Answer:
    """An answer in English; confidence as in `Caption`, None where who answers tells none.

    pictures: how many of the conversation's pictures it is about, from the first on.
    """

    text: str
    confidence: float | None
    pictures: int = 1


@dataclass(frozen=True)
class Translation:
    """A text in the language asked for, or as it was where nobody could translate it.

    translated: False when `text` is still the source; provider: who did it, "" for nobody.
    """

    text: str
    translated: bool
    provider: str


@dataclass(frozen=True)
class Sound:
    """A voice message: OGG/Opus, mono.

    data: the file's bytes; seconds: its duration.
    """

    data: bytes
    seconds: float


@dataclass(frozen=True)
class Speech:
    """What a speaker made, before it is encoded: 16-bit mono samples.

    samples: little-endian signed 16-bit PCM; rate: samples a second.
    """

    samples: bytes
    rate: int

    @property
    def seconds(self) -> float:
        """Duration in seconds."""
        return len(self.samples) / 2 / self.rate

    def array(self) -> NDArray[np.float32]:
        """The samples as float32, -1 to 1."""
        import numpy as np

        return np.frombuffer(self.samples, dtype="<i2").astype(np.float32) / np.float32(32768)


@dataclass(frozen=True)
class Label:
    """A label and how well it fits a picture.

    probability: 0 to 1; a softmax model's sum to 1 with "none of these", a sigmoid model's
    each stand alone.
    """

    label: str
    probability: float


@dataclass(frozen=True)
class Colour:
    """A colour by its English name, and its share of what was looked at, 0 to 1."""

    name: str
    share: float


@dataclass(frozen=True)
class Light:
    """How light a picture is, 0 to 1; brightest: "left", "middle" or "right", "" for no side."""

    level: float
    brightest: str


@dataclass(frozen=True)
class Aim:
    """How a photo was taken.

    light: of its lightest parts, 0 to 1; blur: of its sharpest edges, as the standard deviation
    in pixels at 640 for the longest side, 0 where it has no edges; glare: the share that a light
    blinds; subject: the share that stands out from a plain ground, None without such a ground;
    cut: the sides at which it ends; written: whether it is like a sheet of writing.
    """

    light: float
    blur: float
    glare: float
    subject: float | None = None
    cut: tuple[Literal["left", "right", "top", "bottom"], ...] = ()
    written: bool = False


@dataclass(frozen=True)
class Box:
    """Where something is.

    box: x0, y0, x1, y1 in pixels of the upright picture, x to the right, y down; confidence: 0 to
    1, None where the model gives none.
    """

    label: str
    box: tuple[float, float, float, float]
    confidence: float | None = None


@dataclass(frozen=True)
class Line:
    """A line of writing: confidence 0 to 1; box as in `Box`."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Code:
    """A barcode or QR code: kind as printed on it ("QR Code", "EAN-13"), its content unchanged."""

    kind: str
    content: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Page:
    """What is written on a picture: lines in reading order, and the codes on it."""

    lines: tuple[Line, ...]
    codes: tuple[Code, ...] = ()

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Document:
    """A PDF file, not yet drawn. pages: how many it has."""

    data: bytes
    pages: int


@dataclass(frozen=True)
class Heard:
    """What was said in a sound. confidence: 0 to 1; seconds: the sound's duration."""

    text: str
    language: Language
    confidence: float
    seconds: float
