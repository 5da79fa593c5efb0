"""The doctor says of each thing of the house whether it works, and what mends it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.cli.doctor.check import Check
from bot.cli.doctor.environment import house as look
from bot.monitoring import crash_reports, http
from bot.monitoring.stats import Stats
from bot.settings import Settings
from tests.bot.conftest import TOKEN, house_settings
from tests.bot.line import a_memory, a_standin, until
from tests.bot.test_owner import free_port

HIDDEN = "AAHdq"


async def found(settings: Settings) -> dict[str, Check]:
    checks = await asyncio.to_thread(lambda: list(look(settings)))
    assert HIDDEN not in str(checks)  # no token
    assert all(check.remedy for check in checks if not check.works)
    return {check.name: check for check in checks}


async def test_the_line_is_tried_and_the_token_with_it(tmp_path: Path) -> None:
    async with a_standin() as telegram:
        settings = house_settings(tmp_path, telegram.url)
        checks = await found(settings)
        assert checks["Telegram token"].works
        assert checks["clock"].works
        wrong = settings.telegram.model_copy(
            update={"token": type(settings.telegram.token)(TOKEN[:-1] + "x")}
        )
        checks = await found(settings.model_copy(update={"telegram": wrong}))
        assert "does not know" in checks["Telegram token"].found
    assert "can't be reached" in (await found(settings))["Telegram token"].found


async def test_what_is_remembered_is_looked_at(tmp_path: Path) -> None:
    settings = house_settings(tmp_path, f"http://127.0.0.1:{free_port()}")
    async with a_memory(tmp_path) as memory:
        await memory.inbox.prune()
        crash_reports.write(tmp_path, RuntimeError("x"), "a test")
        checks = await found(settings)
        assert checks["database"].works
        assert ": ok, " in checks["database"].found
        assert checks["rights of files"].works
        assert checks["crash reports"].found.startswith("1 in ")
    (tmp_path / "chokh.db").chmod(0o644)
    checks = await found(settings)
    assert checks["rights of files"].remedy == f"chmod -R go-rwx {tmp_path / 'chokh.db'}"
    whole = (tmp_path / "chokh.db").read_bytes()
    (tmp_path / "chokh.db").write_bytes(b"\0" * 8192 + whole[8192:])
    assert not (await found(settings))["database"].works
    elsewhere = {"gallery": f"http://127.0.0.1:{free_port()}"}
    checks = await found(house_settings(tmp_path, settings.telegram.api_url, memory=elsewhere))
    assert "Qdrant" in checks["gallery"].remedy


async def test_a_running_bot_is_asked_how_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_AT_REST", 0.0)
    listen = f"127.0.0.1:{free_port()}"
    api_url = f"http://127.0.0.1:{free_port()}"
    settings = house_settings(tmp_path, api_url, owner={"listen": listen})
    assert "none answers" in (await found(settings))["running bot"].found
    watch = Stats()
    async with a_memory(tmp_path) as memory:
        serving = asyncio.create_task(http.serve(listen, watch, memory.database, "polling"))
        try:
            while "none answers" in (check := (await found(settings))["running bot"]).found:
                pass
            assert not check.works
            assert "Telegram has not answered" in check.found
            watch.called("getUpdates", "200")
            watch.looked()
            assert (await found(settings))["running bot"].works
        finally:
            serving.cancel()
            await until(serving.done)


@pytest.mark.parametrize(
    ("url", "why"), [("", "no https"), ("https://127.0.0.1:{port}/hook", "refused")]
)
async def test_a_webhook_that_telegram_could_not_reach_is_named(
    tmp_path: Path, url: str, why: str
) -> None:
    hook = {"mode": "webhook", "webhook": {"url": url.format(port=free_port())}}
    settings = house_settings(tmp_path, f"http://127.0.0.1:{free_port()}", telegram=hook)
    assert why in (await found(settings))["webhook certificate"].found
