"""The gallery, in a folder and on a server: the same questions put to both."""

from __future__ import annotations

import logging
import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from memory.errors import GalleryUnreachable
from memory.photos.gallery import Gallery, apart
from memory.photos.points import Near, Point, Points
from memory.photos.qdrant_edge import EdgePoints
from memory.photos.qdrant_server import ServerPoints
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import NewPhoto, Photo

MODEL = "google/siglip2-base-patch16-224"


def direction(seed: int, size: int = 32) -> NDArray[np.float32]:
    vector = np.random.default_rng(seed).normal(size=size).astype(np.float32)
    return vector / np.linalg.norm(vector)


def between(first: NDArray[np.float32], second: NDArray[np.float32], part: float) -> NDArray:
    mixed = first * np.float32(1 - part) + second * np.float32(part)
    return mixed / np.linalg.norm(mixed)


def photo(number: int, chat_id: int = 7) -> Photo:
    return Photo(number, chat_id, number, "f", "c", "c", "en", datetime.now(UTC))


@pytest.fixture(params=["folder", "server"])
def points(request: pytest.FixtureRequest, tmp_path: Path) -> Points:
    if request.param == "folder":
        return EdgePoints(tmp_path / "gallery")
    return ServerPoints(":memory:")


@pytest.fixture
async def gallery(points: Points) -> AsyncIterator[Gallery]:
    opened = Gallery(points)
    yield opened
    await opened.close()


async def test_the_nearest_photos_of_the_chat_come_best_first(gallery: Gallery) -> None:
    wanted, other = direction(1), direction(2)
    for number, part in ((1, 0.6), (2, 0.2), (3, 0.4)):
        await gallery.add(MODEL, photo(number), between(wanted, other, part))
    await gallery.add(MODEL, photo(4, chat_id=-100123456789), wanted)
    found = await gallery.near(MODEL, 7, wanted, limit=2)
    assert [each.photo_id for each in found] == [2, 3]
    assert found[0].score == pytest.approx(float(between(wanted, other, 0.2) @ wanted), abs=1e-5)
    assert [each.photo_id for each in await gallery.near(MODEL, -100123456789, wanted, 5)] == [4]
    assert await gallery.near(MODEL, 99, wanted, 5) == []


async def test_only_what_is_near_enough_is_found_and_the_same_photo_once(gallery: Gallery) -> None:
    wanted, other = direction(1), direction(2)
    for number, part in ((1, 0.0), (2, 0.01), (3, 0.3), (4, 1.0)):
        await gallery.add(MODEL, photo(number), between(wanted, other, part))
    found = await gallery.near(MODEL, 7, wanted, limit=5, at_least=0.5)
    assert [each.photo_id for each in found] == [1, 3]


async def test_vectors_of_different_models_never_meet(gallery: Gallery) -> None:
    await gallery.add(MODEL, photo(1), direction(1))
    await gallery.add("openai/clip", photo(1), direction(2))
    await gallery.add(MODEL, photo(2), direction(3, size=16))
    assert [each.photo_id for each in await gallery.near(MODEL, 7, direction(1), 5)] == [1]
    await gallery.forget([1, 2])
    for model, size in ((MODEL, 32), ("openai/clip", 32), (MODEL, 16)):
        assert await gallery.near(model, 7, direction(1, size), 5) == []


async def test_a_photo_described_again_replaces_its_vector(gallery: Gallery) -> None:
    await gallery.add(MODEL, photo(1), direction(1))
    await gallery.add(MODEL, photo(1), direction(2))
    assert [round(each.score, 3) for each in await gallery.near(MODEL, 7, direction(2), 5)] == [1.0]


def test_what_is_known_of_points_can_be_listed(points: Points) -> None:
    many = [Point(n, direction(n), {"path": f"{n}.jpg", "size": n}) for n in range(1_200)]
    points.put(MODEL, many)
    points.drop([5])
    known = points.known(MODEL)
    assert len(known) == 1_199
    assert known[7] == {"path": "7.jpg", "size": 7}
    assert points.ids(MODEL) == known.keys()
    assert points.known("another") == {}
    assert points.ids("another") == set()


