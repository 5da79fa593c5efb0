"""The zip of /export on the trial page, by keyboard; and the page in it, by screen reader."""

from __future__ import annotations

import zipfile
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from bot.trial.page.page import Trial
from tests.bot.conftest import TOKEN, house_settings, running
from tests.bot.dialogue import drawn, filmed
from tests.bot.pictures import photo
from tests.bot.trial.browser import chromium, focus_on

SHOWN = """\
- main:
  - heading "আপনার যা কিছু চোখ মনে রেখেছে" [level=1]
  - heading /ভিডিও ১, .+/ [level=2]
  - paragraph: /.+বৃত্ত.+/
  - paragraph
  - heading /ছবি ২, .+/ [level=2]
  - paragraph:
    - img "একটি লাল বৃত্ত।"
  - term: বৃত্তটির রং কী?
  - definition: লাল।
"""


async def test_the_zip_is_fetched_by_keyboard_and_its_page_is_read_in_order(tmp_path: Path) -> None:
    trial = Trial(TOKEN)
    address = await trial.start()
    home, there = tmp_path / "home", tmp_path / "there"
    home.mkdir()
    settings = house_settings(home, address.api_url)
    async with chromium() as browser, running(trial.standin, settings):
        rina = trial._cast.named("you")
        await rina.reply(await rina.send_photo(photo(drawn("a red circle"))), "text")
        await rina.reply(await rina.send_text("বৃত্তটির রং কী?"), "text")
        await rina.reply(await rina.send_video(filmed("a red circle | a blue square")), "text")
        page = await browser.new_page(accept_downloads=True)
        await page.goto(address.page_url)
        await focus_on(page, "#text")
        await page.keyboard.type("আমার সব তথ্য দিন")
        await page.keyboard.press("Enter")
        link = page.get_by_role("link", name="ফাইল: chokh.zip")
        await expect(link).to_have_count(1, timeout=30_000)
        await focus_on(page, "a[download]", "Shift+Tab")
        async with page.expect_download() as begun:
            await page.keyboard.press("Enter")
        download = await begun.value
        assert download.suggested_filename == "chokh.zip"
        found = await Axe().run(page)
        assert not found.response["violations"], found.generate_report()

        with zipfile.ZipFile(await download.path()) as zipped:
            zipped.extractall(there)
        await page.goto((there / "index.html").as_uri())
        found = await Axe().run(page)
        assert not found.response["violations"], found.generate_report()
        await expect(page.locator("body")).to_match_aria_snapshot(SHOWN)
        sizes = "each => each.naturalWidth"
        assert await page.locator("img").evaluate(sizes) > 0, "the picture is not found"
    await trial.stop()
