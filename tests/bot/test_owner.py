"""What the owner sees: a line and numbers for each update, /health, /metrics, /status, crashes."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import stat
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from telegram import Update

from bot import background
from bot.monitoring import crash_reports, http
from bot.monitoring.health import reasons, stalled
from bot.monitoring.logs import JsonFormatter
from bot.monitoring.stats import Stats
from bot.monitoring.trace import Journey, followed, stage
from handlers.chat.background import Later
from handlers.i18n.messages import Words
from memory.errors import DiskFull
from memory.values import Waiting
from models.errors import AbilityFailed, PictureBroken
from tests.bot.conftest import TOKEN, Start
from tests.bot.line import a_memory, message
from tests.bot.pictures import photo, scene
from tests.bot.test_conversation import told
from tests.bot.test_dispatch import Chats, all_answered

OWNER, GUEST = 7, 8


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def got(url: str) -> httpx.Response:
    async with httpx.AsyncClient() as client, asyncio.timeout(20):
        while True:
            try:
                return await client.get(url)
            except httpx.ConnectError:  # it begins once the bot is at rest
                await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("127.0.0.1:9464", True),
        ("[::1]:9464", True),
        ("localhost:9464", True),
        ("chokh:9464", True),
        ("evil.example:9464", False),
        ("127.0.0.1.evil.example", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_only_who_asks_by_an_own_name_is_answered(host: str, answered: bool) -> None:
    """Else a web page that has its name lead here could read along."""
    assert http.is_own_name(host, "127.0.0.1:9464") is answered
    assert http.is_own_name("bot.example.org", "bot.example.org:9464")


async def test_a_photo_is_counted_and_timed_and_nothing_of_it_is_told(
    house: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(http, "_AT_REST", 0.0)
    caplog.set_level(logging.INFO, "bot.updates")
    place = f"127.0.0.1:{free_port()}"
    access = {"open": True, "owners": [OWNER]}
    running = await house(owner={"listen": place}, access=access)
    rina, karim = running.standin.person(OWNER), running.standin.person(GUEST)
    answer = await told(karim, await karim.send_photo(photo(scene(31)), "our zebra"))

    def done() -> list[logging.LogRecord]:
        return [each for each in caplog.records if each.name == "bot.updates"]

    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110 -- it is logged after the answer
            await asyncio.sleep(0.01)
    (line,) = done()
    fields = line.fields  # type: ignore[attr-defined]
    wanted = {"chat": GUEST, "kind": "photo", "count": 1, "attempt": 1, "outcome": "done"}
    assert fields.items() >= wanted.items()
    assert 0 < fields["models"] < fields["took"]
    assert 0 < fields["send"] < fields["took"]
    assert 0 < fields["download"] < fields["took"]
    written = JsonFormatter([TOKEN]).format(line)
    assert json.loads(written) == {"message": line.getMessage(), **json.loads(written), **fields}
    assert "zebra" not in written
    assert answer not in written

    health = await got(f"http://{place}/health")
    assert (health.status_code, health.json()) == (200, {"healthy": True, "reasons": []})
    page = (await got(f"http://{place}/metrics")).text
    async with httpx.AsyncClient() as client:
        rebound = await client.get(f"http://{place}/metrics", headers={"Host": "evil.example"})
    assert (rebound.status_code, rebound.text) == (403, "")
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    assert found["chokh_updates_total", "done"] == found["chokh_photos_total",] == 1
    assert found["chokh_telegram_calls_total", "file", "200"] == 1
    assert found["chokh_telegram_calls_total", "getUpdates", "200"] >= 1
    assert found["chokh_ability_seconds_count", "caption"] == 1
    assert found["chokh_ability_under_way", "caption"] == 0
    assert found["chokh_handling_seconds_bucket", "+Inf"] == 1
    assert found["chokh_inbox", "waiting"] == 0
    assert found["chokh_tasks",] > 5
    assert found["chokh_models_bytes",] > found["chokh_models_loaded",] > 0
    assert str(GUEST) not in {label for key in found for label in key[1:]}

    said = Words()
    status = await told(rina, await rina.send_text("বটের অবস্থা"))
    assert status.split("\n")[:2] == [
        said.say("bn", "status-waiting", waiting=0),
        said.say("bn", "status-today", today=1),
    ]
    assert status.split("\n")[-2] == said.say("bn", "status-well")
    assert "গিগাবাইট" in status
    assert await told(karim, await karim.send_text("/status")) == said.say("bn", "owners-only")


async def test_a_database_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    watch = Stats()
    watch.called("setWebhook", "200")
    watch.looked()
    async with a_memory(tmp_path) as memory:
        assert await reasons(watch, memory.database, "webhook") == []
        await memory.database.run(
            lambda connection: connection.exec_driver_sql("PRAGMA query_only = ON").close()
        )
        (reason,) = await reasons(watch, memory.database, "webhook")
    assert reason.startswith("the database can't be written")


async def test_an_address_that_is_taken_stops_no_bot(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(http, "_AT_REST", 0.0)
    caplog.set_level(logging.WARNING)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for listen in (f"127.0.0.1:{taken.getsockname()[1]}", "nonsense", "127.0.0.1:99999"):
            await http.serve(listen, Stats(), None, "polling")  # type: ignore[arg-type] -- unasked
            assert listen in caplog.records[-1].getMessage()


def test_a_part_that_stands_still_is_named() -> None:
    watch = Stats()
    assert len(stalled(watch, time.monotonic(), "polling")) == 2
    watch.called("getUpdates", "409")
    watch.called("sendMessage", "200")
    assert watch.heard_at is None
    watch.called("getUpdates", "200")
    watch.looked()
    with watch.working("answer"):
        now = time.monotonic()
        assert stalled(watch, now, "polling") == []
        assert [reason.split()[0] for reason in stalled(watch, now + 160, "polling")] == [
            "Telegram",
            "the",
        ]
        assert len(stalled(watch, now + 160, "webhook")) == 1  # nobody may write for hours
        assert any(reason.startswith("answer") for reason in stalled(watch, now + 1000, "webhook"))
    assert not any(reason.startswith("answer") for reason in stalled(watch, now + 9000, "webhook"))


def test_parts_side_by_side_count_once() -> None:
    journey = Journey(5, 7, "photo", 0.0, 1)
    with followed(journey), stage("models"):
        with stage("models"):
            time.sleep(0.02)  # what is measured
        time.sleep(0.02)
    assert 0.04 <= journey.seconds["models"] <= journey.took


def waiting(words: str) -> Waiting:
    return Waiting(5, 7, message(5, 7, words), 0, None, time.time())


async def failed(watch: Stats, error: Exception, words: str = "where is my cup?") -> None:
    one = waiting(words)
    with followed(Journey.of([one], time.time())):
        await watch.failed(error, "retry", one.content)


def raised(words: str, name: str = "Rina") -> Exception:
    try:
        try:
            int(words)
        except ValueError as cause:
            raise RuntimeError(
                f"https://host/bot{TOKEN}/x of {name}: {words}, 'a wallet'"
            ) from cause
    except RuntimeError as error:
        return error


async def test_what_nobody_foresaw_is_written_down_without_anyones_words(tmp_path: Path) -> None:
    watch = Stats(tmp_path)
    words = "where is my cup?"
    await failed(watch, raised(words), words)
    (file,) = (tmp_path / crash_reports.FOLDER).iterdir()
    text = file.read_text(encoding="utf-8")
    assert text.index("ValueError") < text.index("RuntimeError")  # whole, the cause first
    assert "int(words)" in text
    assert "update 5, text" in text
    for hidden in (words, "Rina", TOKEN, "AAHdq"):
        assert hidden not in text
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert watch.last_error == "RuntimeError"


async def test_each_try_is_counted_by_what_became_of_it_and_reported_once(tmp_path: Path) -> None:
    async def handler(update: Update) -> None:
        if update.update_id == 1:
            raise IndexError(update.message.text if update.message else "")

    watch = Stats(tmp_path)
    async with a_memory(tmp_path) as memory:
        await memory.inbox.add([message(1, 7, "my wallet"), message(2, 7)])
        async with Chats(memory, handler, watch=watch).running():
            await all_answered(memory)
    assert watch.updates == {"retry": 4, "keep": 1, "done": 1}
    assert watch.kinds == {"text": 1}
    assert watch.errors == {"IndexError": 5}
    (file,) = (tmp_path / crash_reports.FOLDER).glob("*IndexError.txt")
    assert "wallet" not in file.read_text(encoding="utf-8")


async def test_what_is_done_beside_the_answers_is_reported_and_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_AGAIN", 0.0)
    watch, begun = Stats(tmp_path), 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise (IndexError, DiskFull)[begun - 1]("a wallet")

    await background.supervised("regain", work, watch)
    later = Later()
    later.failed = watch.fell
    begun = 0
    later.start(7, work())
    await later.settled(7)
    assert watch.errors == {"IndexError": 2, "DiskFull": 1}
    reports = [
        file.read_text(encoding="utf-8") for file in (tmp_path / crash_reports.FOLDER).iterdir()
    ]
    assert sorted(report.splitlines()[2].split(",")[0] for report in reports) == ["later", "regain"]


async def test_reports_are_few_and_only_of_what_nobody_foresaw(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    watch = Stats(tmp_path)
    for foreseen in (PictureBroken(), DiskFull()):
        await failed(watch, foreseen)
    assert not (tmp_path / crash_reports.FOLDER).exists()
    for _ in range(crash_reports.NEWEST + 3):
        await failed(watch, AbilityFailed("caption: IndexError"))
    files = sorted((tmp_path / crash_reports.FOLDER).iterdir())
    assert len(files) == crash_reports.NEWEST
    for file in files:
        file.unlink()
    (tmp_path / crash_reports.FOLDER).rmdir()
    (tmp_path / crash_reports.FOLDER).write_text("in the way")
    await failed(watch, RuntimeError())
    assert "no crash report" in caplog.text


def test_the_log_as_json_is_one_object_a_record_without_secrets() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "asked %s\nof %s", (TOKEN, "q"), None)
    line = JsonFormatter().format(record)
    said: dict[str, Any] = json.loads(line)
    assert "\n" not in line
    assert (said["level"], said["message"]) == ("error", "asked [secret]\nof q")
