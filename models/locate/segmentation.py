"""PaliGemma's outlines: sixteen codes of a VQ-VAE, decoded to a mask of 64 x 64 within the box.

The decoder is that of github.com/google-research/big_vision, whose weights are a file of their
own, vae-oid.npz, with the names and the order of axes of a torch model.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 64
_RESIDUAL = ("decoder.2.net", "decoder.3.net")
_GROWING = ("decoder.4", "decoder.6", "decoder.8", "decoder.10")


class Outliner:
    """The decoder; its weights are read when it is first used."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._weights: dict[str, Any] = {}

    def mask(self, codes: Sequence[int]) -> NDArray[np.float32]:
        """How far each point lies inside, 0 to 1: float32 (64, 64). codes: 16, each 0 to 127."""
        import numpy as np  # noqa: PLC0415 - heavy
        import torch  # noqa: PLC0415
        from torch.nn.functional import conv2d, conv_transpose2d, relu  # noqa: PLC0415

        if not self._weights:
            with np.load(self._file, allow_pickle=False) as arrays:
                self._weights = {name: torch.from_numpy(arrays[name]).float() for name in arrays}
        weights = self._weights

        def part(name: str) -> tuple[Any, Any]:
            return weights[f"{name}.weight"], weights[f"{name}.bias"]

        with torch.inference_mode():
            x = weights["_vq_vae._embedding"][torch.tensor(list(codes))]
            x = x.reshape(1, 4, 4, -1).permute(0, 3, 1, 2)
            x = relu(conv2d(x, *part("decoder.0")))
            for name in _RESIDUAL:
                inner = relu(conv2d(x, *part(f"{name}.0"), padding=1))
                inner = relu(conv2d(inner, *part(f"{name}.2"), padding=1))
                x = x + conv2d(inner, *part(f"{name}.4"))
            for name in _GROWING:
                x = relu(conv_transpose2d(x, *part(name), stride=2, padding=1))
            x = conv2d(x, *part("decoder.12"))
            mask: NDArray[np.float32] = (x[0, 0] * 0.5 + 0.5).clamp(0, 1).numpy()
        return mask

    def outline(
        self, codes: Sequence[int], box: tuple[float, float, float, float]
    ) -> tuple[tuple[float, float], ...]:
        """The largest outline in the mask, as points in pixels; () where the mask is empty."""
        import cv2  # noqa: PLC0415 - heavy
        import numpy as np  # noqa: PLC0415

        inside = np.pad((self.mask(codes) > 0.5).astype(np.uint8), 1)
        found, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        if not found:
            return ()
        points = cv2.approxPolyDP(max(found, key=cv2.contourArea), 1.0, True)[:, 0] - 1
        x0, y0, x1, y1 = box
        return tuple(
            (x0 + float(x) / (SIDE - 1) * (x1 - x0), y0 + float(y) / (SIDE - 1) * (y1 - y0))
            for x, y in points
        )
