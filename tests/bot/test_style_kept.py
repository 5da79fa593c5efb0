"""How Bangla is said to a person outlasts a restart."""

from __future__ import annotations

from pathlib import Path

from bot.trial.bot_api.server import Standin
from tests.bot.conftest import house_settings, running


async def test_register_address_and_digits_outlast_a_restart(
    tmp_path: Path, standin: Standin
) -> None:
    rina = standin.person()
    settings = house_settings(tmp_path, standin.url)
    async with running(standin, settings):
        for chosen in ("জল বলুন", "তুমি করে বলো", "ইংরেজি সংখ্যা"):
            await rina.reply(await rina.send_text(chosen), "text")
    async with running(standin, settings):
        told = await rina.reply(await rina.send_text("/rate"), "text")
        assert told["text"].startswith("এখন মিনিটে 150টি শব্দ বলি। বদলাতে লেখো:")
        told = await rina.reply(await rina.send_text("/register"), "text")
        assert told["text"].startswith("পশ্চিমবঙ্গের শব্দে বলি")
