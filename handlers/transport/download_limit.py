"""Download limit: how large a response of Telegram's may be; past it the reading ends."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx

LARGEST = 21_000_000
"""Bytes; a bot may fetch files of 20 MB, and no other response comes near."""


class DownloadTooLarge(httpx.HTTPError):
    """A response of more bytes than Telegram ever sends."""


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for piece in self._stream:
            length += len(piece)
            if length > LARGEST:
                raise DownloadTooLarge(f"more than {LARGEST} bytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


async def bounded(response: httpx.Response) -> None:
    """A hook for the client: a response over `LARGEST` bytes raises `DownloadTooLarge`."""
    # A packed body could unpack to anything; we asked for a plain one.
    if response.headers.get("content-encoding", "identity") != "identity":
        raise DownloadTooLarge("a packed response")
    told = response.headers.get("content-length", "")
    if told.isdecimal() and int(told) > LARGEST:
        raise DownloadTooLarge(f"{told} bytes")
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _Bounded(response.stream)
