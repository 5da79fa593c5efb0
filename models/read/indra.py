"""Indra OCR backend, by choice: pages with Bangla and ৳ in one look, on the CPU.

Its code is the package indra-ocr (Apache-2.0). Its weights are Datalab's, under a modified
OpenRAIL-M: free for research, for oneself and for firms under 20 million dollars, and not to
compete with Datalab's own service.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.errors import ModelDamaged, ModelMissing
from models.values import Line, Page, Picture

NAME = "indra"
"""What stands for it in the settings."""
REPOSITORY, REVISION = "datalab-to/indra-ocr", "v1.1.0"
"""Where its weights are fetched from, and the ones that the package was built for."""
FILES = ("*.onnx", "meta.json", "lm.npz", "lm_*.npz")
_NEEDED = ("det.onnx", "rec.onnx", "meta.json")
_THREADS = 2


class IndraReader:
    """Implements `Reader`. folder: where checkpoints lie; "" for the Hugging Face cache.

    Raises `ModelMissing` where its weights or its package are not here, `ModelDamaged`.
    """

    def __init__(self, folder: str = "") -> None:
        weights = _weights(folder)
        if weights is None:
            raise ModelMissing("Indra's weights are not on this machine", model=REPOSITORY)
        try:
            import indra_ocr
        except ImportError as error:
            raise ModelMissing("indra-ocr is not installed", model=REPOSITORY) from error
        try:
            self._engine: Any = indra_ocr.load(path=weights, threads=_THREADS, mode="ocr")
        except Exception as error:  # what a damaged ONNX file raises differs from file to file
            raise ModelDamaged(f"{weights}: {type(error).__name__}", model=REPOSITORY) from error

    def read(self, picture: Picture) -> Page:
        """The lines, in the order that the model gives them."""
        import numpy as np

        told = self._engine.ocr(np.asarray(picture.image.convert("L")))
        lines = []
        for line in told.lines:
            x0, y0, x1, y1 = map(float, line.box)
            if line.text.strip():
                lines.append(Line(line.text.strip(), float(line.conf), (x0, y0, x1, y1)))
        return Page(tuple(lines))


def present(folder: str = "") -> bool:
    """Whether its weights are on this machine."""
    return _weights(folder) is not None


def _weights(folder: str) -> Path | None:
    """The folder of its weights; None where a file is missing. Asks no network."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.constants import HF_HUB_CACHE

    if folder:
        places = [Path(folder).expanduser() / REPOSITORY]
    else:
        cached = try_to_load_from_cache(REPOSITORY, _NEEDED[-1], HF_HUB_CACHE, REVISION)
        places = [Path(cached).parent] if isinstance(cached, str) else []
    return next((p for p in places if all((p / name).is_file() for name in _NEEDED)), None)
