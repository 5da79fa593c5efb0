"""FFmpeg containers of videos and sounds: named formats alone, and nothing but bytes.

Left to guess, FFmpeg also takes playlists and session descriptions for videos: a hundred bytes of
ffconcat read files below the working directory to the sender, an SDP file opens UDP sockets on all
addresses and joins multicast groups (both seen with PyAV 18.1, 2026-11-30).
"""

from __future__ import annotations

import io
from typing import Any

FORMATS = (
    *("mov", "mp4", "m4a", "3gp", "3g2", "mj2"),
    *("matroska", "webm", "ogg", "avi", "asf", "flv", "mpegts", "mpeg", "gif"),
    *("wav", "mp3", "flac", "aac", "amr", "amrnb", "amrwb", "caf", "aiff"),
)
"""What phones, cameras and messengers write: one file each, which names no other."""
_OPTIONS = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "none"}
"""FFmpeg's own options; no protocol is called "none"."""


def opened(data: bytes) -> Any:
    """The container, to be used in a `with`. Raises `av.error.FFmpegError`s."""
    import av  # ffmpeg's libraries take 0.2 s to load

    return av.open(io.BytesIO(data), "r", options=_OPTIONS)
