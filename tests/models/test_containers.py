"""A file that a person sends names no other file and no address: only single containers open."""

from __future__ import annotations

import threading
import time
import wave
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from models.errors import FilmBroken, SoundBroken
from models.media import voice_note as sound
from models.media.video import open_film
from tests.shapes.films import film

_PLAYLISTS = {
    "ffconcat": "ffconcat version 1.0\nfile pin.txt\nfile photo.png\n",
    "ffconcat of a film": "ffconcat version 1.0\nfile film.mp4\n",
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfilm.mp4\n#EXT-X-ENDLIST\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
    '<AdaptationSet mimeType="video/mp4"><Representation id="1"><BaseURL>film.mp4</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>",
    "subtitles": "1\n00:00:00,000 --> 00:00:09,000\nfilm.mp4\n",
    "metadata": ";FFMETADATA1\ntitle=film.mp4\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video 45654 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
}


@pytest.fixture
def tempting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with what nobody is to see or hear."""
    monkeypatch.chdir(tmp_path)
    Path("pin.txt").write_text("PIN 4711\n" * 50)
    Image.new("RGB", (64, 64), "red").save("photo.png")
    Path("film.mp4").write_bytes(film([Image.new("RGB", (64, 64), "red")]))
    with wave.open("film.wav", "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(bytes(32_000))
    return tmp_path


@pytest.mark.parametrize("name", _PLAYLISTS)
@pytest.mark.usefixtures("tempting")
def test_a_list_of_files_or_addresses_is_neither_a_video_nor_a_sound(name: str) -> None:
    data = _PLAYLISTS[name].encode()
    began = time.monotonic()
    with pytest.raises(FilmBroken):
        open_film(data)
    with pytest.raises(SoundBroken):
        sound.decode(data.replace(b"film.mp4", b"film.wav"))
    assert time.monotonic() - began < 2


def test_a_session_description_opens_no_socket() -> None:
    before, seen, over = _sockets(), set[str](), threading.Event()

    def watch() -> None:
        while not over.is_set():
            seen.update(_sockets() - before)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with pytest.raises(FilmBroken):
            open_film(_PLAYLISTS["sdp"].encode())
    finally:
        over.set()
        watching.join()
    assert not seen


def _sockets() -> set[str]:
    """This process's sockets."""
    found = set()
    for opened in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.add(str(opened.readlink()))
    return {name for name in found if name.startswith("socket:")}
