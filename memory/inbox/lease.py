"""Lease on an update: which bot has it in hand, where several share an inbox.

A bot says again and again that it is at work; when it is gone another takes what it had in hand.
The bots' clocks must agree within seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select, update

from memory.schema.tables import INBOX

if TYPE_CHECKING:
    from sqlalchemy import Connection

_C = INBOX.c


def others() -> ColumnElement[float]:
    """Of a chat's rows: until when another than `bot` has one of them in hand."""
    return func.max(case((_C.lease_bot != bindparam("bot"), _C.lease_until), else_=0.0))


class Leases:
    """What one bot has in hand. seconds: a bot that says nothing for so long is gone.

    bot: what it is called, unlike any other (`inbox.identity`).
    """

    def __init__(self, seconds: float, bot: str) -> None:
        self.seconds = seconds
        self.bot = bot

    def claim(
        self, connection: Connection, bundles: Sequence[tuple[int, Sequence[int]]], now: float
    ) -> set[int]:
        """Take bundles of updates in hand, one for each of these chats.

        Returns the chats whose bundle is this bot's from now on; others have the rest.
        """
        if not bundles:
            return set()
        theirs = (_C.state == "waiting", _C.chat_id.in_([chat_id for chat_id, _ in bundles]))
        seen: dict[int, set[int]] = {chat_id: set() for chat_id, _ in bundles}
        for row in connection.execute(select(_C.chat_id, _C.update_id).where(*theirs)):
            seen[row.chat_id].add(row.update_id)
        # All that waits of a chat, so that two bots never begin at different ends of it. Skipped:
        # what another bot is claiming at this moment.
        known = [update_id for ids in seen.values() for update_id in ids]
        locked = set(
            connection.scalars(
                select(_C.update_id)
                .where(_C.update_id.in_(known), _C.state == "waiting")
                .with_for_update(skip_locked=True)
            )
        )
        # After that: another bot may have taken one that came meanwhile, before it was locked.
        in_hand = select(_C.chat_id).where(*theirs).group_by(_C.chat_id).having(others() > now)
        taken = set(connection.scalars(in_hand, {"bot": self.bot}))
        ours = {
            chat_id: ids
            for chat_id, ids in bundles
            if chat_id not in taken and seen[chat_id].issuperset(ids) and seen[chat_id] <= locked
        }
        self.renew(connection, [update_id for ids in ours.values() for update_id in ids], now)
        return set(ours)

    def renew(self, connection: Connection, update_ids: Collection[int], now: float) -> None:
        """Say that this bot is at work on these, but for what another has in hand."""
        if update_ids:
            free = or_(_C.lease_bot == self.bot, _C.lease_until <= now)
            connection.execute(
                update(INBOX)
                .where(_C.update_id.in_(update_ids), free)
                .values(lease_bot=self.bot, lease_until=now + self.seconds)
            )

    def give_back(self, connection: Connection) -> None:
        """Let others have at once what this bot has in hand."""
        ours = (_C.state == "waiting", _C.lease_bot == self.bot)
        connection.execute(update(INBOX).where(*ours).values(lease_until=0.0))
