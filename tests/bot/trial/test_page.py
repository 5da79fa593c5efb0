"""The chat page in a real browser, by keyboard alone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Page, Route, expect

from bot.trial.page.page import SAMPLES, Trial
from tests.bot.conftest import TOKEN, house_settings, running
from tests.bot.dialogue import filmed
from tests.bot.trial.browser import OFFER, SAID, a_voice, chromium, focus_on, small_bot

# One browser for all: a start takes seconds where the processor is busy.
pytestmark = pytest.mark.asyncio(loop_scope="module")

# Another program may be using the processor.
expect.set_options(timeout=20_000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def address() -> AsyncIterator[str]:
    trial = Trial(TOKEN)
    address = await trial.start()
    async with small_bot(TOKEN, address.api_url):
        yield address.page_url
    await trial.stop()


async def opened(browser: Browser, address: str, **options: object) -> Page:
    """The page once the bot has greeted; what goes wrong in its scripts fails the test."""
    page = await browser.new_page(**options)  # type: ignore[arg-type]  # Playwright's own names
    await page.goto(address)
    await expect(page.get_by_role("log")).to_contain_text(OFFER)
    return page


async def test_a_conversation_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = await opened(browser, address)
    log = page.get_by_role("log")

    await page.keyboard.press("1")
    await expect(log).to_contain_text(SAID.split("\n")[0])
    await expect(page.get_by_alt_text("আপনার পাঠানো ছবি")).to_have_count(1)
    await expect(log).to_contain_text("ভয়েস মেসেজ, ২ সেকেন্ড")

    await focus_on(page, "audio")
    await page.keyboard.press("Space")
    await page.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")

    await page.keyboard.press("Escape")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("বৃত্তটির রং কী? 1")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("নতুন: বৃত্তটির রং কী? 1")

    photo = page.locator("li", has=page.get_by_alt_text("আপনার পাঠানো ছবি")).first
    number = (await photo.get_attribute("id") or "").removeprefix("message-")
    await focus_on(page, f"#message-{number} button", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#replying")).to_be_visible()
    await page.keyboard.type("কয়টি আকার?")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text(f"মেসেজ {number} নিয়ে: কয়টি আকার?")
    await expect(page.locator("#replying")).to_be_hidden()

    await focus_on(page, "#message-2 button:not(.quiet)", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("চাপা হলো: voice:on")


async def test_the_real_bot_is_seen_heard_and_asked_by_keyboard_alone(
    browser: Browser, tmp_path: Path
) -> None:
    trial = Trial(TOKEN)
    address = await trial.start()
    settings = house_settings(tmp_path, address.api_url, replies={"voice": "on"})
    async with running(trial.standin, settings):
        page = await browser.new_page()
        await page.goto(address.page_url)
        log = page.get_by_role("log")
        await expect(log).to_contain_text("আমার নাম চোখ", timeout=60_000)
        await page.keyboard.press("1")
        await expect(log).to_contain_text("একটি নীল বর্গক্ষেত্রের উপরে একটি লাল বৃত্ত", timeout=60_000)
        photo = page.locator("li", has=page.get_by_alt_text("আপনার পাঠানো ছবি"))
        await focus_on(page, f"#{await photo.get_attribute('id')} ~ li audio")
        await page.keyboard.press("Space")
        await page.wait_for_function("() => document.activeElement.currentTime > 0.3")
        await focus_on(page, "#text")
        await page.keyboard.type("বর্গক্ষেত্রটির রং কী?")
        await page.keyboard.press("Enter")
        await expect(log.get_by_text("নীল।", exact=True)).to_have_count(1, timeout=60_000)
        found = await Axe().run(page)
        assert not found.response["violations"], found.generate_report()
        await page.close()
    await trial.stop()


async def test_a_conversation_is_read_by_a_screen_reader_in_order(
    browser: Browser, tmp_path: Path
) -> None:
    trial = Trial(TOKEN)
    address = await trial.start()
    settings = house_settings(tmp_path, address.api_url, replies={"voice": "on"})
    async with running(trial.standin, settings):
        page = await browser.new_page()
        await page.goto(address.page_url)
        log = page.get_by_role("log")
        for key, spoken in (("", 2), ("1", 3), ("বৃত্তটির রং কী?", 4), ("গতি ১২০", 5)):
            if len(key) == 1:
                await page.keyboard.press(key)
            elif key:
                await focus_on(page, "#text")
                await page.keyboard.type(key)
                await page.keyboard.press("Enter")
            await expect(log.locator("audio")).to_have_count(spoken, timeout=60_000)
        await page.keyboard.type("ভয়েস")
        await page.keyboard.press("Enter")
        await expect(log.get_by_role("button", name="ভয়েস বন্ধ")).to_have_count(1)
        await expect(log.locator("audio")).to_have_count(6, timeout=60_000)
        await expect(page.locator("#working")).to_be_hidden()
        # How long a voice takes is no matter of order.
        snapshot = re.sub(r"\d+ সেকেন্ড", "… সেকেন্ড", await page.locator("body").aria_snapshot())
        await page.close()
    await trial.stop()
    kept = Path(__file__).with_name("conversation.aria.txt")
    assert snapshot.split("\n") == kept.read_text(encoding="utf-8").strip().split("\n")


async def test_a_relative_and_the_family_have_chats_of_their_own(
    browser: Browser, address: str
) -> None:
    page = await opened(browser, address)
    await focus_on(page, "#who li:nth-child(2) a", "Shift+Tab")
    await page.keyboard.press("Enter")
    log = page.get_by_role("log")
    await expect(page.locator("#who [aria-current=page]")).to_have_text(
        "আপনার আত্মীয়, করিম, আইডি 1002"
    )
    await expect(log).to_contain_text(OFFER)
    await page.fill("#text", "আমি করিম")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("নতুন: আমি করিম")
    await page.goto(f"{address}?who=family")
    await expect(page.locator("#who [aria-current=page]")).to_have_text("পারিবারিক গ্রুপ")
    await page.keyboard.press("3")
    await expect(log.get_by_alt_text("আপনার পাঠানো ছবি")).to_have_count(1)
    assert OFFER not in await log.inner_text()
    await page.goto(address)
    await expect(log).to_contain_text(OFFER)
    assert "করিম" not in await log.inner_text()


async def test_a_video_an_animation_and_a_sound_are_sent_and_play(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = await opened(browser, address)
    moving = BytesIO()
    first, *others = (Image.open(sample).resize((161, 121)) for sample in SAMPLES[:2])
    first.save(moving, "GIF", save_all=True, append_images=others, duration=500)
    log = page.get_by_role("log")
    for name, data, shown in (
        ("video.mp4", filmed("a red circle | a blue square"), log.locator("video")),
        ("moving.gif", moving.getvalue(), log.locator("video")),
        ("question.ogg", a_voice(), log.locator("audio")),
    ):
        count = await shown.count()
        (tmp_path / name).write_bytes(data)
        await page.set_input_files("#file", tmp_path / name)
        await expect(shown).to_have_count(count + 1)
        player = await shown.nth(count).element_handle()
        await page.wait_for_function("player => player.duration > 0.4", arg=player)
    await expect(log.locator("video").first).to_have_attribute("aria-label", "ভিডিও")
    found = await Axe().run(page)
    assert not found.response["violations"], found.generate_report()


async def test_what_is_typed_while_a_question_is_on_its_way_is_kept(
    browser: Browser, address: str
) -> None:
    page = await opened(browser, address)
    arrived = asyncio.Event()

    async def held(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    await page.route("**/text?*", held)
    await focus_on(page, "#text")
    for question in ("এক", "দুই"):
        await page.keyboard.type(question)
        await page.keyboard.press("Enter")
    await page.keyboard.type("তিন")
    arrived.set()
    log = page.get_by_role("log")
    await expect(log).to_contain_text("নতুন: দুই")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("নতুন: তিন")
    asked = log.locator(".mine .said").filter(has_not_text="/start")
    await expect(asked).to_have_text(["এক", "দুই", "তিন"])


async def test_pictures_of_ones_own_go_by_the_file_button(browser: Browser, address: str) -> None:
    page = await opened(browser, address)
    async with page.expect_file_chooser() as chooser:
        # Chromium begins to hand its dialogs over some moments after it was asked to.
        await focus_on(page, "#text")
        await page.keyboard.type("এগুলো কী?")
        await focus_on(page, "#file")
        await page.keyboard.press("Enter")
    await (await chooser.value).set_files(SAMPLES[:2])
    await expect(page.get_by_alt_text("আপনার পাঠানো ছবি")).to_have_count(2)
    await expect(page.get_by_role("log")).to_contain_text("এগুলো কী?")
    await expect(page.locator("#text")).to_have_value("")


async def test_a_picture_can_be_pasted_and_dropped(browser: Browser, address: str) -> None:
    page = await opened(browser, address)
    for kind, carrier in (("paste", "clipboardData"), ("drop", "dataTransfer")):
        await page.evaluate(
            """async ([kind, carrier]) => {
                const bytes = await (await fetch("samples/3")).blob();
                const data = new DataTransfer();
                data.items.add(new File([bytes], "copied.png", { type: "image/png" }));
                const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
                document.body.dispatchEvent(new Kind(kind, { [carrier]: data, bubbles: true }));
            }""",
            [kind, carrier],
        )
    await expect(page.get_by_alt_text("আপনার পাঠানো ছবি")).to_have_count(2)


async def test_a_voice_message_is_recorded_and_arrives_as_ogg_opus(
    browser: Browser, address: str
) -> None:
    page = await opened(browser, address)
    await focus_on(page, "#record")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("রেকর্ড হচ্ছে")
    await page.wait_for_function("start => performance.now() > start + 800", arg=await now(page))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("শুনলাম: True, audio/ogg")


async def now(page: Page) -> float:
    return float(await page.evaluate("performance.now()"))


async def test_what_cannot_be_sent_is_said_beside_the_text_field(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = await opened(browser, address)
    large = tmp_path / "large.png"
    large.write_bytes(bytes(20_000_001))
    await page.set_input_files("#file", large)
    await expect(page.get_by_role("alert")).to_contain_text("২০ মেগাবাইটের বেশি")
    await page.route("**/text?*", lambda route: route.abort())
    await page.fill("#text", "হারাবে না")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("পাঠানো গেল না")
    await expect(page.locator("#text")).to_have_value("হারাবে না")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 320])
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    page = await opened(
        browser, address, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    await page.keyboard.press("2")
    await expect(page.locator("audio")).to_have_count(1)
    await page.locator("#messages li button").last.click()
    for language in ("bn", "en"):
        assert await page.locator("html").get_attribute("lang") == language
        found = await Axe().run(page)
        assert not found.response["violations"], found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.locator("#language").press("Enter")


async def test_the_language_of_all_that_the_page_says_can_be_changed(
    browser: Browser, address: str
) -> None:
    page = await opened(browser, address)
    await page.keyboard.press("3")
    await expect(page.locator("audio")).to_have_count(1)
    await page.locator("#language").press("Enter")
    log = page.get_by_role("log")
    await expect(log).to_contain_text("/language en")
    await expect(page.get_by_alt_text("A photo that you sent")).to_have_count(1)
    # What was said stays in its own language, and says which one that is.
    await expect(page.locator(".said span[lang=bn]").filter(has_text="লাল বৃত্ত")).to_have_count(1)
    await expect(page.locator(".said span[lang=en]").filter(has_text="Tea")).to_have_count(1)
    assert "চোখ বলছে" not in await log.inner_text()
    await page.fill("#text", "এটা Milk নাকি দই?")
    await page.keyboard.press("Enter")
    await expect(page.locator(".said span[lang=en]").get_by_text("Milk")).to_have_count(2)
    await expect(page.locator(".said span[lang=bn]").get_by_text("নাকি দই?")).to_have_count(2)


async def test_what_was_said_before_is_not_announced_again(browser: Browser, address: str) -> None:
    first = await opened(browser, address)
    await first.close()
    again = await browser.new_page()
    await again.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
            const log = document.getElementById("log");
            window.announced = [];
            new MutationObserver((changes) => changes.forEach((change) => {
                if (log.ariaLive !== "off") window.announced.push(change.type);
            })).observe(document.getElementById("messages"), { childList: true });
        });"""
    )
    await again.goto(address)
    await expect(again.get_by_role("log")).to_contain_text(OFFER)
    await expect(again.locator("#log")).to_have_attribute("aria-live", "polite")
    assert await again.evaluate("window.announced") == []
    await again.keyboard.press("1")
    await expect(again.get_by_role("log")).to_contain_text("লাল বৃত্ত")
    assert await again.evaluate("window.announced.length") >= 2


async def test_only_who_knows_the_address_gets_in(address: str) -> None:
    base = address.partition("/page/")[0]
    async with ClientSession() as session:
        for url, headers, body, status in (
            (address, {}, None, 200),
            (f"{base}/page/guess/", {}, None, 404),
            (base, {}, None, 404),
            (address, {"Host": "evil.example"}, None, 404),
            (f"{address}text", {}, b"x" * 100_001, 413),
            (f"{address}files", {}, b"x" * 25_000_001, 413),
            (f"{address}text", {}, b"[]", 400),
            (f"{address}samples/9", {}, None, 404),
        ):
            method = "GET" if body is None else "POST"
            async with session.request(
                method, url, headers=headers, data=BytesIO(body or b"")
            ) as response:
                assert response.status == status, url
        async with session.get(address) as response:
            policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
