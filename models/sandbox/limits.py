"""What opening one file may cost, told beforehand."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Limits:
    """computing: seconds of a processor; waiting: seconds by the clock; memory: bytes beyond
    what the decoders themselves take."""

    computing: int
    waiting: int
    memory: int

    _FORM: ClassVar = struct.Struct("!IIQ")

    def packed(self) -> bytes:
        """As bytes, for the template process."""
        return self._FORM.pack(self.computing, self.waiting, self.memory)

    @classmethod
    def of(cls, packed: bytes) -> Limits:
        """What was packed."""
        return cls(*cls._FORM.unpack(packed))


_MB = 1024 * 1024
LIMITS = {
    # 50 megapixels of PNG take 1.5 s and 450 MB, of HEIC 3 s.
    "picture": Limits(computing=7, waiting=8, memory=800 * _MB),
    # It stops by itself after five seconds, with what it has found.
    "film": Limits(computing=8, waiting=8, memory=700 * _MB),
    "sound": Limits(computing=6, waiting=8, memory=400 * _MB),
    "document": Limits(computing=4, waiting=8, memory=400 * _MB),
    "page": Limits(computing=6, waiting=8, memory=700 * _MB),
}
"""By job."""
