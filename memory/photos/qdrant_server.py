"""Qdrant server store: points of a server or cluster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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

_TIMEOUT = 10  # seconds for an answer of a server
LOCAL = ":memory:"
"""In the place of a URL: the client's own store in memory, which tests run against."""


class ServerPoints(Points):
    """Collections of a Qdrant server or cluster."""

    def __init__(self, url: str, key: str = "") -> None:
        """The server is not asked for anything before it is needed."""
        self._url, self._key = url, key
        self._made: set[str] = set()
        self._client: Any = None

    def put(self, model: str, points: Sequence[Point]) -> None:
        from qdrant_client import models as server  # a second to import

        if not points:
            return
        name = collection(model, len(points[0].vector))
        with faults():
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
        name = collection(model, len(vector))
        with faults():
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
            return [near_from(point) for point in found.points]

    def drop(self, ids: Collection[int]) -> None:
        from qdrant_client import models as server

        if not ids:
            return
        with faults():
            for name in self._names(PREFIX):
                self._open().delete(name, server.PointIdsList(points=list(ids)), wait=True)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _records(self, model: str, with_payload: bool) -> Iterator[Any]:
        for name in self._names(collection(model, "")):
            offset = None
            while True:
                records, offset = self._open().scroll(
                    name, limit=PAGE, offset=offset, with_payload=with_payload
                )
                yield from records
                if offset is None:
                    break

    def _names(self, prefix: str) -> list[str]:
        found = self._open().get_collections().collections
        return [each.name for each in found if each.name.startswith(prefix)]

    def _open(self) -> Any:
        if self._client is None:
            from qdrant_client import QdrantClient

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


def _server_filter(where: Known | None) -> Any:
    from qdrant_client import models as server

    return server.Filter(
        must=[
            server.FieldCondition(key=name, match=server.MatchValue(value=value))
            for name, value in (where or {}).items()
        ]
    )
