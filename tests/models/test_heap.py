"""What is freed in the midst of a heap goes back to the system."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own: what other tests have freed would go back as well.
PROGRAM = """
import asyncio, ctypes, sys
from contextlib import suppress
import psutil
from models.concurrency import malloc as heap

heap.share_heaps()
heap._EVERY = 0.2
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
held = psutil.Process().memory_info
blocks = []
for _ in range(1_000):  # 64 kB each, and a small one behind it that stays
    blocks.append(libc.malloc(64_000))
    ctypes.memset(blocks[-1], 1, 64_000)
    libc.malloc(64)
full = held().rss
for block in blocks:
    libc.free(block)
kept = held().rss

async def rest():
    with suppress(TimeoutError):
        await asyncio.wait_for(heap.keep_heaps_small(), 1.0)

asyncio.run(rest())
print(full - kept, kept - held().rss)
"""


def test_what_was_freed_goes_back_though_something_behind_it_stays() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    at_once, after = map(int, ran.stdout.split())
    assert at_once < 8_000_000
    assert after > 50_000_000
