"""Files are decoded where they can hold nobody up, take nothing and see nothing."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from PIL import Image

from models.concurrency.requester import requested_by
from models.errors import Busy, PictureUnknown, PictureUnsafe
from models.media.image import open_picture
from models.sandbox import sandbox as door
from models.sandbox.limits import LIMITS, Limits
from models.sandbox.sandbox import Sandbox
from tests.fuzz.pictures import films, pictures
from tests.models.holes import CRASHES, FOR_EVER, GROWS, LOOPS, PROGRAM, TRIES


def _png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), "red").save(file, "PNG")
    return file.getvalue()


PNG = _png()


@pytest.fixture
def holed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox whose decoders have holes, with little patience."""
    monkeypatch.setitem(LIMITS, "picture", Limits(1, 2, 300_000_000))
    made = Sandbox(tmp_path / "unsafe", PROGRAM)
    made.start()
    assert made.run("picture", PNG, False).image.size == (320, 240)
    yield made
    made.close()


@pytest.mark.parametrize("fault", [CRASHES, FOR_EVER, LOOPS, GROWS])
def test_whatever_a_file_does_it_is_ended_and_never_tried_again(
    holed: Sandbox, tmp_path: Path, fault: bytes
) -> None:
    began = time.monotonic()
    # By the clock alone it may be a busy machine's fault: once is no lasting mark.
    for _ in range(2 if fault == FOR_EVER else 1):
        with pytest.raises(PictureUnsafe):
            holed.run("picture", PNG + fault, False)
    assert time.monotonic() - began < 8
    assert holed.run("picture", PNG, False).image.size == (320, 240)
    # In the bot's next life, too, where nothing needs to be started to say so.
    with pytest.raises(PictureUnsafe):
        Sandbox(tmp_path / "unsafe", ("nobody",)).run("picture", PNG + fault, False)
    assert (tmp_path / "unsafe").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux seals a process")
@pytest.mark.parametrize("wish", TRIES)
def test_who_decodes_can_do_nothing_else(holed: Sandbox, wish: bytes) -> None:
    with pytest.raises(PictureUnknown, match="not permitted"):
        holed.run("picture", PNG + b"tries:" + wish, False)


def test_who_takes_all_places_makes_nobody_wait_for_long(
    holed: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "picture", Limits(9, 20, 300_000_000))
    monkeypatch.setattr(door, "_ENOUGH", 0.5)

    def sent(who: int, data: bytes) -> object:
        with requested_by(who):
            return holed.run("picture", data, False)

    with ThreadPoolExecutor(8) as pool:
        # Three senders, so that nobody's share alone explains it.
        bad = [pool.submit(sent, who, PNG + FOR_EVER) for who in (1, 2, 3)]
        time.sleep(0.2)
        began = time.monotonic()
        assert pool.submit(sent, 4, PNG).result()
        assert time.monotonic() - began < 2
        put_off = [each for each in bad if each.done()]
        assert [type(each.exception()) for each in put_off] == [Busy]
        holed.close()


def test_one_sender_never_has_all_the_places(holed: Sandbox) -> None:
    def sent(who: int, data: bytes) -> object:
        with requested_by(who):
            return holed.run("picture", data, False)

    with ThreadPoolExecutor(8) as pool:
        bad = [pool.submit(sent, 1, PNG + bytes([n]) + FOR_EVER) for n in range(4)]
        time.sleep(0.2)
        began = time.monotonic()
        assert pool.submit(sent, 2, PNG).result()
        assert time.monotonic() - began < 1
        holed.close()
        assert all(each.exception() for each in bad)


def test_closing_ends_whatever_is_under_way(holed: Sandbox) -> None:
    # Sandboxes of other tests of this process are nobody's business here.
    template = holed._process
    assert template is not None
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(holed.run, "picture", PNG + LOOPS, False)
        while not (forks := psutil.Process(template.pid).children()):
            pass
        mine = [psutil.Process(template.pid), *forks]
        began = time.monotonic()
        holed.close()
        assert isinstance(asked.exception(), Busy)
    assert time.monotonic() - began < 1
    _, left = psutil.wait_procs(mine, 1)
    assert not [each for each in left if each.status() != psutil.STATUS_ZOMBIE]


def test_every_kind_of_file_opens_there_as_here() -> None:
    made = Sandbox()
    for name, data in pictures().items():
        if name.startswith(("bomb", "tgs")):
            continue
        there = made.run("picture", data, False)
        assert there.image.tobytes() == open_picture(data).image.tobytes(), name
    for data in films().values():
        assert made.run("film", data).frames
    made.close()
