"""`chokh serve` as a program of its own, asked as bots ask it: real Ray, real tiny models."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from bot.cli.doctor import doctor
from models import codec
from models.errors import AbilitiesAway, AbilityFailed, Busy, PictureUnknown, SettingWrong
from models.provisioning import presets
from models.remote.calls import METHODS
from models.remote.http_engine import HttpEngine
from models.remote.ray_app import Replica, suited
from models.serving.engine import Engine
from models.settings import ModelsSettings, RaySettings
from models.values import Caption, Conversation, Document, Picture
from tests.models.conftest import opened, scene

CHOKH = Path(sys.executable).with_name("chokh")
SETTINGS = presets.resolve("shapes", ModelsSettings())


def remote(port: int) -> HttpEngine:
    where = RaySettings(url=f"http://127.0.0.1:{port}")
    return HttpEngine(SETTINGS.model_copy(update={"ray": where}))


class Cluster:
    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def replica(self, ability: str) -> psutil.Process:
        found = []
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):  # one that has just ended
                if f"ServeReplica:{ability}:" in " ".join(process.cmdline()):
                    found.append(process)
        (one,) = found
        return one


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    # Sockets lie in it, whose paths may not be long.
    folder = tempfile.mkdtemp(prefix="ray")
    words = [CHOKH, "--preset", "shapes", "serve", "--listen", f"127.0.0.1:{port}"]
    ours = {
        **{"RAY_TMPDIR": folder, "RAY_AUTH_TOKEN": "t" * 64},
        # Only those start that are asked for: each takes two seconds of a core.
        **{"CHOKH_MODELS__RAY__REPLICAS": "0", "CHOKH_MODELS__RAY__MOST": "1"},
        "CHOKH_MODELS__RAY__QUEUE": "2",
    }
    log = Path(folder, "log")
    with log.open("w") as errors:
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ | ours
        )
    assert process.stdout
    with process:
        said = iter(process.stdout.readline, "")
        ready = any(f'url = "http://127.0.0.1:{port}"' in line for line in said)
        assert ready, log.read_text()
        assert doctor.cluster(f"http://127.0.0.1:{port}").works
        yield Cluster(process, port)
        process.terminate()
        process.stdout.read()
    shutil.rmtree(folder)


@pytest.fixture
async def far(cluster: Cluster) -> AsyncIterator[HttpEngine]:
    engine = remote(cluster.port)
    yield engine
    await engine.close()


def many(count: int) -> list[Picture]:
    """Different ones, so that none is known already."""
    scenes = (scene((200, 30 + n % 10, 35), (30, 60, 200 + n % 9)) for n in range(count))
    return [opened(image.resize((96, 84), Image.Resampling.BILINEAR)) for image in scenes]


async def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


def computed(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


async def is_busy(process: psutil.Process) -> None:
    before = computed(process)
    await until(lambda: computed(process) > before + 0.2, "it never began")


async def broken(*_: object) -> None:
    raise AbilityFailed("CUDA error: device-side assert triggered")


async def test_captions_are_as_on_one_machine(
    far: HttpEngine, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    near, pictures = Engine(suited("caption", SETTINGS)), [red_above_blue, green_above_yellow]
    try:
        captions = await far._ask("caption", "caption", (pictures,))
        expected = await near.caption(pictures)
    finally:
        await near.close()
    for ours, local in zip(captions, expected, strict=True):
        assert (ours.text, ours.samples, ours.second) == (local.text, local.samples, "")
        assert ours.confidence == pytest.approx(local.confidence, abs=1e-2)
    await far.forget_pictures()


async def test_who_stops_waiting_leaves_no_connection_open() -> None:
    open_lines: set[asyncio.StreamWriter] = set()
    body = codec.pack(())

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_lines.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = re.search(rb"content-length: (\d+)", head.lower())
                await reader.readexactly(int(length[1]) if length else 0)
                await asyncio.sleep(0.005)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        writer.close()
        open_lines.discard(writer)

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        engine = remote(server.sockets[0].getsockname()[1])
        await engine.translate(["a circle"], "en", "bn")

        async def go_on(steps: int) -> None:
            for step in range(500):
                task = asyncio.create_task(engine.translate(["a circle"], "en", "bn"))
                await asyncio.sleep(0.002)  # packed
                for _ in range((step * steps) % 80):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.wait([task])

        await asyncio.gather(*(go_on(steps) for steps in (1, 3, 7, 11)))
        await until(lambda: len(open_lines) <= 4, "lines of nobody's are open")
        await engine.close()
        await until(lambda: not open_lines, "lines are open")


async def test_who_answers_has_a_second_look_as_well(red_above_blue: Picture) -> None:
    replica = Replica("answer", SETTINGS)
    conversation = Conversation(red_above_blue, "what colour is the circle?")
    caption = Caption("a red circle", 0.9)

    async def ask(method: str, *arguments: object) -> Any:
        return await replica._do(codec.pack((method, arguments, None)))

    try:
        answer = await ask("answer", conversation)
        (seen,) = await ask("compare", [red_above_blue], [caption])
    finally:
        await replica._engine.close()
    assert answer.text == "red"
    assert (seen.text, seen.second) == ("a red circle", "a red circle above a blue square")


async def test_an_error_of_ours_arrives_as_itself(far: HttpEngine, red_above_blue: Picture) -> None:
    far._files[id(red_above_blue.image)] = codec.File(b"no photo", rough=False)
    with pytest.raises(PictureUnknown):
        await far.caption([red_above_blue])


async def test_every_ability_is_asked_of_who_has_it(
    monkeypatch: pytest.MonkeyPatch, red_above_blue: Picture
) -> None:
    picture, asked = red_above_blue, []

    async def note(_: HttpEngine, ability: str, method: str, *_args: object) -> list[object]:
        asked.append((ability, method))
        return ["something"]

    monkeypatch.setattr(HttpEngine, "_ask", note)
    engine = remote(1)
    await engine.caption([picture])
    await engine.caption([picture], "long")
    await engine.answer(Conversation(picture, "what?"))
    await engine.forget_pictures()
    await engine.classify(picture, ["a cat"])
    await engine.shows(picture, [["a cat"]])
    await engine.embed_pictures([picture])
    await engine.embed_texts(["a cat"])
    await engine.embedder()
    await engine.locate(picture)
    await engine.read(picture)
    await engine.read_page(Document(b"", 1), 1)
    await engine.listen(b"", "bn")
    await engine.translate(["a cat"], "en", "bn")
    await engine.speak("a cat", "en", 150)
    await engine.begin_speech("a cat", "en", 150)
    known = {(of, method.__name__) for of, methods in METHODS.items() for method in methods}
    assert set(asked) == known


async def test_a_replica_killed_in_the_middle_is_not_noticed(
    cluster: Cluster, far: HttpEngine
) -> None:
    pictures = many(40)
    killed = cluster.replica("caption")
    asking = asyncio.create_task(far._ask("caption", "caption", (pictures,)))
    await is_busy(killed)
    assert not asking.done()
    killed.kill()
    captions = await asking
    assert {caption.text for caption in captions} == {"a red circle above a blue square"}
    assert cluster.replica("caption").pid != killed.pid


async def test_who_stops_waiting_stops_the_replica(cluster: Cluster, far: HttpEngine) -> None:
    replica = cluster.replica("caption")
    asking = asyncio.create_task(far._ask("caption", "caption", (many(400),)))
    await is_busy(replica)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    before = begun = computed(replica)
    await asyncio.sleep(0.3)
    while (spent := computed(replica)) > before + 0.05:
        before = spent
        await asyncio.sleep(0.3)
    assert spent < begun + 2


async def test_past_the_queue_it_is_busy_and_who_waits_is_answered(far: HttpEngine) -> None:
    pictures = many(2)
    asked = (far._ask("caption", "caption", (pictures,)) for _ in range(30))
    told = await asyncio.gather(*asked, return_exceptions=True)
    refused = [each for each in told if isinstance(each, Busy)]
    assert 0 < len(refused) < 30
    assert all(isinstance(each, Busy) or len(each) == 2 for each in told)  # type: ignore[arg-type]


async def test_photos_go_to_no_cluster_outside_the_house(red_above_blue: Picture) -> None:
    where = RaySettings(url="http://203.0.114.7:8000")
    engine = HttpEngine(SETTINGS.model_copy(update={"ray": where}))
    with pytest.raises(SettingWrong):
        await engine.caption([red_above_blue])


async def test_who_fails_again_and_again_says_that_it_is_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replica = Replica("speak", SETTINGS)
    monkeypatch.setattr(replica._engine, "speak", broken)
    for _ in range(3):
        await replica.check_health()
        with pytest.raises(AbilityFailed):
            await replica._do(codec.pack(("speak", ("hello", "en", 150), None)))
    with pytest.raises(RuntimeError, match="3 failures in a row"):
        await replica.check_health()


async def test_whose_call_does_not_return_says_so() -> None:
    replica = Replica("speak", SETTINGS.model_copy(update={"stuck_seconds": 0.05}))
    go_on = threading.Event()
    stuck = replica._engine._lanes.voices.submit(go_on.wait)
    await until(lambda: replica._engine.silence() > 0.05, "nothing is stuck")
    with pytest.raises(RuntimeError, match="does not return"):
        await replica.check_health()
    go_on.set()
    assert stuck.result()
    await replica.check_health()


async def test_what_it_is_not_there_for_it_does_not_do() -> None:
    replica = Replica("speak", SETTINGS)
    asked = (("close", (), None), ("caption", ([],), None), ("speak", (), "a name"), ("speak", ()))
    for body in (*map(codec.pack, asked), b"\x81", b""):
        with pytest.raises(AbilityFailed):
            await replica._do(body)
    await replica.check_health()


async def test_stopped_it_leaves_nothing_running(cluster: Cluster) -> None:
    children = cluster.processes()
    cluster.process.send_signal(signal.SIGTERM)
    assert cluster.process.wait(20) == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert not doctor.cluster(f"http://127.0.0.1:{cluster.port}").works
    engine = remote(cluster.port)
    with pytest.raises(AbilitiesAway):
        await engine.embedder()
    await engine.close()
