"""Updates come from Telegram into the inbox, and Telegram is told only then."""

from __future__ import annotations

import asyncio
import json
import resource
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr, ValidationError
from telegram import Bot

from bot import bounded_server
from bot.settings import OwnerSettings, WebhookSettings
from bot.telegram.intake import IntakeStopped, Polling, TakenOver, Webhook, backoff
from bot.trial.bot_api.server import Fault, Standin
from memory.database import sqlite
from memory.store import Memory
from tests.bot.line import (
    TOKEN,
    a_bot,
    a_memory,
    a_standin,
    empty_disk,
    fill_disk,
    message,
    until,
)
from tests.bot.test_killed import answering


@pytest.fixture
async def telegram() -> AsyncIterator[Standin]:
    async with a_standin() as standin:
        yield standin


@pytest.fixture
async def bot(telegram: Standin) -> AsyncIterator[Bot]:
    async with a_bot(telegram.url) as bot:
        yield bot


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    async with a_memory(tmp_path) as memory:
        yield memory


class Pauses(list[float]):
    """Takes the place of sleeping, and remembers for how long it would have been."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def under_way(work: Awaitable[None]) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, IntakeStopped):
            await task


async def confirmed(telegram: Standin) -> None:
    """Wait until Telegram has nothing more to hand over."""
    await until(lambda: telegram.cloud.pending == 0)


async def stored(memory: Memory) -> list[dict[str, Any]]:
    """What waits in the inbox, one chat for each update."""
    bundles, _ = await memory.inbox.waiting(2e9, (), 1000)
    return [waiting.content for bundle in bundles for waiting in bundle]


async def test_an_update_is_kept_in_telegrams_own_words(
    telegram: Standin, bot: Bot, memory: Memory
) -> None:
    strange = {"from_the_future": {"chat": {"id": 5, "type": "a new type"}, "x": [1, None]}}
    plain = message(1, from_the_future={"y": "ছবি"})
    await telegram.cloud.add_updates([{"message": plain["message"]}, strange])
    wake = asyncio.Event()
    async with under_way(Polling(bot, memory.inbox, wake).run()):
        await asyncio.wait_for(wake.wait(), 20)
        first, second = await stored(memory)
    assert first["message"] == plain["message"]
    assert second["from_the_future"] == strange["from_the_future"]


async def test_nothing_is_confirmed_while_the_disk_is_full(
    telegram: Standin, bot: Bot, memory: Memory
) -> None:
    await fill_disk(memory)
    long = "x" * 4000
    await telegram.cloud.add_updates([{"message": message(n, n, long)["message"]} for n in (1, 2)])
    pauses = Pauses()
    async with under_way(Polling(bot, memory.inbox, asyncio.Event(), pauses).run()):
        await until(lambda: len(pauses) >= 3)
        assert telegram.cloud.pending == 2
        assert await stored(memory) == []
        await empty_disk(memory)
        await confirmed(telegram)
        assert len(await stored(memory)) == 2


async def test_nothing_is_confirmed_while_another_program_holds_the_database(
    telegram: Standin, bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = sqlite._PRAGMAS
    assert patient[0].startswith("busy_timeout")
    monkeypatch.setattr(sqlite, "_PRAGMAS", ("busy_timeout = 10", *patient[1:]))
    await telegram.cloud.add_updates([{"message": message(1)["message"]}])
    pauses = Pauses()
    async with a_memory(tmp_path) as memory:
        with closing(sqlite3.connect(tmp_path / "chokh.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            async with under_way(Polling(bot, memory.inbox, asyncio.Event(), pauses).run()):
                await until(lambda: len(pauses) >= 3)
                assert telegram.cloud.pending == 1
                other.execute("ROLLBACK")
                await confirmed(telegram)
        assert len(await stored(memory)) == 1


async def test_nothing_is_confirmed_while_files_may_not_grow(
    telegram: Standin, tmp_path: Path
) -> None:
    rina = telegram.person(1)
    async with answering(telegram.url, tmp_path) as process:
        await rina.reply(await rina.send_text("one"))
        _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        # As on a disk with no room, or one that may only be read: every write is refused.
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, most))
        asked = await rina.send_text("two")
        before = telegram.cloud.polls
        await until(lambda: telegram.cloud.polls >= before + 2)
        assert telegram.cloud.pending == 1
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        await rina.reply(asked)
        await confirmed(telegram)
    assert [each["text"] for each in rina.messages if each["from"]["is_bot"]] == [
        "you said one",
        "you said two",
    ]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(),
        Fault(kind="drop"),
        Fault(kind="drop after"),
        Fault(code=429, description="Too Many Requests: retry after 7", retry_after=7),
    ],
    ids=["502", "dropped", "dropped when done", "429"],
)
async def test_a_fault_of_the_line_is_waited_out_and_nothing_is_lost(
    telegram: Standin, bot: Bot, memory: Memory, fault: Fault
) -> None:
    telegram.faults["getupdates"].extend([fault, fault])
    await telegram.cloud.add_updates([{"message": message(1)["message"]}])
    pauses = Pauses()
    async with under_way(Polling(bot, memory.inbox, asyncio.Event(), pauses).run()):
        await confirmed(telegram)
    assert len(await stored(memory)) == 1
    assert len(pauses) == 2
    assert set(pauses) == {7} or fault.code != 429


async def test_an_update_that_comes_twice_is_kept_once(
    telegram: Standin, bot: Bot, memory: Memory
) -> None:
    await telegram.cloud.add_updates([{"message": message(1)["message"]}])
    wake = asyncio.Event()
    async with under_way(Polling(bot, memory.inbox, wake).run()):
        await asyncio.wait_for(wake.wait(), 20)
        (first,) = await stored(memory)
    await memory.inbox.done([first["update_id"]])
    # As after a kill between the commit and the confirmation: Telegram gives it again.
    telegram.cloud._updates.append(first)
    async with under_way(Polling(bot, memory.inbox, wake).run()):
        await confirmed(telegram)
    assert await stored(memory) == []


async def test_a_refused_token_stops_with_a_sentence_that_does_not_show_it(
    telegram: Standin, memory: Memory
) -> None:
    async with a_bot(telegram.url, TOKEN[:-1] + "x") as bot:
        with pytest.raises(IntakeStopped, match="refuses the token") as stopped:
            await Polling(bot, memory.inbox, asyncio.Event()).run()
    assert TOKEN[:-1] not in str(stopped.value)


async def test_a_second_program_on_the_token_says_so_and_stops(
    telegram: Standin, bot: Bot, memory: Memory
) -> None:
    first = Polling(bot, memory.inbox, asyncio.Event(), Pauses())
    first._started -= 3600  # it has been running for an hour
    async with under_way(first.run()) as running, a_bot(telegram.url) as other:
        await telegram.cloud.until(lambda: telegram.cloud.polls >= 1)
        second = Polling(other, memory.inbox, asyncio.Event(), Pauses())
        with pytest.raises(IntakeStopped, match="Another program"):
            await asyncio.wait_for(second.run(), 20)
        await telegram.cloud.add_updates([{"message": message(1)["message"]}])
        await confirmed(telegram)
        assert not running.done()


async def test_a_webhook_left_from_before_is_removed(
    telegram: Standin, bot: Bot, memory: Memory
) -> None:
    telegram.cloud.webhook = "https://example.org/"
    await telegram.cloud.add_updates([{"message": message(1)["message"]}])
    async with under_way(Polling(bot, memory.inbox, asyncio.Event(), Pauses()).run()):
        await confirmed(telegram)
    assert len(await stored(memory)) == 1


def test_the_pause_after_failures_grows_to_half_a_minute() -> None:
    assert [round(backoff(1)) in (0, 1), 15 <= backoff(6) <= 30, 15 <= backoff(5000) <= 30] == [
        True,
        True,
        True,
    ]


async def test_half_open_connections_stop_nobody_and_end(
    telegram: Standin, bot: Bot, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slowloris: each says a little of a request now and then, and never all of it."""
    monkeypatch.setattr(bounded_server.Connections.__init__, "__defaults__", (20, 1.0))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret = "a-long-secret"  # noqa: S105 -- the test's own
    settings = WebhookSettings(
        url="https://example.org/hook", listen=f"127.0.0.1:{port}", secret=SecretStr(secret)
    )
    right = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with under_way(Webhook(bot, memory.inbox, asyncio.Event(), settings).run()):
        await until(lambda: telegram.cloud.webhook == settings.url)
        begun = [await asyncio.open_connection("127.0.0.1", port) for _ in range(60)]
        for number, (_, writer) in enumerate(begun):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nX: ")
            if number % 2:
                headed = f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: 9\r\n\r\n"
                writer.write(b"y\r\n" + headed.encode())  # whose body never comes
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=right) as session:
            async with asyncio.timeout(5):
                for number in (1, 2):
                    update = json.dumps(message(number)).encode()
                    async with session.post("/hook", data=update) as response:
                        assert response.status == 200
        async with asyncio.timeout(10):
            for reader, writer in begun:
                with suppress(ConnectionError):
                    while await reader.read(1_000):
                        pass
                writer.close()


