"""The event loop goes on while models load and work, and while a voice is made."""

from __future__ import annotations

from benchmarks.heartbeat import measure

# `make bench` holds it to 50 ms; other programs may share the machine that runs the tests.
_WIDE_MS = 400.0


async def test_the_event_loop_never_stands_still_for_long() -> None:
    figures = await measure()
    stood = {each.name: each.value for each in figures if "stood still" in each.name}
    print(stood)
    assert len(stood) == 9
    assert max(stood.values()) < _WIDE_MS
