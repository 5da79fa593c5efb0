"""Photo files of a folder, for the commands that work through one."""

from __future__ import annotations

import os
from pathlib import Path

# What `open_picture` decodes, by the endings that cameras, phones and scanners give.
ENDINGS = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".gif",
        ".webp",
        ".bmp",
        ".tif",
        ".tiff",
        ".avif",
        ".heic",
        ".heif",
        ".hif",
    ]
)


def photos_in(folder: Path) -> list[Path]:
    """The picture files in the folder and those below it, sorted, by their endings alone.

    Nothing hidden, and no link that leads out of the folder; a link to a folder is not followed,
    so that a ring of links ends. Raises OSError where the folder can't be read.
    """
    root = folder.resolve(strict=True)
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        # A folder below that can't be entered is passed over, as `ls -R` would.
        if error.filename is None or Path(error.filename) == folder:
            raise error

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in files if not name.startswith("."))
        found += [path for path in paths if path.suffix.lower() in ENDINGS and _within(path, root)]
    return sorted(found)


def _within(path: Path, root: Path) -> bool:
    return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(root))
