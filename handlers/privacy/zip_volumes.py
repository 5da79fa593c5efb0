"""Zip volumes no larger than Telegram takes; in memory, so that no disk keeps them."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from types import TracebackType

MOST = 45_000_000
"""Bytes of a zip; a bot may send 50 MB."""
_ENTRY = 500  # bytes: a file's headers, with a long name
# What is packed already.
_PICTURES = (".jpg", ".png", ".gif", ".webp", ".heic", ".avif", ".mp4", ".webm")


class Zips:
    """Takes files one after another and hands out each zip once it is full."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._begin()

    def __enter__(self) -> Zips:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Give up what was not handed out."""
        with suppress(ValueError):  # a thread still writes, where it was all stopped
            self._zip.close()

    def add(self, name: str, data: bytes) -> bytes | None:
        """Put a file in. Returns the zip before, where this one no longer fitted. Blocks.

        One that is larger than a zip may be gets one of its own.
        """
        size = len(data) + _ENTRY
        full = self.close() if self._size and self._size + size > self._most else None
        packed = zipfile.ZIP_STORED if name.endswith(_PICTURES) else zipfile.ZIP_DEFLATED
        self._zip.writestr(name, data, packed)
        self._size += size
        return full

    def close(self) -> bytes:
        """The zip as it stands; the next file begins another."""
        self._zip.close()
        packed = self._file.getvalue()
        self._begin()
        return packed

    def _begin(self) -> None:
        self._file, self._size = io.BytesIO(), 0
        self._zip = zipfile.ZipFile(self._file, "w")
