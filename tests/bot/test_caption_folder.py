"""`chokh caption FOLDER`, as its user types it, and what its files hold."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image

from bot.cli.folder.caption import caption_folder
from bot.cli.folder.journal import Journal
from bot.cli.folder.listing import photos_in
from bot.cli.shared import terminal
from bot.errors import Complaint
from bot.settings import load
from tests.bot.command import CHOKH, chokh, objects
from tests.bot.pictures import packed, scene
from tests.bot.trial.browser import chromium
from tests.handlers.stub import BLUE, BROKEN, RED, Stub
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import render
from tests.shapes.sentences import caption


class Engine(Stub):
    """Counts what it captions."""

    def __init__(self) -> None:
        super().__init__()
        self.captioned: list[str] = []

    async def caption(self, pictures: Any, length: Any = "short", away: bool = False) -> Any:
        found = await super().caption(pictures, length)
        self.captioned += [picture.digest for picture in pictures]
        return found

    async def close(self) -> None:
        pass


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine()
    monkeypatch.setattr(terminal, "build_engine", lambda *_: made)
    monkeypatch.setattr(terminal.logs, "start", lambda **_: None)
    return made


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    for name, data in {"1.jpg": RED, "more/2.HEIC": BLUE, "=3.png": b"a boat"}.items():
        (folder / name).write_bytes(data)
    return folder


def run(folder: Path, out: Path, language: Any = "bn", length: Any = None) -> None:
    caption_folder(load(None, "shapes"), folder, out, language, length)


def table(out: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))


def journal(out: Path) -> list[dict[str, Any]]:
    return objects(out.with_name(f"{out.name}.jsonl").read_text())


def test_a_folder_that_was_killed_is_finished_with_no_row_lost_or_repeated(tmp_path: Path) -> None:
    folder, out = tmp_path / "photos", tmp_path / "captions.jsonl"
    folder.mkdir()
    right = {}
    for seed in range(24):
        drawn = scene(seed)
        name = f"{seed:02}.jpg"
        (folder / name).write_bytes(packed(render(drawn).resize((120, 90)), quality=90))
        right[name] = to_bangla(caption(drawn))
    program = subprocess.Popen(
        [CHOKH, "--preset", "shapes", "caption", str(folder), "--out", str(out)],
        cwd=tmp_path, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 170
    while not out.exists() or not out.read_bytes():
        assert program.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)
    program.send_signal(signal.SIGKILL)
    program.wait()
    kept = out.read_bytes()
    assert 0 < kept.count(b"\n") < 24
    out.write_bytes(kept + b'{"photo": "23.jpg", "capt')  # as a kill within a write leaves it
    chokh("--preset", "shapes", "caption", str(folder), "--out", str(out), folder=tmp_path)
    assert out.read_bytes().startswith(kept)
    rows = objects(out.read_text())
    assert [row["photo"] for row in rows] == sorted(right)
    assert sum(row["caption"] == right[row["photo"]] for row in rows) >= 23


def test_a_journal_torn_at_any_byte_keeps_its_whole_rows(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    rows = [{"photo": f"{n}.jpg", "caption": "একটি নৌকা"} for n in range(2)]
    first = Journal(file, "photo")
    first.add(rows)
    first.close()
    whole = file.read_bytes()
    for end in range(0, len(whole) + 1, 3):
        file.write_bytes(whole[:end])
        torn = Journal(file, "photo")
        assert list(torn.rows()) == rows[: whole[:end].count(b"\n")]
        torn.add([{"photo": "later.jpg"}])
        assert [row["photo"] for row in torn.rows()][-1] == "later.jpg"
        torn.close()


def test_a_table_holds_every_photo_and_no_formula(photos: Path, engine: Engine) -> None:
    out = photos.parent / "captions.csv"
    run(photos, out)
    rows = table(out)
    assert [row["photo"] for row in rows] == ["1.jpg", "'=3.png", "more/2.HEIC"]
    assert [row["caption"] for row in rows] == ["একটি লাল বৃত্ত", "a boat", "একটি নীল বর্গক্ষেত্র"]
    assert [row["translated"] for row in rows] == ["True", "False", "True"]


def test_only_what_is_new_is_captioned_and_what_is_gone_is_left_out(
    photos: Path, engine: Engine
) -> None:
    out = photos.parent / "captions.csv"
    run(photos, out)
    engine.captioned.clear()
    (photos / "4.jpg").write_bytes(BLUE)
    (photos / "1.jpg").unlink()
    run(photos, out)
    assert engine.captioned == [BLUE.decode()]
    assert [row["photo"] for row in table(out)] == ["'=3.png", "more/2.HEIC", "4.jpg"]


def test_bad_files_are_named_last_and_stop_nothing(
    photos: Path, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "0.jpg").write_bytes(BROKEN)
    out = photos.parent / "captions.jsonl"
    run(photos, out, "en")
    assert len(objects(out.read_text())) == 3
    *_, heading, named = capsys.readouterr().err.splitlines()
    assert heading == "Photos that could not be opened: 1"
    assert named.startswith("0.jpg: ")
    for good in photos_in(photos)[1:]:
        good.unlink()
    with pytest.raises(SystemExit, match="1"):  # not one of them
        run(photos, photos.parent / "bad.csv")


def test_a_missing_model_is_said_and_what_was_done_is_kept(photos: Path, engine: Engine) -> None:
    from models.errors import ModelMissing

    out = photos.parent / "captions.csv"
    run(photos, out, "en")
    (photos / "4.jpg").write_bytes(BLUE)
    engine.fault = ModelMissing(model="blip")
    with pytest.raises(Complaint, match="chokh download"):
        run(photos, out, "en")
    assert len(table(out)) == 3


@pytest.mark.parametrize("name", ["notes.jsonl", "notes.csv", "notes.html"])
def test_a_file_of_something_else_is_never_written_over(
    photos: Path, engine: Engine, name: str
) -> None:
    out = photos.parent / name
    out.write_text('{"mine": 1}\n')
    with pytest.raises(Complaint, match="another"):
        run(photos, out, "en")
    assert out.read_text() == '{"mine": 1}\n'


def test_captions_in_two_languages_are_not_mixed(photos: Path, engine: Engine) -> None:
    run(photos, photos.parent / "captions.jsonl", "bn")
    with pytest.raises(Complaint, match="language"):
        run(photos, photos.parent / "captions.jsonl", "en")


def test_an_empty_folder_and_an_unknown_ending_are_said(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(Complaint, match="no photos"):
        run(tmp_path / "photos", tmp_path / "captions.csv", "en")
    (tmp_path / "photos" / "1.jpg").write_bytes(RED)
    with pytest.raises(Complaint, match=r"\.csv, \.jsonl or \.html"):
        run(tmp_path / "photos", tmp_path / "captions.xlsx", "en")


def test_only_pictures_within_the_folder_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    for name in ("b/2.avif", "a.JPG", "notes.txt", ".hidden.jpg", ".trash/3.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    (tmp_path / "secret.jpg").write_bytes(b"")
    (folder / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "within.jpg").symlink_to(folder / "a.JPG")
    (folder / "lost.jpg").symlink_to(folder / "nothing")
    (folder / "ring").symlink_to(folder)
    found = [path.relative_to(folder).as_posix() for path in photos_in(folder)]
    assert found == ["a.JPG", "b/2.avif", "within.jpg"]


async def test_the_page_gives_each_photo_its_caption_and_axe_finds_nothing(
    photos: Path, engine: Engine
) -> None:
    from asyncio import to_thread

    (photos / "<b>&.jpg").write_bytes(b'a "boat" <script>')
    out = photos.parent / "captions.html"
    await to_thread(run, photos, out)
    rows = journal(out)
    async with chromium() as browser:
        for scheme in ("light", "dark"):
            page = await browser.new_page(
                color_scheme=scheme, viewport={"width": 320, "height": 800}
            )
            await page.goto(out.as_uri())
            assert await page.locator("html").get_attribute("lang") == "bn"
            images = await page.get_by_role("img").all()
            assert [await image.get_attribute("alt") for image in images] == [
                row["caption"] for row in rows
            ]
            # One that could not be translated is read out by the right voice.
            assert [await image.get_attribute("lang") for image in images] == [
                "bn" if row["translated"] else "en" for row in rows
            ]
            assert await page.locator("script").count() == 0
            assert await page.evaluate("document.images[0].naturalWidth") == 1
            found = await Axe().run(page)
            assert not found.response["violations"], found.generate_report()
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320
            await page.close()


def test_thumbnails_are_small(tmp_path: Path) -> None:
    from bot.cli.folder.html_page import thumbnail

    noise = Image.effect_noise((800, 600), 80).convert("RGB")
    assert len(thumbnail(noise)) < 24_000
    assert noise.size == (800, 600)
