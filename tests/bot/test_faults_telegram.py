"""Telegram and the line to it fail in every way that they can; people are answered all the same."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from telegram.error import RetryAfter, TimedOut

from bot import app
from bot.telegram import client, failure_policy, intake
from bot.telegram.client import Limits, Request
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.intake import Polling, TakenOver
from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.server import Fault, Standin
from handlers.i18n.messages import Words
from tests.bot.conftest import House, Start, house_settings, shared_engine
from tests.bot.line import a_bot, a_memory, until
from tests.bot.pictures import photo, said, scene

WAIT = Fault(code=429, description="Too Many Requests: retry after 1", retry_after=1)
ANYWHERE = {
    "429": WAIT,
    "502": Fault("page"),
    "504": Fault("page", 504, "Gateway Time-out"),
    "reset": Fault("drop"),
    "reset when it was done": Fault("drop after"),
    "half an answer": Fault("half"),
    "an answer that ends early": Fault("torn"),
    "silence": Fault("silence"),
}
# The call was carried out, and nothing tells the bot so: it says the same once more.
TWICE = {"reset when it was done", "half an answer", "an answer that ends early"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds and minutes takes tenths of a second."""
    monkeypatch.setattr(app, "READ_SECONDS", 0.5)
    monkeypatch.setattr(intake, "_POLL_SECONDS", 1)
    monkeypatch.setattr(intake, "_SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(intake, "backoff", lambda _: 0.02)
    monkeypatch.setattr(failure_policy, "_OUTAGE_SECONDS", 0.1)
    monkeypatch.setitem(Dispatcher.__init__.__kwdefaults__, "pauses", (0.05,) * 4)


def texts(person: SimulatedPerson, after: int = 0) -> list[str]:
    """What the bot has said since message number `after`."""
    return [
        each["text"]
        for each in person.messages
        if each["from"]["is_bot"] and each["message_id"] > after and "text" in each
    ]


def sentence(key: str, **arguments: str | int) -> str:
    return Words().say("bn", key, **arguments)


async def at_rest(house: House) -> None:
    """Wait until nothing waits, at Telegram or in the inbox."""
    await until(lambda: house.standin.cloud.pending == 0)
    async with asyncio.timeout(30):
        while await house.services.memory.inbox.next_due(0.0) is not None:  # noqa: ASYNC110 -- no event
            await asyncio.sleep(0.02)


async def test_whatever_befalls_a_call_the_answers_come_in_order_and_once(house: Start) -> None:
    running = await house()
    standin = running.standin
    rina = standin.person()
    drawn = scene(31, shapes=1)
    await rina.reply(await rina.send_text("/help"), "text")
    helped = texts(rina)[0]
    for name, fault in ANYWHERE.items():
        for method in ("getupdates", "getfile", "file", "sendmessage", "sendchataction"):
            standin.faults[method].append(fault)
        sent = await rina.send_photo(photo(drawn))
        await rina.send_text("/help")
        await rina.until(lambda last=sent: texts(rina, last["message_id"])[-1:] == [helped])
        told = texts(rina, sent["message_id"])
        repeated = [said(drawn)] if name in TWICE else []
        assert told == [*repeated, said(drawn), helped], name
        for method in ("getupdates", "getfile", "file", "sendmessage"):
            assert not standin.faults[method], f"{name}: {method} was never asked"
    assert await running.services.memory.inbox.kept() == []


async def test_files_that_telegram_does_not_give_are_told_of(house: Start) -> None:
    running = await house()
    standin = running.standin
    rina = standin.person()
    wrong = "Bad Request: wrong file_id or the file is temporarily unavailable"
    for method, fault, expected in (
        ("getfile", Fault(code=400, description=wrong), sentence("photo-gone")),
        ("file", Fault(code=404, description="Not Found"), sentence("photo-gone")),
        (
            "getfile",
            Fault(code=400, description="Bad Request: file is too big"),
            sentence("picture-too-heavy"),
        ),
    ):
        standin.faults[method].append(fault)
        sent = await rina.send_photo(photo(scene(31, shapes=1)))
        assert (await rina.reply(sent, "text"))["text"] == expected
    await at_rest(running)
    assert len(texts(rina)) == 3


async def test_one_chat_waits_as_long_as_telegram_says_and_the_others_do_not(
    house: Start,
) -> None:
    standin = (await house()).standin
    rina, karim = standin.person(1001), standin.person(2002)
    standin.faults["sendmessage"].append(
        Fault(code=429, description="Too Many Requests: retry after 3", retry_after=3)
    )
    asked = await rina.send_text("/help")
    await until(lambda: not standin.faults["sendmessage"])
    began = asyncio.get_running_loop().time()
    for _ in range(2):
        await karim.reply(await karim.send_text("/help"), "text")
    assert texts(rina) == []
    await rina.reply(asked, "text")
    assert asyncio.get_running_loop().time() - began > 2.5
    assert len(texts(rina)) == 1


async def test_who_has_blocked_the_bot_is_left_in_peace_until_they_write_again(
    house: Start,
) -> None:
    running = await house()
    standin = running.standin
    rina, karim = standin.person(1001), standin.person(2002)
    standin.cloud.blocked.add(rina.chat_id)
    for seed in (31, 32):
        await rina.send_photo(photo(scene(seed)))
    await rina.send_text("/help")
    await at_rest(running)
    assert Counter(standin.calls)["sendmessage"] == 1
    standin.cloud.blocked.clear()
    await karim.reply(await karim.send_text("/help"), "text")
    assert texts(rina) == []
    await rina.reply(await rina.send_text("/help"), "text")
    assert len(texts(rina)) == 1
    assert await running.services.memory.inbox.kept() == []


async def test_a_text_that_telegram_refuses_is_soon_told_of_and_kept(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    refused = Fault(code=400, description="Bad Request: can't parse entities: no end found")
    for refusals, expected in ((1, said(scene(31, shapes=1))), (2, sentence("failed"))):
        running.standin.faults["sendmessage"].extend([refused] * refusals)
        sent = await rina.send_photo(photo(scene(31, shapes=1)))
        assert (await rina.reply(sent, "text"))["text"] == expected
        await at_rest(running)
    assert len(texts(rina)) == 2
    (kept,) = await running.services.memory.inbox.kept()
    assert kept.content["message"]["photo"]


async def test_a_chat_that_is_gone_is_asked_once_and_stops_nobody(house: Start) -> None:
    running = await house()
    standin = running.standin
    rina, karim = standin.person(1001), standin.person(2002)
    standin.faults["sendmessage"].append(Fault(code=400, description="Bad Request: chat not found"))
    await rina.send_text("/help")
    await at_rest(running)
    await karim.reply(await karim.send_text("/help"), "text")
    assert Counter(standin.calls)["sendmessage"] == 2
    assert texts(rina) == []


async def test_what_answers_a_deleted_message_stands_by_itself(house: Start) -> None:
    standin = (await house()).standin
    rina = standin.person()
    standin.faults["file"].append(Fault("drop"))
    sent = await rina.send_photo(photo(scene(31, shapes=1)))
    rina.messages.remove(sent)
    answer = await rina.reply(sent, "text")
    assert answer["text"] == said(scene(31, shapes=1))
    assert "reply_to_message" not in answer


async def test_a_group_that_has_moved_is_answered_where_it_is_now(house: Start) -> None:
    standin = (await house()).standin
    here, there = -5, -1_000_000_000_005
    before = standin.person(here, user_id=1001)
    after = standin.person(there, user_id=1001)
    standin.cloud.moved[here] = there
    await before.send_text("/help@chokh_trial_bot")
    await after.until(lambda: len(texts(after)) == 1)
    assert texts(before) == []


async def test_a_second_bot_answers_what_it_has_taken_before_it_gives_way(
    tmp_path: Path, standin: Standin
) -> None:
    karim = standin.person()
    settings = house_settings(tmp_path, standin.url)
    engine = shared_engine(settings)
    async with (
        a_memory(tmp_path / "first") as memory,
        a_bot(standin.url) as bot,
        app.open_services(settings, None, True, engine) as services,
    ):
        first = Polling(bot, memory.inbox, asyncio.Event())
        first._started -= 3600  # it has been running for an hour
        polling = asyncio.create_task(first.run())
        await until(lambda: standin.cloud.polls > 0)
        taken = [await karim.send_text("/help") for _ in range(20)]
        updates = [{"update_id": n, "message": each} for n, each in enumerate(taken, 1)]
        standin.cloud.drop()
        await services.memory.inbox.add(updates)
        with pytest.raises(TakenOver, match="stop it"):
            await asyncio.wait_for(app.run(settings, services, asyncio.Event()), 30)
        assert len(texts(karim)) == 20
        assert not polling.done()
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling


async def test_a_body_that_trickles_in_for_ever_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "WHOLE_SECONDS", 0.3)

    ended = asyncio.Event()

    async def trickle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        with suppress(OSError):
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        ended.set()

    async with await asyncio.start_server(trickle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Request(read_timeout=5) as request:
            with pytest.raises(TimedOut):
                await asyncio.wait_for(request.retrieve(f"http://127.0.0.1:{port}/"), 4)
        await asyncio.wait_for(ended.wait(), 5)


async def test_who_is_cancelled_takes_no_connection_along() -> None:
    open_lines: set[asyncio.StreamWriter] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_lines.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(0.005)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        open_lines.discard(writer)

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with Request(connection_pool_size=4, pool_timeout=2) as request:

            async def go_on(steps: int) -> None:
                for step in range(40):
                    task = asyncio.create_task(request.retrieve(url))
                    for _ in range((step * steps) % 40):
                        await asyncio.sleep(0)
                    task.cancel()
                    await asyncio.wait([task])

            await asyncio.gather(*(go_on(steps) for steps in (1, 3, 7, 11)))
            assert await asyncio.gather(*(request.retrieve(url) for _ in range(8))) == [b"{}"] * 8
        await until(lambda: not open_lines)


async def test_what_is_on_its_way_when_the_bot_ends_gets_there_and_no_long_poll_is_waited_for() -> (
    None
):
    asked: list[str] = []
    left: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode().strip("/")
        asked.append(method)
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2 if method == "sendMessage" else 20):
                await reader.read()
                left.append(method)
        with suppress(OSError):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            writer.close()
            await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with asyncio.timeout(5), Request(connection_pool_size=4) as request:
            calls = [
                asyncio.create_task(request.post(f"{url}/{method}"))
                for method in ("sendMessage", "getUpdates")
            ]
            await until(lambda: len(asked) == 2)
            for call in calls:
                call.cancel()
            await asyncio.wait(calls)
        await until(lambda: left == ["getUpdates"])


async def test_showing_that_the_bot_writes_takes_no_place_of_a_message() -> None:
    limits = Limits()
    asked: list[str] = []

    async def ask(endpoint: str) -> bool:
        asked.append(endpoint)
        if len(asked) > 40:
            raise RetryAfter(600)
        return True

    async def call(endpoint: str) -> object:
        data = {"chat_id": -5}  # a group: twenty messages in a minute
        return await limits.process_request(ask, (endpoint,), {}, endpoint, data, None)

    for _ in range(39):
        assert await call("sendChatAction")
    async with asyncio.timeout(1):
        assert await call("sendMessage")
    with pytest.raises(RetryAfter):
        await call("sendMessage")
    # Nor does it go out to a chat that is told to wait.
    with pytest.raises(RetryAfter):
        await call("sendChatAction")
    assert asked == ["sendChatAction"] * 39 + ["sendMessage"] * 2


async def test_a_long_wait_is_left_to_the_inbox_and_holds_for_every_call_to_that_chat() -> None:
    limits = Limits()
    asked: list[int] = []

    async def ask(data: dict[str, int]) -> bool:
        asked.append(data["chat_id"])
        if data["chat_id"] == 1:
            raise RetryAfter(600)
        return True

    async def send(chat_id: int) -> object:
        data = {"chat_id": chat_id}
        return await limits.process_request(ask, (data,), {}, "sendMessage", data, None)

    for _ in range(2):
        with pytest.raises(RetryAfter) as told:
            await send(1)
        assert 590 < told.value._retry_after.total_seconds() <= 600
    assert await send(2)
    assert asked == [1, 2]
