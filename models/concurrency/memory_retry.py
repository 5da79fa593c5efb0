"""Retry after out-of-memory: free what can be freed, try once more with less, then say so."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from typing import TypeVar

from models.concurrency.heartbeat import alive
from models.errors import OutOfMemory

_log = logging.getLogger(__name__)

T = TypeVar("T")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this is one of the ways in which torch or Python say that memory ran out."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    # torch.OutOfMemoryError is a RuntimeError; told by its words, torch needn't be imported.
    words = (
        "out of memory",
        "DefaultCPUAllocator",
        "CUBLAS_STATUS_ALLOC_FAILED",
        "Cannot allocate memory",  # the system's own, for weights that find no place
    )
    return isinstance(error, RuntimeError) and any(word in str(error) for word in words)


def with_room(work: Callable[[], T], smaller: Callable[[], T], free: Callable[[], None]) -> T:
    """`work()`; when memory runs out, `free()` and then `smaller()`, once.

    Raises `OutOfMemory` when that doesn't fit either; what else `work` raises passes through.
    """
    for attempt in (work, smaller):
        alive()
        try:
            return attempt()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            _log.warning("Out of memory in %s: %s", attempt.__qualname__, type(error).__name__)
        # Only here, past the except clause, is the traceback gone whose frames hold the tensors.
        free()
    raise OutOfMemory("did not fit, even smaller")
