"""Vectors with what is known of them, in two stores that take the same filters.

A folder: Qdrant Edge, the engine of Qdrant within this process. A URL: a Qdrant server or
cluster. Vectors of different models are never in one collection: nothing could be compared.
All of it blocks, and each store belongs to one thread at a time.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from memory.errors import GalleryUnreachable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]
    """(d,), of length 1."""

logger = logging.getLogger(__name__)

Known = Mapping[str, int | str]
"""What is known of a vector, by name."""

_PREFIX = "chokh-"
_PAGE = 1_000
_NO_GRAPH = 1_000_000_000
"""Kilobytes of vectors from which on a graph of neighbours is built. Never: one chat's vectors are
compared one by one, and with a graph of 100,000 one deletion would take minutes."""
_TIMEOUT = 10  # seconds for an answer of a server
LOCAL = ":memory:"
"""In the place of a URL: the client's own store in memory, which tests run against."""


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
        ...

    def near(
        self, model: str, vector: Vector, limit: int, where: Known | None = None
    ) -> list[Near]:
        """The nearest points, best first, of those that have all that `where` says."""
        ...

    def known(self, model: str) -> dict[int, Known]:
        """What is known of every point of a model, by id."""
        ...

    def drop(self, ids: Collection[int]) -> None:
        """Delete these points of every model."""
        ...

    def close(self) -> None:
        """Write down what is not yet, and let go."""
        ...


def collection(model: str, size: int | str) -> str:
    """A name for a model's vectors that any file system and server takes."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-.")[-60:]
    return f"{_PREFIX}{readable}-{hashlib.sha256(model.encode()).hexdigest()[:8]}-{size}"


class EdgePoints:
    """Collections in a folder, which its user alone may read. One that is torn begins anew."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened before it is asked for."""
        self._folder = folder
        self._shards: dict[str, Any] = {}

    def put(self, model: str, points: Sequence[Point]) -> None:
        """Keep points; when this returns they survive the end of the process."""
        import qdrant_edge as edge  # noqa: PLC0415 - 60 MB, for who searches

        if not points:
            return
        with _faults():
            shard = self._shard(collection(model, len(points[0].vector)), len(points[0].vector))
            made = [edge.Point(p.id, p.vector.tolist(), dict(p.known)) for p in points]
            shard.update(edge.UpdateOperation.upsert_points(made))
            shard.flush()

    def near(
        self, model: str, vector: Vector, limit: int, where: Known | None = None
    ) -> list[Near]:
        """The nearest points, best first, of those that have all that `where` says."""
        import qdrant_edge as edge  # noqa: PLC0415

        with _faults():
            shard = self._shard(collection(model, len(vector)))
            if shard is None:
                return []
            request = edge.QueryRequest(
                limit=limit,
                query=edge.Query.Nearest(vector.tolist()),
                filter=_edge_filter(where),
                with_vector=True,
                with_payload=True,
            )
            return [_near(found) for found in shard.query(request)]

    def known(self, model: str) -> dict[int, Known]:
        """What is known of every point of a model, by id."""
        import qdrant_edge as edge  # noqa: PLC0415

        found: dict[int, Known] = {}
        with _faults():
            for name in self._names(collection(model, "*")):
                shard, offset = self._shard(name), None
                while shard is not None:
                    records, offset = shard.scroll(
                        edge.ScrollRequest(offset=offset, limit=_PAGE, with_payload=True)
                    )
                    found |= {int(record.id): record.payload or {} for record in records}
                    if offset is None:
                        break
        return found

    def drop(self, ids: Collection[int]) -> None:
        """Delete these points of every model."""
        import qdrant_edge as edge  # noqa: PLC0415

        if not ids:
            return
        with _faults():
            for name in self._names(f"{_PREFIX}*"):
                shard = self._shard(name)
                if shard is not None:
                    shard.update(edge.UpdateOperation.delete_points(list(ids)))
                    shard.optimize()
                    shard.flush()

    def close(self) -> None:
        """Write down what is not yet, and let go."""
        while self._shards:
            _, shard = self._shards.popitem()
            shard.close()

    def _names(self, pattern: str) -> list[str]:
        return sorted(path.name for path in self._folder.glob(pattern) if path.is_dir())

    def _shard(self, name: str, size: int | None = None) -> Any:
        """The shard of that name; None where there is none, unless a size is given to make it."""
        if name in self._shards:
            return self._shards[name]
        import qdrant_edge as edge  # noqa: PLC0415

        path = self._folder / name
        if path.is_dir():
            try:
                self._shards[name] = edge.EdgeShard.load(str(path))
            except Exception as error:  # its errors have no class of their own
                logger.warning("the search index %s is damaged and begins anew: %s", path, error)
                shutil.rmtree(path)
            else:
                return self._shards[name]
        if size is None:
            return None
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        path.mkdir(mode=0o700)
        # Without a log of writes: each is flushed, and what is deleted stays in no log. Any
        # deleted point lets `optimize` write the others anew, so that it is gone from the disk.
        config = edge.EdgeConfig(
            vectors=edge.EdgeVectorParams(size=size, distance=edge.Distance.Cosine),
            optimizers=edge.EdgeOptimizersConfig(
                deleted_threshold=1e-9, vacuum_min_vector_number=1, indexing_threshold=_NO_GRAPH
            ),
            wal_enabled=False,
        )
        shard = edge.EdgeShard.create(str(path), config)
        shard.update(
            edge.UpdateOperation.create_field_index("chat_id", edge.PayloadSchemaType.Integer)
        )
        shard.flush()
        self._shards[name] = shard
        return shard


