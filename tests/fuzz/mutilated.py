"""Files and updates made wrong by dice: the same dice make the same wrong thing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.fuzz.pictures import HEIGHT, WIDTH

_PNG = b"\x89PNG\r\n\x1a\n"
_LENGTHS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0xFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_ODD: tuple[Any, ...] = (
    None, True, "", " ", 0, -1, 2**31, 2**53, 2**63, 2**80, -(2**63), 1.5, 1e308, [], {}, [[]],
    {"id": 1}, "x" * 60_000, "ক" * 5_000, "😀" * 3_000, "\ud800", "a\x00b", "\u202e\u200b\ufeff",
    "%s{}%(x)s", "<b>&amp;", "/start \x00", "১২৩", "../../etc/passwd", "private", "supergroup",
)  # fmt: skip


def mutilated(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    """The file with one to three things wrong; others: files to splice it with."""
    for _ in range(dice.choice((1, 1, 2, 3))):
        data = dice.choice(_WAYS)(data, dice)
        if dice.random() < 0.1:
            other = dice.choice(others)
            data = data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other)) :]
    # A sum that no longer fits would have what is wrong refused before it is looked at.
    return _summed(data) if data.startswith(_PNG) and dice.random() < 0.7 else data


def _flipped(data: bytes, dice: Random) -> bytes:
    broken = bytearray(data)
    for _ in range(dice.choice((1, 3, 12, 60)) if data else 0):
        # The beginning is where the structure lies.
        place = dice.randrange(min(len(broken), dice.choice((64, 400, 1_000_000))))
        broken[place] ^= 1 << dice.randrange(8)
    return bytes(broken)


def _cut(data: bytes, dice: Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _twice(data: bytes, dice: Random) -> bytes:
    begin, end = _piece(data, dice)
    return data[:end] + data[begin:end] * dice.choice((1, 1, 50)) + data[end:]


def _without(data: bytes, dice: Random) -> bytes:
    begin, end = _piece(data, dice)
    return data[:begin] + data[end:]


def _noisy(data: bytes, dice: Random) -> bytes:
    begin, end = _piece(data, dice)
    return data[:begin] + dice.randbytes(end - begin) + data[end:]


def _lengths(data: bytes, dice: Random) -> bytes:
    """A number in it, of a size or a length perhaps, is another one."""
    width, order = dice.choice((1, 2, 4, 8)), dice.choice(("big", "little"))
    written = (dice.choice(_LENGTHS) % 256**width).to_bytes(width, order)
    place = dice.randrange(min(len(data), dice.choice((64, 1_000_000))) or 1)
    return data[:place] + written + data[place + width :]


def _huge(data: bytes, dice: Random) -> bytes:
    """It declares another size, wherever it does."""
    for side in (WIDTH, HEIGHT, WIDTH - 1, HEIGHT - 1, 96, 64):
        larger = dice.choice((0, 1, 8_000, 16_383, 65_535, 2**24 + 1, 2**31 - 1, 2**32 - 1))
        for width, order in ((4, "big"), (4, "little"), (2, "big"), (2, "little")):
            found = side.to_bytes(width, order)  # type: ignore[arg-type] -- one of two words
            if dice.random() < 0.5:
                data = data.replace(found, (larger % 256**width).to_bytes(width, order), 3)  # type: ignore[arg-type]
        if dice.random() < 0.5:
            data = data.replace(b" %d" % side, b" %d" % larger, 3)
    return data


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flipped, _flipped, _cut, _twice, _without, _noisy, _lengths, _lengths, _huge,
)  # fmt: skip


def _piece(data: bytes, dice: Random) -> tuple[int, int]:
    begin = dice.randrange(len(data) + 1)
    return begin, min(len(data), begin + dice.choice((1, 4, 16, 200, 4_000)))


def _summed(png: bytes) -> bytes:
    """The PNG with the checksum of each of its chunks right again."""
    fixed, place = bytearray(png[:8]), 8
    while place + 12 <= len(png):
        length = int.from_bytes(png[place : place + 4])
        end = place + 8 + length
        if end + 4 > len(png):
            break
        fixed += png[place:end] + zlib.crc32(png[place + 4 : end]).to_bytes(4)
        place = end + 4
    return bytes(fixed + png[place:])


def misshapen(
    update: dict[str, Any], dice: Random, others: Sequence[dict[str, Any]], whole: bool = False
) -> bytes:
    """The update as JSON with up to three things wrong; once in ten times no longer JSON.

    whole: nothing is wrong with it.
    """
    if whole:
        return json.dumps(update).encode()
    update = json.loads(json.dumps(update))
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        place = _spot(update, dice)
        if place is None:
            break
        holder, key = place
        kind = dice.random()
        if kind < 0.25:
            del holder[key]
        elif kind < 0.75:
            holder[key] = dice.choice(_ODD)
        elif kind < 0.9 and isinstance(holder, dict):
            other = _spot(json.loads(json.dumps(dice.choice(others))), dice)
            if other is not None:
                holder[other[1] if isinstance(other[1], str) else "odd"] = other[0][other[1]]
        else:
            holder[key] = [holder[key]] * 2
    data = json.dumps(update).encode()
    if dice.random() < 0.03:
        return b'{"update_id":' + b"[" * 100_000
    return mutilated(data, dice, [b'{"a":1}']) if dice.random() < 0.1 else data


def _spot(update: Any, dice: Random) -> tuple[Any, Any] | None:
    """A random place in a tree of JSON: what holds it, and by which key or number."""
    spots: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        keys = node.keys() if isinstance(node, dict) else range(len(node))
        for key in keys:
            spots.append((node, key))
            if isinstance(node[key], dict | list):
                walk(node[key])

    walk(update)
    return dice.choice(spots) if spots else None
