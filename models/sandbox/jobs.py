"""What the sandbox can be asked for. Each runs in a process that has nothing but its arguments."""

from __future__ import annotations

import codecs
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

_ENCODINGS = ("ascii", "latin-1", "cp1252", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
_OF_NUMPY = (
    "ctypeslib",
    "dtypes",
    "exceptions",
    "fft",
    "linalg",
    "ma",
    "polynomial",
    "random",
    "rec",
)


def load() -> dict[str, Callable[..., Any]]:
    """The jobs by their names, with all that they need imported: once sealed, no file opens."""
    import av
    import pypdfium2  # noqa: F401 -- imported ahead, so that nobody waits for it
    from PIL import Image, ImageChops, ImageCms  # noqa: F401 -- imported ahead, so that nobody waits for it

    from models.media import image, video, voice_note
    from models.read import pdf

    # What is looked up only when a file asks for it.
    for each in pkgutil.walk_packages(av.__path__, "av."):
        if not each.name.endswith(("__main__", "datasets")):
            import_module(each.name)
    for name in _OF_NUMPY:
        import_module(f"numpy.{name}")
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    Image.init()
    image.teach_heif()
    return {
        "picture": image.open_picture,
        "film": video.open_film,
        "sound": voice_note.decode,
        "document": pdf.open_document,
        "page": pdf.page_of,
    }