class ServerPoints:
    """Collections of a Qdrant server or cluster."""

    def __init__(self, url: str, key: str = "") -> None:
        """The server is not asked for anything before it is needed."""
        self._url, self._key = url, key
        self._made: set[str] = set()
        self._client: Any = None

    def put(self, model: str, points: Sequence[Point]) -> None:
        """Keep points; when this returns they survive the end of the process."""
        from qdrant_client import models as server  # noqa: PLC0415 - a second to import

        if not points:
            return
        name = collection(model, len(points[0].vector))
        with _faults():
            if name not in self._made and not self._open().collection_exists(name):
                params = server.VectorParams(
                    size=len(points[0].vector), distance=server.Distance.COSINE
                )
                self._open().create_collection(name, vectors_config=params)
                if self._url != LOCAL:  # which has no indexes, and warns
                    self._open().create_payload_index(
                        name, "chat_id", server.PayloadSchemaType.INTEGER, wait=True
                    )
            self._made.add(name)
            made = [
                server.PointStruct(id=p.id, vector=p.vector.tolist(), payload=dict(p.known))
                for p in points
            ]
            self._open().upsert(name, made, wait=True)

    def near(
        self, model: str, vector: Vector, limit: int, where: Known | None = None
    ) -> list[Near]:
        """The nearest points, best first, of those that have all that `where` says."""
        name = collection(model, len(vector))
        with _faults():
            if not self._open().collection_exists(name):
                return []
            found = self._open().query_points(
                name,
                query=vector.tolist(),
                query_filter=_server_filter(where),
                limit=limit,
                with_vectors=True,
                with_payload=True,
            )
            return [_near(point) for point in found.points]

    def known(self, model: str) -> dict[int, Known]:
        """What is known of every point of a model, by id."""
        found: dict[int, Known] = {}
        with _faults():
            for name in self._names(collection(model, "")):
                offset = None
                while True:
                    records, offset = self._open().scroll(
                        name, limit=_PAGE, offset=offset, with_payload=True
                    )
                    found |= {int(record.id): record.payload or {} for record in records}
                    if offset is None:
                        break
        return found

    def drop(self, ids: Collection[int]) -> None:
        """Delete these points of every model."""
        from qdrant_client import models as server  # noqa: PLC0415

        if not ids:
            return
        with _faults():
            for name in self._names(_PREFIX):
                self._open().delete(name, server.PointIdsList(points=list(ids)), wait=True)

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()

    def _names(self, prefix: str) -> list[str]:
        found = self._open().get_collections().collections
        return [each.name for each in found if each.name.startswith(prefix)]

    def _open(self) -> Any:
        if self._client is None:
            from qdrant_client import QdrantClient  # noqa: PLC0415

            self._client = (
                QdrantClient(LOCAL)
                if self._url == LOCAL
                else QdrantClient(
                    url=self._url,
                    api_key=self._key or None,
                    timeout=_TIMEOUT,
                    check_compatibility=False,
                )
            )
        return self._client


def _edge_filter(where: Known | None) -> Any:
    import qdrant_edge as edge  # noqa: PLC0415

    return edge.Filter(
        must=[
            edge.FieldCondition(name, match=edge.MatchValue(value))
            for name, value in (where or {}).items()
        ]
    )


def _server_filter(where: Known | None) -> Any:
    from qdrant_client import models as server  # noqa: PLC0415

    return server.Filter(
        must=[
            server.FieldCondition(key=name, match=server.MatchValue(value=value))
            for name, value in (where or {}).items()
        ]
    )


def _near(found: Any) -> Near:
    import numpy as np  # noqa: PLC0415

    vector = np.asarray(found.vector, np.float32)
    return Near(int(found.id), float(found.score), vector, found.payload or {})


@contextmanager
def _faults() -> Iterator[None]:
    """Neither engine has one class for its errors: whatever rises is the store's fault."""
    try:
        yield
    except Exception as error:
        raise GalleryUnreachable(f"{type(error).__name__}: {error}") from error
