"""Thread set-up and import of torch and transformers, without holding the event loop up.

Measured by the processor time that went by while another thread wanted to run: plain imports on
a worker thread hold the GIL for up to 183 ms at a time, this way 17 ms. What holds it is
the loading of libtorch (168 ms) and the garbage collector, which goes through ever more objects
(50 to 180 ms, six times, and again with every full collection afterwards).
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LIBRARIES = threading.Lock()
"""Held while libtorch is loaded, by whoever imports another compiled library meanwhile.

The system loads one library at a time: such an import would wait for libtorch, and Python's
lock with it.
"""

_SOFT = 1  # omp_pause_soft, OpenMP 5.0
_SMALL = 30_000_000
"""Parameters of a model that one thread runs fastest."""


@cache
def import_torch() -> int:
    """Import torch and what of transformers every backend needs. Takes 2 to 3 s the first time.

    Returns the number of threads that torch takes by itself. Call it on a worker thread, before
    anything else imports torch.
    """
    _load_library()
    collecting = gc.isenabled()
    gc.disable()
    try:
        import torch  # heavy
        from transformers import (  # noqa: F401 - found in sys.modules by the backends
            AutoImageProcessor,
            AutoModelForImageTextToText,
            AutoModelForSeq2SeqLM,
            AutoProcessor,
            AutoTokenizer,
            BlipForConditionalGeneration,
            GenerationMixin,
        )

        # Modules live as long as the process: no collection needs to look at them again.
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
    return torch.get_num_threads()


def set_threads(model: Any) -> None:
    """Give the model as many threads as it is worth, for what this thread runs next.

    On two busy cores a caption by 0.7 million parameters took 0.04 s of processor time on one
    thread and 1.4 s on two, which spend it waiting for one another.
    """
    import torch  # heavy

    torch.set_num_threads(1 if model.num_parameters() < _SMALL else import_torch())


def let_go_of_threads() -> None:
    """End the threads that torch's OpenMP keeps for this thread between two computations.

    Where two threads have some in store there are more than processors, and libgomp no longer lets
    any of them wait awake for what comes next: on two cores BLIP-base took 1.43 s for a caption
    once a translation had been made on another thread, and 1.24 s with this.
    """
    if "torch" in sys.modules:
        with suppress(AttributeError):  # another OpenMP, or none
            ctypes.CDLL(None).omp_pause_resource_all(_SOFT)


def _load_library() -> None:
    """Have the system load libtorch while Python's other threads run; `import` would hold them.

    A function called through ctypes releases the lock, which `ctypes.CDLL(path)` itself does
    only from Python 3.13 on.
    """
    torch = find_spec("torch")
    if not sys.platform.startswith("linux") or torch is None or torch.origin is None:
        return
    library = Path(torch.origin).parent / "lib" / "libtorch_cpu.so"
    with LIBRARIES, suppress(OSError, AttributeError):
        dlopen = ctypes.CDLL(None).dlopen
        dlopen.restype, dlopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_int]
        dlopen(str(library).encode(), os.RTLD_NOW | os.RTLD_GLOBAL)
