"""Videos: which frames are looked at, the right way up, and what is no video."""

from __future__ import annotations

import struct
import time

import numpy as np
import pytest
from PIL import Image

from models.errors import FilmBroken, PictureTooHeavy
from models.media.video import MOST, key_frames, open_film
from tests.fuzz.pictures import films
from tests.shapes.films import film, see_through

_GREY, _RED, _BLUE = ((128, 128, 128), (220, 20, 20), (20, 20, 220))


def _plain(colour: tuple[int, int, int], size: tuple[int, int] = (320, 240)) -> Image.Image:
    return Image.new("RGB", size, colour)


def _colour_of(image: Image.Image) -> tuple[int, ...]:
    return tuple(np.asarray(image).reshape(-1, 3).mean(axis=0).round(-1).astype(int))


def test_each_scene_is_seen_once_in_order() -> None:
    opened = open_film(film([_plain(_GREY), _plain(_RED), _plain(_BLUE)]))
    assert len(opened.frames) == 3
    assert [np.argmax(_colour_of(frame.image)) for frame in opened.frames[1:]] == [0, 2]
    assert opened.frames[0].digest != opened.frames[1].digest


def test_a_still_film_is_one_frame_and_a_restless_one_no_more_than_eight() -> None:
    still = open_film(film([_plain(_RED)] * 3))
    assert len(still.frames) == 1
    restless = open_film(film([_plain(_RED), _plain(_BLUE)] * 10, seconds_each=0.5))
    assert len(restless.frames) == MOST


def test_a_long_film_is_looked_at_in_jumps_from_beginning_to_end() -> None:
    opened = open_film(film([_plain(_GREY), _plain(_RED), _plain(_BLUE)], seconds_each=12))
    assert len(opened.frames) == 3


def test_what_moves_slowly_is_one_scene() -> None:
    across = np.zeros((40, 12, 12, 3), np.float32)
    for index in range(40):
        across[index] = index / 40
    assert len(key_frames(list(across), MOST)) == 1


def test_a_film_held_upright_is_seen_upright() -> None:
    wide = Image.new("RGB", (320, 240), _RED)
    wide.paste(_BLUE, (0, 0, 160, 240))  # the left half, which a turn to the right puts on top
    data = film([wide])
    # The display matrix of a quarter turn to the right, as phones write it.
    turned = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 240 << 16, 0, 1 << 30)
    upright = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    at = data.index(upright, data.index(b"tkhd"))
    (frame,) = open_film(data[:at] + turned + data[at + len(upright) :]).frames
    assert frame.image.size == (240, 320)
    assert np.argmax(frame.image.getpixel((120, 20))) == 2
    assert np.argmax(frame.image.getpixel((120, 300))) == 0


@pytest.mark.parametrize("data", [b"", b"video", film([_plain(_RED)])[:1_000]])
def test_what_is_no_film_is_said_so(data: bytes) -> None:
    with pytest.raises(FilmBroken):
        open_film(data)


def test_what_is_see_through_in_a_video_sticker_lies_on_white() -> None:
    picture = Image.new("RGBA", (128, 128), (0, 0, 0, 0))
    picture.paste((200, 30, 30, 255), (32, 32, 96, 96))
    (frame,) = open_film(see_through([picture])).frames
    corner, middle = (frame.image.getpixel((at, at)) for at in (4, 64))
    assert min(corner) > 250
    assert middle[0] > 150
    assert max(middle[1:]) < 80


def test_too_many_bytes_are_not_decoded() -> None:
    with pytest.raises(PictureTooHeavy):
        open_film(b"x" * 20_971_521)


def test_a_frame_that_declares_more_than_the_file_does_is_not_decoded() -> None:
    data = films()["webm-vp8"]
    begin = b"\x9d\x01\x2a"  # of a key frame; its width and height follow, 14 bits each
    assert data.count(begin + struct.pack("<HH", 96, 64)) > 0
    huge = data.replace(
        begin + struct.pack("<HH", 96, 64), begin + struct.pack("<HH", 16383, 16383)
    )
    began = time.process_time()
    with pytest.raises(FilmBroken):
        open_film(huge)
    assert time.process_time() - began < 2


def test_a_film_that_nobody_can_unpack_is_refused() -> None:
    with pytest.raises(FilmBroken):
        open_film(films()["mp4"].replace(b"avc1", b"odd1"))