def test_a_folder_is_private_and_keeps_nothing_of_what_was_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "gallery"
    points = EdgePoints(folder)
    points.put(MODEL, [Point(n, direction(n), {"chat_id": n}) for n in range(20)])

    def holds(vector: NDArray[np.float32]) -> bool:
        start = vector.tobytes()[:8]
        return any(start in path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert holds(direction(3))
    points.drop([3])
    assert not holds(direction(3))
    assert holds(direction(4))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("file", "left"),
    [
        ("edge_config.json", 100),
        ("segments/*/segment.json", None),
        ("segments/*/vector_storage/vectors/chunk_0.mmap", None),
        ("segments/*/vector_storage/vectors/status.dat", None),  # opens, and finds nothing
        ("segments/*/vector_storage/vectors/status.dat", 4),  # which the engine panics over
        ("segments/*/payload_storage/page_0.dat", 0),
    ],
)
def test_a_torn_folder_is_set_aside_and_begins_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, file: str, left: int | None
) -> None:
    points = EdgePoints(tmp_path)
    points.put(MODEL, [Point(n, direction(n), {"chat_id": 7}) for n in (1, 2)])
    points.close()
    (shard,) = tmp_path.glob("chokh-*")
    (torn,) = shard.glob(file)
    if left is None:
        torn.unlink()
    else:
        os.truncate(torn, left)
    with caplog.at_level(logging.WARNING):
        assert points.near(MODEL, direction(1), 5) == []
    assert "begins anew" in caplog.text
    assert points.ids(MODEL) == set()
    assert len(list(tmp_path.glob("torn-*"))) == 1
    points.put(MODEL, [Point(3, direction(3), {"chat_id": 7})])
    assert [each.id for each in points.near(MODEL, direction(3), 5)] == [3]
    points.drop([1])  # deleted is deleted: no one vector can be taken out of what is torn
    assert not list(tmp_path.glob("torn-*"))


def test_what_the_machine_cannot_open_now_is_not_torn(tmp_path: Path) -> None:
    points = EdgePoints(tmp_path)
    points.put(MODEL, [Point(1, direction(1), {"chat_id": 7})])
    points.close()
    lowest, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
    with open(os.devnull) as last:  # noqa: PTH123 -- a file descriptor is wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (last.fileno() + 1, highest))
        try:
            with pytest.raises(GalleryUnreachable, match="Too many open files"):
                points.near(MODEL, direction(1), 5)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, highest))
    assert points.ids(MODEL) == {1}


def test_what_was_put_survives_a_kill(tmp_path: Path) -> None:
    program = (
        "import os, sys; import numpy as np; from pathlib import Path\n"
        "from memory.photos.qdrant_edge import EdgePoints\n"
        "from memory.photos.points import Point\n"
        "points = EdgePoints(Path(sys.argv[1]))\n"
        "vectors = np.eye(8, dtype=np.float32)\n"
        "for n in range(8): points.put('m', [Point(n, vectors[n], {'chat_id': 1})])\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -9
    assert sorted(EdgePoints(tmp_path).known("m")) == list(range(8))


def test_what_a_kill_left_half_written_keeps_no_vector_that_is_deleted_later(
    tmp_path: Path,
) -> None:
    points = EdgePoints(tmp_path)
    points.put("m", [Point(n, direction(n), {"chat_id": 1}) for n in (1, 2)])
    points.close()
    (shard,) = tmp_path.glob("chokh-*")
    # As a real kill -9 within `drop` leaves it: a second copy of every segment.
    shutil.copytree(shard / "segments", shard / "temp_segments" / "segment_builder_x")
    points = EdgePoints(tmp_path)
    points.drop([1])
    points.close()
    files = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(direction(1).tobytes() in data for data in files)
    assert any(direction(2).tobytes() in data for data in files)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(GalleryUnreachable):
        ServerPoints("http://127.0.0.1:9").put(MODEL, [Point(1, direction(1), {})])


def test_of_photos_alike_the_best_is_kept() -> None:
    one, two = direction(1), direction(2)
    found = [Near(1, 0.9, one, {}), Near(2, 0.8, one, {}), Near(3, 0.7, two, {})]
    assert [each.id for each in apart(found)] == [1, 3]


async def test_a_forgotten_photo_takes_its_vector_along(tmp_path: Path) -> None:
    memory = await Memory.open(MemorySettings(), tmp_path)
    kept = [await memory.photos.add(NewPhoto(7, n, "f", "c", "c", "bn")) for n in (1, 2, 3)]
    for each in kept:
        await memory.gallery.add(MODEL, each, direction(each.id))
    await memory.photos.forget([kept[1].id])
    found = await memory.gallery.near(MODEL, 7, direction(1), 9)
    assert {each.photo_id for each in found} == {kept[0].id, kept[2].id}
    assert set(await memory.photos.several(7, [each.id for each in kept])) == {
        kept[0].id,
        kept[2].id,
    }
    assert await memory.photos.forget_older_than(0) == 2
    assert await memory.gallery.near(MODEL, 7, direction(1), 9) == []
    assert await memory.photos.last(7) is None
    await memory.close()


async def test_a_vector_without_a_photo_goes_and_a_photo_without_a_vector_is_named(
    tmp_path: Path,
) -> None:
    memory = await Memory.open(MemorySettings(), tmp_path)
    kept = [await memory.photos.add(NewPhoto(7, n, "f", "c", "c", "bn")) for n in (1, 2, 3)]
    for each in (kept[1], photo(99)):
        await memory.gallery.add(MODEL, each, direction(each.id))
    assert await memory.photos.unsearchable(MODEL) == [kept[2].id, kept[0].id]
    assert await memory.gallery.ids(MODEL) == {kept[1].id}
    await memory.close()
