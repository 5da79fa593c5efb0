"""/status: how the bot is, for its owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.access.gate import role
from memory.inbox.counts import tally

if TYPE_CHECKING:
    from handlers.chat.session import Talk


async def status(talk: Talk, _argument: str) -> None:
    """Say what waits, what was answered, what is in memory, and what went wrong last."""
    services = talk.services
    if await role(services, talk.user.id) != "owner":
        await talk.say(talk.words("owners-only"))
        return
    from importlib.metadata import version  # noqa: PLC0415 -- slow to import, seldom needed

    counted = await tally(services.memory.database)
    waiting = max(0, counted.states["waiting"] - 1)  # this message waits, too
    said = [
        talk.words("status-waiting", waiting=waiting),
        talk.words("status-today", today=counted.today),
    ]
    said += [
        talk.words(key, number=number)
        for key, state in (("status-held", "held"), ("status-kept", "kept"))
        if (number := counted.states[state])
    ]
    if (standing := services.standing) is not None:
        models = ", ".join(name.rpartition("/")[2] for name in standing.loaded())
        said += [
            talk.words("status-models", models=models) if models else talk.words("status-idle"),
            talk.words("status-disk", free=round(standing.free() / 1e9)),
        ]
        error = standing.last_error
        said.append(talk.words("status-error", error=error) if error else talk.words("status-well"))
    said.append(talk.words("status-version", version=version("chokh")))
    await talk.say("\n".join(said))
