"""`make scale`: several bots on one PostgreSQL, their abilities on Ray Serve; one of each killed.

    python -m benchmarks.scale [--chats 200] [--photos 40]

Each bot is `chokh run` in webhook mode behind a balancer, at the stand-in for Telegram. How much
one, two and three of them answer; then three under load, of which one is killed in the middle, and
of whoever captions one replica, too. Search is not shared here: each bot's gallery is its own.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.balancer import Balancer, deliver
from benchmarks.figures import Figure, report
from benchmarks.judge import Sent, Verdict, judged
from benchmarks.people import TOKEN, Crowd, crowd, program
from tests.postgres import Server, a_server

_CHOKH = str(Path(sys.executable).with_name("chokh"))
_SECRET = "scale-on-loopback"
_EACH = 3  # messages
_LONGEST = 300.0  # seconds
_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


@dataclass(frozen=True)
class Plan:
    """bots: how many are measured, and how many there are when one is killed: the last number.

    photos: for each measurement; 0: without a cluster, nobody sends any. lease: seconds.
    """

    chats: int = 200
    bots: tuple[int, ...] = (1, 2, 3)
    photos: int = 40
    lease: float = 5.0


@dataclass(frozen=True)
class Place:
    """Where bots find what they share. door: of the cluster, "" for none; lease: seconds."""

    server: Server
    door: str
    folder: Path
    lease: float


async def scale(plan: Plan) -> list[Figure]:
    """Measure, then kill. Raises `Ended` where a program ends by itself."""
    figures = []
    with a_server() as server, tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            replica: Callable[[], None] | None = None
            door = ""
            if plan.photos:
                door, replica = await stack.enter_async_context(_cluster(Path(folder)))
            place = Place(server, door, Path(folder), plan.lease)
            for count in plan.bots if plan.photos else ():
                figures += await _measured(place, count, plan)
            figures += await _killed(place, plan, replica)
    return figures


async def _measured(place: Place, count: int, plan: Plan) -> list[Figure]:
    """How much so many bots answer in a second."""
    figures = []
    async with _people(place) as (people, balancer), AsyncExitStack() as stack:
        for number in range(count):
            await stack.enter_async_context(_bot(place, balancer, number))
        for each in range(2 * count):
            await people.photo(1 + each)
        await people.answered()
        for name, number, send in (
            ("messages", _EACH * plan.chats, people.rate),
            ("photos", plan.photos, people.photo),
        ):
            began = time.monotonic()
            for n in range(number):
                await send(100 + n % plan.chats)
            await people.answered()
            rate = number / (time.monotonic() - began)
            unit = f"{name}/s"
            figures.append(Figure(f"bots: {count}; {name} answered", round(rate, 1), unit))
    return figures


async def _killed(
    place: Place, plan: Plan, kill_replica: Callable[[], None] | None
) -> list[Figure]:
    """Many chats at once, a bot killed when a third is answered, then a replica."""
    began = time.monotonic()
    async with _people(place) as (people, balancer), AsyncExitStack() as stack:
        for number in range(plan.bots[-1] - 1):
            await stack.enter_async_context(_bot(place, balancer, number))
        async with _bot(place, balancer, plan.bots[-1], signal.SIGKILL):
            for chat in range(100, 100 + plan.chats):
                if kill_replica is not None:
                    await people.photo(chat)
                for _ in range(_EACH):
                    await people.rate(chat)
            await people.answered(1 / 3)
        # Its last calls may still be coming in, and nobody takes over before.
        await asyncio.sleep(place.lease / 3)
        people.killed()
        if kill_replica is not None:
            await people.answered(2 / 3)
            await asyncio.to_thread(kill_replica)
        with suppress(TimeoutError):
            await people.answered()
        seen, seconds = people.verdict(), time.monotonic() - began
    return [
        Figure("bots, of which one is killed", plan.bots[-1], ""),
        Figure("chats", plan.chats, ""),
        Figure("messages and photos", seen.sent, ""),
        Figure("until all are answered", round(seconds, 1), "s"),
        Figure("lost", seen.lost, "", "0", seen.lost == 0),
        Figure("answered out of order", seen.disordered, "", "0", seen.disordered == 0),
        Figure("said twice by the kill", seen.repeated, "", "≤ 1", seen.repeated <= 1),
        Figure(
            "said twice, but for once in a chat for its bot's end",
            seen.unforced,
            "",
            "0",
            seen.unforced == 0,
        ),
    ]


class People:
    """A crowd, and what each of it has sent."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self._sent: defaultdict[int, list[Sent]] = defaultdict(list)
        self._kills: list[dict[int, int]] = []

    async def photo(self, chat: int) -> None:
        """A photo."""
        _, message_id = await self.crowd.photo(chat)
        self._sent[chat].append(Sent((message_id,)))

    async def rate(self, chat: int) -> None:
        """An order whose answer says a number, which is none of the chat's others."""
        rate = 101 + len(self._sent[chat])
        entity = {"type": "bot_command", "offset": 0, "length": 5}
        await self.crowd.send(chat, {"text": f"/rate {rate}", "entities": [entity]})
        self._sent[chat].append(Sent((), str(rate).translate(_BANGLA)))

    def verdict(self) -> Verdict:
        """What has become of all that by now."""
        seen = Verdict()
        for chat, sent in self._sent.items():
            kills = [last[chat] for last in self._kills]
            seen += judged(sent, self.crowd.cloud.chats[chat], kills)
        return seen

    def killed(self) -> None:
        """A bot has been killed: what it answered last may be answered once more from now on."""
        chats = self.crowd.cloud.chats
        self._kills.append({chat: chats[chat][-1]["message_id"] for chat in self._sent})

    async def answered(self, part: float = 1.0) -> None:
        """Wait until that part of it is answered. Raises `TimeoutError`."""

        def enough() -> bool:
            seen = self.verdict()
            return seen.lost <= seen.sent * (1 - part)

        await _until(enough)