@pytest.mark.parametrize("listen", ["19999", ":19999", "[]:19999", "127.0.0.1", "127.0.0.1:x"])
def test_an_address_without_a_host_or_a_port_is_refused(listen: str) -> None:
    """It would be open on all interfaces, where nobody asked for that."""
    for section in (WebhookSettings, OwnerSettings):
        with pytest.raises(ValidationError, match=r"like 127\.0\.0\.1:8443"):
            section(listen=listen)
    assert WebhookSettings(listen="[::1]:8443").listen == "[::1]:8443"


async def test_a_webhook_takes_only_telegrams_updates_and_only_what_the_disk_takes(
    telegram: Standin, bot: Bot, memory: Memory
) -> None:
    secret = "a-long-secret"  # noqa: S105 -- the test's own
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = WebhookSettings(
        url="https://example.org/hook", listen=listen, secret=SecretStr(secret)
    )
    right = {"X-Telegram-Bot-Api-Secret-Token": secret}
    wake = asyncio.Event()
    async with (
        under_way(Webhook(bot, memory.inbox, wake, settings).run()),
        aiohttp.ClientSession(f"http://{listen}") as session,
    ):
        await until(lambda: telegram.cloud.webhook == settings.url)

        async def post(data: bytes, headers: dict[str, str]) -> int:
            async with session.post("/hook", data=data, headers=headers) as response:
                return response.status

        update = json.dumps(message(1, words="x" * 4000)).encode()
        assert await post(update, {}) == 403
        assert await post(update, {"X-Telegram-Bot-Api-Secret-Token": "wróng"}) == 403
        assert await post(b"{", right) == 400
        assert await post(b'["update_id"]', right) == 400
        assert await post(b" " * 1_000_001, right) == 413
        await fill_disk(memory)
        assert await post(update, right) == 503
        assert not wake.is_set()
        await empty_disk(memory)
        assert await post(update, right) == 200
        assert await post(update, right) == 200
        assert wake.is_set()
    assert [content["update_id"] for content in await stored(memory)] == [1]


@pytest.mark.parametrize("theirs", ["", "https://example.com/"], ids=["polling", "a webhook"])
async def test_a_webhook_that_another_program_takes_over_is_noticed(
    telegram: Standin, bot: Bot, memory: Memory, theirs: str
) -> None:
    settings = WebhookSettings(
        url="https://example.org/", listen="127.0.0.1:0", secret=SecretStr("a-secret")
    )
    looks = Pauses()
    work = Webhook(bot, memory.inbox, asyncio.Event(), settings, looks).run()
    async with under_way(work) as running:
        telegram.faults["getwebhookinfo"].append(Fault())
        await until(lambda: len(looks) >= 3)
        assert not running.done()
        telegram.cloud.webhook = theirs
        with pytest.raises(TakenOver, match="stop it"):
            await asyncio.wait_for(running, 20)


async def test_a_webhook_without_a_secret_does_not_start(bot: Bot, memory: Memory) -> None:
    settings = WebhookSettings(url="https://example.org/")
    with pytest.raises(IntakeStopped, match="secret"):
        await Webhook(bot, memory.inbox, asyncio.Event(), settings).run()
