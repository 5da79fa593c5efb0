"""Return of freed memory to the system (malloc_trim): a bot runs for months beside others."""

from __future__ import annotations

import asyncio
import ctypes
from contextlib import suppress

_ARENAS = -8  # M_ARENA_MAX, malloc.h of glibc
_EVERY = 10.0  # seconds


def share_heaps() -> None:
    """Have this process's threads allocate from two heaps, before there are any other threads.

    glibc gives each a heap of its own, up to eight for each processor, and what one has freed, such
    as a decoded photo, no other can use.
    """
    with suppress(AttributeError):  # another C library than glibc
        ctypes.CDLL(None).mallopt(_ARENAS, 2)


async def keep_heaps_small() -> None:
    """Give freed memory back to the system every ten seconds, until cancelled.

    glibc gives back only what is free at the end of a heap. With photos that come and go, that
    grew by some 4 MB a minute in a bot that itself held no more than before.
    """
    with suppress(AttributeError):
        trim = ctypes.CDLL(None).malloc_trim
        while True:
            await asyncio.sleep(_EVERY)
            await asyncio.to_thread(trim, 0)
