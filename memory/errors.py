"""Errors of the memory.

MemoryFault            sentence
├── DiskFull           nothing more can be written       disk-full
├── MemoryUnreachable  the database can't be opened      memory-unreachable
│   └── MemoryNewer    a later program has changed it    memory-newer
└── GalleryUnreachable the search index can't be used    gallery-unreachable
"""

from __future__ import annotations

from typing import ClassVar


class MemoryFault(Exception):
    """The memory can't be used. `key` names the sentence for the person."""

    key: ClassVar[str] = "failed"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.key)


class DiskFull(MemoryFault):
    """No space is left on the disk."""

    key = "disk-full"


class MemoryUnreachable(MemoryFault):
    """The database can't be opened or is not ours."""

    key = "memory-unreachable"


class MemoryNewer(MemoryUnreachable):
    """The database has a schema that this program doesn't know."""

    key = "memory-newer"


class GalleryUnreachable(MemoryFault):
    """The search index, in its folder or on its server, can't be used."""

    key = "gallery-unreachable"
