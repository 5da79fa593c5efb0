"""Snapshot of what is known of who writes, read at once when their message comes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memory.people.conversation import thread
from memory.people.errands import unanswered
from memory.people.preferences import chat
from memory.people.roles import role
from memory.values import Chat, Errand, Role, Thread

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from memory.database.database import Database


@dataclass(frozen=True)
class Known:
    """One person in one chat, as of one moment.

    role: None for a stranger; chat: None where nothing was chosen yet; errands: the questions
    that wait for this person's answer.
    """

    role: Role | None = None
    chat: Chat | None = None
    thread: Thread = field(default_factory=Thread)
    errands: tuple[Errand, ...] = ()


async def known(database: Database, chat_id: int, user_id: int) -> Known:
    """All of it, in one transaction."""

    def work(connection: Connection) -> Known:
        return Known(
            role(connection, user_id),
            chat(connection, user_id),
            thread(connection, chat_id, user_id),
            unanswered(connection, user_id, time.time()),
        )

    return await database.run(work)