@asynccontextmanager
async def _people(place: Place) -> AsyncIterator[tuple[People, Balancer]]:
    """People, Telegram that sends what they write, and the balancer that takes it, for bots."""
    place.server.empty()
    async with crowd() as (people, url), Balancer(url) as balancer:
        sending = asyncio.create_task(deliver(people.cloud, balancer.url, _SECRET))
        try:
            yield People(people), balancer
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


@asynccontextmanager
async def _bot(
    place: Place, balancer: Balancer, number: int, last: signal.Signals = signal.SIGTERM
) -> AsyncIterator[None]:
    """One more bot behind the balancer."""
    folder, port = place.folder / f"bot-{number}", _free_port()
    folder.mkdir(exist_ok=True)
    engine = f'engine = "ray", ray = {{ url = "{place.door}" }}' if place.door else ""
    settings = f"""
        preset = "shapes"
        access = {{ owners = [1], open = true, photos_per_minute = 100_000 }}
        replies = {{ voice = "off" }}
        models = {{ {engine} }}
        memory = {{ url = "{place.server.url}", lease_seconds = {place.lease} }}
        owner = {{ listen = "" }}
        [telegram]
        token = "{TOKEN}"
        api_url = "{balancer.telegram}"
        mode = "webhook"
        webhook = {{ url = "{balancer.url}", listen = "127.0.0.1:{port}", secret = "{_SECRET}" }}
    """
    (folder / "config.toml").write_text(settings, encoding="utf-8")
    command = (_CHOKH, "--config", str(folder / "config.toml"), "run")
    async with program(*command, log=folder / "log", last=last):
        await _until(lambda: _listens(port))
        balancer.add(port)
        yield


@asynccontextmanager
async def _cluster(folder: Path) -> AsyncIterator[tuple[str, Callable[[], None]]]:
    """Two replicas of each ability; their door, and what kills one of those that caption."""
    port = _free_port()
    env = {
        **{"CHOKH_MODELS__RAY__REPLICAS": "2", "CHOKH_MODELS__RAY__MOST": "2"},
        **{"RAY_TMPDIR": str(folder), "RAY_AUTH_TOKEN": "t" * 64, "PYTHONUNBUFFERED": "1"},
    }
    command = (_CHOKH, "--preset", "shapes", "serve", "--listen", f"127.0.0.1:{port}")
    log = folder / "serve.log"
    async with program(*command, log=log, env=env) as running:
        await _until(lambda: "Ready:" in log.read_text(encoding="utf-8", errors="replace"))

        def kill() -> None:
            for process in psutil.Process(running.pid).children(recursive=True):
                if "ServeReplica:caption:" in " ".join(process.cmdline()):
                    process.kill()
                    return

        yield f"http://127.0.0.1:{port}", kill


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(_LONGEST):
        while not true():  # noqa: ASYNC110 -- nothing tells of it
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def main() -> int:
    """Measure, print, and write benchmarks/results. Returns 1 where a figure falls short."""
    parser = argparse.ArgumentParser(description="Several bots and a cluster")
    parser.add_argument("--chats", type=int, default=Plan.chats)
    parser.add_argument("--photos", type=int, default=Plan.photos)
    asked = parser.parse_args()
    figures = asyncio.run(scale(Plan(chats=asked.chats, photos=asked.photos)))
    print(report("scale", figures))
    return 1 if any(figure.holds is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
