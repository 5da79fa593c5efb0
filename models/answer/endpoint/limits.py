"""Limits on a server's response, in seconds and bytes; past them the reading ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx2
import openai

LARGEST = 4_000_000
"""Bytes; 1,024 tokens with their probabilities are about 0.2 MB."""


class ResponseTooLarge(openai.OpenAIError):
    """A response of more bytes than any answer has; the client does not ask again after it."""


class TooSlow(openai.OpenAIError):
    """A response that comes so slowly that it never ends."""


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for piece in self._stream:
            length += len(piece)
            if length > LARGEST:
                raise ResponseTooLarge
            if time.monotonic() > self._until:
                raise TooSlow
            yield piece

    def close(self) -> None:
        self._stream.close()


def bounded(seconds: float) -> Callable[[httpx2.Response], None]:
    """A hook for the client: its responses end within `seconds` and hold `LARGEST` bytes."""

    def hook(response: httpx2.Response) -> None:
        # A packed body could unpack to anything; we asked for a plain one.
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ResponseTooLarge
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Bounded(response.stream, time.monotonic() + seconds)

    return hook
