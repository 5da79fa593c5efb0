"""Points: vectors with what is known of them, and what the two stores have in common.

Both take the same filters. Vectors of different models are never in one collection: nothing could
be compared. All of it blocks, and each store belongs to one thread at a time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from memory.errors import GalleryUnreachable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]
    """(d,), of length 1."""

Known = Mapping[str, int | str]
"""What is known of a vector, by name."""

PREFIX = "chokh-"
"""How the names of all our collections begin."""

PAGE = 1_000
"""Points that are read at a time."""


@dataclass(frozen=True)
class Point:
    """A vector; id: 0 to 2⁶³ - 1, its own within a collection; a known one is replaced."""

    id: int
    vector: Vector
    known: Known


@dataclass(frozen=True)
class Near:
    """A point near a query. score: the cosine of their angle, -1 to 1."""

    id: int
    score: float
    vector: Vector
    known: Known


class Points(Protocol):
    """Collections of points, one for each model. Raises only `GalleryUnreachable`."""

    def put(self, model: str, points: Sequence[Point]) -> None:
        """Keep points; when this returns they survive the end of the process."""

    def near(
        self, model: str, vector: Vector, limit: int, where: Known | None = None
    ) -> list[Near]:
        """The nearest points, best first, of those that have all that `where` says."""

    def drop(self, ids: Collection[int]) -> None:
        """Delete these points of every model."""

    def close(self) -> None:
        """Write down what is not yet, and let go."""

    def known(self, model: str) -> dict[int, Known]:
        """What is known of every point of a model, by id."""
        with faults():
            return {int(each.id): each.payload or {} for each in self._records(model, True)}

    def ids(self, model: str) -> set[int]:
        """The ids of every point of a model."""
        with faults():
            return {int(each.id) for each in self._records(model, False)}

    def _records(self, model: str, with_payload: bool) -> Iterator[Any]:
        """The store's own form of every point of a model."""


def collection(model: str, size: int | str) -> str:
    """A name for a model's vectors that any file system and server takes."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-.")[-60:]
    return f"{PREFIX}{readable}-{hashlib.sha256(model.encode()).hexdigest()[:8]}-{size}"


def near_from(found: Any) -> Near:
    """A store's own result as ours."""
    import numpy as np

    vector = np.asarray(found.vector, np.float32)
    return Near(int(found.id), float(found.score), vector, found.payload or {})


@contextmanager
def faults() -> Iterator[None]:
    """Turn what rises into `GalleryUnreachable`.

    Neither engine has one class for its errors: whatever rises is the store's fault.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # Edge panics where its files are torn, which is no Exception
        status = getattr(error, "status_code", None)
        # A server repeats keys, and what it was sent.
        said = f"status {status}" if status is not None else str(error)
        raise GalleryUnreachable(f"{type(error).__name__}: {said}") from (
            error if status is None else None
        )
