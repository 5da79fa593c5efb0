"""Framing of messages between the bot and the models' process: length, number, body."""

from __future__ import annotations

import asyncio
import struct

LIVES, LOGS, FIRST = 0, 1, 2
"""Numbers of what nobody asked for, and of the first question."""

_HEAD = struct.Struct("!IQ")


def framed(number: int, body: bytes) -> bytes:
    """A message's bytes."""
    return _HEAD.pack(len(body), number) + body


async def received(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next message's number and body. Raises IncompleteReadError where there is none."""
    length, number = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return number, await reader.readexactly(length)
