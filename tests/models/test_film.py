"""Videos: which frames are looked at, the right way up, and what is no video."""

from __future__ import annotations

import io
import struct
import time

import av
import numpy as np
import pytest
from PIL import Image

from models.errors import FilmBroken, PictureTooHeavy, PictureTooLarge
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


def test_what_trembles_is_one_scene_and_what_changes_slowly_is_not() -> None:
    trembling = np.full((40, 12, 12, 3), 0.5, np.float32)
    trembling[::2] += 0.05
    assert len(key_frames(list(trembling), MOST)) == 1
    across = np.linspace(0, 1, 40, dtype=np.float32)[:, None, None, None] * np.ones((12, 12, 3))
    kept = key_frames(list(across), MOST)
    assert (kept[0] < 5, kept[-1] > 35) == (True, True)


def test_something_small_that_comes_slowly_is_seen() -> None:
    shown = []
    for step in range(20):
        image = _plain(_GREY)
        # 48 x 64 of 320 x 240: 4% of the picture, and never more than a fifth of that at once.
        image.paste((128 + 6 * step, 128 - 6 * step, 128 - 6 * step), (140, 90, 188, 154))
        shown.append(image)
    opened = open_film(film(shown, seconds_each=0.4))
    assert len(opened.frames) >= 2
    last = opened.frames[-1].image.getpixel((164, 120))
    assert last[0] - last[2] > 60


def test_a_blank_beginning_is_not_told_where_something_follows() -> None:
    scene = _plain(_GREY)
    scene.paste(_RED, (100, 80, 200, 180))
    opened = open_film(film([_plain((0, 0, 0)), scene]))
    assert len(opened.frames) == 1
    assert opened.frames[0].image.getpixel((150, 130))[0] > 180


def test_a_recording_that_tells_no_length_is_told_to_its_end_in_little_memory() -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="matroska", options={"live": "1"}) as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for second in range(60):
            colour = (_GREY, _RED, _BLUE)[second // 20]
            image = _plain(colour)
            image.paste((255, 255, 255), (10, 10, 60, 60))
            for _ in range(10):
                out.mux(stream.encode(av.VideoFrame.from_image(image)))
        out.mux(stream.encode())
    with av.open(io.BytesIO(file.getvalue())) as told:
        assert not told.duration
    opened = open_film(file.getvalue())
    assert opened.seconds == pytest.approx(60, abs=0.5)
    assert len(opened.frames) == 3
    assert np.argmax(opened.frames[-1].image.getpixel((200, 200))) == 2


def test_a_frame_of_more_than_nine_megapixels_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(PictureTooLarge):
        open_film(film([Image.new("L", (3_200, 3_200)).convert("RGB")], seconds_each=0.1))


@pytest.mark.parametrize(
    ("matrix", "place"),
    [
        ((-1, 0, 0, 1), (0.9, 0.1)),
        ((1, 0, 0, -1), (0.1, 0.9)),
        ((-1, 0, 0, -1), (0.9, 0.9)),
        ((0, -1, 1, 0), (0.1, 0.9)),
        ((0, 1, -1, 0), (0.9, 0.1)),
        ((0, 1, 1, 0), (0.1, 0.1)),
        ((0, -1, -1, 0), (0.9, 0.9)),
    ],
)
def test_a_film_that_is_mirrored_or_turned_is_seen_as_it_was(
    matrix: tuple[int, int, int, int], place: tuple[float, float]
) -> None:
    image = _plain(_GREY)
    image.paste(_RED, (0, 0, 80, 60))  # the corner at the top left
    data = film([image])
    a, b, c, d = (number << 16 for number in matrix)
    upright = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    at = data.index(upright, data.index(b"tkhd"))
    turned = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    (frame,) = open_film(data[:at] + turned + data[at + len(upright) :]).frames
    assert frame.image.size == ((320, 240) if matrix[0] else (240, 320))
    width, height = frame.image.size
    seen = frame.image.getpixel((int(width * place[0]), int(height * place[1])))
    assert seen[0] > 180
    assert seen[2] < 90


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
