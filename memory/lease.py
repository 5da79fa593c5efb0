"""Which bot has an update in hand, where several share an inbox.

A bot says again and again that it is at work; when it is gone another takes what it had in hand.
The bots' clocks must agree within seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from memory.tables import INBOX

if TYPE_CHECKING:
    from sqlalchemy import Connection

SECONDS = 30.0
"""A bot that says nothing for so long is gone."""

_C = INBOX.c


def claim(
    connection: Connection, bundles: Sequence[Sequence[int]], bot: str, now: float
) -> set[int]:
    """The ids of those bundles that are this bot's from now on; others have the rest."""
    wanted = [update_id for bundle in bundles for update_id in bundle]
    if not wanted:
        return set()
    # Skipped: what another bot is claiming at this moment. One that it has just claimed, or
    # answered, no longer fits by the time that its row is let go.
    free = set(
        connection.scalars(
            select(_C.update_id)
            .where(
                _C.update_id.in_(wanted),
                _C.state == "waiting",
                or_(_C.lease_until <= now, _C.lease_bot == bot),
            )
            .with_for_update(skip_locked=True)
        )
    )
    ours = {update_id for bundle in bundles if free.issuperset(bundle) for update_id in bundle}
    _lease(connection, ours, bot, now)
    return ours


def renew(connection: Connection, update_ids: Collection[int], bot: str, now: float) -> None:
    """Say that this bot is still at work on what it has in hand."""
    _lease(connection, update_ids, bot, now, _C.lease_bot == bot)


def _lease(
    connection: Connection, update_ids: Collection[int], bot: str, now: float, *only: Any
) -> None:
    if update_ids:
        connection.execute(
            update(INBOX)
            .where(_C.update_id.in_(update_ids), *only)
            .values(lease_bot=bot, lease_until=now + SECONDS)
        )
