"""Qdrant Edge store: points in a folder, in this process."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import re
import shutil
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.photos.points import (
    PAGE,
    PREFIX,
    Known,
    Near,
    Point,
    Points,
    collection,
    faults,
    near_from,
)

if TYPE_CHECKING:
    from memory.photos.points import Vector

logger = logging.getLogger(__name__)

_NO_GRAPH = 1_000_000_000
"""Kilobytes of vectors from which on a graph of neighbours is built. Never: one chat's vectors are
compared one by one, and with a graph of 100,000 one deletion would take minutes."""
_TORN = "torn-"
"""How the name of a collection that was set aside begins."""

_MACHINES = frozenset(
    (
        errno.EMFILE,
        errno.ENFILE,
        errno.EACCES,
        errno.EPERM,
        errno.ENOMEM,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
    )
)
"""What the machine can't do now; the files may be whole."""


class Torn(Exception):
    """Files of a collection are missing, cut short or overwritten."""


class EdgePoints(Points):
    """Collections in a folder, which its user alone may read.

    One that is torn is set aside under another name, and begins anew. It goes with the next
    photo that is deleted: no one vector can be taken out of it.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is opened before it is asked for."""
        self._folder = folder
        self._shards: dict[str, Any] = {}

    def put(self, model: str, points: Sequence[Point]) -> None:
        import qdrant_edge as edge  # 60 MB, for who searches

        if not points:
            return
        with faults(), alone(self._folder):
            shard = self._shard(collection(model, len(points[0].vector)), len(points[0].vector))
            made = [edge.Point(p.id, p.vector.tolist(), dict(p.known)) for p in points]
            shard.update(edge.UpdateOperation.upsert_points(made))
            shard.flush()

    def near(
        self, model: str, vector: Vector, limit: int, where: Known | None = None
    ) -> list[Near]:
        import qdrant_edge as edge

        with faults():
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
            return [near_from(found) for found in shard.query(request)]

    def drop(self, ids: Collection[int]) -> None:
        import qdrant_edge as edge

        if not ids or not self._folder.is_dir():
            return
        with faults(), alone(self._folder):
            for name in self._names(f"{PREFIX}*"):
                shard = self._shard(name)
                if shard is not None:
                    shard.update(edge.UpdateOperation.delete_points(list(ids)))
                    shard.optimize()
                    shard.flush()
            for torn in self._folder.glob(f"{_TORN}*"):
                logger.warning("%s goes: a photo that may be in it is deleted", torn)
                shutil.rmtree(torn)

    def close(self) -> None:
        while self._shards:
            _, shard = self._shards.popitem()
            shard.close()

    def _records(self, model: str, with_payload: bool) -> Iterator[Any]:
        for name in self._names(collection(model, "*")):
            import qdrant_edge as edge

            shard, offset = self._shard(name), None
            while shard is not None:
                records, offset = shard.scroll(
                    edge.ScrollRequest(offset=offset, limit=PAGE, with_payload=with_payload)
                )
                yield from records
                if offset is None:
                    break

    def _names(self, pattern: str) -> list[str]:
        return sorted(path.name for path in self._folder.glob(pattern) if path.is_dir())

    def _shard(self, name: str, size: int | None = None) -> Any:
        """The shard of that name; None where there is none, unless a size is given to make it."""
        if name in self._shards:
            return self._shards[name]
        import qdrant_edge as edge

        path = self._folder / name
        if path.is_dir():
            # What `optimize` had half written when the power went: nothing reads it, and no
            # deletion would reach the vectors in it.
            for left in (path / "temp_segments").glob("*"):
                shutil.rmtree(left)
            try:
                self._shards[name] = _whole(path)
            except Torn as error:
                aside = path.with_name(f"{_TORN}{time.time_ns()}-{name}")
                path.rename(aside)
                logger.error(
                    "the search index %s is torn and begins anew; it lies in %s now: %s",
                    name,
                    aside,
                    error,
                )
            else:
                return self._shards[name]
        if size is None:
            return None
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


def _whole(path: Path) -> Any:
    """The shard that lies there, tried by a search over all of its vectors.

    Raises `Torn`, and what the engine raises where the machine is at fault.
    """
    import qdrant_edge as edge

    size = int(path.name.rpartition("-")[2])
    nearest = edge.QueryRequest(
        limit=1, query=edge.Query.Nearest([1.0] + [0.0] * (size - 1)), with_payload=True
    )
    try:
        shard = edge.EdgeShard.load(str(path))
        found = shard.query(nearest) or not shard.info().points_count
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # it panics, too, which is no Exception
        code = re.search(r"\(os error (\d+)\)", str(error))
        if code and int(code[1]) in _MACHINES:
            raise
        raise Torn(str(error)) from error
    if not found:
        raise Torn("it has points and finds none")
    return shard


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody writes into the folder's collections within the block, in whichever process.

    What is written outside it is whole: a copy that is made within is one that opens.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # which lets go of it


def _edge_filter(where: Known | None) -> Any:
    import qdrant_edge as edge

    return edge.Filter(
        must=[
            edge.FieldCondition(name, match=edge.MatchValue(value))
            for name, value in (where or {}).items()
        ]
    )
