"""Append-only journal that survives a kill: one JSON object a line, whole or not there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class Journal:
    """A file that is only ever added to; a last line that a kill has torn is cut off first."""

    def __init__(self, file: Path, key: str) -> None:
        """Open it, or begin it. key: what each row is told by.

        Raises ValueError where the file holds anything but such rows: it is somebody else's.
        """
        self._file, self._key = file, key
        whole = self._whole()
        self._stream = file.open("ab")
        if file.stat().st_size > whole:
            self._stream.truncate(whole)

    def rows(self) -> Iterator[Row]:
        """The rows, in the order in which they were added, read anew from the file."""
        with self._file.open("rb") as stream:
            for line in stream:
                yield json.loads(line)

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows; when this returns, no power cut takes them away."""
        self._stream.write(b"".join(map(_line, rows)))
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _whole(self) -> int:
        """How many bytes are whole rows."""
        end = 0
        if not self._file.exists():
            return end
        with self._file.open("rb") as stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    # A kill leaves the beginning of a row of ours; a power cut, perhaps zeros.
                    if line.strip(b"\0") and not line.startswith(b'{"'[: len(line)]):
                        raise ValueError(str(self._file))
                    break
                row = json.loads(line)
                if not isinstance(row, dict) or self._key not in row:
                    raise ValueError(str(self._file))
                end += len(line)
        return end


def _line(row: Row) -> bytes:
    try:
        return f"{json.dumps(row, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:
        # A file's name that is no UTF-8: escaped, it comes back as it was.
        return f"{json.dumps(row)}\n".encode()
