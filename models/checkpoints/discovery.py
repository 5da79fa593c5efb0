"""Discovery of backends: one file each, and nothing else to change for a new one.

A backend for a kind of checkpoint is a module in the ability's folder with
`takes(checkpoint) -> bool` and `load`; one that is chosen by its name in the settings is a
module of that name, in a folder of such modules, with `load`. Nothing else lies in such a folder.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from models.checkpoints.checkpoint import Checkpoint
from models.errors import SettingWrong


def taking(package: str, checkpoint: Checkpoint, setting: str) -> Any:
    """The package's module that takes this checkpoint.

    setting: what names the checkpoint, for the `SettingWrong` that is raised where none does.
    """
    for name in _modules(package):
        module = import_module(f"{package}.{name}")
        if module.takes(checkpoint):
            return module
    raise SettingWrong(f"{checkpoint.name} is a {checkpoint.model_type!r} model", setting=setting)


def named(package: str, name: str) -> Any:
    """The package's module of this name; it is one of `names(package)`."""
    return import_module(f"{package}.{name}")


def names(package: str) -> tuple[str, ...]:
    """The backends that the package has; none of them is imported for it."""
    return tuple(_modules(package))


def checked(package: str, name: str) -> str:
    """The name, if the package has such a backend. Raises ValueError, for pydantic."""
    if name not in _modules(package):
        message = f"there is no {name!r}; there are: {', '.join(_modules(package))}"
        raise ValueError(message)
    return name


def _modules(package: str) -> list[str]:
    places = import_module(package).__path__
    return sorted(module.name for module in iter_modules(places) if not module.ispkg)
