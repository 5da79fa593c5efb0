"""What crosses the wire comes out as it went in, and nothing else comes out."""

from __future__ import annotations

import msgpack
import numpy as np
import pytest

from models import codec
from models.errors import AbilityFailed, PictureUnknown, SoundTooLong
from models.media.image import open_picture, shrink
from models.values import Conversation, Film, Line, Page, Picture, Turn


def test_a_conversation_arrives_whole_by_file_and_by_pixels(red_above_blue: Picture) -> None:
    smaller = shrink(red_above_blue, 100)
    asked = Conversation(red_above_blue, "what?", (Turn("who?", "nobody"),), (smaller,))
    arrived = codec.unpack(codec.pack(asked))
    assert isinstance(arrived, Conversation)
    assert (arrived.history, arrived.others[0].digest) == (asked.history, smaller.digest)
    for sent, came in ((red_above_blue, arrived.picture), (smaller, arrived.others[0])):
        assert came.image.tobytes() == sent.image.tobytes()


def test_a_film_arrives_frame_by_frame(red_above_blue: Picture) -> None:
    film = Film((red_above_blue, shrink(red_above_blue, 100)), 2.0)
    arrived = codec.unpack(codec.pack(film, effort=0))
    assert isinstance(arrived, Film)
    assert arrived.seconds == film.seconds
    for sent, came in zip(film.frames, arrived.frames, strict=True):
        assert (came.digest, came.image.tobytes()) == (sent.digest, sent.image.tobytes())


def test_a_photo_travels_as_its_file(red_above_blue: Picture) -> None:
    files = {id(red_above_blue.image): codec.File(b"no picture", False)}
    with pytest.raises(PictureUnknown):
        codec.unpack(codec.pack(red_above_blue, files), open_picture)


def test_vectors_and_pages_arrive() -> None:
    rows = np.arange(6, dtype=np.float32).reshape(2, 3)
    page = Page((Line("দাম ৳২৫", 0.5, (0.0, 0.0, 1.0, 1.0)),))
    came, read = codec.unpack(codec.pack((rows, page)))  # type: ignore[misc]  # a tuple goes in
    assert (came == rows).all()
    assert came.dtype == np.float32
    assert read == page


def test_an_error_arrives_as_itself_with_what_its_sentence_needs() -> None:
    error = codec.unpack(codec.pack(SoundTooLong("61 s", seconds=61, limit=60)))
    assert type(error) is SoundTooLong
    assert (str(error), error.arguments) == ("61 s", {"seconds": 61, "limit": 60})
    strange = codec.unpack(msgpack.packb(msgpack.ExtType(103, msgpack.packb(("Popen", "", {})))))
    assert type(strange) is AbilityFailed


def test_what_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="no value"):
        codec.unpack(msgpack.packb(msgpack.ExtType(99, msgpack.packb(()))))
    with pytest.raises(ValueError, match="pixels"):
        codec.unpack(msgpack.packb(msgpack.ExtType(101, msgpack.packb(("", (9, 9), b"few")))))
